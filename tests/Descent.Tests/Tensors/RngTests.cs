using Descent.Tensors;
using MathNet.Numerics.Distributions;

namespace Descent.Tests.Tensors;

/// <summary>Statistical claims allow five standard errors, or the value exceeded by chance once in a million.</summary>
public class RngTests
{
    const double Chance = 1e-6;

    [Fact]
    public void Known_answers()
    {
        // From a second implementation, written from the definition: xoshiro128++ in 16 lanes, seeded by SplitMix64.
        var rng = new Rng(42);
        Assert.Equal([0.6155444834524256, 0.415818807519859, 0.8297121918869159, 0.6803810243735325, 0.059508721995607305], Enumerable.Range(0, 5).Select(_ => rng.Next()));
        Assert.Equal([910, 734, 550, 631, 550, 882, 410, 279, 446, 117], rng.Integers(10, 1000));
        Assert.Equal([3, 1, 8, 9, 4, 2, 5, 0, 6, 7], rng.Permutation(10));
        Assert.Equal(0.9850965907335877, rng.Split(0).Next());
        Assert.Equal(0.05148236584746424, rng.Split(1).Next());
        Assert.Equal(0.1365623784363369, rng.Split(0).Split(0).Next());
    }

    [Fact]
    public void Known_normals_and_uniforms()
    {
        // Frozen: a chapter's numbers hold only as long as these do.
        double[] Last(Tensor x) => [.. x.ToArray().Skip(17)];
        var rng = new Rng(42);
        Assert.Equal([0.8820252418518066, -1.5444759130477905, -1.5191586017608643], Last(rng.Split(1).Normal([20], Precision.Single)));
        Assert.Equal([0.8884352445602417, 0.6980132460594177, 0.15184402465820312], Last(rng.Split(2).Uniform([20], precision: Precision.Single)));
        Assert.Equal([-0.10142063219359766, -0.73675372822737, -0.14639686168705793], Last(rng.Split(1).Normal([20])));
        Assert.Equal([0.625445468701164, 0.5583186035996786, 0.03508684401323647], Last(rng.Split(2).Uniform([20])));
    }

    [Fact]
    public void Same_seed_same_numbers_and_splitting_advances_nothing()
    {
        var (a, b) = (new Rng(7), new Rng(7));
        a.Split(3);
        Assert.Equal(a.Normal([100]).ToArray(), b.Normal([100]).ToArray());
        Assert.Equal(a.Split(3).Uniform([10]).ToArray(), new Rng(7).Split(3).Uniform([10]).ToArray());
        Assert.Equal(5000, Enumerable.Range(0, 5000).Select(i => a.Split(i).Next()).Distinct().Count());
    }

    [Fact]
    public void Streams_are_uncorrelated()
    {
        const int n = 20_000;
        var root = new Rng(1);
        Tensor[] streams = [.. new[] { root, root.Split(0), root.Split(1), root.Split(0).Split(0), new Rng(2) }.Select(rng => rng.Normal([n]))];
        for (var i = 0; i < streams.Length; i++)
            for (var j = 0; j < i; j++)
                Assert.InRange((double)streams[i].Dot(streams[j]) / n, -5 / Math.Sqrt(n), 5 / Math.Sqrt(n));
    }

    [Theory, InlineData(10), InlineData(6), InlineData(1 << 20)]
    public void Integers_are_uniform(int below)
    {
        var counts = new int[Math.Min(below, 16)];
        foreach (var i in new Rng(3).Integers(100_000, below))
            counts[(long)i * counts.Length / below]++;
        Uniform(counts);
    }

    [Fact]
    public void Integers_below_a_number_that_does_not_divide_two_to_the_32_have_no_bias()
    {
        // 2³² = 8/3 · 3·2²⁹: without rejection the remainders by 3 would come up as 3 : 3 : 2.
        var counts = new int[3];
        foreach (var i in new Rng(4).Integers(30_000, 3 << 29))
            counts[i % 3]++;
        Uniform(counts);
    }

    [Fact]
    public void Subsets_are_different_integers_in_an_order_equally_likely()
    {
        var rng = new Rng(4);
        Assert.Equal(Enumerable.Range(0, 50), rng.Subset(50, 50).Order());
        Assert.Empty(rng.Subset(0, 0));
        Assert.Contains("4 different integers below 3", Assert.Throws<ArgumentException>(() => rng.Subset(4, 3)).Message);
        var counts = new Dictionary<(int, int), int>();
        for (var i = 0; i < 12_000; i++)
        {
            var s = rng.Subset(2, 4);
            counts[(s[0], s[1])] = counts.GetValueOrDefault((s[0], s[1])) + 1;
        }
        Assert.Equal(12, counts.Count);
        Assert.True(counts.Values.Sum(c => Math.Pow(c - 1000, 2) / 1000) < ChiSquared.InvCDF(11, 1 - Chance));
    }

