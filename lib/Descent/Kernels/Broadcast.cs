using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>y = op(a, b) along one axis, where a step is 1 or 0 (the same number throughout).</summary>
readonly unsafe struct Zipping<TOp, T>(T* a, int aStep, T* b, int bStep, T* y) : ILoop<T> where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
    {
        var (count, rest) = (to - from, (to - from) % V.Count);
        Vectors<V>(a + from * aStep, b + from * bStep, y + from, count - rest);
        if (rest == 0)
            return;
        var (i, j) = ((to - rest) * aStep, (to - rest) * bStep);
        var (u, v) = (Loop.LoadPart<V, T>(a + i, aStep == 0 ? 1 : rest), Loop.LoadPart<V, T>(b + j, bStep == 0 ? 1 : rest));
        var p = (T*)Unsafe.AsPointer(ref u);
        Vectors<V>(p, (T*)Unsafe.AsPointer(ref v), p, V.Count);
        Loop.StorePart(u, y + to - rest, rest);
    }

    void Vectors<V>(T* a, T* b, T* y, int count) where V : struct, ILanes<V, T>
    {
        if (aStep == 0)
            Left<V>(*a, b, y, count);
        else if (bStep == 0)
            Right<V>(a, *b, y, count);
        else
            Both<V>(a, b, y, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Both<V>(T* a, T* b, T* y, int count) where V : struct, ILanes<V, T>
    {
        for (; count > 0; count -= V.Count, a += V.Count, b += V.Count, y += V.Count)
            V.Store(TOp.Apply<V, T>(V.Load(a), V.Load(b)), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Left<V>(T a, T* b, T* y, int count) where V : struct, ILanes<V, T>
    {
        for (var x = V.All(a); count > 0; count -= V.Count, b += V.Count, y += V.Count)
            V.Store(TOp.Apply<V, T>(x, V.Load(b)), y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Right<V>(T* a, T b, T* y, int count) where V : struct, ILanes<V, T>
    {
        for (var x = V.All(b); count > 0; count -= V.Count, a += V.Count, y += V.Count)
            V.Store(TOp.Apply<V, T>(V.Load(a), x), y);
    }
}

/// <summary>y = op(a, b) over the rows of a broadcast.</summary>
readonly unsafe struct Broadcasting<TOp, T>(Axes axes, T* a, T* b, T* y) : ILoop<T> where TOp : IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers gathered at once from an axis that is neither contiguous nor broadcast.</summary>
    const int Chunk = 256;

    public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
    {
        var (inner, aStep, bStep) = (axes.Inner, axes.AStep, axes.BStep);
        var straight = aStep is 0 or 1 && bStep is 0 or 1;
        var buffers = stackalloc T[straight ? 0 : 2 * Chunk];
        for (var row = from; row < to; row++)
        {
            axes.Offsets(row, out var aOffset, out var bOffset);
            var target = y + (nint)row * inner;
            if (straight)
            {
                new Zipping<TOp, T>(a + aOffset, aStep, b + bOffset, bStep, target).Run<V>(0, inner);
                continue;
            }
            for (var i = 0; i < inner; i += Chunk)
            {
                var count = Math.Min(Chunk, inner - i);
                for (var j = 0; j < count; j++)
                {
                    buffers[j] = a[aOffset + (nint)(i + j) * aStep];
                    buffers[Chunk + j] = b[bOffset + (nint)(i + j) * bStep];
                }
                new Zipping<TOp, T>(buffers, 1, buffers + Chunk, 1, target + i).Run<V>(0, count);
            }
        }
    }
}
