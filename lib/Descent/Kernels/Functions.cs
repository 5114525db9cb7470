using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Exponentials and logarithms from our own minimax polynomials: the same bits at every width and on every machine.</summary>
/// <remarks>
/// Largest errors measured in units in the last place, float (two million numbers against double) and double (four thousand against 60 digits):
/// exp 1.0 and 0.95, ln 0.82 and 0.73, tanh 2.4 and 1.8, sigmoid 2.3 and 1.9, softplus 1.6 and 1.2, erf 1.0 and 0.8, sin and cos 1.6 and 2.3, power 1.2 and 1.1.
/// </remarks>
static class Functions
{
    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        x = Clamp<V, T>(x, V.Of(typeof(T) == typeof(float) ? -104 : -746), V.Of(typeof(T) == typeof(float) ? 89 : 710));
        var n = Reduce<V, T>(x, out var r);
        return V.Scale(V.Fma(r * r, Tail<V, T>(r), r) + V.Of(1), n);
    }

    /// <summary>e to the power x + low, where |low| is below the last place of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V, T>(V x, V low) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var bounded = Clamp<V, T>(x, V.Of(typeof(T) == typeof(float) ? -104 : -746), V.Of(typeof(T) == typeof(float) ? 89 : 710));
        var n = Reduce<V, T>(bounded, out var r);
        r += V.Equal(bounded, x) & low;
        return V.Scale(V.Fma(r * r, Tail<V, T>(r), r) + V.Of(1), n);
    }

    /// <summary>eˣ − 1 for 0 ≤ x ≤ 40.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpMinusOne<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var n = Reduce<V, T>(x, out var r);
        var power = V.Scale(V.Of(1), n);
        return V.Fma(power, V.Fma(r * r, Tail<V, T>(r), r), power - V.Of(1));
    }

    /// <summary>x = n ln 2 + r with |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Reduce<V, T>(V x, out V r) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var n = Round<V, T>(x * V.Of(1.4426950408889634));
        r = typeof(T) == typeof(float)
            ? V.Fma(n, V.Of(1.904654323148236e-09), V.Fma(n, V.Of(-0.693147182464599609375), x))
            : V.Fma(n, V.Of(-2.3190468138462996e-17), V.Fma(n, V.Of(-0.6931471805599453), x));
        return n;
    }

    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var m = Split<V, T>(x, out var e);
        var usual = V.Greater(x, V.Of(0)) & V.Greater(V.Of(double.PositiveInfinity), x);
        var unusual = V.Select(V.Equal(x, V.Of(0)), V.Of(double.NegativeInfinity), V.Select(V.Greater(x, V.Of(0)), x, V.Of(double.NaN)));
        return V.Select(usual, Log<V, T>(m - V.Of(1), e), unusual);
    }

    /// <summary>x = m 2ᵉ with √½ ≤ m &lt; √2, for positive x including the subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Split<V, T>(V x, out V e) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var tiny = V.Greater(V.Of(typeof(T) == typeof(float) ? 1.17549435e-38 : 2.2250738585072014e-308), x);
        var shift = V.Of(typeof(T) == typeof(float) ? 24 : 54);
        var m = V.Mantissa(V.Select(tiny, x * V.Of(typeof(T) == typeof(float) ? 1 << 24 : 1L << 54), x), out e);
        e -= tiny & shift;
        return m;
    }

    /// <summary>ln(1 + f) + e ln 2 for √½ − 1 ≤ f ≤ √2 − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V, T>(V f, V e) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var square = f * f;
        if (typeof(T) == typeof(float))
        {
            var y = V.Fma(e, V.Of(1.4286068203094173e-06), f * square * Logarithm<V, T>(f));
            return V.Fma(e, V.Of(0.693145751953125), V.Fma(square, V.Of(-0.5), y) + f);
        }
        var (s, half) = (f / (V.Of(2) + f), V.Of(0.5) * square);
        var z = s * s;
        var low = V.Fma(s, V.Fma(z, Area<V, T>(z), half), e * V.Of(7.371002565167799e-13));
        return V.Fma(e, V.Of(0.6931471805592082), f - (half - low));
    }

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var a = V.Abs(x);
        var e = ExpMinusOne<V, T>(V.Of(2) * V.Select(V.Greater(a, V.Of(20)), V.Of(20), a));
        return (e / (e + V.Of(2))) | (x & V.Of(-0.0));
    }

    /// <summary>1/(1 + e⁻ˣ), without cancellation on either side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var z = Exp<V, T>(-V.Abs(x));
        return V.Select(V.Greater(V.Of(0), x), z, V.Of(1)) / (V.Of(1) + z);
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var z = Exp<V, T>(-V.Abs(x));
        var far = V.Greater(z, V.Of(0.41421354));
        return (V.Greater(x, V.Of(0)) & x) + Log<V, T>(V.Select(far, V.Of(0.5) * (z - V.Of(1)), z), far & V.Of(1));
    }

    /// <summary>The nearest whole number, for |x| below 2²² (float) or 2⁵¹ (double).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Round<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var magic = V.Of(typeof(T) == typeof(float) ? Bits.MagicF : Bits.Magic);
        return x + magic - magic;
    }

    /// <summary>x brought between low and high; NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Clamp<V, T>(V x, V low, V high) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Select(V.Greater(x, high), high, V.Select(V.Greater(low, x), low, x));

    /// <summary>(((h x + c₃) x + c₂) x + c₁) x + c₀.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Horner<V, T>(V x, V h, double c3, double c2, double c1, double c0) where V : struct, ILanes<V, T> where T : unmanaged =>
        Horner<V, T>(x, Horner<V, T>(x, h, c3, c2), c1, c0);

    /// <summary>((h x + c₂) x + c₁) x + c₀.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Horner<V, T>(V x, V h, double c2, double c1, double c0) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Fma(Horner<V, T>(x, h, c2, c1), x, V.Of(c0));

    /// <summary>(h x + c₁) x + c₀.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Horner<V, T>(V x, V h, double c1, double c0) where V : struct, ILanes<V, T> where T : unmanaged =>
        V.Fma(V.Fma(h, x, V.Of(c1)), x, V.Of(c0));

    /// <summary>h x + c₀.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Horner<V, T>(V x, V h, double c0) where V : struct, ILanes<V, T> where T : unmanaged => V.Fma(h, x, V.Of(c0));

    /// <summary>(eˣ − 1 − x)/x² for |x| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Tail<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged => typeof(T) == typeof(float)
        ? Horner<V, T>(x, V.Of(0.00139462784), 0.00836652438, 0.0416662851, 0.166665436, 0.500000006)
        : Horner<V, T>(x, Horner<V, T>(x, Horner<V, T>(x, V.Of(2.5114201747680714e-08),
            2.7625866177860097e-07, 2.7557228894554632e-06, 2.480150579373481e-05, 0.0001984126990186635),
            0.00138888889310188, 0.00833333333331519, 0.04166666666657903, 0.16666666666666685),
            0.5000000000000004);

    /// <summary>(ln(1 + x) − x + x²/2)/x³ for float; double takes <see cref="Area"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Logarithm<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged =>
        Horner<V, T>(x, Horner<V, T>(x, V.Of(-0.0786029426), 0.128818564, -0.1312856, 0.141811585, -0.166245774), 0.200022881, -0.250008095, 0.333333167);

    /// <summary>(2 artanh s − 2 s)/s³ at z = s².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Area<V, T>(V z) where V : struct, ILanes<V, T> where T : unmanaged => typeof(T) == typeof(float)
        ? Horner<V, T>(z, V.Of(0.235793716), 0.285374801, 0.400003319, 0.666666657)
        : Horner<V, T>(z, Horner<V, T>(z, V.Of(0.1479225714086185),
            0.15314449750899992, 0.18183547250810217, 0.2222219893856675, 0.2857142873833371),
            0.3999999999943622, 0.6666666666666731);
}
