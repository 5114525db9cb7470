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
}
