using Descent.Theory;

namespace Descent.Tests.Theory;

public class DeepLinearRateTests
{
    [Fact]
    public void For_one_layer_the_conditions_are_those_of_the_convex_problem_up_to_constants()
    {
        // N = 1: c²/256, c²/(6144‖Φ‖²), ln(ℓ(0)/ε)/η.
        Assert.Equal(0.25 / 256, DeepLinearRate.Imbalance(0.5, 3, 1), 1e-18);
        Assert.Equal(0.25 / (6144 * 9), DeepLinearRate.LargestStep(0.5, 3, 1), 1e-18);
        Assert.Equal(Math.Ceiling(Math.Log(100) / 0.1), DeepLinearRate.Steps(0.1, 0.5, 1, 1, 0.01));
        Assert.Equal(0, DeepLinearRate.Steps(0.1, 0.5, 1, 0.01, 1));
    }

    [Fact]
    public void A_run_counts_the_steps_of_its_recursion()
    {
        // One layer, φ = 1, from 0: the residual is (1 − η)ᵗ, so the loss is at most ½·4⁻ᵗ at η = ½.
        Assert.Equal(10, DeepLinearRate.Run([0], [1], 1, 0.5, 0.5 * Math.Pow(4, -10)));
        Assert.Equal(0, DeepLinearRate.Run([1], [1], 3, 0.1, 1e-9));
        Assert.Equal(-1, DeepLinearRate.Run([9], [1], 2, 1, 1e-9));                      // diverges
        Assert.Equal(-1, DeepLinearRate.Run([0.5], [1], 2, 1e-3, 1e-9, most: 10));       // not yet
    }

    [Fact]
    public void What_the_theorem_does_not_cover_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearRate.LargestStep(-0.1, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearRate.Imbalance(0.1, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearRate.Steps(0.1, 0.1, 0, 1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearRate.Steps(0, 0.1, 2, 1, 0.1));
        Assert.Throws<ArgumentException>(() => DeepLinearRate.Run([1, 2], [1], 2, 0.1, 0.1));
        Assert.Throws<ArgumentException>(() => DeepLinearRate.Run([-1], [1], 2, 0.1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearRate.Run([1], [1], 0, 0.1, 0.1));
    }
}
