using Descent.Optimizers;
using Descent.Tensors;
using Descent.Theory;

namespace Descent.Tests.Material;

/// <summary>Laws of descent and momentum that need whole runs.</summary>
public class ConvergenceTests
{
    [Theory, InlineData(0.005), InlineData(0.019), InlineData(0.0201)]
    public void Logarithm_of_the_error_is_a_line_with_the_slope_of_the_worst_factor(double η)
    {
        var bowl = Tensor.Of(1, 100);
        var distances = new GradientDescent(η).Descend(w => 0.5 * (bowl * w * w).Sum(), Tensor.Of(1, 1)).Take(4001).Select(x => (double)x.θ.Norm()).ToList();
        // After 2000 steps the other mode is smaller by (0.5/0.995)²⁰⁰⁰, (0.9/0.981)²⁰⁰⁰ and (0.9799/1.01)²⁰⁰⁰: below 1e-25 at each of these rates.
        var slope = Math.Log(distances[4000] / distances[2000]) / 2000;
        Assert.Equal(Math.Log(QuadraticDescent.Rate(η, 1, 100)), slope, 1e-6);
    }

    [Fact]
    public void Momentum_with_tiny_steps_is_a_damped_oscillator()
    {
        // Δ ← μΔ − ηλw with η = h², μ = 1 − c h is w″ + c w′ + λ w = 0 in time t = h·steps; here h = 0.01, λ = 1 and critical damping c = 2: w = (1 + t) e^(−t).
        var h = 0.01;
        var path = new Momentum(h * h, 1 - 2 * h).Descend(w => 0.5 * w.SquaredNorm(), Tensor.Of(1)).Take(501).Select(x => x.θ.At(0)).ToList();
        for (var t = 0; t <= 500; t++)
            Assert.Equal((1 + t * h) * Math.Exp(-t * h), path[t], 0.01);
        Assert.Equal(HeavyBall.CriticalMomentum(h * h), 1 - 2 * h, 2 * h * h);
    }

    [Fact]
    public void Adam_walks_its_rate_per_step_down_a_constant_slope() =>
        Assert.Equal(-100 * 0.01, new Adam(0.01).Descend(w => 3 * w.Sum(), Tensor.Of(0)).ElementAt(100).θ.At(0), 1e-7);
}
