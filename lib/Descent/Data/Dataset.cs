using System.Globalization;
using Descent.Tensors;

namespace Descent.Data;

/// <summary>Examples in a fixed order: inputs with a class or with target numbers each. Immutable; inputs stay in their stored type until a batch asks for them.</summary>
/// <remarks>Parts and reorderings share the stored inputs; they cost a few bytes per example.</remarks>
[TypeFormatterSource(typeof(AsText), PreferredMimeTypes = ["text/plain"])]
public sealed partial record Dataset
{
    Dataset(string name, int count, Shape input, Func<int[], Precision, Tensor> read, int[] labels, IReadOnlyList<string> classNames, Tensor? targets)
    {
        (Name, InputShape, Read, Stored, Labels, ClassNames, Numbers) = (name, input, read, [.. Enumerable.Range(0, count)], labels, classNames, targets);
        if (targets is null && labels.Length != count)
            throw new ArgumentException($"{name}: {count} inputs and {labels.Length} labels; each input needs one label.");
        if (targets is { Rank: 0 } || (targets is not null && targets.Shape[0] != count))
            throw new ArgumentException($"{name}: {count} inputs and targets of shape {targets.Shape}; each input needs one row of targets.");
        if (labels.AsSpan().IndexOfAnyExceptInRange(0, Classes - 1) is var bad and >= 0)
            throw new ArgumentException($"{name}: label {labels[bad]} of example {bad} is not one of the classes 0 … {Classes - 1}.");
    }

    /// <summary>Inputs at these rows of the store, shape [rows, …InputShape].</summary>
    Func<int[], Precision, Tensor> Read { get; init; }

    /// <summary>The row of the store each example is.</summary>
    int[] Stored { get; init; }

    /// <summary>Target numbers of each example, null when examples have classes.</summary>
    Tensor? Numbers { get; init; }

    /// <summary>What the data are, for messages and captions.</summary>
    public string Name { get; }

    /// <summary>Number of examples.</summary>
    public int Count => Stored.Length;

    /// <summary>Shape of one input, e.g. [784].</summary>
    public Shape InputShape { get; private init; }

    /// <summary>Number of classes; 0 when the targets are numbers.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>Names of the classes, by label.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Class of each example, 0 … Classes−1; empty when the targets are numbers. Shared: read it, do not write to it.</summary>
    public int[] Labels { get; private init; }

    /// <summary>Targets of all examples, float64, shape [Count, outputs]: one-hot rows when the examples have classes.</summary>
    public Tensor Targets => Numbers ?? Tensor.OneHot(Labels, Classes);

    /// <summary>Inputs of all examples, shape [Count, …InputShape].</summary>
    public Tensor Inputs(Precision precision = Precision.Double) => Read(Stored, precision);

    /// <summary>All examples as one batch.</summary>
    public Batch All(Precision precision = Precision.Double) => new(Inputs(precision), [.. Labels], Classes, Numbers?.To(precision));

    /// <summary>The examples at these positions, which may repeat.</summary>
    /// <exception cref="ArgumentException">There is no example at a position.</exception>
    public Batch Rows(ReadOnlySpan<int> positions, Precision precision = Precision.Double) =>
        new(Read(Pick(Stored, positions), precision), Labels.Length == 0 ? [] : Pick(Labels, positions), Classes, Numbers?.Gather(positions.ToArray()).To(precision));

    /// <summary>One epoch: every example exactly once, in random order, in batches of this size; the last may be smaller.</summary>
    /// <param name="size">Examples per batch.</param>
    /// <param name="rng">Where the order comes from.</param>
    /// <param name="precision">Precision of the batches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public IEnumerable<Batch> Batches(int size, Rng rng, Precision precision = Precision.Double)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return rng.Permutation(Count).Chunk(size).Select(positions => Rows(positions, precision));
    }

    /// <summary>One batch of random examples.</summary>
    /// <param name="size">Examples in the batch.</param>
    /// <param name="rng">Where the draws come from.</param>
    /// <param name="precision">Precision of the batch.</param>
    /// <param name="replacement">True: independent draws, an example may occur twice. False: all different, as within one epoch.</param>
    /// <exception cref="ArgumentException">The data set is empty, or has fewer examples than are drawn without replacement.</exception>
    public Batch Sample(int size, Rng rng, Precision precision = Precision.Double, bool replacement = true) =>
        Rows(replacement ? rng.Integers(size, Count) : rng.Subset(size, Count), precision);

    /// <summary>The examples at these positions, in that order.</summary>
    /// <exception cref="ArgumentException">There is no example at a position.</exception>
    public Dataset Subset(int[] positions) => this with
    {
        Stored = Pick(Stored, positions),
        Labels = Labels.Length == 0 ? [] : Pick(Labels, positions),
        Numbers = Numbers?.Gather(positions).Keep()
    };

    /// <summary>The first n examples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than n.</exception>
    public Dataset Take(int n) => Split(n).Head;

    /// <summary>The first n examples and the rest; shuffle before when the order means something.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than n.</exception>
    public (Dataset Head, Dataset Tail) Split(int n) => n >= 0 && n <= Count
        ? (Subset([.. Enumerable.Range(0, n)]), Subset([.. Enumerable.Range(n, Count - n)]))
        : throw new ArgumentOutOfRangeException(nameof(n), $"{Name}: {n} of {Count} examples.");

    /// <summary>The same examples in random order.</summary>
    public Dataset Shuffle(Rng rng) => Subset(rng.Permutation(Count));

    /// <summary>The same examples, every batch of inputs [n, …] passed through a function that treats each example on its own.</summary>
    public Dataset Map(Func<Tensor, Tensor> transform) => this with
    {
        Read = (rows, precision) => transform(Read(rows, precision)),
        InputShape = transform(Tensor.Zeros([1, .. InputShape])).Shape.Without(0)
    };

    /// <summary>Name, size, shape of an input, classes or outputs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}: {Count:N0} examples {InputShape}, {(Numbers is null ? $"{Classes} classes" : $"targets {Numbers.Shape.Without(0)}")}");

    int[] Pick(int[] values, ReadOnlySpan<int> positions)
    {
        if (positions.IndexOfAnyExceptInRange(0, Count - 1) is var bad and >= 0)
            throw new ArgumentException($"{Name}: example {positions[bad]} of {Count}.");
        var picked = new int[positions.Length];
        for (var i = 0; i < picked.Length; i++)
            picked[i] = values[positions[i]];
        return picked;
    }
}
