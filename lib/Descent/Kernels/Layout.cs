using System.Numerics;

namespace Descent.Kernels;

/// <summary>Moving numbers about.</summary>
static unsafe class Layout
{
    /// <summary>y.shape[i] = shape[axes[i]].</summary>
    public static void Permute<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> shape, ReadOnlySpan<int> axes, Span<T> y) where T : unmanaged
    {
        var strides = new int[shape.Length];
        var step = 1;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = step;
            step *= shape[d];
        }
        var (newShape, newStrides) = (new int[shape.Length], new int[shape.Length]);
        for (var d = 0; d < axes.Length; d++)
            (newShape[d], newStrides[d]) = (shape[axes[d]], strides[axes[d]]);
        Expand(x, newStrides, newShape, y);
    }

    /// <summary>y[i…] = x[Σ i·stride]; stride 0 broadcasts.</summary>
    public static void Expand<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> strides, ReadOnlySpan<int> shape, Span<T> y) where T : unmanaged
    {
        var index = new int[shape.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var p = 0;
            for (var d = 0; d < index.Length; d++)
                p += index[d] * strides[d];
            y[i] = x[p];
            for (var d = index.Length - 1; d >= 0 && ++index[d] == shape[d]; d--)
                index[d] = 0;
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

    /// <summary>y[i] = scale · x[rows[i]].</summary>
    public static void GatherBytes<T>(ReadOnlySpan<byte> x, int width, ReadOnlySpan<int> rows, T scale, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < width; j++)
                y[i * width + j] = scale * T.CreateTruncating(x[rows[i] * width + j]);
        }
    }
}
