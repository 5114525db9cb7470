using Descent.Kernels;

namespace Descent.Tensors;

/// <summary>How a recorded tensor came about: its parents, and the rule that pulls a cotangent back to each of them.</summary>
abstract class Node
{
    static long last;

    protected Node() => Newest = Id = Interlocked.Increment(ref last);

    protected Node(ReadOnlySpan<Tensor> parents) : this()
    {
        Newest = 0;
        foreach (var parent in parents)
            Newest = Math.Max(Newest, parent.Node?.Newest ?? 0);
    }

    /// <summary>Grows with every node: a child is always newer than its parents.</summary>
    public long Id { get; }

    /// <summary>The newest leaf this value depends on. A sweep for a leaf visits only what depends on that leaf or a newer one.</summary>
    public long Newest { get; }

    /// <summary>Place in the recording being built.</summary>
    public int Place { get; set; }

    public Recording? Owner { get; set; }

    public abstract ReadOnlySpan<Tensor> Parents { get; }

    /// <summary>Adds, for the parents that want it, the pulled-back cotangent g to the sweep.</summary>
    public abstract void Pull(Tensor g, Sweep sweep);
}

/// <summary>y(x): pull(g, x, y) is the cotangent of x.</summary>
sealed class UnaryNode(Tensor x, Tensor y, Func<Tensor, Tensor, Tensor, Tensor> pull) : Node([x])
{
    readonly Tensor[] parents = [x];

    public override ReadOnlySpan<Tensor> Parents => parents;

    public override void Pull(Tensor g, Sweep sweep) => sweep.Add(x, pull(g, x, y));
}

/// <summary>y(a, b) with broadcasting: pulls give cotangents in y's shape, summed back to the parents' shapes here and nowhere else.</summary>
sealed class BinaryNode(Tensor a, Tensor b, Tensor y, BinaryPull pullA, BinaryPull pullB) : Node([a, b])
{
    readonly Tensor[] parents = [a, b];

    public override ReadOnlySpan<Tensor> Parents => parents;

    public override void Pull(Tensor g, Sweep sweep)
    {
        if (sweep.Wants(a))
            sweep.Add(a, pullA(g, a, b, y).SumTo(a.Shape));
        if (sweep.Wants(b))
            sweep.Add(b, pullB(g, a, b, y).SumTo(b.Shape));
    }
}

/// <summary>C = A B in one of its orientations, plus a bias that broadcasts; each pull is a product in another one, written straight to its place in the gradient where there is one.</summary>
sealed class ProductNode(Orientation o, Tensor a, Tensor b, Tensor? bias = null) : Node(bias is null ? [a, b] : [a, b, bias])
{
    readonly Tensor[] parents = bias is null ? [a, b] : [a, b, bias];

    public override ReadOnlySpan<Tensor> Parents => parents;

    public override void Pull(Tensor g, Sweep sweep)
    {
        Pull(sweep, a, o switch { Orientation.NN => (Orientation.NT, g, b), Orientation.TN => (Orientation.NT, b, g), _ => (Orientation.NN, g, b) });
        Pull(sweep, b, o switch { Orientation.NN => (Orientation.TN, a, g), Orientation.TN => (Orientation.NN, a, g), _ => (Orientation.TN, g, a) });
        if (bias is not null && sweep.Wants(bias))
            sweep.Add(bias, g.SumTo(bias.Shape));
    }

    static void Pull(Sweep sweep, Tensor x, (Orientation O, Tensor Left, Tensor Right) rule)
    {
        if (!sweep.Wants(x))
            return;
        if (sweep.Place(x) is { } place)
            Tensor.Product(rule.O, rule.Left, rule.Right, place);
        else
            sweep.Add(x, Tensor.Product(rule.O, rule.Left, rule.Right));
    }
}

/// <summary>The rule of a binary operation: the cotangent of one parent from the cotangent g, the parents a, b and the value y.</summary>
delegate Tensor BinaryPull(Tensor g, Tensor a, Tensor b, Tensor y);

/// <summary>y of several parents; pull(g, i) is the cotangent of parent i.</summary>
sealed class ManyNode(Tensor[] parents, Func<Tensor, int, Tensor> pull) : Node(parents)
{
    public override ReadOnlySpan<Tensor> Parents => parents;

    public override void Pull(Tensor g, Sweep sweep)
    {
        for (var i = 0; i < parents.Length; i++)
            if (sweep.Wants(parents[i]))
                sweep.Add(parents[i], pull(g, i));
    }
}

/// <summary>Blocks of x (see <see cref="Blocks"/>): their cotangent lands in those blocks of x's accumulator. A part of a part is a part of the whole.</summary>
sealed class PartNode(Tensor x, Blocks part) : Node([x])
{
    readonly Tensor[] parents = [x];

    public Tensor Whole => x;

    public Blocks Part => part;

    public override ReadOnlySpan<Tensor> Parents => parents;

    public override void Pull(Tensor g, Sweep sweep) => sweep.AddPart(x, g, part);
}

/// <summary>
/// A fused operation. While any recording is open the pull differentiates the definition; otherwise the kernel does it. The choice is made when pulling,
/// because only then is it known whether somebody differentiates the result.
/// </summary>
sealed class FusedNode(Tensor[] parents, Func<Tensor[], Tensor> definition, Func<Tensor, Tensor[]> kernel) : Node(parents)
{
    public override ReadOnlySpan<Tensor> Parents => parents;

    public override void Pull(Tensor g, Sweep sweep)
    {
        var cotangents = Recording.IsOpen ? Recording.Of(definition, parents).Pull(g) : kernel(g);
        for (var i = 0; i < parents.Length; i++)
            if (sweep.Wants(parents[i]))
                sweep.Add(parents[i], cotangents[i]);
    }
}

/// <summary>The variable of a derivative: the same numbers as x, linked to x so that an outer derivative sees through it.</summary>
sealed class LeafNode(Tensor x) : Node
{
    readonly Tensor[] parents = [x];

    public override ReadOnlySpan<Tensor> Parents => parents;

    public override void Pull(Tensor g, Sweep sweep) => sweep.Add(x, g);
}
