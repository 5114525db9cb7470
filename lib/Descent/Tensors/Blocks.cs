namespace Descent.Tensors;

/// <summary>Elements of a row-major array: <paramref name="Count"/> blocks of <paramref name="Length"/>, the first at <paramref name="Start"/>, one every <paramref name="Step"/>.</summary>
readonly record struct Blocks(int Start, int Count, int Length, int Step)
{
    /// <summary>Positions start … start+count−1 along an axis of a shape.</summary>
    public static Blocks Along(Shape shape, int axis, int start, int count)
    {
        var (outer, size, inner) = shape.Around(axis);
        return outer == 1 || count == size ? new(start * inner, 1, outer * count * inner, shape.Size) : new(start * inner, outer, count * inner, size * inner);
    }

    public bool Contiguous => Count == 1;

    /// <summary>The same blocks one after another: how they lie in an array of their own.</summary>
    public Blocks Packed => new(0, Count, Length, Length);

    /// <summary>These blocks of a packed array of outer blocks, as blocks of the whole; null when they are no blocks there.</summary>
    public Blocks? Within(Blocks outer) => Count == outer.Count && Step == outer.Length
        ? new(outer.Start + Start, Count, Length, outer.Step)
        : null;
}
