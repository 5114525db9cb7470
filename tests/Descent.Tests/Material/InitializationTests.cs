using Descent.Layers;
using Descent.Tensors;
using Descent.Theory;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Material;

/// <summary>Theme F: initialization. Numbers that were found independently.</summary>
public class InitializationTests
{
    static readonly Tensor X = Tensor.Of(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), Y = Tensor.Of(new double[,] { { 0 }, { 1 }, { 1 }, { 0 } });
    static readonly Chain Xor = new(new Dense(2, 3), new Tanh(), new Dense(3, 1));

    static Tensor Descend(Tensor θ, int steps, double η = 0.5) =>
        Enumerable.Range(0, steps).Aggregate(θ, (θ, _) => θ - η * Gradient(θ => Loss.HalfSquare(Xor.Apply(θ, X), Y), θ));

    [Fact]
    public void Equal_units_never_part_and_XOR_stalls()
    {
        var θ = Descend(Tensor.Full([Xor.Parameters], 0.5), 100);
        var W = Xor.Slot(θ, "0.W");
        Assert.Equal(0, (double)(W - W.Slice(1, 0, 1)).Abs().Max());   // to the last bit, so the rank is 1
        Assert.Equal(0.111338, (double)Loss.HalfSquare(Xor.Apply(θ, X), Y), 5e-7);
    }

    [Fact]
    public void Noise_of_a_thousandth_breaks_the_symmetry_and_XOR_is_learnt()   // N(0, 10⁻⁶): variance a millionth
    {
        var θ = Descend(0.5 + 1e-3 * new Rng(1).Normal([Xor.Parameters]), 6000);
        Assert.True((double)Loss.HalfSquare(Xor.Apply(θ, X), Y) < 1e-3);
    }

    /// <summary>Whole layers by brute force: the mean of q over networks of 100 units, whose fluctuation gives the standard error.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Second_moments_of_ReLU_layers_are_powers_of_half_of_c(double c)
    {
        const int networks = 300, n = 100, layers = 10;
        var (rng, z) = (new Rng(2), Tensor.Ones([networks, 1, n]));
        for (var l = 1; l <= layers; l++)
        {
            z = z.MatMul(Math.Sqrt(c / n) * rng.Normal([networks, n, n])).Relu();
            var error = Math.Sqrt(Propagation.Fluctuation(Activation.Relu, n, l) / networks);
            Assert.InRange((double)z.Square().Mean() / Math.Pow(c / 2, l), 1 - 5 * error, 1 + 5 * error);
        }
    }

    [Fact]
    public void Mean_and_variance_after_ReLU_are_those_of_half_a_normal_law()
    {
        var mean = Gaussian.Mean(Activation.Relu.Value);
        Assert.Equal(0.39894, mean, 5e-6);
        Assert.Equal(0.34085, Activation.Relu.SecondMoment() - mean * mean, 5e-6);
    }

    /// <summary>Var(q) after 20 layers of 100 units. Given a layer, the next pre-activations are independent normal numbers, so n of them stand for n².</summary>
    [Fact]
    public void Networks_of_finite_width_differ_by_the_known_variance()
    {
        Assert.Equal(1.6533, Propagation.Fluctuation(Activation.Relu, 100, 20), 5e-5);
        const int networks = 20_000;
        var (rng, q) = (new Rng(3), Tensor.Ones([networks, 1]));
        for (var l = 0; l < 20; l++)
            q *= 2 * rng.Normal([networks, 100], Precision.Single).Relu().Square().Mean(1).To(Precision.Double);
        var error = Math.Sqrt((double)q.Square().Variance() / networks);
        Assert.InRange((double)q.Square().Mean() - 1, 1.6533 - 5 * error, 1.6533 + 5 * error);
        Assert.True(error < 0.2);
    }

    [Fact]
    public void Xavier_from_784_to_256_is_too_much_forward_and_too_little_backward()
    {
        const int draws = 4000;   // a mean square of normal numbers has the relative error √(2/draws)
        var (W, rng) = (Init.XavierUniform.Draw(new Rng(4), [784, 256], Precision.Double), new Rng(5));
        var forward = rng.Normal([draws, 784]).MatMul(W).Square().Mean();
        var backward = rng.Normal([draws, 256]).MatMulTransposed(W).Square().Mean();
        Assert.Equal(1.5077, 2 * 784.0 / 1040, 5e-5);
        Assert.Equal(0.4923, 2 * 256.0 / 1040, 5e-5);
        Assert.InRange((double)forward / 1.5077, 1 - 5 * Math.Sqrt(2.0 / draws), 1 + 5 * Math.Sqrt(2.0 / draws));
        Assert.InRange((double)backward / 0.4923, 1 - 5 * Math.Sqrt(2.0 / draws), 1 + 5 * Math.Sqrt(2.0 / draws));
    }

    [Fact]
    public void The_edge_of_chaos_of_tanh_has_the_known_place()
    {
        var edge = Propagation.EdgeOfChaos(Activation.Tanh, 0.05);
        Assert.Equal(1.760955, edge.WeightVariance, 5e-7);
        Assert.Equal(0.570048, edge.FixedVariance, 5e-7);
    }

    /// <summary>40 networks of 200 units have 8000 pre-activations per layer: relative standard error √(2/8000) = 1.6 % of q for each layer that adds its own, in
    /// all at most 1.6 %/√(1 − s²) where s &lt; 0.6 is the logarithmic slope of V at q*; five of them are 10 %. The bias of finite width is of the order 1/200.</summary>
    [Fact]
    public void Networks_follow_the_variance_map_to_ten_per_cent()
    {
        const int networks = 40, n = 200, layers = 12;
        var (p, rng) = (Propagation.EdgeOfChaos(Activation.Tanh, 0.05), new Rng(6));
        Tensor Normal(int rows, double variance) => Math.Sqrt(variance) * rng.Normal([networks, rows, n], Precision.Single);
        var a = Normal(1, 3);
        foreach (var q in p.Variances(3).Take(layers))
        {
            Assert.InRange((double)a.Square().Mean() / q, 0.9, 1.1);
            a = a.Tanh().MatMul(Normal(n, p.WeightVariance / n)) + Normal(1, p.BiasVariance);
        }
        Assert.InRange(p.FixedVariance / p.Variance(p.FixedVariance) * (p.Variance(p.FixedVariance * 1.001) - p.Variance(p.FixedVariance)) / (0.001 * p.FixedVariance), 0, 0.6);
    }

    [Fact]
    public void The_sigmoid_s_gradient_loses_a_factor_of_0_0448_per_layer() =>
        Assert.Equal(0.0448362, Activation.Sigmoid.SlopeMoment(), 5e-8);

    [Fact]
    public void Small_positive_biases_make_more_units_active()
    {
        Assert.Equal(0.5398, Gaussian.Distribution(0.1), 5e-5);
        Assert.Equal(0.6915, Gaussian.Distribution(0.5), 5e-5);
    }
}
