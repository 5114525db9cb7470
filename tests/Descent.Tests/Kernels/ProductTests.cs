using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class ProductTests
{
    /// <summary>The contract itself: every element is one chain of fused multiply-adds in ascending k.</summary>
    static T[] Chains<T>(Orientation o, int m, int k, int n, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> start) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = new T[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = start.IsEmpty ? T.Zero : start[i * n + j];
                for (var p = 0; p < k; p++)
                    sum = T.FusedMultiplyAdd(a[o == Orientation.TN ? p * m + i : i * k + p], b[o == Orientation.NT ? j * k + p : p * n + j], sum);
                c[i * n + j] = sum;
            }
        }
        return c;
    }

    internal static bool Holds<T>(Orientation o, int m, int k, int n, bool add, int seed) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (a, b, c) = (Samples.Numbers<T>(m * k, seed), Samples.Numbers<T>(k * n, seed + 1), Samples.Numbers<T>(m * n + 40, seed + 2));
        var before = c.ToArray();
        Product.Multiply<T>(o, m, k, n, a, b, c.AsSpan(0, m * n), add);
        var expected = Chains<T>(o, m, k, n, a, b, add ? before.AsSpan(0, m * n) : []);
        return c.AsSpan(0, m * n).SequenceEqual(expected) && c.AsSpan(m * n).SequenceEqual(before.AsSpan(m * n));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Products_of_random_shapes_are_the_chains_bit_by_bit(int orientation)
    {
        var random = new Random(5 + orientation);
        for (var trial = 0; trial < 60; trial++)
        {
            var (m, k, n) = (random.Next(0, 60), random.Next(0, 70), random.Next(0, 90));
            var add = random.Next(2) == 0;
            Assert.True(Holds<float>((Orientation)orientation, m, k, n, add, trial), $"{(Orientation)orientation} {m}×{k}×{n} add {add}");
            Assert.True(Holds<double>((Orientation)orientation, m, k, n, add, trial), $"{(Orientation)orientation} {m}×{k}×{n} add {add}");
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(64, 30, 10)]
    [InlineData(1, 300, 40)]
    [InlineData(40, 300, 1)]
    [InlineData(200, 9, 100)]
    [InlineData(500, 33, 70)]
    [InlineData(13, 1100, 45)]
    [InlineData(30, 5, 400)]
    [InlineData(100, 64, 100)]
    public void Products_are_the_chains_bit_by_bit_across_blocks_and_threads(int m, int k, int n)
    {
        foreach (var o in Enum.GetValues<Orientation>())
        {
            Assert.True(Holds<float>(o, m, k, n, add: false, 1), $"{o}");
            Assert.True(Holds<float>(o, m, k, n, add: true, 2), $"{o} +=");
            Assert.True(Holds<double>(o, m, k, n, add: true, 3), $"{o} double +=");
        }
    }

    [Fact]
    public void A_product_is_within_the_bound_of_its_roundings()
    {
        var (m, k, n) = (37, 500, 29);
        var (a, b, c) = (Samples.Numbers<float>(m * k, 1), Samples.Numbers<float>(k * n, 2), new float[m * n]);
        Product.Multiply<float>(Orientation.NN, m, k, n, a, b, c);
        for (var i = 0; i < m * n; i++)
        {
            var terms = Enumerable.Range(0, k).Select(p => (double)a[i / n * k + p] * b[p * n + i % n]).ToArray();
            Assert.True(Math.Abs(c[i] - terms.Sum()) <= (Samples.γ<float>(k) + Samples.γ<double>(k)) * terms.Sum(Math.Abs));
        }
    }

    [Fact]
    public void An_empty_inner_size_gives_zeros_or_leaves_C()
    {
        float[] c = [1, 2, 3, 4];
        Product.Multiply<float>(Orientation.NN, 2, 0, 2, [], [], c, add: true);
        Assert.Equal([1, 2, 3, 4], c);
        Product.Multiply<float>(Orientation.NN, 2, 0, 2, [], [], c);
        Assert.Equal([0, 0, 0, 0], c);
    }

    [Fact]
    public void Infinity_and_NaN_reach_exactly_the_elements_that_use_them()
    {
        var (m, k, n) = (20, 30, 50);
        var (a, b, c) = (Samples.Numbers<float>(m * k, 1), Samples.Numbers<float>(k * n, 2), new float[m * n]);
        (a[3 * k + 4], b[5 * n + 7]) = (float.NaN, float.PositiveInfinity);
        Product.Multiply<float>(Orientation.NN, m, k, n, a, b, c);
        for (var i = 0; i < m * n; i++)
            Assert.Equal(i / n == 3, float.IsNaN(c[i]));
        Assert.All(Enumerable.Range(0, m).Where(i => i != 3), i => Assert.True(float.IsInfinity(c[i * n + 7])));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    public void A_batch_is_its_products_and_a_step_of_zero_shares_an_operand(int aShare, int bShare)
    {
        foreach (var o in Enum.GetValues<Orientation>())
        {
            foreach (var (batch, m, k, n) in new[] { (0, 2, 2, 2), (1, 3, 4, 5), (7, 5, 6, 10), (40, 16, 12, 33) })
            {
                var (aStep, bStep) = (aShare * m * k, bShare * k * n);
                var (a, b) = (Samples.Numbers<float>(Math.Max(1, aStep * batch) + m * k, 1), Samples.Numbers<float>(Math.Max(1, bStep * batch) + k * n, 2));
                var c = Samples.Numbers<float>(batch * m * n, 3);
                var expected = c.ToArray();
                for (var r = 0; r < batch; r++)
                    Product.Multiply(o, m, k, n, a.AsSpan(r * aStep, m * k), b.AsSpan(r * bStep, k * n), expected.AsSpan(r * m * n, m * n), add: true);
                Product.Batch<float>(o, batch, m, k, n, a, aStep, b, bStep, c, add: true);
                Assert.Equal(expected, c);
            }
        }
    }
}
