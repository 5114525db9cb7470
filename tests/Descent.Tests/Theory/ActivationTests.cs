using Descent.Tensors;
using Descent.Theory;

namespace Descent.Tests.Theory;

public class ActivationTests
{
    static readonly Dictionary<string, (Activation φ, Func<Tensor, Tensor> Tensor)> All = new()
    {
        ["linear"] = (Activation.Linear, x => x),
        ["ReLU"] = (Activation.Relu, x => x.Relu()),
        ["leaky ReLU"] = (Activation.LeakyRelu(0.2), x => x.LeakyRelu(0.2)),
        ["tanh"] = (Activation.Tanh, x => x.Tanh()),
        ["sigmoid"] = (Activation.Sigmoid, x => x.Sigmoid()),
        ["softplus"] = (Activation.Softplus, x => x.Softplus()),
        ["ELU"] = (Activation.Elu, x => x.Elu(1)),
        ["GELU"] = (Activation.Gelu, x => x.Gelu()),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_slopes_are_those_of_the_tensors(string name)
    {
        var (φ, f) = All[name];
        var x = Tensor.Range(-6, 6, 48);   // an even number: no point at a kink
        var (y, slope) = (f(x).ToArray(), Derivatives.Gradient(x => f(x).Sum(), x).ToArray());
        for (var i = 0; i < y.Length; i++)
        {
            Assert.Equal(y[i], φ.Value(x.At(i)), 4e-15);   // a few roundings of numbers up to 6
            Assert.Equal(slope[i], φ.Slope(x.At(i)), 4e-15);
        }
    }

    // torch 1.13, torch.nn.init.calculate_gain
    [Theory, InlineData(1, 1), InlineData(0, 1.4142135623730951), InlineData(0.01, 1.4141428569978354), InlineData(0.2, 1.3867504905630728)]
    public void Gains_of_piecewise_linear_units_are_PyTorch_s(double slope, double gain)
    {
        Assert.Equal(gain, Activation.LeakyRelu(slope).Gain, 1e-12);
        Assert.Equal(gain, Activation.LeakyRelu(slope).SlopeGain, 1e-12);
    }

    // The mean itself, by a trapezoidal sum of step 1e-5 in NumPy
    [Theory, InlineData("tanh", 1.5925374197228, 5.0 / 3), InlineData("sigmoid", 1.8462285453386, 1.0)]
    public void Gains_of_saturating_units_are_the_mean_and_not_PyTorch_s_custom(string name, double gain, double torch)
    {
        Assert.Equal(gain, All[name].φ.Gain, 1e-11);
        Assert.True(Math.Abs(gain - torch) > 0.07);
    }

    [Theory, InlineData("softplus", 1.0418668355353), InlineData("ELU", 1.2451983007007), InlineData("GELU", 1.5335304411955)]
    public void Gains_of_smooth_ReLUs_are_the_mean(string name, double gain) => Assert.Equal(gain, All[name].φ.Gain, 1e-11);

    [Fact]
    public void SELU_s_gain_is_1_by_its_construction_where_PyTorch_has_three_quarters()   // Klambauer et al. 2017
    {
        const double λ = 1.0507009873554805, α = 1.6732632423543772;
        var selu = new Activation("SELU", x => λ * (x > 0 ? x : α * (Math.Exp(x) - 1)), x => λ * (x > 0 ? 1 : α * Math.Exp(x)));
        Assert.Equal(1, selu.Gain, 1e-11);
    }

    [Fact]
    public void For_tanh_no_single_gain_serves_signal_and_gradient()
    {
        Assert.Equal(1.4674135916308, Activation.Tanh.SlopeGain, 1e-11);
        Assert.True(Activation.Tanh.Gain > Activation.Tanh.SlopeGain + 0.1);
    }
}
