using Descent.Data;
using Descent.Tensors;
using Descent.Theory;

namespace Descent.Tests.Data;

public class MinibatchTests
{
    const int Replicates = 20_000;

    static readonly Tensor Population = new Rng(7).Uniform([500]).Square() * 255;
    static readonly double μ = (double)Population.Mean();
    static readonly double σ = Math.Sqrt((double)(Population - μ).Square().Mean());

    [Theory]
    [InlineData(1, true)]
    [InlineData(40, true)]
    [InlineData(2500, true)]     // crosses the buffer of random words
    [InlineData(1, false)]
    [InlineData(40, false)]      // few: marked
    [InlineData(125, false)]
    [InlineData(126, false)]     // many: dealt
    [InlineData(260, false)]     // most: the rest is dealt
    [InlineData(499, false)]
    public void Means_have_the_mean_and_the_standard_error_of_theory(int size, bool replacement)
    {
        var means = Minibatch.Means(Population, size, Replicates, new Rng(1), replacement).ToArray();
        var expected = replacement ? Sampling.StandardError(σ, size) : Sampling.StandardError(σ, size, 500);

        // The average of R means is off by its own standard error; their variance by √((m₄ − m₂²)/R), where the fourth moment is taken from them. Five of each.
        var average = means.Average();
        var (m2, m4) = (means.Average(x => Math.Pow(x - μ, 2)), means.Average(x => Math.Pow(x - μ, 4)));
        Assert.InRange(average - μ, -5 * expected / Math.Sqrt(Replicates), 5 * expected / Math.Sqrt(Replicates));
        var error = Math.Sqrt((m4 - m2 * m2) / Replicates);
        Assert.InRange(m2 - expected * expected, -5 * error, 5 * error);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Every_number_is_drawn_equally_often(bool replacement)
    {
        // 2 of 16 powers of four: the sum tells which ones (and a repeated one).
        var powers = Tensor.Of([.. Enumerable.Range(0, 16).Select(i => Math.Pow(4, i))]);
        var counts = new int[16];
        foreach (var mean in Minibatch.Means(powers, 2, Replicates, new Rng(3), replacement).ToArray())
        {
            var digits = (ulong)(2 * mean);
            var drawn = 0;
            for (var i = 0; i < 16; i++, digits /= 4)
            {
                counts[i] += (int)(digits % 4);
                drawn += (int)(digits % 4);
                Assert.True(replacement || digits % 4 < 2, "drawn twice");
            }
            Assert.Equal(2, drawn);
        }
        // χ² with 15 degrees of freedom exceeds 44.3 with probability 10⁻⁴; drawn without replacement it is smaller.
        var expected = 2.0 * Replicates / 16;
        Assert.InRange(counts.Sum(c => (c - expected) * (c - expected) / expected), 0, 44.3);
    }

    [Fact]
    public void A_batch_of_everything_has_no_error() =>
        Assert.All(Minibatch.Means(Population, 500, 100, new Rng(1), replacement: false).ToArray(), x => Assert.Equal(μ, x, 1e-12));

    [Theory, InlineData(true, 30), InlineData(false, 30), InlineData(false, 300)]
    public void The_numbers_do_not_depend_on_the_number_of_threads(bool replacement, int size)
    {
        var before = Tensor.Threads;
        try
        {
            Tensor.Threads = 1;
            var alone = Minibatch.Means(Population, size, 3000, new Rng(5), replacement).ToArray();
            Tensor.Threads = 3;
            Assert.Equal(alone, Minibatch.Means(Population, size, 3000, new Rng(5), replacement).ToArray());
        }
        finally
        {
            Tensor.Threads = before;
        }
    }

    [Fact]
    public void The_same_stream_gives_new_minibatches_each_time()
    {
        var rng = new Rng(5);
        Assert.NotEqual(Minibatch.Means(Population, 5, 10, rng).ToArray(), Minibatch.Means(Population, 5, 10, rng).ToArray());
    }

    [Fact]
    public void Impossible_minibatches_are_refused()
    {
        Assert.Contains("501 different ones of 500", Assert.Throws<ArgumentException>(() => Minibatch.Means(Population, 501, 1, new Rng(1), replacement: false)).Message);
        Assert.Contains("at least 1 number", Assert.Throws<ArgumentException>(() => Minibatch.Means(Population, 0, 1, new Rng(1))).Message);
        Assert.Contains("1 to draw from", Assert.Throws<ArgumentException>(() => Minibatch.Means(Tensor.Ones([0]), 1, 1, new Rng(1))).Message);
    }

    [Fact]
    public void A_sample_without_replacement_has_no_example_twice()
    {
        var data = Dataset.From(Tensor.Range(0, 99, 100).Reshape([100, 1]), new int[100]);
        var x = data.Sample(60, new Rng(2), replacement: false).X.ToArray();
        Assert.Equal(60, x.Distinct().Count());
        Assert.Equal(100, data.Sample(100, new Rng(2), replacement: false).X.ToArray().Distinct().Count());
        Assert.Contains("101", Assert.Throws<ArgumentException>(() => data.Sample(101, new Rng(2), replacement: false)).Message);
    }
}
