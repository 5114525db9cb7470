using Descent.Layers;
using Descent.Tensors;

namespace Descent.Tests.Layers;

public class LossTests
{
    static readonly Tensor X = new Rng(1).Normal([7, 3]);
    static readonly Tensor T = new Rng(2).Normal([7, 2]);

    [Fact]
    public void Gradient_of_half_square_is_X_transposed_residual_over_N()
    {
        var W = new Rng(3).Normal([3, 2]);
        var expected = X.TransposedMatMul(X.MatMul(W) - T) / 7;
        Assert.True((double)(Derivatives.Gradient(w => Loss.HalfSquare(X.MatMul(w), T), W) - expected).Abs().Max() < 1e-14);
    }

    [Fact]
    public void Mean_square_sums_outputs_and_averages_examples() =>
        Assert.Equal((1 + 4 + 9 + 16) / 2.0, (double)Loss.MeanSquare(Tensor.Of(new double[,] { { 1, 2 }, { 3, 4 } }), Tensor.Zeros([2, 2])), 1e-15);

    [Fact]
    public void Duplicating_the_data_changes_no_loss()
    {
        var (p, t) = (Tensor.Concat(0, X, X), Tensor.Concat(0, X * 0.5, X * 0.5));
        int[] labels = [0, 1, 2, 0, 1, 2, 0];
        Assert.Equal((double)Loss.MeanSquare(X, X * 0.5), (double)Loss.MeanSquare(p, t), 1e-14);
        Assert.Equal((double)Loss.CrossEntropy(X, labels), (double)Loss.CrossEntropy(p, [.. labels, .. labels]), 1e-14);
        Assert.Equal((double)Loss.BinaryCrossEntropy(X, X > 0), (double)Loss.BinaryCrossEntropy(p, p > 0), 1e-14);
    }

    [Fact]
    public void Cross_entropy_of_equal_logits_is_log_of_the_classes() =>
        Assert.Equal(Math.Log(10), (double)Loss.CrossEntropy(Tensor.Zeros([4, 10]), [0, 3, 9, 1]), 1e-15);

    [Fact]
    public void Binary_cross_entropy_is_cross_entropy_of_two_classes()
    {
        var z = X.Slice(1, 0, 1);
        int[] labels = [1, 0, 0, 1, 1, 0, 1];
        var both = Tensor.Concat(1, Tensor.Zeros([7, 1]), z);
        Assert.Equal((double)Loss.CrossEntropy(both, labels), (double)Loss.BinaryCrossEntropy(z, Tensor.Of([.. labels.Select(l => (double)l)]).Reshape([7, 1])), 1e-14);
    }

    [Fact]
    public void Accuracy_counts_largest_logits() =>
        Assert.Equal(2 / 3.0, Loss.Accuracy(Tensor.Of(new double[,] { { 1, 0 }, { 0, 1 }, { 5, 4 } }), [0, 1, 1]), 1e-15);

    [Fact]
    public void Different_shapes_are_an_error_that_names_both() =>
        Assert.Contains("[7×3] and target [7×2]", Assert.Throws<ArgumentException>(() => Loss.MeanSquare(X, T)).Message, StringComparison.Ordinal);
}
