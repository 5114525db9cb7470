using Descent.Models;
using Descent.Optimizers;
using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Models;

public class DeepLinearTests
{
    const double Rounding = 1e-13;   // some hundred roundings of numbers near 1

    static readonly DeepLinear Net = new(3, 5, 4, 2) { Init = Descent.Layers.Init.Gaussian(0.7) };

    static double Distance(Tensor a, Tensor b) => (double)(a - b).Norm();

    [Fact]
    public void Applying_the_layers_is_applying_the_end_to_end_matrix()
    {
        var (θ, x) = (Net.Initialize(new Rng(1)), new Rng(2).Normal([6, 3]));
        Assert.Equal(3 * 5 + 5 * 4 + 4 * 2, Net.Parameters);
        Assert.Equal("[2×3]", Net.EndToEnd(θ).Shape.ToString());
        Assert.Equal(Net.Slot(θ, "W2").ToArray(), Net.Weights(θ)[1].ToArray());
        Assert.InRange(Distance(Net.Apply(θ, x), x.MatMulTransposed(Net.EndToEnd(θ))), 0, Rounding);
    }

    [Fact]
    public void Replicas_have_the_losses_and_gradients_of_single_networks()
    {
        var (θ, Φ) = (Net.Initialize(new Rng(1), 3), new Rng(2).Normal([2, 3]));
        var together = ValueAndGradient(Net.Loss(Φ), θ);
        var single = Enumerable.Range(0, 3).Select(r => ValueAndGradient(Net.Loss(Φ), θ[r])).ToArray();
        Assert.Equal(single.Sum(s => (double)s.Value), (double)together.Value, Rounding);
        Assert.InRange(Distance(together.Gradient, Tensor.Stack([.. single.Select(s => s.Gradient)])), 0, Rounding);
    }

    [Fact]
    public void On_whitened_data_the_square_loss_is_the_distance_of_matrices_up_to_a_constant()
    {
        var rng = new Rng(3);
        var x = Tensor.From(rng.Normal([40, 3]).ToMathNetMatrix().QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q) * Math.Sqrt(40);   // xᵀx/40 = I
        var y = rng.Normal([40, 2]);
        var Φ = y.TransposedMatMul(x) / 40;
        double Rest(Tensor θ) => (double)Descent.Layers.Loss.HalfSquare(Net.Apply(θ, x), y) - (double)Net.Loss(Φ)(θ);
        Assert.Equal(Rest(Net.Initialize(rng.Split(1))), Rest(Net.Initialize(rng.Split(2))), 1e-12);
    }

    [Theory, InlineData(4, 4, 4, 4), InlineData(3, 7, 5, 2), InlineData(2, 3), InlineData(5, 4, 6, 1)]
    public void Balanced_start_has_the_product_asked_for_and_no_imbalance(params int[] sizes)
    {
        var (net, W) = (new DeepLinear(sizes), new Rng(4).Normal([sizes[^1], sizes[0]]));
        var θ = net.Balanced(W);
        Assert.InRange(Distance(net.EndToEnd(θ), W), 0, Rounding);
        Assert.InRange(net.Imbalance(θ), 0, Rounding);
        var σ = net.SingularValues(θ);
        var rank = Math.Min(sizes[0], sizes[^1]);
        foreach (var layer in σ)
            Assert.All(Enumerable.Range(0, rank), i => Assert.Equal(σ[0][i], layer[i], Rounding));
        Assert.Equal(1, net.Alignment(θ, rank), Rounding);
    }

    [Fact]
    public void Balanced_start_through_a_bottleneck_needs_a_product_of_its_rank()
    {
        var net = new DeepLinear(3, 1, 3);
        var a = new Rng(5).Normal([3, 1]);
        Assert.InRange(Distance(net.EndToEnd(net.Balanced(a.MatMulTransposed(a))), a.MatMulTransposed(a)), 0, Rounding);
        Assert.Contains("rank above 1", Assert.Throws<ArgumentException>(() => net.Balanced(Tensor.Eye(3))).Message, StringComparison.Ordinal);
        Assert.Contains("[3×3] is needed", Assert.Throws<ArgumentException>(() => net.Balanced(a)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_start_is_the_identity_and_balanced()
    {
        var net = new DeepLinear(3, 3, 3, 3);
        Assert.Equal(Tensor.Eye(3).ToArray(), net.EndToEnd(net.Identity()).ToArray());
        Assert.Equal(0, net.Imbalance(net.Identity()));
        Assert.Equal(0, new DeepLinear(2, 2).Imbalance(new DeepLinear(2, 2).Identity()));
    }

    [Fact]
    public void Deficiency_margin_is_what_the_distance_leaves_of_the_smallest_singular_value()
    {
        var Φ = Tensor.Of(new double[,] { { 1, 0 }, { 0, 0.8 } });
        Assert.Equal(0.8 - Math.Sqrt(0.05), DeepLinear.DeficiencyMargin(Tensor.Of(new double[,] { { 0.9, 0 }, { 0, 0.6 } }), Φ), Rounding);
        Assert.Equal(0.8 - Math.Sqrt(1.64), DeepLinear.DeficiencyMargin(Tensor.Zeros([2, 2]), Φ), Rounding);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(5)]
    public void End_to_end_flow_is_how_the_product_of_balanced_layers_moves(int depth)
    {
        var net = new DeepLinear([3, .. Enumerable.Repeat(4, depth - 1), 2]);
        var (W, Φ) = (new Rng(6).Normal([2, 3]), new Rng(7).Normal([2, 3]));
        var θ = net.Balanced(W);
        var g = Gradient(net.Loss(Φ), θ);
        var moved = Linearize(net.EndToEnd, θ).Push(-g);   // the product's velocity when θ' = −g, exactly
        var rule = DeepLinear.EndToEndFlow(W, W - Φ, depth);
        Assert.InRange(Distance(moved, rule), 0, 20 * Rounding * (double)rule.Norm());
    }

    [Fact]
    public void Flow_conserves_the_imbalance_and_descent_up_to_its_step()
    {
        var (net, Φ) = (new DeepLinear(3, 3, 3, 3), new Rng(8).Normal([3, 3]));
        var θ = net.Identity() + 0.2 * new Rng(9).Normal([27]);
        double Drift(Tensor end) => net.Imbalances(end).Zip(net.Imbalances(θ), Distance).Max();
        double AfterOne(double η) => Drift(new GradientDescent(η).Descend(net.Loss(Φ), θ).ElementAt((int)Math.Round(1 / η)).θ);

        var flow = Drift(new GradientFlow(1 / 256.0).Descend(net.Loss(Φ), θ).ElementAt(256).θ);
        Assert.InRange(flow, 0, 1e-8);                                  // 256 steps of order h⁵ = 10⁻¹²
        Assert.Equal(2, AfterOne(1 / 512.0) / AfterOne(1 / 1024.0), 0.02);   // first order in η: the ratio is 2 + O(η)
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        Assert.Contains("3 → 5 → 4 → 2, linear: [2×3] is needed", Assert.Throws<ArgumentException>(() => Net.Loss(Tensor.Eye(3))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DeepLinear(3).Parameters);
        Assert.Throws<ArgumentException>(() => new DeepLinear(3, 0, 2).Parameters);
        Assert.Throws<ArgumentException>(() => DeepLinear.EndToEndFlow(Tensor.Eye(2), Tensor.Eye(3), 2));
        Assert.Throws<ArgumentException>(() => DeepLinear.EndToEndFlow(Tensor.Eye(2), Tensor.Eye(2), 0));
    }
}
