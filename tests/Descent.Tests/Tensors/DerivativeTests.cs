using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Tensors;

public class DerivativeTests
{
    const double ε = 1.0 / (1L << 53);

    [Fact]
    public void Gradient_of_a_quadratic_form_is_A_x()
    {
        var A = Tensor.Of(new double[,] { { 2, 1, 0 }, { 1, 3, -1 }, { 0, -1, 4 } });
        var x = Tensor.Of(1, -2, 3);
        var (value, gradient) = ValueAndGradient(x => 0.5 * x.Dot(A.MatMul(x)), x);

        Assert.Equal(0.5 * (2 + 12 + 36 - 4 + 12), (double)value);
        Assert.Equal(A.MatMul(x).ToArray(), gradient.ToArray());
    }

    [Fact]
    public void Gradient_of_log_sum_exp_is_softmax()
    {
        var x = Tensor.Of(1, -2, 0.5, 3);
        var softmax = x.LogSoftmax().Exp().ToArray();
        Assert.All(Gradient(x => x.Exp().Sum().Log(), x).ToArray().Zip(softmax), pair => Assert.Equal(pair.Second, pair.First, 8 * ε));
    }

    [Fact]
    public void Derivatives_of_the_sixth_power_are_exact_to_order_five()
    {
        // 1.5 = 3/2: every coefficient and power fits float64, so nothing is rounded.
        Func<Tensor, Tensor> f = x => x * x * x * x * x * x;
        double[] expected = [Math.Pow(1.5, 6), 6 * Math.Pow(1.5, 5), 30 * Math.Pow(1.5, 4), 120 * Math.Pow(1.5, 3), 360 * Math.Pow(1.5, 2), 720 * 1.5];
        foreach (var derivative in expected)
        {
            Assert.Equal(derivative, (double)f(Tensor.Scalar(1.5)));
            f = Gradient(f);
        }
    }

    [Fact]
    public void Derivatives_of_sin_go_round()
    {
        Func<Tensor, Tensor> f = x => x.Sin();
        foreach (var derivative in new[] { Math.Sin(0.7), Math.Cos(0.7), -Math.Sin(0.7), -Math.Cos(0.7), Math.Sin(0.7), Math.Cos(0.7) })
        {
            Assert.Equal(derivative, (double)f(Tensor.Scalar(0.7)), 4 * ε);
            f = Gradient(f);
        }
    }

