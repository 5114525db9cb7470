using Descent.Tensors;

namespace Descent.Data;

/// <summary>Examples to compute a loss on.</summary>
public sealed class Batch
{
    readonly Tensor? targets;
    readonly int classes;

    internal Batch(Tensor x, int[] labels, int classes, Tensor? targets) =>
        (X, Labels, this.classes, this.targets) = (x, labels, classes, targets);

    /// <summary>Inputs, shape [examples, …].</summary>
    public Tensor X { get; }

    /// <summary>Class of each example; empty when the targets are numbers.</summary>
    public int[] Labels { get; }

    /// <summary>Targets, shape [examples, outputs], in the precision of X: one-hot rows when the examples have classes.</summary>
    public Tensor Y => targets ?? Tensor.OneHot(Labels, classes, X.Precision);

    /// <summary>Number of examples.</summary>
    public int Count => X.Shape[0];

    /// <summary>Inputs, targets and labels: <c>var (x, y, labels) = batch;</c></summary>
    public void Deconstruct(out Tensor x, out Tensor y, out int[] labels) => (x, y, labels) = (X, Y, Labels);
}
