using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>H = ∇²L(θ), the matrix of second derivatives: symmetric, so that one pull of v through the recorded gradient is H v.</summary>
/// <remarks>
/// Exact to rounding, without finite differences. Piecewise linear functions such as ReLU have second derivative 0 wherever it exists; the kinks, where the
/// gradient jumps, do not appear in H. Source: chapter 1; Pearlmutter 1994.
/// </remarks>
public sealed class Hessian : Symmetric
{
    Hessian(Tensor θ, Tensor value, Linearization gradient) : base(θ.Size, gradient.Pull, θ.Precision) =>
        (Value, Gradient) = (value, gradient.Value);

    /// <summary>L(θ), a scalar.</summary>
    public Tensor Value { get; }

    /// <summary>∇L(θ), shape [n].</summary>
    public Tensor Gradient { get; }

    /// <summary>Records ∇L at θ once; every product with the result is one pull through that recording.</summary>
    /// <param name="L">A function with one number as value.</param>
    /// <param name="θ">Where, shape [n].</param>
    /// <exception cref="ArgumentException">θ is no vector, or L returned more than one number.</exception>
    /// <remarks>Cost: about two gradients, and their intermediate values stay in memory as long as the result; a product costs about one gradient.</remarks>
    public static Hessian At(Func<Tensor, Tensor> L, Tensor θ)
    {
        if (θ.Rank != 1)
            throw new ArgumentException($"Hessian at θ of shape {θ.Shape}: θ must be a vector; reshape it inside L.");
        var gradient = Derivatives.LinearizeGradient(L, θ, out var value);
        return new(θ, value, gradient);
    }
}
