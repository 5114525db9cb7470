namespace Descent.Tensors;

/// <summary>Elements of a row-major array: <paramref name="Count"/> blocks of <paramref name="Length"/>, the first at <paramref name="Start"/>, one every <paramref name="Step"/>.</summary>
readonly record struct Blocks(int Start, int Count, int Length, int Step)
{
    /// <summary>Positions start … start+count−1 along an axis of a shape.</summary>
    public static Blocks Along(Shape shape, int axis, int start, int count)
    {
        var (outer, size, inner) = shape.Around(axis);
        return new(start * inner, outer, count * inner, size * inner);
    }

    public bool Contiguous => Count == 1 || Length == Step;
}
