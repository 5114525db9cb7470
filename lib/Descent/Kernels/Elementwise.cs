using System.Numerics;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Loops over spans, one number at a time.</summary>
static unsafe class Elementwise
{
    /// <summary>y = op(x); y may be x.</summary>
    public static void Map<TOp, T>(ReadOnlySpan<T> x, Span<T> y) where TOp : IUnary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Length; i++)
        {
            var r = TOp.Apply<Lanes128<T>, T>(Lanes128<T>.All(x[i]));
            y[i] = First(r);
        }
    }

    static T First<T>(Lanes128<T> x) where T : unmanaged
    {
        var buffer = stackalloc T[Vector128<T>.Count];
        Lanes128<T>.Store(x, buffer);
        return buffer[0];
    }

    /// <summary>y = op(a, b), broadcast along axes of stride 0.</summary>
    public static void Zip<TOp, T>(ReadOnlySpan<int> shape, ReadOnlySpan<T> a, ReadOnlySpan<int> aStrides, ReadOnlySpan<T> b, ReadOnlySpan<int> bStrides, Span<T> y) where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var index = new int[shape.Length];
        for (var i = 0; i < y.Length; i++)
        {
            int p = 0, q = 0;
            for (var d = 0; d < index.Length; d++)
            {
                p += index[d] * aStrides[d];
                q += index[d] * bStrides[d];
            }
            y[i] = First(TOp.Apply<Lanes128<T>, T>(Lanes128<T>.All(a[p]), Lanes128<T>.All(b[q])));
            for (var d = index.Length - 1; d >= 0 && ++index[d] == shape[d]; d--)
                index[d] = 0;
        }
    }

    /// <summary>y = op(a, b) of equal lengths, or one of length 1.</summary>
    public static void Zip<TOp, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Length; i++)
            y[i] = First(TOp.Apply<Lanes128<T>, T>(Lanes128<T>.All(a[a.Length == 1 ? 0 : i]), Lanes128<T>.All(b[b.Length == 1 ? 0 : i])));
    }

    /// <summary>y = mask ≠ 0 ? a : b.</summary>
    public static void Select<T>(ReadOnlySpan<T> mask, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Length; i++)
            y[i] = mask[i] != T.Zero ? a[i] : b[i];
    }

    /// <summary>y += α x, each rounded once.</summary>
    public static void Add<T>(T α, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Length; i++)
            y[i] = T.FusedMultiplyAdd(α, x[i], y[i]);
    }

    /// <summary>y = x in the other precision.</summary>
    public static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> x, Span<TTo> y) where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom> where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        for (var i = 0; i < y.Length; i++)
            y[i] = TTo.CreateTruncating(x[i]);
    }

    /// <summary>One step of a rule on every parameter in place; m and v may be empty when the rule has less memory.</summary>
    public static void Update<TRule, T>(TRule rule, Span<T> θ, ReadOnlySpan<T> g, Span<T> m, Span<T> v) where TRule : struct, IRule where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < θ.Length; i++)
        {
            var p = Lanes128<T>.All(θ[i]);
            var s = Lanes128<T>.All(m.IsEmpty ? T.Zero : m[i]);
            var t = Lanes128<T>.All(v.IsEmpty ? T.Zero : v[i]);
            rule.Apply<Lanes128<T>, T>(ref p, Lanes128<T>.All(g[i]), ref s, ref t);
            θ[i] = First(p);
            if (!m.IsEmpty)
                m[i] = First(s);
            if (!v.IsEmpty)
                v[i] = First(t);
        }
    }
}
