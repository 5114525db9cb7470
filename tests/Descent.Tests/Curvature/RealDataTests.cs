using Descent.Curvature;
using Descent.Data;
using Descent.Tensors;

namespace Descent.Tests.Curvature;

/// <summary>Least squares and softmax regression with a bias column: λmax without ever forming the matrix.</summary>
public class RealDataTests
{
    static Tensor WithBias(Tensor X) => Tensor.Concat(1, X, Tensor.Ones([X.Shape[0], 1], X.Precision));

    [Fact]
    public void The_stiffest_curvature_of_the_digits_is_the_known_one()
    {
        var H = Symmetric.SecondMoment(WithBias(Dataset.Digits().Inputs()));
        var lanczos = H.Lanczos(new Rng(1)).Top[0].λ;
        Assert.Equal(11.443528, lanczos, 5e-7);
        Assert.Equal(lanczos, H.PowerIteration(Tensor.Ones([65])).ElementAt(100).λ, 1e-9);
        Assert.Equal(lanczos, H.Eigen()[0].λ, 1e-9);
    }

    [Fact]
    public void The_stiffest_curvature_of_MNIST_is_the_known_one()
    {
        var mnist = Dataset.Mnist();
        var moments = Tensor.Zeros([785, 785]);
        foreach (var rows in Enumerable.Range(0, 60_000).Chunk(6_000))
        {
            var X = WithBias(mnist.Rows(rows).X.Reshape([6_000, 784]));
            moments += X.TransposedMatMul(X) / 60_000;
        }
        var λ = Symmetric.Of(moments).Lanczos(new Rng(1)).Top[0].λ;
        Assert.Equal(39.012617, λ, 5e-7);
    }

    [Fact]
    public void Softmax_regression_from_zero_weights_is_softer_by_the_number_of_classes()
    {
        var digits = Dataset.Digits();
        var X = WithBias(digits.Inputs());
        var H = Hessian.At(w => X.MatMul(w.Reshape([65, 10])).CrossEntropy(digits.Labels), Tensor.Zeros([650]));
        var top = H.Lanczos(new Rng(2), 10).Top;
        Assert.All(top.Take(9), p => Assert.Equal(1.1443528, p.λ, 5e-7));
        Assert.True(top[9].λ < 1);
    }
}
