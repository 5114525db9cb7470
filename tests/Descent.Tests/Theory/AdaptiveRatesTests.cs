using Descent.Theory;

namespace Descent.Tests.Theory;

public class AdaptiveRatesTests
{
    [Fact]
    public void Ways_along_a_constant_gradient_are_the_known_ones()
    {
        Assert.Equal(18.5896, AdaptiveRates.AdaGradWay(100), 5e-5);
        Assert.Equal(109.14, AdaptiveRates.RmsPropWay(0.9, 100), 5e-3);
        Assert.Equal(100, AdaptiveRates.RmsPropWay(0, 100), 1e-12);   // without memory every step is η
    }

    [Theory, InlineData(1), InlineData(7), InlineData(100), InlineData(10_000)]
    public void Way_of_AdaGrad_lies_between_two_roots(int t)
    {
        var way = AdaptiveRates.AdaGradWay(t);
        Assert.True(2 * Math.Sqrt(t + 1) - 2 < way && way <= 2 * Math.Sqrt(t) - 1, $"{way}");
    }

    [Fact]
    public void First_step_has_the_size_of_the_rate_up_to_δ()
    {
        Assert.Equal(-0.1, AdaptiveRates.FirstStep(0.1, 1e-3));
        Assert.Equal(0.1, AdaptiveRates.FirstStep(0.1, -50));
        Assert.Equal(-0.1 * 2 / 3, AdaptiveRates.FirstStep(0.1, 2, δ: 1), 1e-16);
    }

    [Fact]
    public void Step_after_silence_is_three_rates_in_the_paper_and_one_in_the_book()
    {
        Assert.Equal(3.1623, AdaptiveRates.StepAfterSilence(1, 0.9, 0.999), 5e-5);
        Assert.Equal(1, AdaptiveRates.StepAfterSilence(1, 0.9, 0.99), 1e-14);
    }

    [Theory, InlineData(0.9, 0.999), InlineData(0.9, 0.99), InlineData(0.5, 0.6)]
    public void Longest_step_is_reached_by_growing_gradients_and_exceeded_by_none(double β1, double β2)
    {
        var longest = AdaptiveRates.LongestStep(1, β1, β2);
        Assert.Equal(longest, Step(k => Math.Pow(β1 / β2, k)), 1e-9);
        Assert.InRange(Step(k => k < 10 ? 1 : 0), AdaptiveRates.StepAfterSilence(1, β1, β2), longest);
        Assert.InRange(Step(_ => 1), 1 - 1e-6, longest);

        double Step(Func<int, double> gradient)   // of the k-th last step, after so many that neither average still leans to zero
        {
            var (m, v) = (0.0, 0.0);
            for (var k = 20_000; k >= 0; k--)
                (m, v) = (β1 * m + (1 - β1) * gradient(k), β2 * v + (1 - β2) * gradient(k) * gradient(k));
            return m / Math.Sqrt(v);
        }
    }

    [Fact]
    public void Best_rates_per_axis_make_an_aligned_valley_round_and_cannot_help_one_at_45_degrees()
    {
        Assert.Equal(1, AdaptiveRates.BestCondition(100, 0), 1e-14);
        Assert.Equal(1, AdaptiveRates.BestCondition(100, Math.PI / 2), 1e-12);
        Assert.Equal(100, AdaptiveRates.BestCondition(100, Math.PI / 4), 1e-9);
        Assert.Equal(1, AdaptiveRates.BestCondition(1, 0.3), 1e-14);
    }

    [Theory, InlineData(0.1), InlineData(0.5), InlineData(1.2)]
    public void No_pair_of_rates_per_axis_leaves_a_smaller_condition_number(double φ)
    {
        const double κ = 100;
        var (c, s) = (Math.Cos(φ), Math.Sin(φ));
        var (a, b, d) = (κ * c * c + s * s, (κ - 1) * s * c, κ * s * s + c * c);
        var best = Enumerable.Range(-3000, 6001).Min(i => Condition(a, Math.Exp(i / 1000.0)));
        Assert.InRange(best, AdaptiveRates.BestCondition(κ, φ) * (1 - 1e-12), AdaptiveRates.BestCondition(κ, φ) * (1 + 1e-6));   // a grid of width 1/1000 misses a minimum by its square

        double Condition(double a, double q)   // of diag(1, q) H diag(1, q)
        {
            var (trace, determinant) = (a + q * q * d, q * q * (a * d - b * b));
            var root = Math.Sqrt(trace * trace - 4 * determinant);
            return (trace + root) * (trace + root) / (4 * determinant);
        }
    }

    [Fact]
    public void Noise_rate_falls_with_the_root_of_time()
    {
        Assert.Equal(0.001, AdaptiveRates.NoiseRate(0.1, 10_000), 1e-17);
        Assert.Equal(0.0005, AdaptiveRates.NoiseRate(0.1, 10_000, σ: 2), 1e-17);
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => AdaptiveRates.AdaGradWay(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdaptiveRates.RmsPropWay(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdaptiveRates.NoiseRate(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdaptiveRates.NoiseRate(1, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdaptiveRates.StepAfterSilence(1, 0.9, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdaptiveRates.LongestStep(1, 0.9, 0.81));
        Assert.Throws<ArgumentOutOfRangeException>(() => AdaptiveRates.BestCondition(0.5, 0));
    }
}
