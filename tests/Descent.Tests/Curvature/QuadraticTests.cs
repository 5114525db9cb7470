using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

public class QuadraticTests
{
    static (Func<Tensor, Tensor> L, Tensor θ, Tensor d) Digits()
    {
        var rng = new Rng(50);
        var L = Network(rng.Uniform([50, 16]), rng.Integers(50, 10), 6, 10);
        var n = NetworkSize(16, 6, 10);
        var d = rng.Normal([n]);
        return (L, 0.5 * rng.Normal([n]), d / d.Norm());
    }

    [Fact]
    public void The_error_of_the_value_is_third_order_and_of_the_gradient_second()
    {
        var (L, θ, d) = Digits();
        var q = Quadratic.At(L, θ);
        double Value(double s) => Math.Abs((double)L(θ + s * d) - q[s * d]);
        double Slope(double s) => (double)(Derivatives.Gradient(L, θ + s * d) - q.GradientAt(s * d)).Norm();
        Assert.Equal(8, Value(0.02) / Value(0.01), 8 * 0.05);
        Assert.Equal(4, Slope(0.02) / Slope(0.01), 4 * 0.05);
    }

    [Fact]
    public void At_no_displacement_it_is_the_function_itself()
    {
        var (L, θ, _) = Digits();
        var q = Quadratic.At(L, θ);
        Assert.Equal((double)L(θ), q[θ - θ], Rounding(50));
        Assert.True(Distance(Derivatives.Gradient(L, θ), q.GradientAt(θ - θ)) < Rounding(50));
        Assert.Equal(q[0.1 * θ], (double)q.Loss(1.1 * θ), Rounding(160, 10));
    }

    [Fact]
    public void The_quadratic_model_of_a_quadratic_is_exact_anywhere()
    {
        var rng = new Rng(1);
        var bowl = Quadratic.Of(Matrix(rng, 5, 2, 0.5), rng.Normal([3]), 7);
        var q = Quadratic.At(bowl.Loss, rng.Normal([3]));
        var w = rng.Normal([3]);
        Assert.Equal(bowl[w], q[w - q.Centre], Rounding(3, 50));
        Assert.True(Distance(bowl.GradientAt(w), q.GradientAt(w - q.Centre)) < Rounding(3, 50));
        Assert.True(Distance(bowl.Curvature.Matrix(), q.Curvature.Matrix()) < Rounding(3, 5));
    }

    [Fact]
    public void Around_its_minimum_the_error_is_half_the_sum_of_λα2()
    {
        for (var n = 2; n <= 20; n++)
        {
            var rng = new Rng(n);
            var q = Quadratic.Of(Matrix(rng, rng.Uniform([n], 0.5, 5).ToArray()), rng.Normal([n]), 3);
            var (w, minimum, basis) = (rng.Normal([n]), q.Minimum(), q.Curvature.Eigen());
            var α = basis.Coordinates(w - minimum);
            Assert.Equal((double)q.Loss(w), (double)q.Loss(minimum) + basis.Rise(α), 1e-12 * (double)w.SquaredNorm() * 5);
            Assert.True(Distance(w, minimum + basis.Displacement(α)) < 1e-12);
            Assert.True((double)q.GradientAt(minimum).Norm() < 1e-12);
        }
    }

    [Fact]
    public void The_best_step_leaves_no_slope_along_the_line()
    {
        var rng = new Rng(6);
        var q = Quadratic.Of(Matrix(rng, 4, 2, 1), rng.Normal([3]));
        var η = q.BestStep;
        Assert.Equal(0, (double)q.GradientAt(-η * q.Gradient).Dot(q.Gradient), Rounding(3, 10));
        Assert.True(q[-η * q.Gradient] < q[-0.99 * η * q.Gradient] && q[-η * q.Gradient] < q[-1.01 * η * q.Gradient]);
    }

    [Fact]
    public void A_section_is_the_quadratic_on_its_plane()
    {
        var (L, θ, d) = Digits();
        var q = Quadratic.At(L, θ);
        var (u, v) = (d, q.Gradient / q.Gradient.Norm());
        var section = q.Section(u, v);
        Assert.Equal(q[0.3 * u - 0.2 * v], section[Tensor.Of(0.3, -0.2)], Rounding(160));
    }

