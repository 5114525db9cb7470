namespace Descent.Tensors;

/// <summary>
/// What happened between some leaves and one output, in an order fit for pulling back. Built once, pulled as often as wanted:
/// a gradient is one pull, every product with a Hessian is one pull through the recorded gradient.
/// </summary>
sealed class Recording
{
    [ThreadStatic] static int depth;

    readonly Tensor output;
    readonly Node[] leaves;
    readonly Node[] order;   // from the output to the leaves, which come last

    Recording(Tensor output, Node[] leaves)
    {
        (this.output, this.leaves) = (output, leaves);
        var oldest = leaves[0].Id;
        var found = new List<Node>();
        var open = new Stack<Node>();
        foreach (var leaf in leaves)   // where visits end
            leaf.Owner = this;
        Visit(output.Node);
        while (open.TryPop(out var node))
            foreach (var parent in node.Parents)
                Visit(parent.Node);
        found.Sort(static (a, b) => b.Id.CompareTo(a.Id));
        order = [.. found, .. leaves];

        void Visit(Node? node)
        {
            if (node is null || node.Newest < oldest || node.Owner == this)
                return;
            node.Owner = this;
            found.Add(node);
            open.Push(node);
        }
    }

    /// <summary>Somebody on this thread differentiates what is computed now.</summary>
    public static bool IsOpen => depth > 0;

    public Tensor Output => output;

    /// <summary>Runs f on leaves that stand for the given tensors and keeps what happened.</summary>
    public static Recording Of(Func<Tensor[], Tensor> f, params Tensor[] at)
    {
        depth++;
        try
        {
            var leaves = Array.ConvertAll(at, static x => x.AsLeaf());
            return new(f(leaves), Array.ConvertAll(leaves, static x => x.Node!));
        }
        finally
        {
            depth--;
        }
    }

    /// <summary>The cotangents of the leaves, given the cotangent of the output. Zeros where the output does not depend on a leaf.</summary>
    public Tensor[] Pull(Tensor cotangent)
    {
        for (var i = 0; i < order.Length; i++)   // another recording may have passed here since
            (order[i].Owner, order[i].Place) = (this, i);
        var sweep = new Sweep(this, order.Length);
        sweep.Add(output, cotangent);
        foreach (var node in order.AsSpan(..^leaves.Length))
            if (sweep.Take(node) is { } g)
                node.Pull(g, sweep);
        return Array.ConvertAll(leaves, leaf => sweep.Take(leaf) ?? ((LeafNode)leaf).Parents[0].ZerosLike());
    }
}
