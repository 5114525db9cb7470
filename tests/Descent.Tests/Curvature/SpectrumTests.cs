using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

/// <summary>Trace and spectral density from random products.</summary>
public class SpectrumTests
{
    static double[] Spread(int n, double low, double high) => Tensor.Range(low, high, n).ToArray();

    [Fact]
    public void The_trace_lies_within_four_standard_errors_and_the_error_is_the_one_of_theory()
    {
        // Var vᵀH v = 2 Σᵢ≠ⱼ Hᵢⱼ²; the sample deviation of m probes is itself wrong by about 1/√(2m), times √3 for these nearly normal sums at most.
        const int m = 2000;
        var A = Matrix(new Rng(1), Spread(60, -1, 3));
        var t = Symmetric.Of(A).Trace(new Rng(2), m);
        var off = (double)A.SquaredNorm() - Enumerable.Range(0, 60).Sum(i => A.At(i, i) * A.At(i, i));
        Assert.InRange(t.Value, 60 - 4 * t.StandardError, 60 + 4 * t.StandardError);
        Assert.Equal(1, t.StandardError / Math.Sqrt(2 * off / m), 4 * Math.Sqrt(3) / Math.Sqrt(2 * m));
        Assert.Equal(m, t.Products);
    }

    [Fact]
    public void A_diagonal_matrix_has_its_trace_in_every_probe()
    {
        var t = Symmetric.Of(Tensor.Diagonal(Tensor.Of(3, -1, 0.5))).Trace(new Rng(1), 2);
        Assert.Equal(2.5, t.Value, Rounding(3, 3));
        Assert.Equal(0, t.StandardError, Rounding(3, 3));
    }

    [Fact]
    public void Weights_add_up_to_one_and_a_full_basis_gives_every_polynomial_moment_of_the_probe()
    {
        // Each probe is a vector of signs: (1/n) vᵀHᵏv is the k-th moment of its measure.
        var H = Symmetric.Of(Matrix(new Rng(3), Spread(40, -1, 2)));
        var density = H.Density(new Rng(4), probes: 1, steps: 7);
        var v = Symmetric.Signs(40, new Rng(4), Precision.Double);
        Assert.Equal(1, density.Mean(_ => 1), Rounding(7));
        var w = v;
        for (var k = 1; k <= 13; k++)   // exact up to degree 2·7 − 1
        {
            w = H * w;
            Assert.Equal((double)v.Dot(w) / 40, density.Mean(λ => Math.Pow(λ, k)), Rounding(40 * k, Math.Pow(2, k)));
        }
    }

    [Fact]
    public void A_diagonal_matrix_gives_its_spectrum_exactly()
    {
        // Every sign vector has weight 1/n on every eigenvector, repeated eigenvalues add up, and the recursion ends by itself.
        var density = Symmetric.Of(Tensor.Diagonal(Tensor.Of(5, 1, 1, -2))).Density(new Rng(1), probes: 1, steps: 50);
        Assert.Equal([-2, 1, 5], density.Nodes.Select(node => node.λ), (a, b) => Math.Abs(a - b) < Rounding(4, 5));
        Assert.Equal([0.25, 0.5, 0.25], density.Nodes.Select(node => node.Weight), (a, b) => Math.Abs(a - b) < Rounding(4, 5));
        Assert.Equal(0.25, density.Below(0), Rounding(4));
        Assert.Equal(3, density.Products);
    }

    [Fact]
    public void The_density_integrates_to_one()
    {
        var density = Symmetric.Of(Matrix(new Rng(3), Spread(40, -1, 2))).Density(new Rng(4));
        var grid = Tensor.Range(-3, 4, 701).ToArray();   // a normal curve of width 0.1 on a grid of 0.01: exact beyond rounding, its tails 20 widths away
        Assert.Equal(1, grid.Sum(λ => density[λ, 0.1]) * 0.01, 1e-9);
    }

    [Fact]
    public void The_semicircle_of_a_large_random_matrix_appears()
    {
        // GOE with elements of variance 1/(4n): radius 1. The share below −½ is 0.195501, with an error of the probes' weights of at most √(p/(n·probes)).
        const int n = 400, probes = 10;
        var A = new Rng(5).Normal([n, n]);
        var H = Symmetric.Of((A + A.Transpose()) / Math.Sqrt(8.0 * n));
        var density = H.Density(new Rng(6), probes, 80);
        var exact = H.Eigen().Values.Count(λ => λ < -0.5) / (double)n;
        Assert.Equal(exact, density.Below(-0.5), 4 * Math.Sqrt(2 * 0.2 * 0.8 / (n * probes)) + 1.0 / 80);   // + one node
        Assert.Equal(0.195501, exact, 2.0 / n);   // eigenvalues repel: their count varies by about one
    }

    [Fact]
    public void Too_little_is_refused()
    {
        var H = Symmetric.Of(Tensor.Eye(2));
        Assert.Contains("at least 2", Assert.Throws<ArgumentException>(() => H.Trace(new Rng(1), 1)).Message);
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => H.Density(new Rng(1), 0)).Message);
    }
}
