using Descent.Data;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Theory;
using Descent.Training;

namespace Descent.Tests.Material;

/// <summary>What the sources say about vanishing gradients, and numbers that were found independently.</summary>
public class VanishingGradientTests
{
    static readonly (Dataset Train, Dataset Test) Digits = Dataset.Digits().Shuffle(new Rng(1)).Split(1437);

    static Chain Net(int depth, Layer φ, Init weights) => new([.. Enumerable.Range(0, depth)
        .SelectMany(l => (Layer[])[new Dense(l == 0 ? 64 : 32, 32, weights), φ]), new Dense(32, 10, weights)]);

    [Fact]
    public void Bound_and_chain_of_sigmoids_have_the_known_values()
    {
        (double Bound, double Chain)[] known = [(0.25, 0.25), (0.0625, 0.0587509), (0.015625, 0.0133521)];
        for (var L = 1; L <= 3; L++)
        {
            Assert.Equal(known[L - 1].Bound, GradientChain.SigmoidBound(L));
            Assert.Equal(known[L - 1].Chain, GradientChain.Slope(Activation.Sigmoid, L), 5e-8);
        }
    }

    /// <summary>Each of ten sigmoid layers multiplies a gradient by about ‖W‖/4, a ReLU layer with He's weights by about 1: the median of 20 starts tells 10⁻⁶ from 1.</summary>
    [Fact]
    public void Ten_sigmoid_layers_lose_the_gradient_and_ten_relu_layers_keep_it()
    {
        var data = Digits.Train.Take(200).All();
        double Ratio(Layer φ, Init weights)
        {
            var net = Net(10, φ, weights);
            double[] ratios = [.. Enumerable.Range(1, 21).Select(seed =>
            {
                var norms = Signals.Through(net, net.Initialize(new Rng(seed)), data.X, z => Loss.CrossEntropy(z, data.Labels)).WeightNorms;
                return norms[0] / norms[9];
            }).Order()];
            return ratios[10];
        }
        Assert.InRange(Ratio(new Sigmoid(), Init.XavierUniform), 1e-7, 1e-5);
        Assert.InRange(Ratio(new Tanh(), Init.XavierNormal), 0.2, 5);
        Assert.InRange(Ratio(new Relu(), Init.He), 0.2, 5);
    }

    /// <summary>Chance is 10 %; the majority class has 10.5 %. Four nets of each depth.</summary>
    [Theory, InlineData(1, true), InlineData(2, true), InlineData(5, false), InlineData(8, false)]
    public void Sigmoid_nets_of_one_and_two_hidden_layers_learn_the_digits_and_deep_ones_do_not(int depth, bool learns)
    {
        var net = Net(depth, new Sigmoid(), Init.Gaussian(0.1));
        var θ = Fit.Classifiers(net, 4, Digits.Train, new Momentum(0.1), epochs: 20, batch: 32, new Rng(1)).θ;
        for (var r = 0; r < 4; r++)
            Assert.InRange(Fit.Evaluate(net, θ[r], Digits.Test).Accuracy, learns ? 0.9 : 0, learns ? 1 : 0.15);
    }

    [Fact]
    public void Relu_net_becomes_a_maxout_net_by_copying_its_weights()
    {
        var relu = Net(3, new Relu(), Init.He);
        var maxout = new Chain(new Maxout(64, 32, 2), new Maxout(32, 32, 2), new Maxout(32, 32, 2), new Dense(32, 10));
        var θ = relu.Initialize(new Rng(1));
        Tensor[] copied = [.. relu.Slots.Select((slot, i) => relu.Slot(θ, slot.Name) is var p && i >= 6 ? p : Tensor.Concat(p.Rank - 1, p, p.ZerosLike()))];
        var copy = Tensor.Concat(0, [.. copied.Select(p => p.Reshape([p.Size]))]);
        var x = Digits.Test.All().X;
        Assert.Equal(relu.Apply(θ, x).ToArray(), maxout.Apply(copy, x).ToArray());
    }

    [Fact]
    public void Worst_error_of_k_tangents_is_one_over_k_squared()
    {
        var x = Tensor.Range(-1, 1, 3361);   // 3360 = 2⁵·3·5·7: the ends of the parts are among the points
        foreach (var k in (int[])[1, 2, 3, 4, 5, 6, 7, 8])
        {
            var t = Tensor.Of([.. Enumerable.Range(0, k).Select(i => (2 * i + 1.0) / k - 1)]);
            var below = x.Square() - new Maxout(1, 1, k).Apply(Tensor.Concat(0, 2 * t, -t.Square()), x.Reshape([x.Size, 1])).Reshape([x.Size]);
            Assert.Equal(1.0 / (k * k), (double)below.Max(), 1e-14);
            Assert.True((double)below.Min() > -1e-15);
        }
    }
}
