using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class ElementwiseTests
{
    static void Is<TOp>(Func<float, float, float> f) where TOp : IBinary
    {
        foreach (var n in Samples.Lengths)
        {
            // Rounded to quarters, so that equal numbers occur.
            var (a, b) = (Quarters(n, 1), Quarters(n, 2));
            var y = new float[n];
            Elementwise.Zip<TOp, float>(a, b, y);
            Assert.Equal(a.Zip(b, f), y);
            Elementwise.Zip<TOp, float>(a, [0.5f], y);
            Assert.Equal(a.Select(v => f(v, 0.5f)), y);
            Elementwise.Zip<TOp, float>([0.5f], b, y);
            Assert.Equal(b.Select(v => f(0.5f, v)), y);
        }
    }

    static float[] Quarters(int count, int seed) => [.. Samples.Numbers<float>(count, seed, -2, 2).Select(x => MathF.Round(4 * x) / 4)];

    [Fact]
    public void Arithmetic_is_rounded_once()
    {
        Is<AddOp>((a, b) => a + b);
        Is<SubtractOp>((a, b) => a - b);
        Is<MultiplyOp>((a, b) => a * b);
        Is<DivideOp>((a, b) => a / b);
    }

    [Fact]
    public void Comparisons_give_ones_and_zeros()
    {
        Is<GreaterOp>((a, b) => a > b ? 1 : 0);
        Is<GreaterOrEqualOp>((a, b) => a >= b ? 1 : 0);
        Is<LessOp>((a, b) => a < b ? 1 : 0);
        Is<LessOrEqualOp>((a, b) => a <= b ? 1 : 0);
        Is<EqualOp>((a, b) => a == b ? 1 : 0);
    }

    [Fact]
    public void Maximum_and_minimum_keep_NaN()
    {
        Is<MaximumOp>(MathF.Max);
        Is<MinimumOp>(MathF.Min);
        var y = new float[2];
        Elementwise.Zip<MaximumOp, float>([float.NaN, 1], [1, float.NaN], y);
        Assert.All(y, v => Assert.True(float.IsNaN(v)));
        Elementwise.Zip<MinimumOp, float>([float.NaN, 1], [1, float.NaN], y);
        Assert.All(y, v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void Pulls_are_derivatives_times_the_cotangent()
    {
        Is<TanhPullOp>((g, y) => g * MathF.FusedMultiplyAdd(-y, y, 1));
        Is<SigmoidPullOp>((g, y) => g * y * (1 - y));
        Is<ReluPullOp>((g, y) => y > 0 ? g : 0);
    }

    [Theory]
    [InlineData(new[] { 3, 4 }, new[] { 4, 1 }, new[] { 4, 1 })]
    [InlineData(new[] { 5, 37 }, new[] { 37, 1 }, new[] { 0, 1 })]
    [InlineData(new[] { 5, 37 }, new[] { 1, 0 }, new[] { 37, 1 })]
    [InlineData(new[] { 5, 37 }, new[] { 1, 0 }, new[] { 0, 1 })]
    [InlineData(new[] { 5, 37 }, new[] { 0, 0 }, new[] { 37, 1 })]
    [InlineData(new[] { 5, 37 }, new[] { 1, 5 }, new[] { 37, 1 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 20, 0, 5, 1 }, new[] { 0, 5, 0, 1 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 60, 20, 5, 1 }, new[] { 0, 20, 5, 1 })]
    [InlineData(new[] { 2, 1, 4, 1 }, new[] { 4, 0, 1, 0 }, new[] { 1, 7, 2, 9 })]
    [InlineData(new[] { 3, 0, 4 }, new[] { 0, 4, 1 }, new[] { 0, 4, 1 })]
    [InlineData(new[] { 300, 600 }, new[] { 600, 1 }, new[] { 1, 0 })]
    [InlineData(new int[0], new int[0], new int[0])]
    public void Broadcasting_follows_the_strides(int[] shape, int[] aStrides, int[] bStrides)
    {
        var (a, b) = (Samples.Numbers<double>(Extent(aStrides), 1), Samples.Numbers<double>(Extent(bStrides), 2));
        var (y, expected) = (new double[shape.Aggregate(1, (p, q) => p * q)], new double[shape.Aggregate(1, (p, q) => p * q)]);
        Elementwise.Zip<SubtractOp, double>(shape, a, aStrides, b, bStrides, y);
        for (var i = 0; i < y.Length; i++)
            expected[i] = a[Offset(i, aStrides)] - b[Offset(i, bStrides)];
        Assert.Equal(expected, y);

        int Extent(int[] strides) => 1 + shape.Zip(strides, (n, s) => Math.Max(0, n - 1) * s).Sum();
        int Offset(int i, int[] strides)
        {
            var offset = 0;
            for (var d = shape.Length - 1; d >= 0; i /= shape[d--])
                offset += i % shape[d] * strides[d];
            return offset;
        }
    }

    [Fact]
    public void Ten_axes_that_cannot_be_joined_are_refused()
    {
        int[] shape = [.. Enumerable.Repeat(2, 10)], strides = [.. Enumerable.Range(0, 10).Select(d => d % 2)];
        var error = Assert.Throws<ArgumentException>(() => Elementwise.Zip<AddOp, float>(shape, new float[6], strides, new float[1], new int[10], new float[1024]));
        Assert.Contains("more than 9 axes", error.Message);
    }

    [Fact]
    public void Select_takes_a_where_the_mask_is_not_zero()
    {
        foreach (var n in Samples.Lengths)
        {
            var (mask, a, b) = (Quarters(n, 3), Samples.Numbers<float>(n, 4), Samples.Numbers<float>(n, 5));
            var y = new float[n];
            Elementwise.Select<float>(mask, a, b, y);
            Assert.Equal(Enumerable.Range(0, n).Select(i => mask[i] != 0 ? a[i] : b[i]), y);
        }
    }

    [Fact]
    public void Add_is_one_fused_multiply_add()
    {
        foreach (var n in Samples.Lengths)
        {
            var (x, y) = (Samples.Numbers<double>(n, 6), Samples.Numbers<double>(n, 7));
            var expected = x.Zip(y, (u, v) => Math.FusedMultiplyAdd(0.3, u, v)).ToArray();
            Elementwise.Add(0.3, x, y);
            Assert.Equal(expected, y);
        }
    }

    [Fact]
    public void Conversion_rounds_to_nearest_and_back_without_loss()
    {
        foreach (var n in Samples.Lengths)
        {
            var x = Samples.Numbers<double>(n, 8);
            var (single, back) = (new float[n], new double[n]);
            Elementwise.Convert<double, float>(x, single);
            Elementwise.Convert<float, double>(single, back);
            Assert.Equal(x.Select(v => (float)v), single);
            Assert.Equal(single.Select(v => (double)v), back);
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void Update_applies_the_rule_to_every_parameter(bool hasM, bool hasV)
    {
        foreach (var n in Samples.Lengths)
        {
            var (θ, g) = (Samples.Numbers<float>(n, 9), Samples.Numbers<float>(n, 10));
            var (m, v) = (Samples.Numbers<float>(hasM ? n : 0, 11), Samples.Numbers<float>(hasV ? n : 0, 12));
            var (θ0, m0, v0) = (θ.ToArray(), m.ToArray(), v.ToArray());
            Elementwise.Update<Mix, float>(new Mix(0.25), θ, g, m, v);
            for (var i = 0; i < n; i++)
            {
                var (p, s, t) = (θ0[i], hasM ? m0[i] : 0, hasV ? v0[i] : 0);
                (s, t) = (s + g[i], t - g[i]);
                Assert.Equal(MathF.FusedMultiplyAdd(-0.25f, s * t, p), θ[i]);
                Assert.True(!hasM || m[i] == s);
                Assert.True(!hasV || v[i] == t);
            }
        }
    }

    readonly struct Mix(double rate) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V m, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            m += g;
            v -= g;
            θ = V.Fma(V.Of(-rate), m * v, θ);
        }
    }
}
