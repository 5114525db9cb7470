using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>Newton's step: to where the quadratic model of the loss has no slope. That is a minimum of the model only where its curvatures are positive.</summary>
/// <remarks>Source: chapter 1; Nocedal and Wright 2006, chapter 3.</remarks>
public static class Newton
{
    /// <summary>θ − (H + μI)⁻¹∇L: with μ = 0 Newton's step, for large μ gradient descent with η = 1/μ.</summary>
    /// <param name="L">A function with one number as value.</param>
    /// <param name="θ">Shape [n].</param>
    /// <param name="μ">Damping. A way down for certain when μ > −λmin.</param>
    /// <returns>The point after the step, shape [n].</returns>
    /// <exception cref="ArgumentException">θ is no vector, or L returned more than one number.</exception>
    /// <exception cref="ArithmeticException">H + μI is singular to rounding.</exception>
    /// <remarks>Cost: one full Hessian and ⅔n³ flops; memory n².</remarks>
    public static Tensor Step(Func<Tensor, Tensor> L, Tensor θ, double μ = 0)
    {
        var H = Hessian.At(L, θ);
        return θ - H.Solve(H.Gradient, μ);
    }

    /// <summary>θ − (|H| + μI)⁻¹∇L, where |H| has the absolute values of H's curvatures: Newton's lengths, but down where H bends down. Leaves saddles, where Newton's step ends in them.</summary>
    /// <param name="L">A function with one number as value.</param>
    /// <param name="θ">Shape [n].</param>
    /// <param name="μ">Damping: no curvature counts as less than μ.</param>
    /// <returns>The point after the step, shape [n].</returns>
    /// <exception cref="ArgumentException">θ is no vector, or L returned more than one number.</exception>
    /// <exception cref="ArithmeticException">|H| + μI is singular to rounding.</exception>
    /// <remarks>Cost: one full Hessian and all its eigenvectors. Source: chapter 12; Dauphin et al. 2014.</remarks>
    public static Tensor SaddleFreeStep(Func<Tensor, Tensor> L, Tensor θ, double μ = 0)
    {
        var H = Hessian.At(L, θ);
        var basis = H.Eigen();
        double[] sizes = [.. basis.Values.Select(λ => Math.Abs(λ) + μ)];
        return sizes.Min() > H.Size * Symmetric.Rounding(θ.Precision) * sizes.Max()
            ? θ - basis.Displacement(basis.Coordinates(H.Gradient) / Tensor.Of(sizes).To(θ.Precision))
            : throw new ArithmeticException($"|H| + μI of shape [{H.Size}×{H.Size}] with μ = {μ:G3} is singular: sizes of curvature from {sizes.Min():G3} to {sizes.Max():G3}. Choose a larger μ.");
    }
}
