namespace Descent.Tensors;

public sealed partial class Tensor
{
    /// <summary>log softmax over the last axis: x − ln Σ eˣ, without overflow.</summary>
    public Tensor LogSoftmax()
    {
        var (rows, cols) = Rows("LogSoftmax");
        var y = New(Precision, Shape);
        if (Single)
            Kernels.Softmax.Log(Read<float>(), rows, cols, y.Write<float>());
        else
            Kernels.Softmax.Log(Read<double>(), rows, cols, y.Write<double>());
        return y.From(this, (g, x, y) => g - y.Exp() * g.Sum(-1));
    }

    /// <summary>Softmax over the last axis: eˣ/Σ eˣ, positive and summing to 1, without overflow.</summary>
    public Tensor Softmax()
    {
        var p = Detach().LogSoftmax().Exp();
        return p.Fused([this], x => x[0].LogSoftmax().Exp(), g => [SoftmaxPull(p, g)]);
    }

    static Tensor SoftmaxPull(Tensor p, Tensor g)
    {
        var (rows, cols) = p.Rows("Softmax");
        var x = p.EmptyLike();
        if (p.Single)
            Kernels.Softmax.Pull(p.Read<float>(), g.Read<float>(), rows, cols, x.Write<float>());
        else
            Kernels.Softmax.Pull(p.Read<double>(), g.Read<double>(), rows, cols, x.Write<double>());
        return x;
    }

    /// <summary>Mean over the rows of −log softmax(x)[row, label]: the cross-entropy of classes, in nats.</summary>
    /// <param name="labels">The class of each row, 0 … classes−1.</param>
    /// <exception cref="ArgumentException">There is not one label per row, or a label is no class.</exception>
    /// <remarks>Its gradient is (softmax − onehot)/rows.</remarks>
    public Tensor CrossEntropy(int[] labels)
    {
        var (rows, cols) = Rows("CrossEntropy");
        if (labels.Length != rows)
            throw new ArgumentException($"CrossEntropy of logits {Shape} and {labels.Length} labels: one label per row is needed.");
        if (Outside(labels, cols) is var bad and >= 0)
            throw new ArgumentException($"CrossEntropy of logits {Shape}: label {labels[bad]} of row {bad} is not one of the classes 0 … {cols - 1}.");
        var (p, y) = (New(Precision, Shape), New(Precision, []));
        if (Single)
            Kernels.Softmax.CrossEntropy(Read<float>(), rows, cols, labels, p.Write<float>(), out y.Write<float>()[0]);
        else
            Kernels.Softmax.CrossEntropy(Read<double>(), rows, cols, labels, p.Write<double>(), out y.Write<double>()[0]);
        return y.From(this, (g, x, y) => Recording.IsOpen
            ? (x.Softmax() - OneHot(labels, cols, x.Precision).Reshape(x.Shape)) * (g / rows)
            : CrossEntropyPull(p, labels, g));
    }

    static Tensor CrossEntropyPull(Tensor p, int[] labels, Tensor g)
    {
        var (rows, cols) = p.Rows("CrossEntropy");
        var x = p.EmptyLike();
        if (p.Single)
            Kernels.Softmax.CrossEntropyPull(p.Read<float>(), rows, cols, labels, g.Read<float>()[0], x.Write<float>());
        else
            Kernels.Softmax.CrossEntropyPull(p.Read<double>(), rows, cols, labels, g.Read<double>()[0], x.Write<double>());
        return x;
    }

    (int Rows, int Cols) Rows(string operation) => Rank >= 1
        ? (Shape.Around(-1).Outer, Shape[-1])
        : throw new ArgumentException($"{operation} of a scalar: a last axis of classes is needed.");
}
