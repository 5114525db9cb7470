using Descent.Data;
using Descent.Layers;
using Descent.Tensors;
using Descent.Theory;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Material;

/// <summary>Numbers that were found independently, from the same files.</summary>
public class MinibatchTests
{
    [Fact]
    public void Brightness_of_the_MNIST_images_has_the_known_standard_errors()
    {
        var brightness = 255 * Dataset.Mnist().Inputs(Precision.Single).Mean(1).To(Precision.Double);
        var σ = Math.Sqrt((double)(brightness - brightness.Mean()).Square().Mean());
        Assert.Equal(11.0411, σ, 5e-5);
        Assert.Equal(1.10411, Sampling.StandardError(σ, 100), 5e-6);
        Assert.Equal(1.10320, Sampling.StandardError(σ, 100, 60_000), 5e-6);
    }

    [Fact]
    public void Gradient_noise_of_the_digits_at_zero_weights_has_the_known_scale()
    {
        var digits = Dataset.Digits();
        Tensor G(Batch b) => Gradient(W => Loss.CrossEntropy(b.X.MatMul(W), b.Labels), Tensor.Zeros([64, 10]));
        var full = G(digits.All());
        var trace = Enumerable.Range(0, digits.Count).Average(n => (double)(G(digits.Rows([n])) - full).Square().Sum());
        var square = (double)full.Square().Sum();
        Assert.Equal(13.3153, trace, 5e-5);
        Assert.Equal(0.197473, square, 5e-7);
        Assert.Equal(67.428, trace / square, 5e-4);
    }
}
