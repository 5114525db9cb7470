using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>Where conjugate gradients ended.</summary>
/// <param name="x">The best they found for (H + μI) x = b: the lowest point of ½xᵀ(H + μI)x − bᵀx over the directions seen. Shape [n].</param>
/// <param name="Residual">‖b − (H + μI)x‖/‖b‖.</param>
/// <param name="Products">How many products H v it took.</param>
/// <param name="NegativeCurvature">A direction p with pᵀ(H + μI)p ≤ 0 and bᵀp > 0 that ended the iteration; null when none was met. Without a bottom there is nothing to solve
/// for: with b = −∇L, p is a way down along which the loss even bends down.</param>
public sealed record KrylovSolution(Tensor x, double Residual, int Products, Tensor? NegativeCurvature);
