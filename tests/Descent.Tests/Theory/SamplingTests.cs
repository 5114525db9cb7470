using Descent.Theory;

namespace Descent.Tests.Theory;

public class SamplingTests
{
    static readonly double[] Population = [1, 2, 4, 8, 16, 32];
    static readonly double σ = Math.Sqrt(Population.Average(x => Square(x - Population.Average())));

    // Every ordered sample is equally likely, so the variance of the mean over all of them is exact.
    static double Variance(int size, bool replacement)
    {
        var samples = Samples(size, replacement).Select(s => s.Average(i => Population[i])).ToArray();
        return samples.Average(x => Square(x - Population.Average()));
    }

    static IEnumerable<int[]> Samples(int size, bool replacement) => size == 0
        ? [[]]
        : Samples(size - 1, replacement).SelectMany(s => Enumerable.Range(0, Population.Length).Where(i => replacement || !s.Contains(i)).Select(i => (int[])[.. s, i]));

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Variance_of_the_mean_over_all_samples_is_the_square_of_the_standard_error(int size)
    {
        Assert.Equal(Variance(size, replacement: true), Square(Sampling.StandardError(σ, size)), 1e-12);
        Assert.Equal(Variance(size, replacement: false), Square(Sampling.StandardError(σ, size, Population.Length)), 1e-12);
    }

    [Fact]
    public void Three_of_the_powers_of_two_have_the_known_variances()
    {
        Assert.Equal(39.0833, Square(Sampling.StandardError(σ, 3)), 5e-5);
        Assert.Equal(23.45, Square(Sampling.StandardError(σ, 3, 6)), 1e-12);
    }

    [Fact]
    public void Correction_is_1_for_one_draw_and_0_when_everything_is_drawn()
    {
        Assert.Equal(1, Sampling.FinitePopulationCorrection(60_000, 1));
        Assert.Equal(0, Sampling.FinitePopulationCorrection(60_000, 60_000));
        Assert.Equal(0, Sampling.FinitePopulationCorrection(1, 1));
    }

    [Fact]
    public void A_hundred_times_the_batch_gives_a_tenth_of_the_error() =>
        Assert.Equal(Sampling.StandardError(3, 7) / 10, Sampling.StandardError(3, 700), 1e-15);

    [Theory, InlineData(2), InlineData(3), InlineData(4)]
    public void Variance_estimated_from_the_sample_is_right_on_average_over_all_samples(int size)
    {
        Assert.Equal(Sampling.Variance(σ * σ, size), Samples(size, true).Average(s => Sampling.EstimatedVariance(Drawn(s))), 1e-11);
        Assert.Equal(Sampling.Variance(σ * σ, size, 6), Samples(size, false).Average(s => Sampling.EstimatedVariance(Drawn(s), 6)), 1e-11);
        double[] Drawn(int[] s) => [.. s.Select(i => Population[i])];
    }

    [Fact]
    public void Variances_are_squares_of_standard_errors()
    {
        Assert.Equal(Square(Sampling.StandardError(3, 7)), Sampling.Variance(9, 7), 1e-15);
        Assert.Equal(Square(Sampling.StandardError(3, 7, 20)), Sampling.Variance(9, 7, 20), 1e-15);
    }

    [Fact]
    public void Coverage_is_the_share_met_averaged_over_all_draws()
    {
        for (var n = 0; n <= 5; n++)
            Assert.Equal(Samples(n, true).Average(s => s.Distinct().Count() / 6.0), Sampling.Coverage(6, n), 1e-12);
        // (1 − 1/M)ᴹ = exp(−1 − 1/(2M) − …): 1/(2eM) away from 1/e.
        Assert.Equal(1 - Math.Exp(-1), Sampling.Coverage(60_000, 60_000), 1.0 / 120_000);
    }

    [Fact]
    public void Impossible_draws_are_refused()
    {
        Assert.Contains("at least 2 numbers", Assert.Throws<ArgumentOutOfRangeException>(() => Sampling.EstimatedVariance([1.0])).Message);
        Assert.Contains("1 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => Sampling.EstimatedVariance([1.0, 2, 3], 2)).Message);
        Assert.Contains("at least 1 example", Assert.Throws<ArgumentOutOfRangeException>(() => Sampling.Coverage(0, 3)).Message);
        Assert.Contains("at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => Sampling.Variance(-1, 3)).Message);
        Assert.Contains("1 to 6", Assert.Throws<ArgumentOutOfRangeException>(() => Sampling.FinitePopulationCorrection(6, 7)).Message);
        Assert.Contains("at least 1 draw", Assert.Throws<ArgumentOutOfRangeException>(() => Sampling.StandardError(1, 0)).Message);
        Assert.Contains("at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => Sampling.StandardError(double.NaN, 1)).Message);
    }

    static double Square(double x) => x * x;
}
