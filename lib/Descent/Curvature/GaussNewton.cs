using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>
/// The part of the Hessian of loss(f(θ)) that knows only first derivatives of f: G = Jᵀ∇²loss J, where J = ∂f/∂θ. What is missing is Σ ∂loss/∂fₖ ∇²fₖ:
/// nothing for a linear f, little where the outputs are nearly right.
/// </summary>
/// <remarks>For a convex loss G has no negative curvature: a step G⁻¹∇L goes down, whatever H is. Source: chapter 12; Schraudolph 2002; Martens 2020.</remarks>
public static class GaussNewton
{
    /// <summary>G at θ; every product is one push and one pull through f and a product with the Hessian of the loss.</summary>
    /// <param name="f">The outputs from θ; any shape.</param>
    /// <param name="loss">One number from the outputs, convex in them if G is to have no negative curvature.</param>
    /// <param name="θ">Where, shape [n].</param>
    /// <exception cref="ArgumentException">θ is no vector, or the loss returned more than one number.</exception>
    /// <remarks>Cost of a product: about two gradients.</remarks>
    public static Symmetric At(Func<Tensor, Tensor> f, Func<Tensor, Tensor> loss, Tensor θ)
    {
        var J = Jacobian.At(f, θ);
        var (shape, count) = (J.Value.Shape, J.Value.Size);
        var H = Hessian.At(z => loss(z.Reshape(shape)), J.Value.Reshape([count]));
        return new(θ.Size, v => J.Pull((H * J.Push(v).Reshape([count])).Reshape(shape)), θ.Precision);
    }
}

/// <summary>Products of gradients of log-probabilities.</summary>
public static class Fisher
{
    /// <summary>
    /// F = (1/N) Σₙ Σ_c p_c ∇ln p_c ∇ln p_cᵀ: the labels are drawn from the model's own softmax. As (1/N) Jᵀ(diag p − ppᵀ)J it is the Gauss–Newton matrix of the
    /// mean cross-entropy, whatever the labels are.
    /// </summary>
    /// <param name="logits">Logits from θ, shape [N, classes].</param>
    /// <param name="θ">Where, shape [n].</param>
    /// <exception cref="ArgumentException">θ is no vector, or the logits are no matrix.</exception>
    /// <remarks>Source: chapter 12; Amari 1998; Martens 2020.</remarks>
    public static Symmetric Softmax(Func<Tensor, Tensor> logits, Tensor θ)
    {
        var J = Jacobian.At(logits, θ);
        if (J.Value.Rank != 2)
            throw new ArgumentException($"Fisher of logits {J.Value.Shape}: one row of logits per example is needed.");
        var (p, N) = (J.Value.Softmax(), J.Value.Shape[0]);
        return new(θ.Size, v =>
        {
            var pu = p * J.Push(v);
            return J.Pull((pu - p * pu.Sum(1)) / N);
        }, θ.Precision);
    }

    /// <summary>(1/N) Σₙ gₙgₙᵀ with the gradients of the examples' own losses: often called the empirical Fisher. It is not the Fisher matrix.</summary>
    /// <param name="losses">The N losses from θ, shape [N].</param>
    /// <param name="θ">Where, shape [n].</param>
    /// <exception cref="ArgumentException">θ is no vector, or the losses are no vector.</exception>
    /// <remarks>The labels are those of the data, not the model's: the matrix vanishes where every example is fitted, and it depends on the gradient's noise rather
    /// than on the curvature. The two agree when the model's probabilities are the data's. Source: chapter 12; Kunstner, Balles and Hennig 2019.</remarks>
    public static Symmetric Empirical(Func<Tensor, Tensor> losses, Tensor θ)
    {
        var J = Jacobian.At(losses, θ);
        return J.Value.Rank == 1
            ? new(θ.Size, v => J.Pull(J.Push(v) / J.Value.Size), θ.Precision)
            : throw new ArgumentException($"Empirical Fisher of losses {J.Value.Shape}: one loss per example is needed.");
    }
}

/// <summary>The linearization both need.</summary>
static class Jacobian
{
    public static Linearization At(Func<Tensor, Tensor> f, Tensor θ) => θ.Rank == 1
        ? Derivatives.Linearize(f, θ)
        : throw new ArgumentException($"Products at θ of shape {θ.Shape}: θ must be a vector; reshape it inside the function.");
}
