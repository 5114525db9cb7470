using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

public class LanczosTests
{
    static void Agrees(double[] spectrum, int top, int bottom, int seed = 1)
    {
        var rng = new Rng(seed);
        var H = Symmetric.Of(Matrix(rng, spectrum));
        var ritz = H.Lanczos(rng, top, bottom);
        var limit = 1e-10 * spectrum.Max(Math.Abs);
        Assert.Equal(spectrum.OrderDescending().Take(top), ritz.Top.Select(p => p.λ), (a, b) => Math.Abs(a - b) <= limit);
        Assert.Equal(spectrum.Order().Take(bottom), ritz.Bottom.Select(p => p.λ), (a, b) => Math.Abs(a - b) <= limit);
        Eigenpair[] pairs = [.. ritz.Top, .. ritz.Bottom];
        foreach (var (λ, u) in pairs)
        {
            Assert.True((double)(H * u - λ * u).Norm() <= limit);
            Assert.Equal(1, pairs.Sum(p => Math.Abs((double)p.Vector.Dot(u))), Rounding(spectrum.Length, 10));   // orthonormal
        }
        Assert.All(pairs, p => Assert.InRange(p.Residual, 0, limit));
    }

    static double[] Spread(int n, double low, double high) => Tensor.Range(low, high, n).ToArray();

    [Fact]
    public void Both_ends_of_a_spread_spectrum() => Agrees(Spread(300, -1, 3), 5, 5);

    [Fact]
    public void A_bulk_with_outliers_as_networks_have() => Agrees([.. Spread(290, -0.01, 0.05), 20, 8, 5, 3, 2, 1.5, 1.2, 1, 0.9, -0.3], 9, 1);

    [Fact]
    public void Repeated_eigenvalues_as_often_as_they_occur() => Agrees([.. Spread(90, -1, 1), 5, 5, 5, 2, 2, -4, -4], 6, 3);

    [Fact]
    public void Without_looking_for_repetitions_about_half_the_products_find_different_ones()
    {
        var H = Symmetric.Of(Matrix(new Rng(1), [.. Spread(290, -0.01, 0.05), 9, 8, 7, 6, 5]));
        var (once, twice) = (H.Lanczos(new Rng(2), 5, repeated: false), H.Lanczos(new Rng(2), 5));
        Assert.Equal([9, 8, 7, 6, 5], once.Top.Select(p => p.λ), (a, b) => Math.Abs(a - b) <= 9e-10);
        Assert.All(once.Top, p => Assert.InRange(p.Residual, 0, 9e-10));
        Assert.InRange((double)once.Products / twice.Products, 0.3, 0.8);
    }

    [Fact]
    public void A_cluster_closer_than_the_gap_to_the_rest() => Agrees([.. Spread(200, 0, 1), 2, 2 - 1e-6, 2 - 2e-6, 2 - 1e-3], 4, 0);

    [Fact]
    public void Only_the_bottom() => Agrees(Spread(120, -7, -1), 0, 4);

    [Fact]
    public void One_number_is_its_own_eigenvalue() => Agrees([-3], 1, 0);

    [Fact]
    public void The_whole_spectrum_of_a_small_matrix() => Agrees([4, 4, 1, 0, -2], 3, 2);

    [Fact]
    public void The_zero_matrix_and_the_unit_matrix_break_down_at_once_and_are_found()
    {
        Agrees(new double[100], 3, 2);
        Agrees([.. Enumerable.Repeat(1.0, 100)], 3, 2);
    }

    [Fact]
    public void Softmax_regression_at_zero_weights_repeats_each_eigenvalue_for_all_classes_but_one()
    {
        // H = (XᵀX/N) ⊗ (I/C − 11ᵀ/C²): every eigenvalue of XᵀX/N, over C, C − 1 times.
        var rng = new Rng(9);
        var (X, labels) = (rng.Normal([60, 20]), rng.Integers(60, 5));
        var H = Hessian.At(w => X.MatMul(w.Reshape([20, 5])).CrossEntropy(labels), Tensor.Zeros([100]));
        var moments = Symmetric.SecondMoment(X).Eigen().Values;
        var expected = Enumerable.Range(0, 8).Select(i => moments[i / 4] / 5);
        Assert.Equal(expected, H.Lanczos(rng, 8).Top.Select(p => p.λ), (a, b) => Math.Abs(a - b) < 1e-10 * moments[0]);
    }

    [Fact]
    public void The_Hessian_of_a_network_agrees_with_the_dense_analysis()
    {
        var rng = new Rng(21);
        var H = Hessian.At(Network(rng.Uniform([50, 8]), rng.Integers(50, 4), 10, 4), 0.5 * rng.Normal([NetworkSize(8, 10, 4)]));
        var (dense, ritz) = (H.Eigen(), H.Lanczos(rng, 4, 2));
        var limit = 1e-10 * dense.Values[0];
        for (var i = 0; i < 4; i++)
            Assert.Equal(dense[i].λ, ritz.Top[i].λ, limit);
        for (var i = 0; i < 2; i++)
            Assert.Equal(dense[^(i + 1)].λ, ritz.Bottom[i].λ, limit);
    }

    [Fact]
    public void Fewer_products_than_power_iteration_for_the_same_residual()
    {
        var H = Symmetric.Of(Tensor.Diagonal(Tensor.Of([.. Spread(200, 0, 1), 1.02])));
        var ritz = H.Lanczos(new Rng(1), tolerance: 1e-6);
        var power = H.PowerIteration(new Rng(1).Normal([201])).TakeWhile(p => p.Residual > 1e-6).Count();
        Assert.True(ritz.Products < power / 2, $"{ritz.Products} products against {power}");
    }

    [Fact]
    public void Single_precision_reaches_its_own_tolerance()
    {
        var H = Symmetric.Of(Matrix(new Rng(1), [.. Spread(100, 0, 1), 3, 2]).To(Precision.Single));
        var (top, _, _) = H.Lanczos(new Rng(2), 2);
        Assert.Equal([3, 2], top.Select(p => p.λ), (a, b) => Math.Abs(a - b) < 3e-5);
        Assert.Equal(Precision.Single, top[0].Vector.Precision);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        var H = Symmetric.Of(Matrix(new Rng(1), Spread(80, -1, 1)));
        Assert.Equal(H.Lanczos(new Rng(5)).Top[0].Vector.ToArray(), H.Lanczos(new Rng(5)).Top[0].Vector.ToArray());
    }

    [Fact]
    public void What_cannot_be_done_is_named()
    {
        var H = Symmetric.Of(Matrix(new Rng(1), Spread(300, -1, 1)));
        Assert.Contains("[300×300]", Assert.Throws<ArgumentException>(() => H.Lanczos(new Rng(1), 200, 101)).Message);
        Assert.Contains("between 1", Assert.Throws<ArgumentException>(() => H.Lanczos(new Rng(1), 0)).Message);
        Assert.Contains("after 20 products", Assert.Throws<ArithmeticException>(() => H.Lanczos(new Rng(1), products: 20)).Message);
        Assert.Contains("not finite", Assert.Throws<ArithmeticException>(() => new Symmetric(50, v => v / 0.0).Lanczos(new Rng(1))).Message);
    }
}
