using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Powers.</summary>
static class Powers
{
    /// <summary>aᵇ = e^(b ln |a|) with ln |a| carried in two numbers; the cases of IEEE 754 pow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Power<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var x = V.Abs(a);
        var (one, infinity) = (V.Of(1), V.Of(double.PositiveInfinity));
        var high = Logarithm<V, T>(x, out var low);
        var special = V.Equal(x, V.Of(0)) | V.Equal(x, infinity);
        high = V.Select(V.Equal(x, V.Of(0)), -infinity, V.Select(V.Equal(x, infinity), x, high));
        low = V.Select(special, V.Of(0), low);

        var product = b * high;
        var y = Functions.Exp<V, T>(product, V.Fma(b, high, -product) + b * low);
        y = V.Select(V.Equal(x, one) & V.Equal(b, b), one, y);
        var whole = V.Equal(V.Floor(b), b);
        var half = b * V.Of(0.5);
        var odd = V.Select(V.Equal(V.Floor(half), half), V.Of(0), whole);
        y ^= a & V.Of(-0.0) & odd;
        var undefined = V.Greater(V.Of(0), a) & V.Greater(a, -infinity);
        y = V.Select(V.Select(whole, V.Of(0), undefined), V.Of(double.NaN), y);
        y = V.Select(V.Equal(a, a), y, a);
        return V.Select(V.Equal(b, V.Of(0)) | V.Equal(a, one), one, y);
    }

    /// <summary>ln x = high + low for positive finite x: 2 artanh s with s = (m − 1)/(m + 1) in two numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Logarithm<V, T>(V x, out V low) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var m = Functions.Split<V, T>(x, out var e);
        var (f, d) = (m - V.Of(1), m + V.Of(1));
        var s = f / d;
        var rest = V.Fma(-s, m - (d - V.Of(1)), V.Fma(-s, d, f)) / d;
        var z = s * s;
        var series = s * z * Functions.Area<V, T>(z);
        var whole = e * V.Of(typeof(T) == typeof(float) ? 0.693145751953125 : 0.6931471805592082);
        var tail = V.Of(typeof(T) == typeof(float) ? 1.4286068203094173e-06 : 7.371002565167799e-13);
        var twice = s + s;
        var sum = whole + twice;
        low = twice - (sum - whole) + V.Fma(e, tail, rest + rest + series);
        var high = sum + low;
        low -= high - sum;
        return high;
    }
}
