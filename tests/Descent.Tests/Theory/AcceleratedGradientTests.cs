using Descent.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace Descent.Tests.Theory;

public class AcceleratedGradientTests
{
    static readonly double[] Products = [0.001, 0.1, 0.5, 0.99, 1.2, 1.9];
    static readonly double[] Momenta = [0, 0.1, 0.5, 0.9, 0.99];

    /// <summary>Nesterov's own form: a step from the point ahead, w ← y − ηλy, then y ← w + μ(change of w).</summary>
    static double Simulate(double ηλ, double μ, int steps)
    {
        var (w, y) = (1.0, 1.0);
        for (var t = 0; t < steps; t++)
        {
            var next = y - ηλ * y;
            (w, y) = (next, next + μ * (next - w));
        }
        return y;
    }

    [Fact]
    public void Spectral_radius_is_the_largest_eigenvalue_of_the_iteration_matrix()
    {
        foreach (var ηλ in Products)
            foreach (var μ in Momenta)
            {
                // (y, w) ↦ (w′ + μ(w′ − w), w′) with w′ = (1 − ηλ)y.
                var matrix = Matrix<double>.Build.DenseOfArray(new[,] { { (1 + μ) * (1 - ηλ), -μ }, { 1 - ηλ, 0 } });
                // Two eigenvalues that meet answer a rounding u of the matrix by √u.
                Assert.Equal(matrix.Evd().EigenValues.Max(z => z.Magnitude), AcceleratedGradient.SpectralRadius(ηλ, μ), 1e-7);
            }
    }

    [Fact]
    public void Without_momentum_it_is_gradient_descent()
    {
        foreach (var ηλ in Products)
            Assert.Equal(Math.Abs(1 - ηλ), AcceleratedGradient.SpectralRadius(ηλ, 0), 1e-15);
    }

    [Fact]
    public void Critical_momentum_minimises_the_spectral_radius()
    {
        foreach (var ηλ in new[] { 0.01, 0.2, 0.9, 1 })
        {
            Assert.Equal(1 - Math.Sqrt(ηλ), AcceleratedGradient.SpectralRadius(ηλ, AcceleratedGradient.CriticalMomentum(ηλ)), 1e-7); // √u, the roots meet here
            for (var μ = 0.0; μ < 1; μ += 0.01)
                Assert.True(AcceleratedGradient.SpectralRadius(ηλ, μ) >= 1 - Math.Sqrt(ηλ) - 1e-15);
        }
    }

    [Fact]
    public void Nesterovs_choice_has_the_rate_one_minus_one_over_the_root_of_the_condition_number()
    {
        double[] spectrum = [1, 3, 20, 77, 100];
        Assert.Equal(9.0 / 11, AcceleratedGradient.CriticalMomentum(0.01), 1e-15);
        Assert.Equal(0.9, AcceleratedGradient.Rate(0.01, AcceleratedGradient.CriticalMomentum(0.01), spectrum), 1e-7);
    }

    [Fact]
    public void Best_pair_has_the_best_rate_and_no_neighbour_is_better()
    {
        foreach (var κ in new[] { 2.0, 100, 1e4 })
        {
            var (η, μ, rate) = (AcceleratedGradient.BestStep(1, κ), AcceleratedGradient.BestMomentum(κ), AcceleratedGradient.BestRate(κ));
            double[] spectrum = [.. Enumerable.Range(0, 41).Select(i => Math.Pow(κ, i / 40.0))];
            Assert.Equal(rate, AcceleratedGradient.Rate(η, μ, spectrum), 1e-7);
            foreach (var x in (double[])[0.97, 0.99, 1, 1.01, 1.03])
                foreach (var y in (double[])[0.97, 0.99, 1, 1.01, 1.03])
                    Assert.True(AcceleratedGradient.Rate(η * x, 1 - (1 - μ) * y, spectrum) >= rate - 1e-12);
        }
        Assert.True(HeavyBall.BestRate(100) < AcceleratedGradient.BestRate(100));
    }

    [Fact]
    public void The_bound_separates_shrinking_from_growing()
    {
        var bound = AcceleratedGradient.StabilityBound(10, 0.9);
        Assert.Equal(HeavyBall.StabilityBound(10, 0.9) / 2.8, bound, 1e-15);
        Assert.True(AcceleratedGradient.Rate(0.999 * bound, 0.9, 1, 10) < 1);
        Assert.True(AcceleratedGradient.Rate(1.001 * bound, 0.9, 1, 10) > 1);
        // At the bound a factor f on η moves the root from −1 by (f − 1)·2(1 + μ)(1 + 2μ)/((1 + 3μ)) ≈ 0.003: e^(±10) after 4000 steps.
        Assert.True(Math.Abs(Simulate(9.99 * bound, 0.9, 4000)) < 1e-3);
        Assert.True(Math.Abs(Simulate(10.01 * bound, 0.9, 4000)) > 1e3);
    }

    [Fact]
    public void What_has_no_meaning_is_refused()
    {
        Assert.Contains("μ lies in [0, 1); found 1", Assert.Throws<ArgumentOutOfRangeException>(() => AcceleratedGradient.StabilityBound(10, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => AcceleratedGradient.CriticalMomentum(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AcceleratedGradient.BestRate(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => AcceleratedGradient.BestStep(0, 1));
        Assert.Throws<ArgumentException>(() => AcceleratedGradient.Rate(0.1, 0.9));
    }
}
