using Descent.Curvature;
using Descent.Tensors;
using Descent.Theory;

namespace Descent.Tests.Curvature;

public class GradientNoiseTests
{
    static readonly Tensor Rows = new Rng(1).Normal([6, 4]) + Tensor.Of(1, -2, 0.5, 3);

    [Fact]
    public void Trace_is_the_mean_square_distance_and_the_trace_of_the_covariance()
    {
        var noise = GradientNoise.Of(Rows);
        var distance = Enumerable.Range(0, 6).Average(n => (double)(Rows[n] - noise.Mean).SquaredNorm());
        Assert.Equal(distance, noise.Trace, 1e-12);
        var Σ = noise.Covariance.Matrix();
        Assert.Equal(noise.Trace, Enumerable.Range(0, 4).Sum(i => Σ.At(i, i)), 1e-12);
        Assert.Equal(Enumerable.Range(0, 6).Average(n => (Rows.At(n, 1) - noise.Mean.At(1)) * (Rows.At(n, 3) - noise.Mean.At(3))), Σ.At(1, 3), 1e-12);
        Assert.Equal(noise.Trace / (double)noise.Mean.SquaredNorm(), noise.Scale, 1e-12);
    }

    [Theory, InlineData(true, 2), InlineData(false, 2), InlineData(true, 3), InlineData(false, 3), InlineData(false, 5)]
    public void Estimates_average_to_the_truth_over_all_samples(bool replacement, int size)
    {
        var truth = GradientNoise.Of(Rows);
        var samples = Samples(size, replacement).Select(s => GradientNoise.Estimate(Rows.Gather(s), replacement ? null : 6)).ToList();
        Assert.Equal(truth.Trace, samples.Average(s => s.Trace), 1e-10);
        Assert.Equal(truth.SquaredMean, samples.Average(s => s.SquaredMean), 1e-10);
        Assert.Equal(truth.Trace, samples.Average(s => (double)(s.Covariance.Matrix() * Tensor.Eye(4)).Sum()), 1e-10);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Mean_square_error_of_a_minibatch_over_all_samples_is_the_trace_over_its_size(bool replacement)
    {
        var truth = GradientNoise.Of(Rows);
        var error = Samples(3, replacement).Average(s => (double)(Rows.Gather(s).Mean(0, keep: false) - truth.Mean).SquaredNorm());
        Assert.Equal(replacement ? Sampling.Variance(truth.Trace, 3) : Sampling.Variance(truth.Trace, 3, 6), error, 1e-12);
    }

    [Fact]
    public void What_is_no_sample_is_refused()
    {
        Assert.Contains("[N, P]", Assert.Throws<ArgumentException>(() => GradientNoise.Of(Tensor.Of(1, 2))).Message);
        Assert.Contains("at least 2 rows", Assert.Throws<ArgumentException>(() => GradientNoise.Estimate(Rows[..1])).Message);
        Assert.Contains("at most 5", Assert.Throws<ArgumentException>(() => GradientNoise.Estimate(Rows, 5)).Message);
    }

    static IEnumerable<int[]> Samples(int size, bool replacement) => size == 0
        ? [[]]
        : Samples(size - 1, replacement).SelectMany(s => Enumerable.Range(0, 6).Where(i => replacement || !s.Contains(i)).Select(i => (int[])[.. s, i]));
}
