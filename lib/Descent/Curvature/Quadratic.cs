using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>E(ŵ + d) = E(ŵ) + bᵀd + ½dᵀH d: a bowl, or what any smooth loss looks like near ŵ.</summary>
/// <param name="Centre">ŵ: where the displacement d starts, shape [n].</param>
/// <param name="Value">E(ŵ).</param>
/// <param name="Gradient">b = ∇E(ŵ), shape [n].</param>
/// <param name="Curvature">H = ∇²E(ŵ), size n.</param>
/// <remarks>As a model of a loss: value wrong by O(‖d‖³), gradient by O(‖d‖²). Source: chapter 1; Bishop &amp; Bishop 2024, section 7.1.1.</remarks>
public sealed record Quadratic(Tensor Centre, double Value, Tensor Gradient, Symmetric Curvature)
{
    /// <summary>The second-order Taylor polynomial of L at θ.</summary>
    /// <exception cref="ArgumentException">θ is no vector, or L returned more than one number.</exception>
    public static Quadratic At(Func<Tensor, Tensor> L, Tensor θ)
    {
        var H = Hessian.At(L, θ);
        return new(θ, (double)H.Value, H.Gradient, H);
    }

    /// <summary>E(w) = ½wᵀA w + bᵀw + c.</summary>
    /// <param name="A">Symmetric, shape [n, n].</param>
    /// <param name="b">Shape [n]; 0 when not given.</param>
    /// <param name="c">E(0).</param>
    /// <exception cref="ArgumentException">A is not symmetric, or b does not fit it.</exception>
    public static Quadratic Of(Tensor A, Tensor? b = null, double c = 0)
    {
        var H = Symmetric.Of(A);
        var zero = Tensor.Zeros([H.Size], A.Precision);
        return b is null || b.Shape == zero.Shape
            ? new(zero, c, b ?? zero, H)
            : throw new ArgumentException($"Quadratic of A {A.Shape} and b {b.Shape}: b must have {H.Size} elements.");
    }

    /// <summary>E(ŵ + d), predicted.</summary>
    /// <param name="d">Displacement from <see cref="Centre"/>, shape [n].</param>
    public double this[Tensor d] => Value + (double)Change(d);

    /// <summary>The quadratic as a function of w = ŵ + d, to descend on or differentiate.</summary>
    public Tensor Loss(Tensor w) => Value + Change(w - Centre);

    Tensor Change(Tensor d) => Gradient.Dot(d) + 0.5 * d.Dot(Curvature * d);

    /// <summary>∇E(ŵ + d) = b + H d, predicted. Shape [n].</summary>
    /// <param name="d">Displacement from <see cref="Centre"/>, shape [n].</param>
    public Tensor GradientAt(Tensor d) => Gradient + Curvature * d;

    /// <summary>w* = ŵ − H⁻¹b: the point where the gradient vanishes and every curvature is positive. Shape [n].</summary>
    /// <exception cref="InvalidOperationException">H is not positive definite: there is no minimum.</exception>
    /// <remarks>Cost: n products and about n³ flops.</remarks>
    public Tensor Minimum() => Curvature.IsPositiveDefinite()
        ? Centre - Curvature.Solve(Gradient)
        : throw new InvalidOperationException($"The quadratic has no minimum: its smallest curvature is λ = {Curvature.Eigen()[^1].λ:G6}, not positive.");

    /// <summary>η* = bᵀb/bᵀH b: the step along −b at which E is lowest.</summary>
    /// <exception cref="InvalidOperationException">The curvature along b is not positive: E falls for ever.</exception>
    public double BestStep => Curvature.QuadraticForm(Gradient) is > 0 and var bHb
        ? (double)Gradient.SquaredNorm() / bHb
        : throw new InvalidOperationException("The quadratic has no lowest point along −b: bᵀH b is not positive.");

    /// <summary>The quadratic within the plane (or line, or subspace) through ŵ along some directions: its variables are the coefficients of d = Σ xᵢvᵢ.</summary>
    /// <param name="v">k directions of shape [n]; of unit length and orthogonal if lengths are to be kept.</param>
    /// <returns>A quadratic of k variables around 0.</returns>
    public Quadratic Section(params Tensor[] v)
    {
        var V = Tensor.Stack(v);
        var A = V.MatMulTransposed(Tensor.Stack([.. v.Select(x => Curvature * x)]));
        return Of(0.5 * (A + A.Transpose()), V.MatMul(Gradient), Value);   // vᵢᵀ(H vⱼ) and vⱼᵀ(H vᵢ) round differently
    }
}
