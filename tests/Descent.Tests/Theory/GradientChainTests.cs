using Descent.Theory;

namespace Descent.Tests.Theory;

public class GradientChainTests
{
    [Theory, InlineData(1, 0), InlineData(3, 0), InlineData(3, -2.5), InlineData(6, 1.5)]
    public void Product_of_slopes_is_the_slope_of_the_composition(int depth, double x)
    {
        const double h = 6e-6;   // ε^⅓: truncation h² and rounding ε/h are both about 4e-11
        foreach (var unit in (Activation[])[Activation.Sigmoid, Activation.Tanh, Activation.Softplus])
            Assert.Equal((Composed(unit, depth, x + h) - Composed(unit, depth, x - h)) / (2 * h), GradientChain.Slope(unit, depth, x), 1e-9);
    }

    [Fact]
    public void Sigmoids_stay_below_their_bound_and_meet_it_only_for_one_unit_at_zero()
    {
        Assert.Equal(1, GradientChain.Slope(Activation.Sigmoid, 0));
        Assert.Equal(0.25, GradientChain.Slope(Activation.Sigmoid, 1));
        for (var depth = 1; depth <= 20; depth++)
            for (var x = -5; x <= 5; x++)
                Assert.True(GradientChain.Slope(Activation.Sigmoid, depth, x) < GradientChain.SigmoidBound(depth) || (depth == 1 && x == 0));
    }

    [Fact]
    public void Every_further_sigmoid_multiplies_by_the_slope_at_the_fixed_point()
    {
        var a = Composed(Activation.Sigmoid, 60, 0);
        Assert.Equal(a * (1 - a), GradientChain.Slope(Activation.Sigmoid, 41) / GradientChain.Slope(Activation.Sigmoid, 40), 1e-14);
    }

    [Fact]
    public void Relu_and_tanh_at_zero_pass_everything_on()
    {
        Assert.Equal(1, GradientChain.Slope(Activation.Relu, 50, 2));
        Assert.Equal(0, GradientChain.Slope(Activation.Relu, 50, -2));
        Assert.Equal(1, GradientChain.Slope(Activation.Tanh, 50));
    }

    [Fact]
    public void Negative_depth_is_refused()
    {
        Assert.Contains("found -1", Assert.Throws<ArgumentOutOfRangeException>(() => GradientChain.SigmoidBound(-1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientChain.Slope(Activation.Tanh, -1));
    }

    static double Composed(Activation unit, int depth, double x) => Enumerable.Range(0, depth).Aggregate(x, (a, _) => unit.Value(a));
}
