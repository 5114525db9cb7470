using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>Moving numbers about.</summary>
static unsafe class Layout
{
    /// <summary>y.shape[i] = shape[axes[i]].</summary>
    public static void Permute<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> shape, ReadOnlySpan<int> axes, Span<T> y) where T : unmanaged
    {
        var rank = shape.Length;
        Span<int> to = stackalloc int[rank], strides = stackalloc int[rank], steps = stackalloc int[rank];
        for (int d = rank - 1, step = 1; d >= 0; step *= shape[d--])
            steps[d] = step;
        for (var d = 0; d < rank; d++)
            (to[d], strides[d]) = (shape[axes[d]], steps[axes[d]]);
        // The last axis of y and the last axis of x, when they differ, are transposed for every index of the others.
        var last = rank - 1;
        while (last > 0 && to[last] == 1)
            last--;
        var across = rank - 1;
        while (across >= 0 && (to[across] == 1 || strides[across] != 1))
            across--;
        if (y.IsEmpty || across < 0 || across == last)
        {
            Expand(x, strides, to, y);
            return;
        }
        for (int d = rank - 1, step = 1; d >= 0; step *= to[d--])
            steps[d] = step;
        var (rows, cols, xRow, yRow) = (to[last], to[across], strides[last], steps[across]);
        (to[last], to[across]) = (1, 1);
        var others = new Axes(to, strides, steps);
        fixed (T* px = x, py = y)
        {
            for (var o = 0; o < others.Outer; o++)
            {
                others.Offsets(o, out var from, out var target);
                for (var i = 0; i < others.Inner; i++)
                    Transposition.Run(px + from + (nint)i * others.AStep, xRow, py + target + (nint)i * others.BStep, yRow, rows, cols);
            }
        }
    }

    /// <summary>y[i…] = x[Σ i·stride]; stride 0 broadcasts.</summary>
    public static void Expand<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> strides, ReadOnlySpan<int> shape, Span<T> y) where T : unmanaged
    {
        if (y.IsEmpty)
            return;
        var axes = new Axes(shape, strides, strides);
        for (var row = 0; row < axes.Outer; row++)
        {
            axes.Offsets(row, out var offset, out _);
            var from = (int)offset;
            var target = y.Slice(row * axes.Inner, axes.Inner);
            if (axes.AStep == 1)
                x.Slice(from, axes.Inner).CopyTo(target);
            else if (axes.AStep == 0)
                target.Fill(x[from]);
            else
            {
                for (var i = 0; i < target.Length; i++, from += axes.AStep)
                    target[i] = x[from];
            }
        }
    }

    /// <summary>y[i] = x[rows[i]] for rows of <paramref name="width"/> numbers.</summary>
    public static void Gather<T>(ReadOnlySpan<T> x, int width, ReadOnlySpan<int> rows, Span<T> y) where T : unmanaged
    {
        for (var i = 0; i < rows.Length; i++)
            x.Slice(rows[i] * width, width).CopyTo(y[(i * width)..]);
    }

    /// <summary>y[rows[i]] += g[i], in order.</summary>
    public static void ScatterAdd<T>(ReadOnlySpan<T> g, int width, ReadOnlySpan<int> rows, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < rows.Length; i++)
            Elementwise.Add(T.One, g.Slice(i * width, width), y.Slice(rows[i] * width, width));
    }

    /// <summary>y[i] = scale · x[rows[i]]; the next rows are fetched while one is converted.</summary>
    public static void GatherBytes<T>(ReadOnlySpan<byte> x, int width, ReadOnlySpan<int> rows, T scale, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (byte* px = x)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (Sse.IsSupported && i + 2 < rows.Length)
                {
                    var next = px + (nint)rows[i + 2] * width;
                    for (var line = 0; line < width; line += 64)
                        Sse.Prefetch0(next + line);
                }
                fixed (byte* from = x.Slice(rows[i] * width, width))
                fixed (T* to = y.Slice(i * width, width))
                    Scale(from, to, width, scale);
            }
        }
    }

    static void Scale<T>(byte* x, T* y, int count, T scale) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var i = 0;
        if (typeof(T) == typeof(float))
        {
            var factor = float.CreateTruncating(scale);
            var to = (float*)y;
            for (; i + 16 <= count; i += 16)
            {
                var bytes = Vector128.Load(x + i);
                if (Avx512F.IsSupported)
                    (Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(bytes)) * factor).Store(to + i);
                else
                {
                    var (low, high) = Vector128.Widen(bytes);
                    var ((a, b), (c, d)) = (Vector128.Widen(low), Vector128.Widen(high));
                    (Vector128.ConvertToSingle(a.AsInt32()) * factor).Store(to + i);
                    (Vector128.ConvertToSingle(b.AsInt32()) * factor).Store(to + i + 4);
                    (Vector128.ConvertToSingle(c.AsInt32()) * factor).Store(to + i + 8);
                    (Vector128.ConvertToSingle(d.AsInt32()) * factor).Store(to + i + 12);
                }
            }
        }
        for (; i < count; i++)
            y[i] = scale * T.CreateTruncating(x[i]);
    }
}
