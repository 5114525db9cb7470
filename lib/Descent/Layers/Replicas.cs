using Descent.Tensors;

namespace Descent.Layers;

/// <summary>
/// Many independent nets of one architecture as one layer: x is [R, N, features]. θ holds the slots one after another, each for all replicas, so that every
/// slot is one run of consecutive numbers.
/// </summary>
/// <param name="Net">The architecture.</param>
/// <param name="Count">R: how many.</param>
public sealed record Replicas(Layer Net, int Count) : Layer
{
    /// <summary>Matrices become [R, in, out], vectors [R, 1, n]. They have no initializer of their own: see <see cref="Join"/>.</summary>
    public override IReadOnlyList<Slot> Slots { get; } = [.. Net.Slots.Select(slot => slot with { Shape = slot.Shape.Rank == 1 ? [Count, 1, slot.Shape[0]] : [Count, .. slot.Shape] })];

    /// <summary>The net's own formula, on all replicas at once.</summary>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass) => Net.Apply(slots, x, pass);

    /// <summary>One row per replica, [R, P], as this layer's θ, [R·P].</summary>
    public Tensor Join(Tensor rows)
    {
        if (rows.Shape != Shape.Of([Count, Net.Parameters]))
            throw new ArgumentException($"{Count} replicas of {Net.Parameters} parameters; the rows have shape {rows.Shape}.");
        return Tensor.Concat(0, [.. Parts().Select(part => rows.Slice(1, part.Start, part.Size).Reshape([Count * part.Size]))]);
    }

    /// <summary>This layer's θ, [R·P], as one row per replica, [R, P].</summary>
    public Tensor Separate(Tensor θ) =>
        Tensor.Concat(1, [.. Parts().Select(part => θ.Slice(0, Count * part.Start, Count * part.Size).Reshape([Count, part.Size]))]);

    IEnumerable<(int Start, int Size)> Parts()
    {
        var start = 0;
        foreach (var slot in Net.Slots)
        {
            yield return (start, slot.Shape.Size);
            start += slot.Shape.Size;
        }
    }

    /// <summary>The count and the net.</summary>
    public override string ToString() => $"{Count} × {Net}";
}
