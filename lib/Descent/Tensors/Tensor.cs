using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;

namespace Descent.Tensors;

/// <summary>
/// An n-dimensional array of float32 or float64: row-major, contiguous, immutable. Operations broadcast like NumPy's; two tensors that meet must have
/// the same precision, plain numbers adopt it. Every operation carries its derivative (see <see cref="Derivatives"/>).
/// </summary>
[TypeFormatterSource(typeof(AsText), PreferredMimeTypes = ["text/plain"])]
public sealed partial class Tensor
{
    readonly Storage storage;
    readonly int offset;
    readonly int generation;

    Tensor(Storage storage, int offset, Shape shape, Node? node = null)
    {
        (this.storage, this.offset, generation) = (storage, offset, storage.Generation);
        (Shape, Size, Node) = (shape, shape.Size, node);
        Precision = storage.Single ? Precision.Single : Precision.Double;
    }

    /// <summary>Threads that large operations share; the numbers do not depend on it. Starts as DESCENT_THREADS, else as many cores as pay off.</summary>
    public static int Threads { get => Team.Threads; set => Team.Threads = value; }

    /// <summary>Sizes of the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>float32 or float64.</summary>
    public Precision Precision { get; }

    /// <summary>Number of elements.</summary>
    public int Size { get; }

    /// <summary>Number of axes.</summary>
    public int Rank => Shape.Rank;

    internal Node? Node { get; private set; }

    bool Single => Precision == Precision.Single;

    internal ReadOnlySpan<T> Read<T>() where T : unmanaged
    {
        Live();
        return storage.Span<T>(offset, Size);
    }

    internal Span<T> Write<T>() where T : unmanaged => storage.Span<T>(offset, Size);

    void Live()
    {
        if (storage.Generation != generation)
            throw new InvalidOperationException(
                $"This tensor {Shape} was a temporary of a derivative or a training step that has ended. Return it from the function, or call Keep() inside.");
    }

    static Tensor New(Precision precision, Shape shape) => new(Scope.Rent(precision, shape.Size), 0, shape);

    internal Tensor Copy() => Copy(Scope.Rent(Precision, Size));

    internal Tensor Copy(Storage into)
    {
        var y = new Tensor(into, 0, Shape);
        if (Single)
            Read<float>().CopyTo(y.Write<float>());
        else
            Read<double>().CopyTo(y.Write<double>());
        return y;
    }

    /// <summary>A copy that outlives the derivative or training step in which it is made. Carries no derivative.</summary>
    public Tensor Keep() => Copy(Storage.New(Precision, Size));

    /// <summary>A copy for a training run to update in place, on a 64-byte line.</summary>
    internal Tensor Private() => Copy(Storage.Pinned(Precision, Size));

    /// <summary>The same numbers, seen as a constant by every derivative.</summary>
    public Tensor Constant() => Detach();

    internal Tensor Detach()
    {
        Live();
        return new(storage, offset, Shape);
    }

    internal Tensor AsLeaf()
    {
        var leaf = Detach();
        leaf.Node = new LeafNode(this);
        return leaf;
    }

    internal Tensor EmptyLike() => New(Precision, Shape);

    internal Tensor OnesLike() => Full(Precision, Shape, 1);

    internal Tensor ZerosLike() => Full(Precision, Shape, 0);

    internal static Tensor Empty(Shape shape, Precision precision) => New(precision, shape);

    static Tensor Full(Precision precision, Shape shape, double value)
    {
        var y = New(precision, shape);
        if (precision == Precision.Single)
            y.Write<float>().Fill((float)value);
        else
            y.Write<double>().Fill(value);
        return y;
    }

    /// <summary>Adds x to a part of this, in place: only accumulators of a sweep and private buffers of a training run are ever written to.</summary>
    internal void AddInPlace(Tensor x, Blocks part)
    {
        if (Single)
            Add<float>(x, part);
        else
            Add<double>(x, part);
    }

    /// <summary>Zeros in a part, in place.</summary>
    internal void Clear(Blocks part)
    {
        for (var i = 0; i < part.Count; i++)
            if (Single)
                Write<float>().Slice(part.Start + i * part.Step, part.Length).Clear();
            else
                Write<double>().Slice(part.Start + i * part.Step, part.Length).Clear();
    }

