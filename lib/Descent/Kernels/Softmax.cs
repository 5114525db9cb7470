using System.Numerics;

namespace Descent.Kernels;

/// <summary>Softmax of the rows of x [rows, cols].</summary>
static unsafe class Softmax
{
    /// <summary>y = x − max − ln Σ exp(x − max).</summary>
    public static void Log<T>(ReadOnlySpan<T> x, int rows, int cols, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var r = 0; r < rows; r++)
        {
            var row = x.Slice(r * cols, cols);
            var (max, sum) = (T.NegativeInfinity, T.Zero);
            foreach (var e in row)
                max = T.Max(max, e);
            foreach (var e in row)
                sum += T.Exp(e - max);
            for (var c = 0; c < cols; c++)
                y[r * cols + c] = row[c] - max - T.Log(sum);
        }
    }

    /// <summary>p = softmax(x), loss = mean of −ln p[label].</summary>
    public static void CrossEntropy<T>(ReadOnlySpan<T> x, int rows, int cols, ReadOnlySpan<int> labels, Span<T> p, out T loss) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Log(x, rows, cols, p);
        loss = T.Zero;
        for (var r = 0; r < rows; r++)
            loss -= p[r * cols + labels[r]];
        loss /= T.CreateTruncating(rows);
        for (var i = 0; i < p.Length; i++)
            p[i] = T.Exp(p[i]);
    }

    /// <summary>y = g (p − onehot) / rows.</summary>
    public static void CrossEntropyPull<T>(ReadOnlySpan<T> p, int rows, int cols, ReadOnlySpan<int> labels, T g, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var scale = g / T.CreateTruncating(rows);
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < cols; c++)
                y[r * cols + c] = scale * (p[r * cols + c] - (labels[r] == c ? T.One : T.Zero));
        }
    }
}
