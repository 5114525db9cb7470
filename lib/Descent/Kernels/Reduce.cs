using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Reductions of x seen as [outer, count, inner] to y [outer, inner], with the same bits at every width and number of threads.</summary>
/// <remarks>Along contiguous numbers: blocks of 2¹⁵, each in 64 bytes of lanes (16 float, 8 double) folded in halves at the end, then the blocks in the same way. Across rows: blocks of 256 rows in turn.</remarks>
static unsafe class Reduce
{
    public static void Sum<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fold<AddOp, T>(x, outer, count, inner, y, T.Zero);

    public static void Max<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fold<MaximumOp, T>(x, outer, count, inner, y, T.NegativeInfinity);

    public static void Min<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fold<MinimumOp, T>(x, outer, count, inner, y, T.PositiveInfinity);

    /// <summary>Σ x.</summary>
    public static T Sum<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* p = x)
            return Whole<Numbers<AddOp, T>, T>(new(p, T.Zero), x.Length);
    }

    /// <summary>Σ a b, each product added with one rounding.</summary>
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pa = a, pb = b)
            return Whole<Products<T>, T>(new(pa, pb), a.Length);
    }

    /// <summary>Index of the largest; the first of equals; a NaN counts as the largest.</summary>
    public static void ArgMax<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<int> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < inner; i++)
            {
                var best = 0;
                var largest = x[o * count * inner + i];
                for (var c = 1; c < count && !T.IsNaN(largest); c++)
                {
                    var value = x[(o * count + c) * inner + i];
                    if (!(value <= largest))
                        (best, largest) = (c, value);
                }
                y[o * inner + i] = best;
            }
        }
    }

    static void Fold<TOp, T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y, T start) where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
        {
            if (inner == 1 && outer == 1)
                *py = Whole<Numbers<TOp, T>, T>(new(px, start), count);
            else if (inner == 1)
                Loop.For<Rows<TOp, T>, T>(outer, 1 + Loop.Grain / Math.Max(1, count), new(px, count, py, start));
            else
                Loop.For<Columns<TOp, T>, T>(outer * ((inner + Columns<TOp, T>.Strip - 1) / Columns<TOp, T>.Strip), 1 + Loop.Grain / (Math.Max(1, count) * Columns<TOp, T>.Strip), new(px, outer, count, inner, py, start));
        }
    }

    /// <summary>Numbers in a block whose result is one number.</summary>
    const int BlockLength = 1 << 15;

    static T Whole<TTerm, T>(TTerm term, int count) where TTerm : struct, ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var blocks = Math.Max(1, (count + BlockLength - 1) / BlockLength);
        T one;
        if (blocks == 1)
        {
            Loop.For<Blocks<TTerm, T>, T>(1, 1, new(term, count, &one));
            return one;
        }
        var results = new T[blocks];
        fixed (T* p = results)
        {
            Loop.For<Blocks<TTerm, T>, T>(blocks, 1, new(term, count, p));
            return term.Combine(p, blocks);
        }
    }

    /// <summary>What is folded, and how.</summary>
    interface ITerm<T> where T : unmanaged
    {
        T Start { get; }
        V Next<V>(V sum, int i) where V : struct, ILanes<V, T>;
        V Part<V>(V sum, int i, int count) where V : struct, ILanes<V, T>;
        V Join<V>(V a, V b) where V : struct, ILanes<V, T>;
        T Combine(T* results, int count);
    }

    readonly struct Numbers<TOp, T>(T* x, T start) : ITerm<T> where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T Start => start;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next<V>(V sum, int i) where V : struct, ILanes<V, T> => TOp.Apply<V, T>(sum, V.Load(x + i));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Part<V>(V sum, int i, int count) where V : struct, ILanes<V, T> => TOp.Apply<V, T>(sum, Loop.LoadPart(x + i, count, V.All(start)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Join<V>(V a, V b) where V : struct, ILanes<V, T> => TOp.Apply<V, T>(a, b);

        public T Combine(T* results, int count) => Whole<Numbers<TOp, T>, T>(new(results, start), count);
    }

    readonly struct Products<T>(T* a, T* b) : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T Start => T.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Next<V>(V sum, int i) where V : struct, ILanes<V, T> => V.Fma(V.Load(a + i), V.Load(b + i), sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Part<V>(V sum, int i, int count) where V : struct, ILanes<V, T> => V.Fma(Loop.LoadPart<V, T>(a + i, count), Loop.LoadPart<V, T>(b + i, count), sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Join<V>(V a, V b) where V : struct, ILanes<V, T> => a + b;

        public T Combine(T* results, int count) => Whole<Numbers<AddOp, T>, T>(new(results, T.Zero), count);
    }

    /// <summary>One block folded: 64 bytes of lanes, then halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static T Line<V, TTerm, T>(TTerm term, int from, int to) where V : struct, ILanes<V, T> where TTerm : struct, ITerm<T> where T : unmanaged
    {
        var (vector, lanes) = (V.Count, 64 / sizeof(T));
        var a = V.All(term.Start);
        var (b, c, d) = (a, a, a);
        var i = from;
        for (; i + lanes <= to; i += lanes)
        {
            a = term.Next(a, i);
            if (vector < lanes)
                b = term.Next(b, i + vector);
            if (2 * vector < lanes)
            {
                c = term.Next(c, i + 2 * vector);
                d = term.Next(d, i + 3 * vector);
            }
        }
        if (i < to)
        {
            a = term.Part(a, i, Math.Min(vector, to - i));
            if (i + vector < to)
                b = term.Part(b, i + vector, Math.Min(vector, to - i - vector));
            if (i + 2 * vector < to)
                c = term.Part(c, i + 2 * vector, Math.Min(vector, to - i - 2 * vector));
            if (i + 3 * vector < to)
                d = term.Part(d, i + 3 * vector, Math.Min(vector, to - i - 3 * vector));
        }
        var folded = stackalloc T[32];
        V.Store(a, folded);
        if (vector < lanes)
            V.Store(b, folded + vector);
        if (2 * vector < lanes)
        {
            V.Store(c, folded + 2 * vector);
            V.Store(d, folded + 3 * vector);
        }
        // Lane j takes lane j + half; what becomes of the lanes beyond does not matter.
        for (var half = lanes / 2; half > 0; half /= 2)
        {
            for (var j = 0; j < half; j += vector)
                V.Store(term.Join(V.Load(folded + j), V.Load(folded + j + half)), folded + j);
        }
        return folded[0];
    }

    readonly struct Blocks<TTerm, T>(TTerm term, int count, T* results) : ILoop<T> where TTerm : struct, ITerm<T> where T : unmanaged
    {
        public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            for (var block = from; block < to; block++)
                results[block] = Line<V, TTerm, T>(term, block * BlockLength, Math.Min(count, (block + 1) * BlockLength));
        }
    }

    readonly struct Rows<TOp, T>(T* x, int count, T* y, T start) : ILoop<T> where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            for (var row = from; row < to; row++)
            {
                var numbers = new Numbers<TOp, T>(x + (nint)row * count, start);
                y[row] = count <= BlockLength ? Line<V, Numbers<TOp, T>, T>(numbers, 0, count) : Whole<Numbers<TOp, T>, T>(numbers, count);
            }
        }
    }
}