    void Add<T>(Tensor x, Blocks part) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var from = x.Read<T>();
        var to = Write<T>();
        for (var i = 0; i < part.Count; i++)
            Elementwise.Add(T.One, from.Slice(i * part.Length, part.Length), to.Slice(part.Start + i * part.Step, part.Length));
    }

    /// <summary>One step of a rule on θ and its memories, in place: private buffers of a training run only.</summary>
    internal static void Update<TRule>(TRule rule, Tensor θ, Tensor g, Tensor? m = null, Tensor? v = null) where TRule : struct, IRule
    {
        if (θ.Single)
            Elementwise.Update(rule, θ.Write<float>(), g.Read<float>(), m is null ? [] : m.Write<float>(), v is null ? [] : v.Write<float>());
        else
            Elementwise.Update(rule, θ.Write<double>(), g.Read<double>(), m is null ? [] : m.Write<double>(), v is null ? [] : v.Write<double>());
    }

    /// <summary>Replaces the numbers, in place: private buffers of a training run only.</summary>
    internal void Overwrite(Tensor x)
    {
        if (Single)
            x.Read<float>().CopyTo(Write<float>());
        else
            x.Read<double>().CopyTo(Write<double>());
    }

    static Tensor Unary<TOp>(Tensor x, Func<Tensor, Tensor, Tensor, Tensor> pull) where TOp : struct, IUnary
    {
        var y = New(x.Precision, x.Shape);
        if (x.Single)
            Elementwise.Map<TOp, float>(x.Read<float>(), y.Write<float>());
        else
            Elementwise.Map<TOp, double>(x.Read<double>(), y.Write<double>());
        return y.From(x, pull);
    }

    static Tensor Binary<TOp>(Tensor a, Tensor b, BinaryPull pullA, BinaryPull pullB) where TOp : struct, IBinary
    {
        var y = Values<TOp>(a, b);
        if (Recording.IsOpen && (a.Node is not null || b.Node is not null))
            y.Node = new BinaryNode(a, b, y, pullA, pullB);
        return y;
    }

    /// <summary>The operation without a derivative: masks, and the inside of fused pulls.</summary>
    static Tensor Values<TOp>(Tensor a, Tensor b) where TOp : struct, IBinary
    {
        if (a.Precision != b.Precision)
            throw Mixed(a, b);
        var y = New(a.Precision, Shape.Broadcast(a.Shape, b.Shape));
        if (a.Single)
            Zip<TOp, float>(a, b, y);
        else
            Zip<TOp, double>(a, b, y);
        return y;
    }

    static void Zip<TOp, T>(Tensor a, Tensor b, Tensor y) where TOp : struct, IBinary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if ((a.Size == y.Size || a.Size == 1) && (b.Size == y.Size || b.Size == 1))
        {
            Elementwise.Zip<TOp, T>(a.Read<T>(), b.Read<T>(), y.Write<T>());
            return;
        }
        Span<int> sa = stackalloc int[y.Rank], sb = stackalloc int[y.Rank];
        a.Shape.StridesIn(y.Shape, sa);
        b.Shape.StridesIn(y.Shape, sb);
        Elementwise.Zip<TOp, T>(y.Shape.Span, a.Read<T>(), sa, b.Read<T>(), sb, y.Write<T>());
    }

    Tensor From(Tensor x, Func<Tensor, Tensor, Tensor, Tensor> pull)
    {
        if (Recording.IsOpen && x.Node is not null)
            Node = new UnaryNode(x, this, pull);
        return this;
    }

    Tensor From(Tensor[] parents, Func<Tensor, int, Tensor> pull)
    {
        if (Recording.IsOpen && parents.Any(static p => p.Node is not null))
            Node = new ManyNode(parents, pull);
        return this;
    }

    Tensor Fused(Tensor[] parents, Func<Tensor[], Tensor> definition, Func<Tensor, Tensor[]> kernel)
    {
        if (Recording.IsOpen && parents.Any(static p => p.Node is not null))
            Node = new FusedNode(parents, definition, kernel);
        return this;
    }

    static ArgumentException Mixed(Tensor a, Tensor b, [CallerMemberName] string operation = "") => new(
        $"{(operation == nameof(Values) ? "Operands" : operation + " of")} {a.Shape} {Name(a.Precision)} and {b.Shape} {Name(b.Precision)}: precisions differ; convert one with To(Precision.{a.Precision}).");

    internal static string Name(Precision precision) => precision == Precision.Single ? "float32" : "float64";
}
