using Descent.Layers;
using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Layers;

public class SignalsTests
{
    static readonly Chain Net = new(new Dense(3, 4), new Tanh(), new Maxout(4, 5, 2), new Dense(5, 2, Init.LeCun, Init.Constant(0.5)), new Sigmoid());
    static readonly Tensor θ = Net.Initialize(new Rng(1)), X = new Rng(2).Normal([6, 3]);
    static readonly Signals Through = Signals.Through(Net, θ, X, L);

    static Tensor L(Tensor output) => output.SquaredNorm();

    [Fact]
    public void Gradients_of_the_weights_are_those_of_the_gradient()
    {
        var g = Gradient(θ => L(Net.Apply(θ, X)), θ);
        var slots = Net.Slots.Where(slot => slot.Name.EndsWith(".W", StringComparison.Ordinal)).Select(slot => Net.Slot(g, slot.Name)).ToList();
        Assert.Equal(3, slots.Count);
        Assert.Equal(slots.Select(s => s.Shape), Through.Weights.Select(W => W.Shape));
        for (var l = 0; l < 3; l++)
            Assert.True((double)(slots[l] - Through.Weights[l]).Norm() < 1e-14 * (double)slots[l].Norm());
        Assert.Equal((double)L(Net.Apply(θ, X)), Through.Loss, 1e-15);
        Assert.Equal(slots.Select(s => (double)s.Norm()), Through.WeightNorms, (a, b) => Math.Abs(a - b) < 1e-14 * a);
        Assert.Equal(Math.Sqrt(Through.Gradients[0].ToArray().Sum(δ => δ * δ)), Through.GradientNorms[0], 1e-14);
    }

    [Fact]
    public void Gradients_of_the_outputs_agree_with_differences()
    {
        Assert.Equal(Net.Activations(θ, X).Select(a => a.ToArray()), Through.Outputs.Select(a => a.ToArray()));
        var end = Net.Parameters;
        for (var l = Net.Layers.Count - 1; l >= 0; l--)
        {
            var rest = new Chain([.. Net.Layers.Skip(l + 1)]);
            double Loss(Tensor a) => (double)L(rest.Apply(θ[end..], a));
            var (a, v, h) = (Through.Outputs[l], new Rng(l).Normal(Through.Outputs[l].Shape), 6e-6);   // h = ε^⅓: truncation h² and rounding ε/h are both about 4e-11
            Assert.Equal((Loss(a + h * v) - Loss(a - h * v)) / (2 * h), (double)Through.Gradients[l].Dot(v), 1e-8);
            end -= Net.Layers[l].Parameters;
        }
    }

    [Fact]
    public void Single_precision_and_empty_chains_pass_too()
    {
        var single = Signals.Through(Net, θ.To(Precision.Single), X.To(Precision.Single), L);
        Assert.True((double)(single.Weights[0].To(Precision.Double) - Through.Weights[0]).Norm() < 1e-5 * (double)Through.Weights[0].Norm());
        var nothing = Signals.Through(new Chain(), Tensor.Zeros([0]), X, L);
        Assert.Empty(nothing.Gradients);
        Assert.Equal((double)X.SquaredNorm(), nothing.Loss);
    }

    [Fact]
    public void Replicas_are_refused() =>
        Assert.Contains("θ has shape [2×", Assert.Throws<ArgumentException>(() => Signals.Through(Net, Net.Initialize(new Rng(1), 2), X, L)).Message, StringComparison.Ordinal);
}
