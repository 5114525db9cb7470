using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>dθ/dt = −∇L(θ): the curve that gradient descent follows when η → 0, with time t = η · steps. By the classical Runge–Kutta rule, whose error per unit of time is O(h⁴).</summary>
/// <param name="Step">h, above 0.</param>
/// <remarks>Cost: four gradients per step.</remarks>
public sealed record GradientFlow(double Step)
{
    /// <summary>(0, θ0), (h, θ(h)), (2h, θ(2h)), … without end.</summary>
    /// <param name="loss">One number from θ.</param>
    /// <param name="θ0">Where to start.</param>
    /// <exception cref="ArgumentException">The step is not above 0.</exception>
    public IEnumerable<(double Time, Tensor θ)> Descend(Func<Tensor, Tensor> loss, Tensor θ0)
    {
        if (!(Step > 0))
            throw new ArgumentException($"A gradient flow with step {Step}: it must be above 0.");
        return Curve(θ => -Derivatives.Gradient(loss, θ), θ0);
    }

    IEnumerable<(double Time, Tensor θ)> Curve(Func<Tensor, Tensor> velocity, Tensor θ)
    {
        for (var n = 0; ; n++)
        {
            yield return (n * Step, θ);
            var k1 = velocity(θ);
            var k2 = velocity(θ + Step / 2 * k1);
            var k3 = velocity(θ + Step / 2 * k2);
            var k4 = velocity(θ + Step * k3);
            θ += Step / 6 * (k1 + 2 * (k2 + k3) + k4);
        }
    }
}
