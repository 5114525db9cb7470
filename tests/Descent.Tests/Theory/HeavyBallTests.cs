using Descent.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace Descent.Tests.Theory;

public class HeavyBallTests
{
    static readonly double[] Products = [0.001, 0.02, 0.1, 0.5, 1, 1.7, 2.5, 3.9];
    static readonly double[] Momenta = [0, 0.1, 0.5, 0.9, 0.99];

    static double Simulate(double α, double ηλ, double μ, int steps)
    {
        var Δ = 0.0;
        for (var t = 0; t < steps; t++)
            α += Δ = μ * Δ - ηλ * α;
        return α;
    }

    [Fact]
    public void Condition_number_100_gives_the_known_optimum()
    {
        Assert.Equal(0.0330579, HeavyBall.BestStep(1, 100), 7);
        Assert.Equal(0.669421, HeavyBall.BestMomentum(100), 6);
        Assert.Equal(0.818182, HeavyBall.BestRate(100), 6);
        Assert.Equal(69, QuadraticDescent.Steps(HeavyBall.BestRate(100), 1e-6));
    }

    [Fact]
    public void After_60_steps_from_1_1_in_the_valley_the_distances_are_the_known_ones()
    {
        var (η, μ) = (HeavyBall.BestStep(1, 100), HeavyBall.BestMomentum(100));
        double Ball(double λ) => HeavyBall.Amplitude(1, η * λ, μ, 60);
        double Plain(double λ) => QuadraticDescent.Amplitude(1, QuadraticDescent.BestStep(1, 100), λ, 60);
        Assert.Equal(6.5353e-4, double.Hypot(Ball(1), Ball(100)), 5e-9);
        Assert.Equal(0.425936, double.Hypot(Plain(1), Plain(100)), 5e-7);
    }

    [Fact]
    public void Spectral_radius_is_the_largest_eigenvalue_of_the_iteration_matrix()
    {
        foreach (var ηλ in Products)
            foreach (var μ in Momenta)
            {
                var matrix = Matrix<double>.Build.DenseOfArray(new[,] { { 1 + μ - ηλ, -μ }, { 1, 0 } });
                var largest = matrix.Evd().EigenValues.Max(z => z.Magnitude);
                // Two eigenvalues that meet answer a rounding u of the matrix by √u.
                Assert.Equal(largest, HeavyBall.SpectralRadius(ηλ, μ), 1e-7);
            }
    }

    [Fact]
    public void Complex_modes_shrink_by_the_root_of_the_momentum()
    {
        Assert.Equal(Math.Sqrt(0.9), HeavyBall.SpectralRadius(0.5, 0.9), 1e-15);
        Assert.Equal(1 - 0.001, HeavyBall.SpectralRadius(0.001, 0), 1e-15);
    }

    [Fact]
    public void Critical_momentum_minimises_the_spectral_radius()
    {
        foreach (var ηλ in new[] { 0.01, 0.2, 0.9, 1.5 })
        {
            var critical = HeavyBall.CriticalMomentum(ηλ);
            var best = HeavyBall.SpectralRadius(ηλ, critical);
            Assert.Equal(Math.Sqrt(critical), best, 1e-7); // √u, the roots meet here
            for (var μ = 0.0; μ < 1; μ += 0.01)
                Assert.True(HeavyBall.SpectralRadius(ηλ, μ) >= Math.Sqrt(critical) - 1e-15);
        }
    }

    [Fact]
    public void A_simulated_mode_follows_the_closed_form()
    {
        foreach (var ηλ in Products)
            foreach (var μ in Momenta)
            {
                if (ηλ >= 2 * (1 + μ))
                    continue;
                foreach (var steps in new[] { 0, 1, 2, 10, 50 })
                    Assert.Equal(Simulate(0.7, ηλ, μ, steps), HeavyBall.Amplitude(0.7, ηλ, μ, steps), 1e-12);
            }
    }

    [Fact]
    public void Nothing_is_lost_where_the_roots_meet()
    {
        Assert.Equal(HeavyBall.Eigenvalues(0.25, 0.25).First, HeavyBall.Eigenvalues(0.25, 0.25).Second);
        foreach (var ηλ in new[] { 0.0330578512396694, 0.2, 0.25, 0.9, 1.5, 2.5 })
            foreach (var nudge in new[] { -1e-9, -1e-15, 0, 1e-15, 1e-9 })
                foreach (var steps in new[] { 0, 1, 2, 10, 60 })
                {
                    var μ = HeavyBall.CriticalMomentum(ηλ) * (1 + nudge);
                    Assert.Equal(Simulate(1, ηλ, μ, steps), HeavyBall.Amplitude(1, ηλ, μ, steps), 1e-13);
                }
    }

    [Fact]
    public void Without_momentum_it_is_gradient_descent() =>
        Assert.Equal(QuadraticDescent.Amplitude(1, 0.1, 3, 12), HeavyBall.Amplitude(1, 0.3, 0, 12), 1e-15);

    [Fact]
    public void The_bound_separates_shrinking_from_growing()
    {
        var bound = HeavyBall.StabilityBound(10, 0.9);
        Assert.Equal(0.38, bound, 1e-15);
        Assert.True(HeavyBall.Rate(0.999 * bound, 0.9, 1, 10) < 1);
        Assert.True(HeavyBall.Rate(1.001 * bound, 0.9, 1, 10) > 1);
        Assert.True(Math.Abs(Simulate(1, 9.99 * bound, 0.9, 4000)) < 1e-3);
        Assert.True(Math.Abs(Simulate(1, 10.01 * bound, 0.9, 4000)) > 1e3);
    }

    [Fact]
    public void The_optimum_gives_every_mode_between_the_extremes_the_same_rate()
    {
        var (η, μ) = (HeavyBall.BestStep(1, 100), HeavyBall.BestMomentum(100));
        foreach (var λ in new[] { 2.0, 10, 50, 99 })
            Assert.Equal(HeavyBall.BestRate(100), HeavyBall.Rate(η, μ, λ), 1e-15);
    }

    [Fact]
    public void Steps_grow_with_the_root_of_the_condition_number()
    {
        var ratio = QuadraticDescent.Steps(HeavyBall.BestRate(1e6), 1e-6) / QuadraticDescent.Steps(HeavyBall.BestRate(1e4), 1e-6);
        Assert.Equal(10, ratio, 10 * 2e-3); // rounding up to whole steps: at most 1 in 691
    }

    [Fact]
    public void Effective_rates_are_the_sums_of_the_geometric_series()
    {
        const double η = 0.1, μ = 0.9;
        double constant = 0, alternating = 0;
        for (var k = 1; k <= 500; k++)
        {
            constant = η + μ * constant;
            alternating = η - μ * alternating;
            Assert.Equal(η * HeavyBall.Transient(μ, k), constant, 1e-14);
        }
        Assert.Equal(HeavyBall.ConstantRate(η, μ), constant, 1e-14);
        Assert.Equal(HeavyBall.AlternatingRate(η, μ), alternating, 1e-14);
        Assert.Equal(0.526, HeavyBall.AlternatingRate(1, μ), 3);
    }

    [Fact]
    public void A_momentum_of_one_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => HeavyBall.StabilityBound(10, 1));
        Assert.Contains("μ lies in [0, 1); found 1", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => HeavyBall.SpectralRadius(0.1, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => HeavyBall.CriticalMomentum(-0.1));
    }
}
