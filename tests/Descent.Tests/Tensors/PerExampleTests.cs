using Descent.Layers;
using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Tensors;

public class PerExampleTests
{
    static readonly Chain Net = new(new Dense(5, 4), new Tanh(), new Dense(4, 3));
    static readonly Tensor X = new Rng(1).Normal([7, 5]);
    static readonly int[] Labels = [0, 2, 1, 1, 0, 2, 2];
    static readonly Tensor Y = new Rng(2).Normal([7, 3]);
    static readonly Tensor θ = Net.Initialize(new Rng(3));

    // Both sides are chains of fewer than 64 roundings of numbers of size 1.
    const double Rounding = 64 * 1.2e-16;

    static void Same(Tensor expected, Tensor found, double within = Rounding)
    {
        Assert.Equal(expected.Shape, found.Shape);
        Assert.InRange((double)(expected - found).Abs().Max(), 0, within * Math.Max(1, (double)expected.Abs().Max()));
    }

    [Fact]
    public void Row_n_is_the_gradient_of_the_loss_of_example_n_alone()
    {
        var rows = PerExample((θ, x) => Net.Apply(θ, x), z => Loss.CrossEntropy(z, Labels), θ, X);
        Assert.Equal(Shape.Of([7, Net.Parameters]), rows.Shape);
        for (var n = 0; n < 7; n++)
            Same(Gradient(θ => Loss.CrossEntropy(Net.Apply(θ, X[n..(n + 1)]), [Labels[n]]), θ), rows[n]);
    }

    [Fact]
    public void The_rows_are_the_Jacobian_of_the_losses()
    {
        var rows = PerExample((θ, x) => Net.Apply(θ, x), z => Loss.HalfSquare(z, Y), θ, X);
        Same(Jacobian(θ => 0.5 * (Net.Apply(θ, X) - Y).Square().Sum(1), θ), rows);
    }

    [Fact]
    public void Their_mean_is_the_gradient()
    {
        var rows = PerExample((θ, x) => Net.Apply(θ, x), z => Loss.CrossEntropy(z, Labels), θ, X);
        Same(Gradient(θ => Loss.CrossEntropy(Net.Apply(θ, X), Labels), θ), rows.Mean(0, keep: false));
    }

    [Fact]
    public void Any_function_of_weights_and_inputs_will_do()
    {
        var W = new Rng(4).Normal([5, 3]);
        var rows = PerExample((W, x) => x.MatMul(W), z => Loss.CrossEntropy(z, Labels), W, X);
        var residuals = X.MatMul(W).Softmax() - Tensor.OneHot(Labels, 3);   // the gradient is xₙ(pₙ − yₙ)ᵀ
        Same((X.Reshape([7, 5, 1]) * residuals.Reshape([7, 1, 3])).Reshape([7, 15]), rows);
    }

    [Fact]
    public void Single_precision_stays_single()
    {
        var rows = PerExample((θ, x) => Net.Apply(θ, x), z => Loss.CrossEntropy(z, Labels), θ.To(Precision.Single), X.To(Precision.Single));
        Assert.Equal(Precision.Single, rows.Precision);
        Same(PerExample((θ, x) => Net.Apply(θ, x), z => Loss.CrossEntropy(z, Labels), θ, X), rows.To(Precision.Double), 64 * 6e-8);
    }

    [Fact]
    public void They_can_be_differentiated_again()
    {
        // ∇ Σₙ ‖gₙ‖², by central differences: truncation and rounding are both below 1e-7 at this h.
        Tensor Length(Tensor θ) => PerExample((θ, x) => Net.Apply(θ, x), z => Loss.CrossEntropy(z, Labels), θ, X).Square().Sum();
        var (v, h) = (new Rng(5).Normal([Net.Parameters]), 1e-5);
        var slope = (double)(Length(θ + h * v) - Length(θ - h * v)) / (2 * h);
        Assert.Equal(slope, (double)Gradient(Length, θ).Dot(v), 1e-6 * Math.Max(1, Math.Abs(slope)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var flat = Assert.Throws<ArgumentException>(() => PerExample((θ, x) => x.Sum(), z => z, θ, X));
        Assert.Contains("[7, 1, …] is needed", flat.Message);
        Assert.Contains("at least one example", Assert.Throws<ArgumentException>(() => PerExample((θ, x) => x, z => z.Sum(), θ, Tensor.Zeros([0, 5]))).Message);
    }
}
