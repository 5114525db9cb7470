namespace Descent.Tensors;

/// <summary>One backward pass: an accumulator per node of the recording.</summary>
sealed class Sweep(Recording recording, int count)
{
    readonly Tensor?[] sums = new Tensor?[count];
    readonly bool[] mine = new bool[count];   // the accumulator was made here and may be added to in place

    /// <summary>The recording contains x's node: its cotangent matters.</summary>
    public bool Wants(Tensor x) => x.Node is { } node && Owns(node);

    public bool Owns(Node node) => node.Owner == recording;

    public Tensor? Take(Node node) => sums[node.Place];

    /// <summary>Adds g to x's accumulator.</summary>
    public void Add(Tensor x, Tensor g)
    {
        if (!Wants(x))
            return;
        ref var sum = ref sums[x.Node!.Place];
        ref var own = ref mine[x.Node.Place];
        if (sum is null)
            sum = g;
        else if (own && !Recording.IsOpen)
            sum.AddInPlace(g, new(0, 1, g.Size, g.Size));
        else
            (sum, own) = (sum + g, true);
    }

    /// <summary>Adds g to a part of x's accumulator.</summary>
    public void AddPart(Tensor x, Tensor g, Blocks part)
    {
        if (!Wants(x))
            return;
        if (Recording.IsOpen)
        {
            Add(x, g.Embed(x.Shape, part));
            return;
        }
        ref var sum = ref sums[x.Node!.Place];
        ref var own = ref mine[x.Node.Place];
        if (!own)
        {
            sum = sum is null ? x.ZerosLike() : sum.Copy();
            own = true;
        }
        sum!.AddInPlace(g, part);
    }
}
