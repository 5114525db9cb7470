using System.Numerics;
using MathNet.Numerics.Distributions;
using Stream = Descent.Kernels.Stream;

namespace Descent.Tests.Kernels;

public class StreamTests
{
    /// <summary>xoshiro128++ as published: one word at a time.</summary>
    static uint Next(uint[] s)
    {
        var result = BitOperations.RotateLeft(s[0] + s[3], 7) + s[0];
        var t = s[1] << 9;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = BitOperations.RotateLeft(s[3], 11);
        return result;
    }

    [Fact]
    public void The_reference_generators_have_their_published_outputs()
    {
        ulong key = 1234567;
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], Enumerable.Range(0, 5).Select(_ => Stream.SplitMix(ref key)));
        uint[] state = [1, 2, 3, 4];
        Assert.Equal([641u, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420], Enumerable.Range(0, 10).Select(_ => Next(state)));
    }

    [Fact]
    public void Every_lane_is_xoshiro128_seeded_by_SplitMix64()
    {
        var bits = new uint[5000];
        new Stream(99).Bits(bits);
        ulong key = 99;
        for (var lane = 0; lane < 16; lane++)
        {
            var (low, high) = (Stream.SplitMix(ref key), Stream.SplitMix(ref key));
            uint[] state = [(uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32)];
            for (var i = lane; i < bits.Length; i += 16)
                Assert.Equal(Next(state), bits[i]);
        }
    }

    [Fact]
    public void Uniform_numbers_are_the_high_bits()
    {
        var (bits, single, twice) = (new uint[3008], new float[3008], new double[1504]);
        new Stream(7).Bits(bits);
        new Stream(7).Uniform<float>(single);
        new Stream(7).Uniform<double>(twice);
        Assert.Equal(bits.Select(w => (w >> 8) / 16777216f), single);
        Assert.Equal(Enumerable.Range(0, 1504).Select(i => ((bits[2 * i] | (ulong)bits[2 * i + 1] << 32) >> 11) * Math.Pow(2, -53)), twice);
    }

    static void IsBoxMuller<T>(int block, Func<uint[], int, (double V, double W, ulong Q)> read) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (bits, y) = (new uint[3200], new T[3200 * 4 / (64 / block)]);
        new Stream(8).Bits(bits);
        new Stream(8).Normal<T>(y);
        for (var pair = 0; pair < y.Length; pair += 2 * block)
        {
            for (var i = pair; i < pair + block; i++)
            {
                var v = read(bits, i).V;
                var (_, w, q) = read(bits, i + block);
                var (r, φ) = (Math.Sqrt(-2 * Math.Log(1 - v)), Math.PI / 2 * (w - 0.5 + q));
                // Radius and sine within three units each, the angle of the reference within one; one product.
                var bound = 12 * r * Samples.Roundoff<T>() + 12 * Samples.Roundoff<double>() * r * 8;
                Assert.True(Math.Abs(double.CreateChecked(y[i]) - r * Math.Cos(φ)) <= bound);
                Assert.True(Math.Abs(double.CreateChecked(y[i + block]) - r * Math.Sin(φ)) <= bound);
            }
        }
    }

    [Fact]
    public void Normal_numbers_are_Box_and_Mullers()
    {
        IsBoxMuller<float>(16, (bits, i) => ((bits[i] >> 8) / 16777216.0, (bits[i] >> 8) / 16777216.0, bits[i] & 3));
        IsBoxMuller<double>(8, (bits, i) =>
        {
            var word = bits[2 * i] | (ulong)bits[2 * i + 1] << 32;
            return ((word >> 11) * Math.Pow(2, -53), (word >> 11) * Math.Pow(2, -53), word & 3);
        });
    }

    [Fact]
    public void Every_call_starts_at_a_fresh_pair_of_blocks()
    {
        var (all, stream) = (new float[96], new Stream(3));
        new Stream(3).Normal<float>(all);
        var (first, second, third) = (new float[1], new float[33], new float[5]);
        stream.Normal<float>(first);
        stream.Normal<float>([]);
        stream.Normal<float>(second);
        Assert.Equal(all[..1], first);
        Assert.Equal(all[32..65], second);
        Assert.Equal(3ul, stream.Key);
        stream.Normal<float>(third);
        Assert.DoesNotContain(third[0], all);
    }

    /// <summary>The known answers: these numbers never change.</summary>
    [Fact]
    public void The_first_numbers_of_a_key_are_frozen()
    {
        var (bits, uniform, normal) = (new uint[3], new double[2], new float[2]);
        var stream = new Stream(42);
        stream.Bits(bits);
        stream.Uniform<double>(uniform);
        stream.Normal<float>(normal);
        Assert.Equal(FrozenBits, bits);
        Assert.Equal(FrozenUniform, uniform);
        Assert.Equal(FrozenNormal, normal);
    }

    static readonly uint[] FrozenBits = [2643743425, 2840610823, 1785928179];
    static readonly double[] FrozenUniform = [0.7566110890777815, 0.9442549807706915];
    static readonly float[] FrozenNormal = [-1.3490359f, -2.0273619f];

    /// <summary>Five standard errors: one such failure in two million tests of a right generator.</summary>
    [Fact]
    public void Moments_are_within_five_standard_errors()
    {
        const int n = 1 << 20;
        var (x, u) = (new float[n], new float[n]);
        new Stream(10).Normal<float>(x);
        new Stream(11).Uniform<float>(u);
        double Mean(Func<double, double> f, float[] y) => y.Average(v => f(v));
        Within(Mean(v => v, x), 0, 1);
        Within(Mean(v => v * v, x), 1, 2);
        Within(Mean(v => v * v * v, x), 0, 15);
        Within(Mean(v => v * v * v * v, x), 3, 96);
        Within(x.Zip(x.Skip(1), (a, b) => (double)a * b).Average(), 0, 1);
        Within(x.Zip(x.Skip(16), (a, b) => (double)a * b).Average(), 0, 1);
        Within(Mean(v => v, u), 0.5, 1 / 12.0);
        Within(Mean(v => v * v, u), 1 / 3.0, 4 / 45.0);

        static void Within(double mean, double expected, double variance) => Assert.True(Math.Abs(mean - expected) <= 5 * Math.Sqrt(variance / n), $"{mean} instead of {expected}");
    }

    /// <summary>P(√n D &gt; c) ≈ 2 e^(−2c²): one in a million at c = 2.7.</summary>
    [Fact]
    public void Distributions_pass_Kolmogorov_and_Smirnov()
    {
        const int n = 50_000;
        var (x, u) = (new double[n], new float[n]);
        new Stream(12).Normal<double>(x);
        new Stream(13).Uniform<float>(u);
        Passes(x, v => Normal.CDF(0, 1, v));
        Passes(Array.ConvertAll(u, v => (double)v), v => v);

        static void Passes(double[] sample, Func<double, double> cdf)
        {
            Array.Sort(sample);
            var d = sample.Select((v, i) => Math.Max(cdf(v) - (double)i / n, (i + 1.0) / n - cdf(v))).Max();
            Assert.True(Math.Sqrt(n) * d <= Math.Sqrt(Math.Log(2e6) / 2), $"√n D = {Math.Sqrt(n) * d}");
        }
    }
}
