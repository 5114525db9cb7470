using Descent.Optimizers;
using Descent.Tensors;

namespace Descent.Tests.Optimizers;

public class PerturbedTests
{
    static readonly Perturbed Rule = new(new GradientDescent(0.1), Threshold: 1e-3, Radius: 1e-2, Wait: 10);

    /// <summary>½w₁² − ½w₂² + ¼w₂⁴: a saddle at 0, minima at (0, ±1) of value −¼.</summary>
    static Tensor Saddle(Tensor w) => 0.5 * w[0].Square() - 0.5 * w[1].Square() + 0.25 * w[1].Pow(4);

    [Fact]
    public void Descent_on_the_stable_line_ends_in_the_saddle_and_the_perturbed_one_in_a_minimum()
    {
        var start = Tensor.Of(1, 0);
        Assert.Equal(0, (double)Saddle(new GradientDescent(0.1).Descend(Saddle, start).ElementAt(400).θ), 1e-12);
        for (var seed = 0; seed < 20; seed++)
        {
            // The pushes go on in the minimum: within 10⁻² of it L is at most 2·½·10⁻⁴ above −¼.
            var end = (Rule with { Seed = seed }).Descend(Saddle, start).ElementAt(400).θ;
            Assert.Equal(-0.25, (double)Saddle(end), 1.1e-4);
        }
    }

    [Fact]
    public void Where_the_gradient_is_long_or_the_step_not_due_it_is_the_rule_inside()
    {
        var x = Rule.Start(Tensor.Of(1, 1));
        var g = Tensor.Of(2e-3, 0);
        Assert.Equal(Rule.Inner.Next(x, g).θ.ToArray(), Rule.Next(x, g).θ.ToArray());
        Assert.Equal(Rule.Inner.Next(x with { Step = 9 }, g / 10).θ.ToArray(), Rule.Next(x with { Step = 9 }, g / 10).θ.ToArray());
        Assert.NotEqual(Rule.Inner.Next(x, g / 10).θ.ToArray(), Rule.Next(x, g / 10).θ.ToArray());
    }

    [Fact]
    public void Pushes_are_uniform_in_the_ball()
    {
        // In three dimensions (‖ξ‖/r)³ is uniform: mean ½, variance 1/12; a coordinate has mean 0 and variance r²/5.
        const int count = 4000;
        var (g, x) = (Tensor.Zeros([3]), Rule.Start(Tensor.Zeros([3])));
        Tensor[] pushes = [.. Enumerable.Range(0, count).Select(t => (Rule with { Wait = 1 }).Next(x with { Step = t }, g).θ / 1e-2)];
        Assert.All(pushes, ξ => Assert.True((double)ξ.Norm() <= 1));
        Assert.Equal(0.5, pushes.Average(ξ => Math.Pow((double)ξ.Norm(), 3)), 4 / Math.Sqrt(12.0 * count));
        Assert.Equal(0, pushes.Average(ξ => ξ.At(0)), 4 / Math.Sqrt(5.0 * count));
    }

    [Fact]
    public void In_place_twin_equals_the_rule()
    {
        var rule = new Perturbed(new Adam(0.05), Threshold: 10, Radius: 0.1, Wait: 3);
        var x = rule.Start(Tensor.Of(1, 0.5));
        var (θ, memory) = (x.θ.Keep(), x.Memory.Select(m => m.Keep()).ToArray());
        for (var t = 0; t < 30; t++)
        {
            rule.Update(θ, Derivatives.Gradient(Saddle, θ), memory, t);
            x = rule.Next(x, Derivatives.Gradient(Saddle, x.θ));
        }
        Assert.Equal(x.θ.ToArray(), θ.ToArray(), (a, b) => Math.Abs(a - b) < 30 * 20 * 2.3e-16);
    }
}
