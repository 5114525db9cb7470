using Descent.Tensors;

namespace Descent.Layers;

/// <summary>A named part of θ: its shape and how it begins.</summary>
public sealed record Slot(string Name, Shape Shape, Init Init);

/// <summary>What an application is for. The default is evaluation; training carries the randomness it needs.</summary>
/// <param name="Noise">The random stream of a training pass; null in evaluation.</param>
public readonly record struct Pass(Rng? Noise = null)
{
    /// <summary>Statistics and noise of training.</summary>
    public bool Training => Noise is not null;
}

/// <summary>
/// A function of (θ, x) with its sizes in the record and its numbers in θ. θ is one flat vector [P]; of shape [R, P] it holds R replicas, and x and the
/// result then have a leading replica axis.
/// </summary>
[TypeFormatterSource(typeof(AsText), PreferredMimeTypes = ["text/plain"])]
public abstract record Layer
{
    /// <summary>The parts of θ, in order.</summary>
    public virtual IReadOnlyList<Slot> Slots => [];

    /// <summary>The layer's value.</summary>
    /// <param name="θ">All parameters of the layer, shape [P] or [R, P].</param>
    /// <param name="x">Examples in rows: [N, features], or [R, N, features].</param>
    /// <param name="pass">Evaluation unless told otherwise.</param>
    /// <exception cref="ArgumentException">θ has another number of parameters, or x does not fit.</exception>
    public Tensor Apply(Tensor θ, Tensor x, Pass pass = default) => Apply(Read(θ), x, pass);

    /// <summary>The formula: the layer's value from its slots.</summary>
    /// <param name="slots">The parameters in the shapes of <see cref="Slots"/>. With replicas a matrix is [R, in, out] and a vector [R, 1, n], so that it broadcasts over examples.</param>
    /// <param name="x">Examples in rows: [N, features], or [R, N, features].</param>
    /// <param name="pass">Training or evaluation.</param>
    protected internal abstract Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass);

    /// <summary>P: how many parameters.</summary>
    public int Parameters => Slots.Sum(slot => slot.Shape.Size);

    /// <summary>A starting θ, shape [P].</summary>
    public Tensor Initialize(Rng rng, Precision precision = Precision.Double) => Slots.Count == 0
        ? Tensor.Zeros([0], precision)
        : Tensor.Concat(0, [.. Slots.Select((slot, i) => slot.Init.Draw(rng.Split(i), slot.Shape, precision).Reshape([slot.Shape.Size]))]);

    /// <summary>R starting points, shape [R, P], each from its own stream.</summary>
    public Tensor Initialize(Rng rng, int replicas, Precision precision = Precision.Double) =>
        Tensor.Stack([.. Enumerable.Range(0, replicas).Select(r => Initialize(rng.Split(r), precision))]);

    /// <summary>One slot of θ by its name, as listed by ToString.</summary>
    /// <exception cref="ArgumentException">There is no such slot, or θ has another length.</exception>
    public Tensor Slot(Tensor θ, string name)
    {
        for (var i = 0; i < Slots.Count; i++)
            if (Slots[i].Name == name)
                return Read(θ)[i];
        throw new ArgumentException($"No slot '{name}'; there are {string.Join(", ", Slots.Select(slot => slot.Name))}.");
    }

    /// <summary>The slots of θ, in their shapes.</summary>
    protected Tensor[] Read(Tensor θ)
    {
        var slots = Slots;
        var size = slots.Sum(slot => slot.Shape.Size);
        if (θ.Rank is not (1 or 2) || θ.Shape[-1] != size)
            throw new ArgumentException($"{GetType().Name} has {size} parameters; θ has shape {θ.Shape}.");
        var (parts, start) = (new Tensor[slots.Count], 0);
        for (var i = 0; i < parts.Length; i++)
        {
            var shape = slots[i].Shape;
            parts[i] = θ.Slice(θ.Rank - 1, start, shape.Size).Reshape(θ.Rank == 1 ? shape : shape.Rank == 1 ? [θ.Shape[0], 1, shape[0]] : [θ.Shape[0], .. shape]);
            start += shape.Size;
        }
        return parts;
    }
}
