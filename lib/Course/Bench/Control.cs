using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Course.Bench;

/// <summary>What the machine can do at most: the controls beside every measurement.</summary>
static class Control
{
    /// <summary>float32 fused multiply-adds of one core, in GFLOP/s, at the widest accelerated vectors.</summary>
    public static double PeakGflops()
    {
        var best = 0.0;
        for (var i = 0; i < 20; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var flop = Vector512.IsHardwareAccelerated ? Chains512(20_000) : Vector256.IsHardwareAccelerated ? Chains256(20_000) : Chains128(20_000);
            best = Math.Max(best, flop / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }
        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Chains512(int count)
    {
        var (x, y) = (Vector512.Create(0.999f), Vector512.Create(0.001f));
        var (a, b, c, d, e, f, g, h) = (x, x, x, x, x, x, x, x);
        for (var i = 0; i < count; i++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
        }
        return Count(count, Vector512.Sum(a + b + c + d + e + f + g + h), Vector512<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Chains256(int count)
    {
        var (x, y) = (Vector256.Create(0.999f), Vector256.Create(0.001f));
        var (a, b, c, d, e, f, g, h) = (x, x, x, x, x, x, x, x);
        for (var i = 0; i < count; i++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
        }
        return Count(count, Vector256.Sum(a + b + c + d + e + f + g + h), Vector256<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Chains128(int count)
    {
        var (x, y) = (Vector128.Create(0.999f), Vector128.Create(0.001f));
        var (a, b, c, d, e, f, g, h) = (x, x, x, x, x, x, x, x);
        for (var i = 0; i < count; i++)
        {
            a = Vector128.FusedMultiplyAdd(a, x, y);
            b = Vector128.FusedMultiplyAdd(b, x, y);
            c = Vector128.FusedMultiplyAdd(c, x, y);
            d = Vector128.FusedMultiplyAdd(d, x, y);
            e = Vector128.FusedMultiplyAdd(e, x, y);
            f = Vector128.FusedMultiplyAdd(f, x, y);
            g = Vector128.FusedMultiplyAdd(g, x, y);
            h = Vector128.FusedMultiplyAdd(h, x, y);
        }
        return Count(count, Vector128.Sum(a + b + c + d + e + f + g + h), Vector128<float>.Count);
    }

    /// <summary>Operations done; NaN, which never happens, keeps the sum alive.</summary>
    static double Count(int count, float sum, int lanes) => float.IsNaN(sum) ? double.NaN : 2.0 * 8 * lanes * count;

    /// <summary>Nanoseconds for a word to go from one core to another and back, halved: "near" is about 100, "far" about 450.</summary>
    public static double PingPongNanoseconds()
    {
        const int Rounds = 20_000;
        var ball = 0;
        var other = new Thread(() =>
        {
            for (var i = 1; i < 2 * Rounds; i += 2)
            {
                while (Volatile.Read(ref ball) != i)
                {
                }
                Volatile.Write(ref ball, i + 1);
            }
        });
        other.Start();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 2 * Rounds; i += 2)
        {
            Volatile.Write(ref ball, i + 1);
            while (Volatile.Read(ref ball) != i + 2)
            {
            }
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        other.Join();
        return seconds / (2 * Rounds) * 1e9;
    }
}
