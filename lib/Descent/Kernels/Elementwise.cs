using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Loops over spans, one number at a time; tails run through the same vector code.</summary>
static unsafe class Elementwise
{
    /// <summary>y = op(x); y may be x.</summary>
    public static void Map<TOp, T>(ReadOnlySpan<T> x, Span<T> y) where TOp : IUnary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
            Loop.For<Mapping<TOp, T>, T>(y.Length, Loop.Grain, new(px, py));
    }

    /// <summary>y = op(a, b) of equal lengths, or one of length 1; y may be a or b.</summary>
    public static void Zip<TOp, T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pa = a, pb = b, py = y)
            Loop.For<Zipping<TOp, T>, T>(y.Length, Loop.Grain, new(pa, a.Length == 1 ? 0 : 1, pb, b.Length == 1 ? 0 : 1, py));
    }

    /// <summary>y = op(a, b) of the given shape, y contiguous; element i… of a is at Σ i·stride, so a stride of 0 broadcasts.</summary>
    public static void Zip<TOp, T>(ReadOnlySpan<int> shape, ReadOnlySpan<T> a, ReadOnlySpan<int> aStrides, ReadOnlySpan<T> b, ReadOnlySpan<int> bStrides, Span<T> y) where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (y.IsEmpty)
            return;
        var axes = new Axes(shape, aStrides, bStrides);
        fixed (T* pa = a, pb = b, py = y)
        {
            if (axes.Outer == 1 && axes.AStep is 0 or 1 && axes.BStep is 0 or 1)
                Loop.For<Zipping<TOp, T>, T>(axes.Inner, Loop.Grain, new(pa, axes.AStep, pb, axes.BStep, py));
            else
                Loop.For<Broadcasting<TOp, T>, T>(axes.Outer, 1 + Loop.Grain / axes.Inner, new(axes, pa, pb, py));
        }
    }

    /// <summary>y = mask ≠ 0 ? a : b.</summary>
    public static void Select<T>(ReadOnlySpan<T> mask, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pm = mask, pa = a, pb = b, py = y)
            Loop.For<Selecting<T>, T>(y.Length, Loop.Grain, new(pm, pa, pb, py));
    }

    /// <summary>y += α x, each rounded once.</summary>
    public static void Add<T>(T α, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
            Loop.For<Adding<T>, T>(y.Length, Loop.Grain, new(α, px, py));
    }

    /// <summary>y = x in the other precision.</summary>
    public static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> x, Span<TTo> y) where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom> where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        fixed (TFrom* px = x)
        fixed (TTo* py = y)
        {
            var i = 0;
            if (typeof(TFrom) == typeof(float) && typeof(TTo) == typeof(double))
            {
                for (; i + Vector256<float>.Count <= y.Length; i += Vector256<float>.Count)
                {
                    var (low, high) = Vector256.Widen(Vector256.Load((float*)px + i));
                    low.Store((double*)py + i);
                    high.Store((double*)py + i + Vector256<double>.Count);
                }
            }
            else if (typeof(TFrom) == typeof(double) && typeof(TTo) == typeof(float))
            {
                for (; i + Vector256<float>.Count <= y.Length; i += Vector256<float>.Count)
                    Vector256.Narrow(Vector256.Load((double*)px + i), Vector256.Load((double*)px + i + Vector256<double>.Count)).Store((float*)py + i);
            }
            for (; i < y.Length; i++)
                py[i] = TTo.CreateTruncating(px[i]);
        }
    }

    /// <summary>One step of a rule on every parameter in place, in one pass; m and v may be empty when the rule has less memory.</summary>
    public static void Update<TRule, T>(TRule rule, Span<T> θ, ReadOnlySpan<T> g, Span<T> m, Span<T> v) where TRule : struct, IRule where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pθ = θ, pg = g, pm = m, pv = v)
            Loop.For<Updating<TRule, T>, T>(θ.Length, Loop.Grain, new(rule, pθ, pg, pm, pv));
    }

    readonly struct Mapping<TOp, T>(T* x, T* y) : ILoop<T> where TOp : IUnary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            var rest = (to - from) % V.Count;
            Vectors<V>(x + from, y + from, to - from - rest);
            if (rest == 0)
                return;
            var part = Loop.LoadPart<V, T>(x + to - rest, rest);
            var p = (T*)Unsafe.AsPointer(ref part);
            Vectors<V>(p, p, V.Count);
            Loop.StorePart(part, y + to - rest, rest);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        static void Vectors<V>(T* x, T* y, int count) where V : struct, ILanes<V, T>
        {
            for (; count > 0; count -= V.Count, x += V.Count, y += V.Count)
                V.Store(TOp.Apply<V, T>(V.Load(x)), y);
        }
    }

    readonly struct Selecting<T>(T* mask, T* a, T* b, T* y) : ILoop<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            var i = from;
            for (; i + V.Count <= to; i += V.Count)
                V.Store(V.Select(V.Equal(V.Load(mask + i), default), V.Load(b + i), V.Load(a + i)), y + i);
            for (; i < to; i++)
                y[i] = EqualityComparer<T>.Default.Equals(mask[i], default) ? b[i] : a[i];
        }
    }

    readonly struct Adding<T>(T α, T* x, T* y) : ILoop<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            var factor = V.All(α);
            var i = from;
            for (; i + V.Count <= to; i += V.Count)
                V.Store(V.Fma(factor, V.Load(x + i), V.Load(y + i)), y + i);
            for (; i < to; i++)
                y[i] = T.FusedMultiplyAdd(α, x[i], y[i]);
        }
    }

    readonly struct Updating<TRule, T>(TRule rule, T* θ, T* g, T* m, T* v) : ILoop<T> where TRule : struct, IRule where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            var (step, i) = (rule, from);
            for (; i + V.Count <= to; i += V.Count)
            {
                var (p, s, t) = (V.Load(θ + i), m == null ? default : V.Load(m + i), v == null ? default : V.Load(v + i));
                step.Apply<V, T>(ref p, V.Load(g + i), ref s, ref t);
                V.Store(p, θ + i);
                if (m != null)
                    V.Store(s, m + i);
                if (v != null)
                    V.Store(t, v + i);
            }
            if (i < to)
            {
                var left = to - i;
                var (p, s, t) = (Loop.LoadPart<V, T>(θ + i, left), m == null ? default : Loop.LoadPart<V, T>(m + i, left), v == null ? default : Loop.LoadPart<V, T>(v + i, left));
                step.Apply<V, T>(ref p, Loop.LoadPart<V, T>(g + i, left), ref s, ref t);
                Loop.StorePart(p, θ + i, left);
                if (m != null)
                    Loop.StorePart(s, m + i, left);
                if (v != null)
                    Loop.StorePart(t, v + i, left);
            }
        }
    }
}
