using Descent.Theory;

namespace Descent.Tests.Theory;

public class GradientChainTests
{
    static double Composed(int depth, double x)
    {
        for (; depth > 0; depth--)
            x = 1 / (1 + Math.Exp(-x));
        return x;
    }

    [Theory, InlineData(1, 0), InlineData(3, 0), InlineData(3, -2.5), InlineData(6, 1.5)]
    public void Product_of_slopes_is_the_slope_of_the_composition(int depth, double x)
    {
        const double h = 6e-6;   // ε^⅓: truncation h² and rounding ε/h are both about 4e-11
        Assert.Equal((Composed(depth, x + h) - Composed(depth, x - h)) / (2 * h), GradientChain.Sigmoids(depth, x), 1e-10);
    }

    [Fact]
    public void Chain_stays_below_its_bound_and_meets_it_only_for_one_unit_at_zero()
    {
        Assert.Equal(0.25, GradientChain.Sigmoids(1));
        Assert.Equal(1, GradientChain.Sigmoids(0));
        for (var depth = 1; depth <= 20; depth++)
            for (var x = -5; x <= 5; x++)
                Assert.True(GradientChain.Sigmoids(depth, x) < GradientChain.SigmoidBound(depth) || (depth == 1 && x == 0));
    }

    [Fact]
    public void Deep_chain_shrinks_by_the_slope_at_the_fixed_point()
    {
        var fixedPoint = Composed(60, 0);
        Assert.Equal(GradientChain.SigmoidSlope(fixedPoint), GradientChain.Sigmoids(41) / GradientChain.Sigmoids(40), 1e-15);
    }

    [Fact]
    public void Slope_keeps_its_digits_in_the_tails() => Assert.Equal(Math.Exp(-40), GradientChain.SigmoidSlope(40), 1e-15 * Math.Exp(-40) * 10);

    [Fact]
    public void Negative_depth_is_refused() =>
        Assert.Contains("found -1", Assert.Throws<ArgumentOutOfRangeException>(() => GradientChain.SigmoidBound(-1)).Message, StringComparison.Ordinal);
}
