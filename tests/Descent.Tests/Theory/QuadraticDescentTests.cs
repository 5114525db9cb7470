using Descent.Theory;

namespace Descent.Tests.Theory;

public class QuadraticDescentTests
{
    static readonly double Unit = Math.BitIncrement(1.0) - 1;

    static double Simulate(double α, double η, double λ, int steps)
    {
        for (var t = 0; t < steps; t++)
            α -= η * (λ * α);
        return α;
    }

    [Fact]
    public void Condition_number_100_gives_the_known_step_and_rate()
    {
        Assert.Equal(0.02, QuadraticDescent.StabilityBound(100), 15);
        Assert.Equal(0.0198019801980198, QuadraticDescent.BestStep(1, 100), 15);
        Assert.Equal(0.980198, QuadraticDescent.BestRate(100), 6);
        Assert.Equal(691, QuadraticDescent.Steps(QuadraticDescent.BestRate(100), 1e-6));
    }

    [Theory]
    [InlineData(0.005)]
    [InlineData(0.0198)]
    [InlineData(0.0201)]
    public void A_simulated_mode_follows_the_closed_form(double η)
    {
        foreach (var λ in new[] { 1.0, 37.5, 100 })
            foreach (var steps in new[] { 0, 1, 7, 60 })
            {
                // One step rounds by a few Unit of α; growth and decay carry that error along like α itself.
                var largest = 1.3 * Math.Max(1, Math.Pow(QuadraticDescent.Rate(η, λ), steps));
                Assert.Equal(QuadraticDescent.Amplitude(1.3, η, λ, steps), Simulate(1.3, η, λ, steps), 4 * steps * Unit * largest + Unit);
            }
    }

    [Fact]
    public void Every_mode_of_the_second_difference_matrix_decays_on_its_own()
    {
        const int n = 10, steps = 40;
        const double η = 0.3;
        var w = new double[n];
        for (var i = 0; i < n; i++)
            w[i] = Math.Cos(i * i);
        double Mode(int k) => Enumerable.Range(1, n).Sum(i => Math.Sqrt(2.0 / (n + 1)) * Math.Sin(Math.PI * k * i / (n + 1)) * w[i - 1]);
        var start = Enumerable.Range(1, n).Select(Mode).ToArray();
        for (var t = 0; t < steps; t++)
        {
            var g = Enumerable.Range(0, n).Select(i => 2 * w[i] - (i > 0 ? w[i - 1] : 0) - (i < n - 1 ? w[i + 1] : 0)).ToArray();
            for (var i = 0; i < n; i++)
                w[i] -= η * g[i];
        }
        for (var k = 1; k <= n; k++)
        {
            var λ = 2 - 2 * Math.Cos(Math.PI * k / (n + 1));
            Assert.Equal(QuadraticDescent.Amplitude(start[k - 1], η, λ, steps), Mode(k), 1e-12);
        }
    }

    [Fact]
    public void No_step_beats_the_best_step()
    {
        double[] spectrum = [1, 12, 60, 100];
        var best = QuadraticDescent.Rate(QuadraticDescent.BestStep(1, 100), spectrum);
        Assert.Equal(QuadraticDescent.BestRate(100), best, 1e-15);
        for (var η = 0.0001; η < 0.03; η += 0.0001)
            Assert.True(QuadraticDescent.Rate(η, spectrum) >= best);
    }

    [Fact]
    public void The_bound_separates_shrinking_from_growing()
    {
        double[] spectrum = [0.5, 3, 11.443528];
        var bound = QuadraticDescent.StabilityBound(spectrum[^1]);
        Assert.Equal(0.1747713, bound, 7);
        Assert.True(QuadraticDescent.Rate(0.99 * bound, spectrum) < 1);
        Assert.Equal(-1, QuadraticDescent.Factor(bound, spectrum[^1]), 1e-15);
        Assert.True(QuadraticDescent.Rate(1.01 * bound, spectrum) > 1);
    }

    [Fact]
    public void At_the_bound_the_flattest_mode_still_converges_at_one_minus_twice_the_inverse_condition_number() =>
        Assert.Equal(1 - 2.0 / 100, QuadraticDescent.Factor(QuadraticDescent.StabilityBound(100), 1), 1e-15);

    [Fact]
    public void Negative_curvature_grows_by_one_plus_ηλ() => Assert.Equal(1.2, QuadraticDescent.Rate(0.1, -2), 1e-15);

    [Fact]
    public void Steps_grow_in_proportion_to_the_condition_number()
    {
        var ratio = QuadraticDescent.Steps(QuadraticDescent.BestRate(1e4), 1e-6) / QuadraticDescent.Steps(QuadraticDescent.BestRate(1e3), 1e-6);
        Assert.Equal(10, ratio, 10 * 1e-3); // rounding up to whole steps: at most 1 in 6908
    }

    [Fact]
    public void Steps_are_the_first_count_that_reaches_the_tolerance()
    {
        foreach (var rate in new[] { 0.03, 0.5, 0.9, 0.9999 })
        {
            var steps = QuadraticDescent.Steps(rate, 1e-4);
            Assert.True(Math.Pow(rate, steps) <= 1e-4 && Math.Pow(rate, steps - 1) > 1e-4);
        }
        Assert.Equal(1, QuadraticDescent.Steps(0, 0.5));
        Assert.Equal(double.PositiveInfinity, QuadraticDescent.Steps(1, 0.5));
    }

    [Fact]
    public void What_has_no_minimum_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => QuadraticDescent.StabilityBound(-1));
        Assert.Contains("curvatures above 0; found -1", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => QuadraticDescent.BestStep(double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuadraticDescent.BestRate(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuadraticDescent.Steps(0.5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuadraticDescent.Steps(-0.5, 0.1));
        Assert.Throws<ArgumentException>(() => QuadraticDescent.Rate(0.1));
    }
}
