using Descent.Kernels;

namespace Descent.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// A B over the last two axes: [m×k]·[k×n] → [m×n]. Leading axes are batches: equal, or absent on one side (shared). A vector [k] counts as a row on
    /// the left and as a column on the right.
    /// </summary>
    /// <exception cref="ArgumentException">Inner sizes, batches or precisions differ.</exception>
    public Tensor MatMul(Tensor b)
    {
        if (Rank == 0 || b.Rank == 0)
            throw new ArgumentException($"MatMul of {Shape} and {b.Shape}: a scalar has no axis to multiply over; use *.");
        if (Rank == 1)
            return b.Rank == 1 ? Dot(b) : DropAxis(Reshape([1, Size]).MatMul(b), -2);
        return b.Rank == 1 ? DropAxis(MatMul(b.Reshape([b.Size, 1])), -1) : Product(Orientation.NN, this, b);
    }

    /// <summary>A W + b in one pass: <see cref="MatMul"/> plus a bias that broadcasts over its rows. Sums start at the bias, so that the last bit may differ from the two operations.</summary>
    /// <exception cref="ArgumentException">Inner sizes, batches or precisions differ, or the bias does not broadcast.</exception>
    public Tensor Affine(Tensor W, Tensor b)
    {
        var shape = Rank >= 2 && W.Rank == Rank ? Shape.With(-1, W.Shape[-1]) : default;
        if (shape.Rank < 2 || W.Shape != shape.With(-2, Shape[-1]) || Shape.Broadcast(shape, b.Shape) != shape || W.Precision != Precision || b.Precision != Precision)
            return MatMul(W) + b;
        var y = b.Shape == shape ? b.Copy() : b.Detach().BroadcastTo(shape);
        y.Multiply(Orientation.NN, this, W, (shape[-2], Shape[-1], shape[-1]), add: true);
        if (Recording.IsOpen && (Node ?? W.Node ?? b.Node) is not null)
            y.Node = new ProductNode(Orientation.NN, this, W, b);
        return y;
    }

    /// <summary>Aᵀ B: A is [k×m], B is [k×n]; nothing is transposed in memory.</summary>
    /// <exception cref="ArgumentException">Inner sizes, batches or precisions differ.</exception>
    public Tensor TransposedMatMul(Tensor b) => Product(Orientation.TN, this, b);

    /// <summary>A Bᵀ: A is [m×k], B is [n×k]; nothing is transposed in memory.</summary>
    /// <exception cref="ArgumentException">Inner sizes, batches or precisions differ.</exception>
    public Tensor MatMulTransposed(Tensor b) => Product(Orientation.NT, this, b);

    static Tensor DropAxis(Tensor x, int axis) => x.Reshape(x.Shape.Without(axis));

    /// <summary>The three orientations; the pull of each is two others, so nothing else is ever needed.</summary>
    internal static Tensor Product(Orientation o, Tensor a, Tensor b, Tensor? into = null)
    {
        if (a.Precision != b.Precision)
            throw Mixed(a, b, Called(o));
        if (a.Rank < 2 || b.Rank < 2)
            throw new ArgumentException($"{Called(o)} of {a.Shape} and {b.Shape}: both need two axes.");
        var (m, k) = o == Orientation.TN ? (a.Shape[-1], a.Shape[-2]) : (a.Shape[-2], a.Shape[-1]);
        var (inner, n) = o == Orientation.NT ? (b.Shape[-1], b.Shape[-2]) : (b.Shape[-2], b.Shape[-1]);
        if (k != inner)
            throw new ArgumentException($"{Called(o)} of {a.Shape} and {b.Shape}: inner sizes differ.");
        if (a.Rank > 2 && b.Rank == 2 && o != Orientation.TN)   // one shared right factor: the batches are just more rows
            return Product(o, a.Reshape([a.Shape.Around(-1).Outer, k]), b).Reshape(a.Shape.With(-1, n));
        if (a.Rank == 2 && b.Rank > 2)
            a = a.BroadcastTo([.. b.Shape.Span[..^2], .. a.Shape.Span]);
        if (b.Rank == 2 && a.Rank > 2)
            b = b.BroadcastTo([.. a.Shape.Span[..^2], .. b.Shape.Span]);
        if (!a.Shape.Span[..^2].SequenceEqual(b.Shape.Span[..^2]))
            throw new ArgumentException($"{Called(o)} of {a.Shape} and {b.Shape}: batches differ.");
        var y = into ?? New(a.Precision, [.. a.Shape.Span[..^2], m, n]);
        y.Multiply(o, a, b, (m, k, n), add: false);
        if (Recording.IsOpen && (a.Node is not null || b.Node is not null))
            y.Node = new ProductNode(o, a, b);
        return y;
    }

    /// <summary>This = A B, or += A B, in place.</summary>
    void Multiply(Orientation o, Tensor a, Tensor b, (int M, int K, int N) size, bool add)
    {
        var batch = a.Shape.Around(-2).Outer;
        if (Single)
            Kernels.Product.Batch<float>(o, batch, size.M, size.K, size.N, a.Read<float>(), size.M * size.K, b.Read<float>(), size.K * size.N, Write<float>(), add);
        else
            Kernels.Product.Batch<double>(o, batch, size.M, size.K, size.N, a.Read<double>(), size.M * size.K, b.Read<double>(), size.K * size.N, Write<double>(), add);
    }

    static string Called(Orientation o) => o switch
    {
        Orientation.NN => nameof(MatMul),
        Orientation.TN => nameof(TransposedMatMul),
        _ => nameof(MatMulTransposed),
    };
}
