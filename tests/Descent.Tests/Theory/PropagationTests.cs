using Descent.Theory;

namespace Descent.Tests.Theory;

public class PropagationTests
{
    static readonly Propagation Edge = Propagation.EdgeOfChaos(Activation.Tanh, 0.05);

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void ReLU_layers_multiply_the_variance_by_half_of_c(double c) =>
        Assert.All(new Propagation(Activation.Relu, c).Variances(0.7).Take(21).Select((q, l) => q / (0.7 * Math.Pow(c / 2, l))), ratio => Assert.Equal(1, ratio, 1e-11));

    [Fact]
    public void Fixed_variances_of_ReLU_are_those_of_a_geometric_series()
    {
        Assert.Equal(0.1 / (1 - 1.5 / 2), new Propagation(Activation.Relu, 1.5, 0.1).FixedVariance, 1e-12);
        Assert.Equal(double.PositiveInfinity, new Propagation(Activation.Relu, 2, 0.1).FixedVariance);
        Assert.Equal(0, new Propagation(Activation.Relu, 1.9).FixedVariance);
        Assert.Equal(1, new Propagation(Activation.Relu, 2).FixedVariance);
    }

    [Fact]
    public void ReLU_s_gradient_factor_is_half_of_c_whatever_the_variance()
    {
        Assert.Equal(0.95, new Propagation(Activation.Relu, 1.9).χ, 1e-13);
        Assert.Equal(1, new Propagation(Activation.Relu, 2, 0.1).χ, 1e-13);
        Assert.Equal(1.5, new Propagation(Activation.Relu, 3).χ, 1e-13);
    }

    [Fact]
    public void Fixed_variance_is_where_the_map_returns_its_argument()
    {
        var p = new Propagation(Activation.Tanh, 3, 0.2);
        Assert.Equal(p.FixedVariance, p.Variance(p.FixedVariance), 1e-13);
        Assert.Equal(p.FixedVariance, p.Variances(1).ElementAt(200), 1e-10);
        Assert.Equal(0, new Propagation(Activation.Tanh, 0.9).FixedVariance);   // slope 0.9 at 0
    }

    [Fact]
    public void On_the_edge_of_chaos_the_factor_is_1()
    {
        Assert.Equal(1, Edge.χ, 1e-12);
        Assert.True(new Propagation(Activation.Tanh, Edge.WeightVariance - 0.1, 0.05).χ < 1);
        Assert.True(new Propagation(Activation.Tanh, Edge.WeightVariance + 0.1, 0.05).χ > 1);
        Assert.Equal(2, Propagation.EdgeOfChaos(Activation.Relu, 0).WeightVariance, 1e-9);
    }

    [Fact]
    public void Depth_scale_is_the_number_of_layers_for_a_factor_e()
    {
        var p = new Propagation(Activation.Tanh, 1.2, 0.05);
        Assert.Equal(Math.Exp(-1), Math.Pow(p.χ, p.DepthScale), 1e-12);
        Assert.True(new Propagation(Activation.Tanh, 3, 0.05).DepthScale < 0);
        Assert.Equal(double.PositiveInfinity, Edge.DepthScale);
    }

    [Fact]
    public void The_correlation_map_keeps_1_and_leaves_it_with_slope_χ()
    {
        var p = new Propagation(Activation.Tanh, 2.5, 0.3);
        var q = p.FixedVariance;
        double Slope(double h) => (1 - p.Correlation(1 - h, q)) / h;
        Assert.Equal(1, p.Correlation(1, q), 1e-13);
        Assert.Equal(p.χ, 2 * Slope(5e-5) - Slope(1e-4), 1e-6);   // the first error term, of order h, removed
    }

    [Fact]
    public void Inputs_become_alike_in_order_and_part_in_chaos()
    {
        Assert.Equal(1, new Propagation(Activation.Tanh, 1.2, 0.05).FixedCorrelation);
        var chaos = new Propagation(Activation.Tanh, 4, 0.05);
        Assert.InRange(chaos.FixedCorrelation, 0.01, 0.5);
        Assert.Equal(chaos.FixedCorrelation, chaos.Correlation(chaos.FixedCorrelation, chaos.FixedVariance), 1e-10);
        Assert.Equal(0, new Propagation(Activation.Tanh, 4).FixedCorrelation);   // an odd activation without biases keeps orthogonal inputs so
    }

    [Fact]
    public void ReLU_s_correlation_map_is_the_arc_cosine()
    {
        var he = new Propagation(Activation.Relu, 2);
        Assert.Equal((Math.Sqrt(1 - 0.25) + 0.5 * (Math.PI - Math.Acos(0.5))) / Math.PI, he.Correlation(0.5, 3), 1e-11);
    }

    [Theory, InlineData(1.0, 2), InlineData(0.0, 5)]
    public void Fluctuations_of_a_layer_are_κ_over_n(double slope, double κ) =>
        Assert.Equal(κ / 50, Propagation.Fluctuation(Activation.LeakyRelu(slope), 50, 1), 1e-12);

    [Fact]
    public void Impossible_questions_are_refused()
    {
        Assert.Contains("tanh", Assert.Throws<ArgumentException>(() => Propagation.Fluctuation(Activation.Tanh, 100, 20)).Message, StringComparison.Ordinal);
        Assert.Contains("q* = 0", Assert.Throws<InvalidOperationException>(() => new Propagation(Activation.Tanh, 0.5).FixedCorrelation).Message, StringComparison.Ordinal);
        Assert.Contains("does not cross 1", Assert.Throws<ArgumentException>(() => Propagation.EdgeOfChaos(new("zero", x => 0, x => 0), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("found -1", Assert.Throws<ArgumentOutOfRangeException>(() => Edge.Variance(-1)).Message, StringComparison.Ordinal);
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => Edge.Correlation(0.5, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("σ_w²", Assert.Throws<ArgumentOutOfRangeException>(() => new Propagation(Activation.Relu, -1).Variance(1)).Message, StringComparison.Ordinal);
    }
}
