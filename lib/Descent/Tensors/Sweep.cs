namespace Descent.Tensors;

/// <summary>One backward pass: an accumulator per node of the recording.</summary>
sealed class Sweep(Recording recording, int count)
{
    readonly Tensor?[] sums = new Tensor?[count];
    readonly bool[] mine = new bool[count];   // the sum was made here and may be added to in place
    readonly Accumulator?[] parts = new Accumulator?[count];

    /// <summary>The recording contains x's node: its cotangent matters.</summary>
    public bool Wants(Tensor x) => x.Node is { } node && Owns(node);

    public bool Owns(Node node) => node.Owner == recording;

    public Tensor? Take(Node node) => parts[node.Place]?.Complete() ?? sums[node.Place];

    /// <summary>Adds g to x's cotangent.</summary>
    public void Add(Tensor x, Tensor g)
    {
        if (!Wants(x))
            return;
        ref var sum = ref sums[x.Node!.Place];
        ref var own = ref mine[x.Node.Place];
        if (parts[x.Node.Place] is { } accumulator)
            accumulator.Complete().AddInPlace(g, new(0, 1, g.Size, g.Size));
        else if (sum is null)
            sum = g;
        else if (own && !Recording.IsOpen)
            sum.AddInPlace(g, new(0, 1, g.Size, g.Size));
        else
            (sum, own) = (sum + g, true);
    }

    /// <summary>Adds g to a part of x's cotangent.</summary>
    public void AddPart(Tensor x, Tensor g, Blocks part)
    {
        if (!Wants(x))
            return;
        if (!Recording.IsOpen && Accumulator(x, part) is { } accumulator)
            accumulator.Add(g, part);
        else
            Add(x, g.Embed(x.Shape, part));
    }

    /// <summary>Where x's first cotangent may be written straight to its place in a larger one; null when it is not a part, or not the first.</summary>
    public Tensor? Place(Tensor x) => !Recording.IsOpen && x.Node is PartNode node && sums[node.Place] is null && Wants(node.Whole)
        ? Accumulator(node.Whole, node.Part)?.Take(node.Part, x.Shape)
        : null;

    Accumulator? Accumulator(Tensor x, Blocks part)
    {
        ref var accumulator = ref parts[x.Node!.Place];
        if (accumulator is null && sums[x.Node.Place] is null)
            accumulator = new(x.EmptyLike(), part.Count, part.Step);
        return accumulator is not null && accumulator.Fits(part) ? accumulator : null;
    }
}
