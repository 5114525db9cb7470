using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Folds the middle axis of x [outer, count, inner] where the inner axis is not empty: each column alone, in blocks of 256 rows.</summary>
readonly unsafe struct Columns<TOp, T>(T* x, int outer, int count, int inner, T* y, T start) : ILoop<T> where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Columns taken at once.</summary>
    public const int Strip = 64;

    const int RowBlock = 256;

    public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
    {
        var strips = (inner + Strip - 1) / Strip;
        for (var s = from; s < to; s++)
        {
            var first = s % strips * Strip;
            var source = x + (nint)(s / strips) * count * inner;
            var target = y + (nint)(s / strips) * inner;
            var last = Math.Min(first + Strip, inner);
            for (; first + 4 * V.Count <= last; first += 4 * V.Count)
                Four<V>(source + first, target + first);
            for (; first < last; first += V.Count)
                One<V>(source + first, target + first, Math.Min(V.Count, last - first));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Four<V>(T* p, T* q) where V : struct, ILanes<V, T>
    {
        var (neutral, width) = (V.All(start), V.Count);
        var (a, b, c, d) = (neutral, neutral, neutral, neutral);
        for (var left = count; left > 0; left -= RowBlock)
        {
            var (e, f, g, h) = (neutral, neutral, neutral, neutral);
            for (var row = Math.Min(left, RowBlock); row > 0; row--, p += inner)
            {
                e = TOp.Apply<V, T>(e, V.Load(p));
                f = TOp.Apply<V, T>(f, V.Load(p + width));
                g = TOp.Apply<V, T>(g, V.Load(p + 2 * width));
                h = TOp.Apply<V, T>(h, V.Load(p + 3 * width));
            }
            a = TOp.Apply<V, T>(a, e);
            b = TOp.Apply<V, T>(b, f);
            c = TOp.Apply<V, T>(c, g);
            d = TOp.Apply<V, T>(d, h);
        }
        V.Store(a, q);
        V.Store(b, q + width);
        V.Store(c, q + 2 * width);
        V.Store(d, q + 3 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void One<V>(T* p, T* q, int columns) where V : struct, ILanes<V, T>
    {
        // A full vector may run into the next row, but not past the end of x.
        var end = x + (nint)outer * count * inner;
        var a = V.All(start);
        for (var left = count; left > 0; left -= RowBlock)
        {
            var e = V.All(start);
            for (var row = Math.Min(left, RowBlock); row > 0; row--, p += inner)
                e = TOp.Apply<V, T>(e, p + V.Count <= end ? V.Load(p) : Loop.LoadPart<V, T>(p, columns));
            a = TOp.Apply<V, T>(a, e);
        }
        Loop.StorePart(a, q, columns);
    }
}
