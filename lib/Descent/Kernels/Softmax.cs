using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Softmax of the rows of x [rows, cols].</summary>
static unsafe class Softmax
{
    /// <summary>Columns up to which a vector holds one column of several rows, rather than a piece of one row.</summary>
    const int Narrow = 64;

    /// <summary>y = x − max − ln Σ exp(x − max); y may be x.</summary>
    public static void Log<T>(ReadOnlySpan<T> x, int rows, int cols, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = x, py = y)
            Run(rows, cols, new Normalizing<T>(px, cols, null, py, null));
    }

    /// <summary>p = softmax(x), loss = mean of −ln p[label]; p may be x.</summary>
    public static void CrossEntropy<T>(ReadOnlySpan<T> x, int rows, int cols, ReadOnlySpan<int> labels, Span<T> p, out T loss) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var label in labels)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)label, (uint)cols, nameof(labels));
        var losses = Scratch.Rent<T>(0, rows);
        fixed (T* px = x, py = p)
        fixed (int* pl = labels)
            Run(rows, cols, new Normalizing<T>(px, cols, pl, py, losses));
        loss = Reduce.Sum(new ReadOnlySpan<T>(losses, rows)) / T.CreateTruncating(rows);
    }

    /// <summary>y = g (p − onehot) / rows; y may be p.</summary>
    public static void CrossEntropyPull<T>(ReadOnlySpan<T> p, int rows, int cols, ReadOnlySpan<int> labels, T g, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var scale = g / T.CreateTruncating(rows);
        var hits = Scratch.Rent<T>(0, rows);
        for (var r = 0; r < rows; r++)
            hits[r] = scale * (p[r * cols + labels[r]] - T.One);
        Elementwise.Zip<MultiplyOp, T>(p, new ReadOnlySpan<T>(in scale), y);
        for (var r = 0; r < rows; r++)
            y[r * cols + labels[r]] = hits[r];
    }

    /// <summary>y = p ∘ (g − ⟨p, g⟩), row by row: the pull of softmax; y may be g.</summary>
    public static void Pull<T>(ReadOnlySpan<T> p, ReadOnlySpan<T> g, int rows, int cols, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pp = p, pg = g, py = y)
            Loop.For<Pulling<T>, T>(rows, 1 + (Loop.Grain >> 2) / Math.Max(1, cols), new Pulling<T>(pp, pg, cols, py));
    }

    readonly struct Pulling<T>(T* p, T* g, int cols, T* y) : ILoop<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            if (cols <= Narrow)
                Columns<V>(from, to);
            else
                Rows(from, to);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Columns<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            var block = stackalloc T[Narrow * V.Count];
            var other = stackalloc T[Narrow * V.Count];
            for (var r = from; r < to; r += V.Count)
            {
                var (count, start) = (Math.Min(V.Count, to - r), (nint)r * cols);
                Transposition.Run(p + start, cols, block, V.Count, count, cols);
                Transposition.Run(g + start, cols, other, V.Count, count, cols);
                var dot = V.Of(0);
                for (var c = 0; c < cols; c++)
                    dot = V.Fma(V.Load(block + c * V.Count), V.Load(other + c * V.Count), dot);
                for (var c = 0; c < cols; c++)
                    V.Store(V.Load(block + c * V.Count) * (V.Load(other + c * V.Count) - dot), other + c * V.Count);
                Transposition.Run(other, V.Count, y + start, cols, cols, count);
            }
        }

        void Rows(int from, int to)
        {
            for (var r = from; r < to; r++)
            {
                var row = new ReadOnlySpan<T>(p + (nint)r * cols, cols);
                var target = new Span<T>(y + (nint)r * cols, cols);
                var dot = Reduce.Dot<T>(row, new ReadOnlySpan<T>(g + (nint)r * cols, cols));
                Elementwise.Zip<SubtractOp, T>(new ReadOnlySpan<T>(g + (nint)r * cols, cols), new ReadOnlySpan<T>(in dot), target);
                Elementwise.Zip<MultiplyOp, T>(row, target, target);
            }
        }
    }

    static void Run<T>(int rows, int cols, Normalizing<T> loop) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Loop.For<Normalizing<T>, T>(rows, 1 + (Loop.Grain >> 3) / Math.Max(1, cols), loop);

    /// <summary>Log-probabilities when there are no labels, else probabilities and the loss of every row.</summary>
    readonly struct Normalizing<T>(T* x, int cols, int* labels, T* y, T* losses) : ILoop<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            if (cols <= Narrow)
                Columns<V>(from, to);
            else
                Rows<V>(from, to);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Columns<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            var block = stackalloc T[Narrow * V.Count];
            var chosen = stackalloc T[V.Count];
            for (var r = from; r < to; r += V.Count)
            {
                var count = Math.Min(V.Count, to - r);
                var source = x + (nint)r * cols;
                Transposition.Run(source, cols, block, V.Count, count, cols);
                var max = V.Of(double.NegativeInfinity);
                for (var c = 0; c < cols; c++)
                    max = MaximumOp.Apply<V, T>(max, V.Load(block + c * V.Count));
                if (labels != null)
                {
                    for (var i = 0; i < count; i++)
                        chosen[i] = source[i * cols + labels[r + i]];
                }
                var sum = V.Of(0);
                for (var c = 0; c < cols; c++)
                {
                    var d = V.Load(block + c * V.Count) - max;
                    var e = Functions.Exp<V, T>(d);
                    V.Store(labels == null ? d : e, block + c * V.Count);
                    sum += e;
                }
                var log = Functions.Log<V, T>(sum);
                for (var c = 0; c < cols; c++)
                {
                    var z = V.Load(block + c * V.Count);
                    V.Store(labels == null ? z - log : z / sum, block + c * V.Count);
                }
                Transposition.Run(block, V.Count, y + (nint)r * cols, cols, cols, count);
                if (labels != null)
                    Loop.StorePart(log - (V.Load(chosen) - max), losses + r, count);
            }
        }

        void Rows<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            for (var r = from; r < to; r++)
            {
                var row = new ReadOnlySpan<T>(x + (nint)r * cols, cols);
                var target = new Span<T>(y + (nint)r * cols, cols);
                T max = default, log = default;
                Reduce.Max(row, 1, cols, 1, new Span<T>(ref max));
                var chosen = labels == null ? max : row[labels[r]];
                Elementwise.Zip<SubtractOp, T>(row, new ReadOnlySpan<T>(in max), target);
                var exponentials = labels == null ? new Span<T>(Scratch.Rent<T>(1, cols), cols) : target;
                Elementwise.Map<ExpOp, T>(target, exponentials);
                var sum = Reduce.Sum<T>(exponentials);
                Elementwise.Map<LogOp, T>(new ReadOnlySpan<T>(in sum), new Span<T>(ref log));
                if (labels == null)
                    Elementwise.Zip<SubtractOp, T>(target, new ReadOnlySpan<T>(in log), target);
                else
                {
                    Elementwise.Zip<DivideOp, T>(target, new ReadOnlySpan<T>(in sum), target);
                    losses[r] = log - (chosen - max);
                }
            }
        }
    }
}
