using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class ReduceTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 0, 1 }, { 2, 0, 3 }, { 3, 7, 1 }, { 5, 64, 1 }, { 4, 1000, 1 }, { 1, 70_001, 1 }, { 2, 40_000, 1 },
        { 1, 64, 10 }, { 1, 600, 130 }, { 3, 5, 17 }, { 2, 300, 64 }, { 7, 3, 2 }, { 1, 2, 200 }, { 0, 4, 4 }, { 64, 49, 33 },
    };

    static void Check<T>(int outer, int count, int inner) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Samples.Numbers<T>(outer * count * inner, count);
        var (sum, max, min, arg) = (new T[outer * inner], new T[outer * inner], new T[outer * inner], new int[outer * inner]);
        Reduce.Sum<T>(x, outer, count, inner, sum);
        Reduce.Max<T>(x, outer, count, inner, max);
        Reduce.Min<T>(x, outer, count, inner, min);
        if (count > 0)
            Reduce.ArgMax<T>(x, outer, count, inner, arg);
        for (var i = 0; i < sum.Length; i++)
        {
            var column = Enumerable.Range(0, count).Select(c => x[(i / inner * count + c) * inner + i % inner]).ToArray();
            var numbers = column.Select(v => double.CreateChecked(v)).ToArray();
            // The reference in double has an error of its own.
            var bound = (Samples.γ<T>(count) + Samples.γ<double>(count)) * numbers.Sum(Math.Abs);
            Assert.True(Math.Abs(double.CreateChecked(sum[i]) - numbers.Sum()) <= bound);
            Assert.Equal(column.Aggregate(T.NegativeInfinity, T.Max), max[i]);
            Assert.Equal(column.Aggregate(T.PositiveInfinity, T.Min), min[i]);
            if (count > 0)
                Assert.Equal(Array.IndexOf(column, column.Max()), arg[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_are_within_the_bound_of_their_roundings_and_extremes_are_exact(int outer, int count, int inner)
    {
        Check<float>(outer, count, inner);
        Check<double>(outer, count, inner);
    }

    [Fact]
    public void Dot_and_sum_are_within_the_bound_of_their_roundings()
    {
        foreach (var n in Samples.Lengths)
        {
            var (a, b) = (Samples.Numbers<float>(n, 1), Samples.Numbers<float>(n, 2));
            var products = a.Zip(b, (p, q) => (double)p * q).ToArray();
            Assert.True(Math.Abs(Reduce.Dot<float>(a, b) - products.Sum()) <= (Samples.γ<float>(n) + Samples.γ<double>(n)) * products.Sum(Math.Abs));
            Assert.True(Math.Abs(Reduce.Sum<float>(a) - a.Sum(v => (double)v)) <= (Samples.γ<float>(n) + Samples.γ<double>(n)) * a.Sum(v => Math.Abs((double)v)));
        }
    }

    [Fact]
    public void Whole_numbers_sum_exactly()
    {
        foreach (var n in Samples.Lengths)
        {
            double[] x = [.. Enumerable.Range(1, n)];
            Assert.Equal(n * (n + 1.0) / 2, Reduce.Sum<double>(x));
            Assert.Equal(n * (n + 1.0) * (2.0 * n + 1) / 6, Reduce.Dot<double>(x, x));
        }
    }

    [Fact]
    public void NaN_wins_every_extreme_and_the_first_of_equals_is_the_largest()
    {
        for (var n = 1; n < 40; n++)
        {
            for (var at = 0; at < n; at++)
            {
                var x = Samples.Numbers<float>(n, n);
                x[at] = float.NaN;
                float[] y = [0];
                int[] index = [0];
                Reduce.Max<float>(x, 1, n, 1, y);
                Assert.True(float.IsNaN(y[0]));
                Reduce.Min<float>(x, 1, n, 1, y);
                Assert.True(float.IsNaN(y[0]));
                Reduce.ArgMax<float>(x, 1, n, 1, index);
                Assert.Equal(at, index[0]);
            }
        }
        int[] first = [0];
        Reduce.ArgMax<float>([1, 3, 2, 3], 1, 4, 1, first);
        Assert.Equal(1, first[0]);
    }
}
