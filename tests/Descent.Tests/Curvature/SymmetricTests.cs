using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

public class SymmetricTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public void Eigenvectors_are_orthonormal_and_diagonalize(int n)
    {
        var rng = new Rng(n);
        var A = Matrix(rng, rng.Normal([n]).ToArray());
        var H = Symmetric.Of(A);
        var basis = H.Eigen();
        Assert.Equal(basis.Values.OrderDescending(), basis.Values);
        for (var i = 0; i < n; i++)
        {
            var (λ, u) = basis[i];
            Assert.True(Distance(H * u, λ * u) < Rounding(n, 4));
            Assert.Equal((double)u.Abs().Max(), (double)u.Max());
            for (var j = 0; j < n; j++)
                Assert.Equal(i == j ? 1 : 0, (double)u.Dot(basis[j].Vector), Rounding(n));
        }
    }

    [Fact]
    public void A_vector_comes_back_from_its_coordinates()
    {
        for (var n = 2; n <= 20; n++)
        {
            var rng = new Rng(n);
            var basis = Symmetric.Of(Matrix(rng, rng.Uniform([n], 0.1, 5).ToArray())).Eigen();
            var d = rng.Normal([n]);
            Assert.True(Distance(d, basis.Displacement(basis.Coordinates(d))) < 1e-12);
            Assert.Equal(basis.Values[0] / basis.Values[^1], basis.Condition);
        }
    }

    [Fact]
    public void Half_the_sum_of_λα2_is_half_the_quadratic_form()
    {
        for (var n = 2; n <= 20; n++)
        {
            var rng = new Rng(100 + n);
            var H = Symmetric.Of(Matrix(rng, rng.Uniform([n], 0.1, 5).ToArray()));
            var d = rng.Normal([n]);
            Assert.Equal(H.QuadraticForm(d) / 2, H.Eigen().Rise(H.Eigen().Coordinates(d)), 1e-12 * (1 + H.QuadraticForm(d)));
        }
    }

    [Fact]
    public void Positive_definite_by_Cholesky_exactly_when_all_eigenvalues_are_positive()
    {
        var rng = new Rng(15);
        var definite = 0;
        for (var trial = 0; trial < 1000; trial++)
        {
            var G = rng.Normal([5, 5]);
            var H = Symmetric.Of((G + G.Transpose()) / 2 + 2 * Tensor.Eye(5));
            Assert.Equal(H.Eigen()[^1].λ > 0, H.IsPositiveDefinite());
            definite += H.IsPositiveDefinite() ? 1 : 0;
        }
        Assert.InRange(definite, 100, 900);   // both sides are really met
    }

    [Fact]
    public void A_negative_eigenvalue_is_a_direction_in_which_the_form_is_negative()
    {
        var H = Symmetric.Of(Matrix(new Rng(4), 3, 1, -0.5));
        var (λ, v) = H.Eigen()[^1];
        Assert.Equal(λ, H.QuadraticForm(v), Rounding(3, 3));
        Assert.True(H.QuadraticForm(v) < 0);
        Assert.False(H.IsPositiveDefinite());
    }

    [Fact]
    public void Solve_undoes_the_damped_product()
    {
        var rng = new Rng(8);
        var H = Symmetric.Of(Matrix(rng, 4, 2, 1, -0.5, -3));
        var x = rng.Normal([5]);
        Assert.True(Distance(x, H.Solve(H * x)) < Rounding(5, 8 * 3));   // condition 4/0.5
        Assert.True(Distance(x, H.Solve(H * x + 1.5 * x, 1.5)) < Rounding(5, 5.5 / 1 * 3));
    }

    [Fact]
    public void Power_iteration_converges_by_the_ratio_of_the_eigenvalues()
    {
        // tan of the angle to u₁ shrinks by |λ₂/λ₁| = 1/2 per step, whatever the sign of λ₁; the residual with it.
        foreach (var sign in new[] { 1, -1 })
        {
            var steps = Symmetric.Of(Tensor.Diagonal(sign * Tensor.Of(4, 2, 0.01))).PowerIteration(Tensor.Ones([3])).Take(40).ToList();
            Assert.Equal(sign * 4, steps[39].λ, 1e-12);
            Assert.Equal(0.5, steps[21].Residual / steps[20].Residual, 1e-6);
        }
    }

    [Fact]
    public void A_map_in_single_precision_has_eigenvectors_in_single_precision()
    {
        var A = Matrix(new Rng(2), 3, 2, 1).To(Precision.Single);
        var (λ, u) = Symmetric.Of(A).Eigen()[0];
        Assert.Equal(3, λ, 3 * 3 * 10 * Math.ScaleB(1, -24));
        Assert.Equal(Precision.Single, u.Precision);
        Assert.Equal(Precision.Single, Symmetric.Of(A).Solve(u).Precision);
    }

    [Fact]
    public void What_cannot_be_done_is_named()
    {
        Assert.Contains("[2×3]", Assert.Throws<ArgumentException>(() => Symmetric.Of(Tensor.Ones([2, 3]))).Message);
        Assert.Contains("differ by 1", Assert.Throws<ArgumentException>(() => Symmetric.Of(Tensor.Of(new double[,] { { 1, 2 }, { 3, 1 } }))).Message);
        Assert.Contains("[5]", Assert.Throws<ArgumentException>(() => Symmetric.SecondMoment(Tensor.Ones([5]))).Message);
        Assert.Contains("size 0", Assert.Throws<ArgumentException>(() => new Symmetric(0, v => v)).Message);
        Assert.Contains("[2×2] and [3]", Assert.Throws<ArgumentException>(() => Symmetric.Of(Tensor.Eye(2)).Solve(Tensor.Ones([3]))).Message);
        Assert.Contains("singular", Assert.Throws<ArithmeticException>(() => Symmetric.Of(Tensor.Ones([2, 2])).Solve(Tensor.Ones([2]))).Message);
        Assert.Contains("not finite", Assert.Throws<ArithmeticException>(() => new Symmetric(2, v => v / 0.0).Eigen()).Message);
        Assert.Contains("GB", Assert.Throws<InvalidOperationException>(() => new Symmetric(25_450, v => v).Eigen()).Message);
    }
}
