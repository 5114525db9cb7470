using Descent.Kernels;

namespace Descent.Tensors;

public sealed partial class Tensor
{
    /// <summary>Rows of the first axis in the order asked for; a row may be asked for more than once.</summary>
    /// <exception cref="ArgumentException">A row does not exist.</exception>
    public Tensor Gather(int[] rows)
    {
        var width = Width(rows, Rank > 0 ? Shape[0] : 0, "Gather");
        var y = New(Precision, Shape.With(0, rows.Length));
        if (Single)
            Layout.Gather(Read<float>(), width, rows, y.Write<float>());
        else
            Layout.Gather(Read<double>(), width, rows, y.Write<double>());
        return y.From(this, (g, x, y) => g.ScatterAdd(rows, x.Shape[0]));
    }

    /// <summary>Zeros with <paramref name="count"/> rows, to which row i of this is added at row rows[i].</summary>
    /// <exception cref="ArgumentException">There is not one target per row, or a target does not exist.</exception>
    public Tensor ScatterAdd(int[] rows, int count)
    {
        if (Rank == 0 || rows.Length != Shape[0])
            throw new ArgumentException($"ScatterAdd of {Shape} to {rows.Length} rows: one target per row is needed.");
        var width = Width(rows, count, "ScatterAdd");
        var y = Full(Precision, Shape.With(0, count), 0);
        if (Single)
            Layout.ScatterAdd(Read<float>(), width, rows, y.Write<float>());
        else
            Layout.ScatterAdd(Read<double>(), width, rows, y.Write<double>());
        return y.From(this, (g, x, y) => g.Gather(rows));
    }

    /// <summary>One element of the last axis per row: x[i, labels[i]].</summary>
    /// <exception cref="ArgumentException">There is not one label per row, or a label is outside the last axis.</exception>
    public Tensor Pick(int[] labels)
    {
        var (rows, cols) = Rows("Pick");
        if (labels.Length != rows)
            throw new ArgumentException($"Pick from {Shape} with {labels.Length} labels: one label per row is needed.");
        if (Outside(labels, cols) is var bad and >= 0)
            throw new ArgumentException($"Pick from {Shape}: label {labels[bad]} of row {bad} is outside the last axis.");
        return Reshape([Size]).Gather([.. labels.Select((label, i) => i * cols + label)]).Reshape(Shape.Without(-1));
    }

    /// <summary>Row i has a 1 at labels[i], else 0: shape [labels, classes].</summary>
    /// <exception cref="ArgumentException">A label is no class.</exception>
    public static Tensor OneHot(int[] labels, int classes, Precision precision = Precision.Double)
    {
        if (Outside(labels, classes) is var bad and >= 0)
            throw new ArgumentException($"OneHot: label {labels[bad]} at {bad} is not one of the classes 0 … {classes - 1}.");
        return Full(precision, [labels.Length], 1).ScatterAdd([.. labels.Select((label, i) => i * classes + label)], labels.Length * classes).Reshape([labels.Length, classes]);
    }

    /// <summary>Where an index outside 0 … count−1 is; −1 if there is none.</summary>
    static int Outside(int[] indices, int count) => count > 0 ? indices.AsSpan().IndexOfAnyExceptInRange(0, count - 1) : indices.Length - 1;

    int Width(int[] rows, int count, string operation)
    {
        if (Rank == 0)
            throw new ArgumentException($"{operation} of a scalar: a first axis is needed.");
        if (Outside(rows, count) is var bad and >= 0)
            throw new ArgumentException($"{operation}: row {rows[bad]} (at {bad}) of a tensor with {count} rows.");
        return Shape[0] == 0 ? 0 : Size / Shape[0];
    }
}