    [Fact]
    public void Permutations_are_permutations_and_equally_likely()
    {
        var rng = new Rng(5);
        Assert.Equal(Enumerable.Range(0, 1000), rng.Permutation(1000).Order());
        Assert.Empty(rng.Permutation(0));
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
        {
            var p = rng.Permutation(3);
            counts[2 * p[0] + (p[1] > p[2] ? 1 : 0)]++;
        }
        Uniform(counts);
    }

    [Theory, InlineData(Precision.Single), InlineData(Precision.Double)]
    public void Bernoulli_has_its_probability(Precision precision)
    {
        const int n = 100_000;
        var x = new Rng(6).Bernoulli([n], 0.3, precision);
        Assert.Equal([0, 1], x.ToArray().Distinct().Order());
        Assert.InRange(x.ToArray().Average(), 0.3 - 5 * Math.Sqrt(0.21 / n), 0.3 + 5 * Math.Sqrt(0.21 / n));
        Assert.Equal(0, (double)new Rng(6).Bernoulli([100], 0).Sum());
        Assert.Equal(100, (double)new Rng(6).Bernoulli([100], 1).Sum());
    }

    [Theory, InlineData(Precision.Single), InlineData(Precision.Double)]
    public void Normal_numbers_have_the_moments_and_the_distribution(Precision precision)
    {
        const int n = 100_000;
        var x = new Rng(8).Normal([n], precision).ToArray();
        double Moment(int p) => x.Average(e => Math.Pow(e, p));
        Assert.InRange(Moment(1), -5 / Math.Sqrt(n), 5 / Math.Sqrt(n));
        foreach (var (p, mean, variance) in new[] { (2, 1, 2), (3, 0, 15), (4, 3, 96) })   // E x²ᵖ − (E xᵖ)²: 3 − 1, 15, 105 − 9
            Assert.InRange(Moment(p), mean - 5 * Math.Sqrt((double)variance / n), mean + 5 * Math.Sqrt((double)variance / n));
        Follows(x, e => Normal.CDF(0, 1, e));
    }

    [Theory, InlineData(Precision.Single), InlineData(Precision.Double)]
    public void Uniform_numbers_lie_in_their_interval_and_fill_it(Precision precision)
    {
        const int n = 100_000;
        var x = new Rng(9).Uniform([n], -2, 6, precision).ToArray();
        Assert.All(x, e => Assert.InRange(e, -2, 6));
        Assert.InRange(x.Average(), 2 - 5 * Math.Sqrt(64.0 / 12 / n), 2 + 5 * Math.Sqrt(64.0 / 12 / n));
        Follows(x, e => (e + 2) / 8);
        Follows(new Rng(10).Uniform([n], precision: precision).ToArray(), e => e);
        Assert.All(new Rng(10).Uniform([n], precision: precision).ToArray(), e => Assert.True(e is >= 0 and < 1));
    }

    [Fact]
    public void Next_fills_the_unit_interval()
    {
        var rng = new Rng(11);
        Follows([.. Enumerable.Range(0, 50_000).Select(_ => rng.Next())], e => e);
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        var rng = new Rng(1);
        Assert.Equal("Integer below 0: at least 1 is needed.", Assert.Throws<ArgumentException>(() => rng.Integer(0)).Message);
        Assert.Equal("Bernoulli with p = 1.5: a probability lies in [0, 1].", Assert.Throws<ArgumentException>(() => rng.Bernoulli([2], 1.5)).Message);
        Assert.Throws<ArgumentException>(() => rng.Bernoulli([2], double.NaN));
    }

    static void Uniform(int[] counts)
    {
        var expected = (double)counts.Sum() / counts.Length;
        Assert.InRange(counts.Sum(c => (c - expected) * (c - expected) / expected), 0, ChiSquared.InvCDF(counts.Length - 1, 1 - Chance));
    }

    /// <summary>Kolmogorov and Smirnov: sup |Fₙ − F| exceeds √(ln(2/p)/2n) with probability at most p (Massart 1990).</summary>
    static void Follows(double[] x, Func<double, double> F)
    {
        Array.Sort(x);
        Assert.InRange(x.Select((e, i) => Math.Max(Math.Abs(F(e) - (double)i / x.Length), Math.Abs(F(e) - (i + 1.0) / x.Length))).Max(), 0, Math.Sqrt(Math.Log(2 / Chance) / 2 / x.Length));
    }
}
