using System.Numerics;

namespace Descent.Kernels;

/// <summary>Reductions of x seen as [outer, count, inner] to y [outer, inner].</summary>
static unsafe class Reduce
{
    public static void Sum<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fold(x, outer, count, inner, y, T.Zero, (a, b) => a + b);

    public static void Max<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fold(x, outer, count, inner, y, T.NegativeInfinity, T.Max);

    public static void Min<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fold(x, outer, count, inner, y, T.PositiveInfinity, T.Min);

    static void Fold<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y, T start, Func<T, T, T> f)
    {
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < inner; i++)
            {
                var s = start;
                for (var c = 0; c < count; c++)
                    s = f(s, x[(o * count + c) * inner + i]);
                y[o * inner + i] = s;
            }
        }
    }

    public static void ArgMax<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<int> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < inner; i++)
            {
                var best = 0;
                for (var c = 1; c < count; c++)
                {
                    var (a, b) = (x[(o * count + c) * inner + i], x[(o * count + best) * inner + i]);
                    if (a > b || T.IsNaN(a) && !T.IsNaN(b))
                        best = c;
                }
                y[o * inner + i] = best;
            }
        }
    }

    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s = T.Zero;
        for (var i = 0; i < a.Length; i++)
            s = T.FusedMultiplyAdd(a[i], b[i], s);
        return s;
    }

    public static T Sum<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s = T.Zero;
        foreach (var e in x)
            s += e;
        return s;
    }
}
