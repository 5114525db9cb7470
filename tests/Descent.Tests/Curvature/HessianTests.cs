using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

public class HessianTests
{
    static readonly Rng rng = new(11);

    static (Func<Tensor, Tensor> L, Tensor θ) Digits(int hidden = 8)
    {
        var rng = new Rng(3);
        var x = rng.Uniform([50, 16]);
        return (Network(x, rng.Integers(50, 10), hidden, 10), 0.5 * rng.Normal([NetworkSize(16, hidden, 10)]));
    }

    [Fact]
    public void The_matrix_of_a_known_function_is_its_second_derivatives()
    {
        var H = Hessian.At(w => w[0].Square() * w[1] + w[1].Exp(), Tensor.Of(3, 0.5));
        Assert.Equal(new double[,] { { 1, 6 }, { 6, Math.Exp(0.5) } }.Cast<double>(), H.Matrix().ToArray(), (a, b) => Math.Abs(a - b) < Rounding(2, 6));
        Assert.Equal(4.5 + Math.Exp(0.5), (double)H.Value, 1e-14);
        Assert.True(Distance(H.Gradient, Tensor.Of(3, 9 + Math.Exp(0.5))) < Rounding(2, 10));
    }

    [Fact]
    public void Value_and_gradient_are_those_of_the_function()
    {
        var (L, θ) = Digits();
        var H = Hessian.At(L, θ);
        var (value, gradient) = Derivatives.ValueAndGradient(L, θ);
        Assert.Equal((double)value, (double)H.Value, Rounding(50));
        Assert.True(Distance(gradient, H.Gradient) < Rounding(50));
    }

    [Fact]
    public void The_full_matrix_is_symmetric_to_rounding()
    {
        var (L, θ) = Digits();
        var H = Hessian.At(L, θ).Matrix();
        Assert.True(Distance(H, H.Transpose()) < Rounding(50, (double)H.Abs().Max()));
    }

    [Fact]
    public void A_product_is_the_full_matrix_times_the_vector()
    {
        var (L, θ) = Digits();
        var H = Hessian.At(L, θ);
        var v = rng.Normal([H.Size]);
        Assert.True(Distance(H * v, H.Matrix().MatMul(v)) < Rounding(H.Size, (double)(H.Matrix().Abs().Max() * v.Abs().Max())));
        Assert.Equal((double)v.Dot(H * v), H.QuadraticForm(v));
    }

    [Fact]
    public void A_product_is_the_derivative_of_the_gradient_along_the_vector()
    {
        // A central difference with step h is wrong by O(h²): a quarter when h is halved.
        var (L, θ) = Digits();
        var v = rng.Normal([θ.Size]);
        var Hv = Hessian.At(L, θ) * v;
        double Error(double h) => (double)((Derivatives.Gradient(L, θ + h * v) - Derivatives.Gradient(L, θ - h * v)) / (2 * h) - Hv).Norm();
        Assert.Equal(4, Error(0.01) / Error(0.005), 0.2);
    }

    [Fact]
    public void A_product_is_linear_in_the_vector()
    {
        var (L, θ) = Digits();
        var H = Hessian.At(L, θ);
        var (u, v) = (rng.Normal([H.Size]), rng.Normal([H.Size]));
        Assert.True(Distance(H * (2 * u - 3 * v), 2 * (H * u) - 3 * (H * v)) < Rounding(H.Size));
    }

    [Fact]
    public void Least_squares_has_the_second_moments_of_its_inputs_as_Hessian()
    {
        var (X, y) = (rng.Normal([40, 7]), rng.Normal([40]));
        var H = Hessian.At(w => 0.5 * (X.MatMul(w) - y).SquaredNorm() / 40, rng.Normal([7]));
        var closed = X.TransposedMatMul(X) / 40;
        Assert.True(Distance(H.Matrix(), closed) < Rounding(40));
        var v = rng.Normal([7]);
        Assert.True(Distance(Symmetric.SecondMoment(X) * v, closed.MatMul(v)) < Rounding(40, 10));
    }