    [Theory]
    [InlineData(0.005, 1)]
    [InlineData(0.0198, 1)]
    [InlineData(0.0201, 1)]
    public void Down_a_valley_every_mode_follows_its_own_power_law(double η, double start)
    {
        var q = Quadratic.Of(Tensor.Diagonal(Tensor.Of(1, 100)));
        var w = Tensor.Of(start, start);
        for (var t = 0; t < 100; t++)
            w -= η * Derivatives.Gradient(q.Loss, w);
        Assert.Equal(Math.Pow(1 - η, 100), w.At(0), 1e-12);
        Assert.Equal(Math.Pow(1 - 100 * η, 100), w.At(1), 1e-12 * Math.Max(1, Math.Abs(w.At(1))));
    }

    [Fact]
    public void Down_the_valley_the_gradient_points_44_degrees_past_the_minimum()
    {
        var q = Quadratic.Of(Tensor.Diagonal(Tensor.Of(1, 100)));
        var w = Tensor.Of(1, 1);
        var g = q.GradientAt(w);
        Assert.Equal(44.4, Math.Acos((double)(g.Dot(w) / (g.Norm() * w.Norm()))) * 180 / Math.PI, 1);
    }

    [Fact]
    public void Gradient_descent_on_the_second_difference_matrix_decays_mode_by_mode()
    {
        // tridiag(−1, 2, −1), n = 10: λₖ = 2 − 2cos(kπ/11).
        var A = 2 * Tensor.Eye(10) - Tensor.Eye(9).Pad(0, 1, 0).Pad(1, 0, 1) - Tensor.Eye(9).Pad(0, 0, 1).Pad(1, 1, 0);
        var q = Quadratic.Of(A, new Rng(2).Normal([10]));
        var (basis, minimum) = (q.Curvature.Eigen(), q.Minimum());
        Assert.Equal(Enumerable.Range(1, 10).Select(k => 2 - 2 * Math.Cos(k * Math.PI / 11)).OrderDescending(), basis.Values, (a, b) => Math.Abs(a - b) < 1e-14 * 10);
        var (w, η) = (new Rng(3).Normal([10]), 0.4);
        var α0 = basis.Coordinates(w - minimum);
        for (var t = 1; t <= 60; t++)
        {
            w -= η * q.GradientAt(w);
            var α = basis.Coordinates(w - minimum);
            for (var i = 0; i < 10; i++)
                Assert.Equal(Math.Pow(1 - η * basis[i].λ, t) * α0.At(i), α.At(i), 1e-12);
        }
    }

    [Fact]
    public void Two_over_the_largest_curvature_is_the_edge_of_stability()
    {
        var X = new Rng(8).Normal([30, 6]);
        var q = Quadratic.Of(X.TransposedMatMul(X) / 30);
        var (λmax, u) = Symmetric.SecondMoment(X).Lanczos(new Rng(1)).Top[0];
        double After(double share)
        {
            var w = u;
            for (var t = 0; t < 500; t++)
                w -= share * 2 / λmax * q.GradientAt(w);
            return (double)w.Norm();
        }
        Assert.Equal(Math.Pow(0.98, 500), After(0.99), 1e-9);
        Assert.Equal(1, After(1), 1e-9);
        Assert.Equal(Math.Pow(1.02, 500), After(1.01), 1e-9 * Math.Pow(1.02, 500));
    }

    [Fact]
    public void What_has_no_minimum_says_so()
    {
        var saddle = Quadratic.At(TwoWells, Tensor.Of(0, 0.1));
        Assert.Contains("λ = -4", Assert.Throws<InvalidOperationException>(saddle.Minimum).Message);
        Assert.Throws<InvalidOperationException>(() => Quadratic.Of(-Tensor.Eye(2), Tensor.Ones([2])).BestStep);
        Assert.Contains("[2×2] and b [3]", Assert.Throws<ArgumentException>(() => Quadratic.Of(Tensor.Eye(2), Tensor.Ones([3]))).Message);
    }
}