    [Fact]
    public void Perturbations_are_not_confused()
    {
        // d/dx [x · d/dy (x + y)] = 1: an inner derivative that also sees x would give 2.
        Assert.Equal(1, (double)Gradient(x => x * Gradient(y => x + y, Tensor.Scalar(1)), Tensor.Scalar(1)));
        // d/dx [x · d/dy (x y) at y = x] = d/dx x² = 2x
        Assert.Equal(6, (double)Gradient(x => x * Gradient(y => x * y, x), Tensor.Scalar(3)));
        // d/dx d/dy (x² y³) at y = x: the inner derivative 3x⁴ is a function of x in both places, 12x³
        Assert.Equal(96, (double)Gradient(x => Gradient(y => x * x * y * y * y, x), Tensor.Scalar(2)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Vector_used_in_parts_and_whole_gets_the_sum_of_both(bool partsFirst)
    {
        const double λ = 0.25;
        Tensor L(Tensor θ)
        {
            var whole = θ.SquaredNorm() * (λ / 2);
            var parts = θ[..3].Dot(θ[3..]);
            return partsFirst ? parts + θ.SquaredNorm() * (λ / 2) : whole + θ[..3].Dot(θ[3..]);
        }
        var θ = Tensor.Of(1, 2, 3, 4, 5, 6);
        var swapped = Tensor.Of(4, 5, 6, 1, 2, 3);

        Assert.Equal((swapped + λ * θ).ToArray(), Gradient(L, θ).ToArray());
        Assert.Equal((swapped + λ * θ).ToArray(), LinearizeGradient(L, θ, out _).Pull(θ).ToArray());   // H = [λ I, I; I, λ I]
    }

    [Fact]
    public void Parts_of_parts_and_overlapping_parts_accumulate()
    {
        var θ = Tensor.Of(1, 2, 3, 4, 5, 6);
        Tensor L(Tensor θ) => θ[1..5][1..3].Sum() + 10 * θ[2..4].Sum() + 100 * θ[^1] + 1000 * θ[2..].Reshape([2, 2])[1][0] + θ.Reshape([2, 3]).Slice(1, 1, 1).Sum() * 1e4;
        Assert.Equal([0, 1e4, 11, 11, 11000, 100], Gradient(L, θ).ToArray());
    }

    [Fact]
    public void Cotangent_shared_by_two_parents_stays_the_same_for_both()
    {
        // The sum hands one cotangent to s and to t; the part then adds to that of s only.
        static Tensor L(Tensor θ)
        {
            var s = θ * 1;
            var t = θ * 2;
            var part = s[..2].Sum();
            return (s + t).Sum() + part;
        }
        Assert.Equal([4, 4, 3], Gradient(L, Tensor.Of(1, 2, 3)).ToArray());
        Assert.Equal([4, 4, 3], LinearizeGradient(L, Tensor.Of(1, 2, 3), out _).Value.ToArray());
    }

    [Fact]
    public void Third_derivatives_of_a_network_with_fused_operations_are_limits_of_differences()
    {
        var x = new Rng(1).Normal([6, 3]);
        Tensor L(Tensor θ) => (x.MatMul(θ[..12].Reshape([3, 4])).Tanh() * x.MatMul(θ[..12].Reshape([3, 4])).Sigmoid()).MatMul(θ[12..].Reshape([4, 2])).CrossEntropy([0, 1, 1, 0, 1, 0]);
        Tensor Hv(Tensor θ, Tensor v) => Gradient(θ => Gradient(L, θ).Dot(v), θ);
        var (θ, v) = (new Rng(2).Normal([20]), new Rng(3).Uniform([20], -1));

        var exact = Gradient(θ => Hv(θ, v).Dot(v), θ);
        Tensor D(double h) => (Hv(θ + h * v, v) - Hv(θ - h * v, v)) / (2 * h);   // ∇(vᵀ H v) = d/dt H(θ + t v) v
        var (fine, coarse) = ((4 * D(1e-3) - D(2e-3)) / 3, (4 * D(2e-3) - D(4e-3)) / 3);
        var allowed = (fine - coarse).Abs() + 100 * ε * (1 + Hv(θ, v).Abs().Max()) / 1e-3;

        Assert.Equal(1, (double)((exact - fine).Abs() <= allowed).Min());
        Assert.InRange((double)exact.Norm(), 0.01, 10);
    }

    [Fact]
    public void Gradient_of_a_constant_is_zero()
    {
        var (θ, other) = (Tensor.Of(1, 2), Tensor.Of(3, 4));
        Assert.Equal([0, 0], Gradient(θ => Tensor.Scalar(5), θ).ToArray());
        Assert.Equal([0, 0], Gradient(θ => other.SquaredNorm(), θ).ToArray());
        Assert.Equal([0, 0], Gradient(θ => θ.Constant().SquaredNorm(), θ).ToArray());
        Assert.Equal([1, 2], Gradient(θ => θ.Dot(θ.Constant()), θ).ToArray());
        Assert.Equal([0, 0], Gradient(θ => Gradient(θ => θ.Sum(), θ).Sum(), θ).ToArray());
    }

    [Fact]
    public void Value_of_the_function_may_be_its_variable() => Assert.Equal(1, (double)Gradient(x => x, Tensor.Scalar(7)));

    [Fact]
    public void Function_of_several_values_has_no_gradient()
    {
        var error = Assert.Throws<ArgumentException>(() => Gradient(x => x * 2, Tensor.Of(1, 2, 3)));
        Assert.Equal("A gradient needs one number as value; the function returned shape [3]. Sum or average it, or use Jacobian.", error.Message);
    }

    [Fact]
    public void Jacobian_of_a_linear_map_is_its_matrix()
    {
        var A = new Rng(1).Normal([3, 4]);
        var J = Jacobian(A.MatMul, new Rng(2).Normal([4]));
        Assert.Equal("[3×4]", J.Shape.ToString());
        Assert.Equal(A.ToArray(), J.ToArray());
    }

    [Fact]
    public void Jacobian_counts_the_elements_of_matrices()
    {
        var J = Jacobian(x => x.Transpose(), new Rng(1).Normal([2, 3]));   // a permutation of 6 elements: (i, j) ← (j, i)
        for (var row = 0; row < 6; row++)
            for (var column = 0; column < 6; column++)
                Assert.Equal(row / 2 == column % 3 && row % 2 == column / 3 ? 1 : 0, J.At(row, column));
    }

    [Fact]
    public void Derivatives_pass_through_a_change_of_precision()
    {
        var θ = Tensor.Of(0.1, -0.7);
        var g = Gradient(θ => θ.To(Precision.Single).Square().Sum(), θ);

        Assert.Equal(Precision.Double, g.Precision);
        Assert.Equal([2.0 * 0.1f, 2.0 * -0.7f], g.ToArray());
    }

    [Fact]
    public void Slopes_at_kinks_are_what_the_summaries_say()
    {
        double[] Slope(Func<Tensor, Tensor> f) => Gradient(x => f(x).Sum(), Tensor.Of(0)).ToArray();
        Assert.Equal([0], Slope(x => x.Relu()));
        Assert.Equal([0.2], Slope(x => x.LeakyRelu(0.2)));
        Assert.Equal([1.5], Slope(x => x.Elu(1.5)));
        Assert.Equal([0], Slope(x => x.Abs()));
        Assert.Equal([0.5], Slope(x => Tensor.Max(x, 0)));
        Assert.Equal([0.5], Slope(x => Tensor.Min(x, 0)));
        Assert.Equal([0.5, 0.5, 0], Gradient(x => x.Max(), Tensor.Of(3, 3, 1)).ToArray());
        Assert.Equal([0, 0, 1], Gradient(x => x.Min(), Tensor.Of(3, 3, 1)).ToArray());
    }

    [Fact]
    public void Gradient_flow_through_ten_steps_of_descent_is_the_power_of_its_factor()
    {
        // θ ← θ − η ∇(½ λ θ²) ten times is (1 − ηλ)¹⁰ θ: the derivative of unrolled learning with respect to θ₀ and to λ.
        const double η = 0.125;
        Tensor End(Tensor θ, Tensor λ)
        {
            for (var t = 0; t < 10; t++)
            {
                var at = θ;
                θ = at - η * Gradient(θ => 0.5 * λ * θ * θ, at);
            }
            return θ;
        }
        Assert.Equal(Math.Pow(0.75, 10), (double)Gradient(θ => End(θ, Tensor.Scalar(2)), Tensor.Scalar(3)));
        Assert.Equal(-10 * η * Math.Pow(0.75, 9) * 3, (double)Gradient(λ => End(Tensor.Scalar(3), λ), Tensor.Scalar(2)), 20 * ε);
    }
}