    [Fact]
    public void Softmax_regression_has_its_closed_form_as_Hessian()
    {
        // ∂²L/∂W_ic∂W_jd = mean of x_i x_j p_c (δ_cd − p_d).
        const int N = 30, n = 4, C = 3;
        var (X, labels) = (rng.Normal([N, n]), rng.Integers(N, C));
        var w = rng.Normal([n * C]);
        var p = X.MatMul(w.Reshape([n, C])).LogSoftmax().Exp();
        var H = Hessian.At(w => X.MatMul(w.Reshape([n, C])).CrossEntropy(labels), w).Matrix();
        for (var (i, j) = (0, 0); i < n * C; j = (j + 1) % (n * C), i += j == 0 ? 1 : 0)
        {
            var (c, d) = (i % C, j % C);
            var closed = Enumerable.Range(0, N).Average(k => X.At(k, i / C) * X.At(k, j / C) * p.At(k, c) * ((c == d ? 1 : 0) - p.At(k, d)));
            Assert.Equal(closed, H.At(i, j), Rounding(N, 10));
        }
    }

    [Fact]
    public void Across_a_network_of_ReLU_only_the_products_of_weights_bend()
    {
        // Along one layer's weights the network is piecewise linear and the squared error has the curvature of its slope, JᵀJ/N.
        var (X, W1, y) = (rng.Normal([20, 3]), rng.Normal([3, 4]), rng.Normal([20]));
        Tensor f(Tensor w) => X.MatMul(w.Reshape([3, 4])).Relu().Sum(1, keep: false);
        var w = W1.Reshape([12]);
        var J = Derivatives.Jacobian(f, w);
        var H = Hessian.At(w => 0.5 * (f(w) - y).SquaredNorm() / 20, w).Matrix();
        Assert.True(Distance(H, J.TransposedMatMul(J) / 20) < Rounding(20, 10));
    }

    [Fact]
    public void Single_precision_agrees_with_double_to_its_own_rounding()
    {
        var (L, θ) = (Network(new Rng(5).Uniform([50, 16], precision: Precision.Single), new Rng(6).Integers(50, 10), 8, 10), 0.5 * rng.Normal([226]));
        var D = Network(new Rng(5).Uniform([50, 16], precision: Precision.Single).To(Precision.Double), new Rng(6).Integers(50, 10), 8, 10);
        var v = rng.Normal([226]);
        var (single, exact) = (Hessian.At(L, θ.To(Precision.Single)) * v.To(Precision.Single), Hessian.At(D, θ) * v);
        Assert.Equal(Precision.Single, single.Precision);
        Assert.True(Distance(single.To(Precision.Double), exact) < 10 * 226 * Math.ScaleB(1, -24) * (double)exact.Abs().Max());
    }

    [Fact]
    public void A_Hessian_is_kept_and_can_be_used_again_and_differentiated_outside()
    {
        var H = Hessian.At(w => w.Pow(4).Sum(), Tensor.Of(1, 2));
        var v = Tensor.Of(1, 1);
        var first = H * v;
        GC.Collect();
        _ = Derivatives.Gradient(w => w.SquaredNorm(), Tensor.Ones([2]));
        Assert.Equal([12, 48], first.ToArray());
        Assert.Equal(first.ToArray(), (H * v).ToArray());
        // ∇ of ½vᵀH v is H v.
        Assert.Equal([12, 48], Derivatives.Gradient(v => 0.5 * v.Dot(H * v), v).ToArray());
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var H = Hessian.At(w => w.SquaredNorm(), Tensor.Ones([3]));
        Assert.Contains("[3×3] and [4]", Assert.Throws<ArgumentException>(() => H * Tensor.Ones([4])).Message);
        Assert.Contains("[2×2]", Assert.Throws<ArgumentException>(() => Hessian.At(w => w.SquaredNorm(), Tensor.Ones([2, 2]))).Message);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => Hessian.At(w => 2 * w, Tensor.Ones([3]))).Message);
    }
}
