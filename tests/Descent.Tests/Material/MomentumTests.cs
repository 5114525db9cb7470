using Descent.Curvature;
using Descent.Data;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Theory;

namespace Descent.Tests.Material;

/// <summary>Theme D of the material, and C09: what momentum does, measured on whole runs.</summary>
public class MomentumTests
{
    [Fact]
    public void Velocity_builds_up_along_a_constant_gradient_and_decays_when_the_push_ends()
    {
        var (η, μ) = (0.1, 0.9);
        var path = new Momentum(η, μ).Follow(x => Tensor.Of(x.Step < 50 ? 2 : 0), Tensor.Of(0)).Take(101).Select(x => x.θ.At(0)).ToList();
        for (var k = 1; k <= 50; k++)
        {
            // Each of k steps rounds Δ once, and the difference of two positions below 100 has an error of 2⁻⁵³ × 200.
            Assert.Equal(-2 * η * HeavyBall.Transient(μ, k), path[k] - path[k - 1], 1e-12);
            Assert.Equal(-2 * η * HeavyBall.Transient(μ, 50) * Math.Pow(μ, k), path[50 + k] - path[50 + k - 1], 1e-12);
        }
    }

    [Fact]
    public void An_alternating_gradient_is_followed_at_the_rate_over_one_plus_momentum()
    {
        var Δ = Steps(x => x.Step % 2 == 0 ? 1 : -1);
        Assert.Equal(HeavyBall.AlternatingRate(1, 0.9), Math.Abs(Δ[^1]), 1e-12);     // 0.9⁴⁰⁰ is 5e-19
        Assert.Equal(0.526, Math.Abs(Δ[^1]), 5e-4);
        Assert.Equal(HeavyBall.ConstantRate(1, 0.9), Math.Abs(Steps(_ => 1)[^1]), 1e-10);

        static double[] Steps(Func<Iterate, double> gradient) =>
            [.. new Momentum(1, 0.9).Follow(x => Tensor.Of(gradient(x)), Tensor.Of(0)).Skip(1).Take(400).Select(x => x.Memory[0].At(0))];
    }

    [Theory, InlineData(0.999), InlineData(1.001)]
    public void The_edge_of_momentum_on_the_digits_is_sharp(double share)
    {
        // Least squares on 1,797 digits, its stiffest mode alone: 400 steps multiply by about 0.949⁴⁰⁰ or 1.030⁴⁰⁰.
        var X = Tensor.Concat(1, Dataset.Digits().Inputs(), Tensor.Ones([1797, 1]));
        var (λ, u) = Symmetric.SecondMoment(X).Eigen()[0];
        var η = share * HeavyBall.StabilityBound(λ, 0.9);
        Assert.Equal(share > 1, HeavyBall.SpectralRadius(η * λ, 0.9) > 1);
        var end = new Momentum(η, 0.9).Follow(x => X.MatMul(x.θ).MatMul(X) / 1797, u).ElementAt(400).θ;
        // 400 steps of about 65 roundings each: below 1e-11, relative to a mode that changes by one constant factor.
        var amplitude = HeavyBall.Amplitude(1, η * λ, 0.9, 400);
        Assert.Equal(1, (double)end.Dot(u) / amplitude, 1e-9);
        Assert.Equal(share > 1, Math.Abs(amplitude) > 1);
    }

    [Fact]
    public void Steps_against_the_condition_number_have_slope_one_for_descent_and_one_half_for_the_heavy_ball()
    {
        // ½κ ln(1/ε) and ½√κ ln(1/ε) up to 1/κ and 1/√κ; rounding up to whole steps is at most 1 in 69.
        double Slope(Func<double, double> rate) => Math.Log(QuadraticDescent.Steps(rate(1e4), 1e-6) / QuadraticDescent.Steps(rate(100), 1e-6)) / Math.Log(100);
        Assert.Equal(1, Slope(QuadraticDescent.BestRate), 0.01);
        Assert.Equal(0.5, Slope(HeavyBall.BestRate), 0.01);
        Assert.Equal(0.5, Slope(AcceleratedGradient.BestRate), 0.02);
        Assert.Equal(691, QuadraticDescent.Steps(QuadraticDescent.BestRate(100), 1e-6));
        Assert.Equal(0.980198, QuadraticDescent.BestRate(100), 5e-7);
    }

    [Fact]
    public void A_critically_damped_run_needs_the_steps_of_its_rate_and_those_of_the_factor_that_grows()
    {
        // Both ends of the spectrum are double roots z = ±√μ: α(T) = zᵀ(1 + T(1 − z)).
        var (z, κ) = (HeavyBall.BestRate(100), 100.0);
        double Distance(int T) => double.Hypot(Math.Pow(z, T) * (1 + T * (1 - z)), Math.Pow(z, T) * (1 + T * (1 + z)));
        var predicted = Enumerable.Range(1, 1000).First(T => Distance(T) <= 1e-6 * Math.Sqrt(2));
        var needed = new Momentum(HeavyBall.BestStep(1, κ), HeavyBall.BestMomentum(κ))
            .Follow(x => Tensor.Of(1, κ) * x.θ, Tensor.Of(1, 1)).First(x => (double)x.θ.Norm() <= 1e-6 * Math.Sqrt(2)).Step;
        Assert.Equal(predicted, needed);
        Assert.Equal(93, needed);
    }

    [Fact]
    public void Critical_damping_of_the_ball_is_that_of_the_iteration_to_one_per_cent_at_a_rate_of_1e_4()
    {
        // The run crosses 0 exactly when it is under-damped: bisection on a real trajectory.
        bool Swings(double μ) => new Momentum(1e-4, μ).Follow(x => x.θ, Tensor.Of(1)).Take(20_000).Any(x => x.θ.At(0) < 0);
        var (low, high) = (0.97, 0.99);
        for (var i = 0; i < 12; i++)
            (low, high) = (low + high) / 2 is var middle && Swings(middle) ? (low, middle) : (middle, high);
        // Beyond critical damping by δ the roots turn by φ ≈ √δ·10⁻¹ a step, and the run crosses 0 after less than π/φ steps: 20,000 of them see δ of 3e-6. The bisection stops at 0.02/2¹² = 5e-6.
        Assert.Equal(HeavyBall.CriticalMomentum(1e-4), high, 1e-5);
        Assert.Equal(1, (1 - DampedOscillator.CriticalMomentum(1e-4)) / (1 - high), 0.01);
        Assert.Equal(1, 2 * Math.Sqrt(1e-4) / (1 - high), 0.01);
    }

    [Theory, InlineData(0.95), InlineData(0.98019), InlineData(0.995)]
    public void At_a_rate_of_1e_4_momentum_follows_its_oscillator_to_one_per_cent(double μ)
    {
        var ball = DampedOscillator.Of(1e-4, μ, 1);
        foreach (var x in new Momentum(1e-4, μ).Follow(x => x.θ, Tensor.Of(1)).Take(2000))
            Assert.Equal(ball.Position(1, x.Step), x.θ.At(0), 0.01);
    }

    [Fact]
    public void A_massive_ball_rolls_over_the_hill_into_the_other_valley()
    {
        // E = w⁴ − w² has two valleys, one parameter or not.
        double End(double μ) => new Momentum(0.01, μ).Follow(x => 4 * x.θ * x.θ * x.θ - 2 * x.θ, Tensor.Of(1.3)).ElementAt(3000).θ.At(0);
        Assert.Equal(Math.Sqrt(0.5), End(0), 1e-9);
        Assert.Equal(-Math.Sqrt(0.5), End(0.9), 1e-9);
    }

    [Fact]
    public void Descent_momentum_and_Nesterov_each_settle_at_their_own_edge_of_stability()
    {
        var (inputs, targets, _) = Dataset.Digits().Take(200).All();
        var small = Init.Gaussian(0.03);
        var net = new Chain(new Dense(64, 16, small), new Tanh(), new Dense(16, 10, small));
        Tensor L(Tensor θ) => Loss.HalfSquare(net.Apply(θ, inputs), targets);
        foreach (var (rule, edge) in new (Optimizer, double)[]
        {
            (new GradientDescent(0.2), 2 / 0.2),
            (new Momentum(0.3, 0.5), HeavyBall.StabilityBound(0.3, 0.5)),
            (new Nesterov(0.15, 0.5), AcceleratedGradient.StabilityBound(0.15, 0.5)),
        })
        {
            var late = rule.Descend(L, net.Initialize(new Rng(1))).Take(1001).Where(x => x.Step >= 700 && x.Step % 100 == 0)
                .Average(x => Hessian.At(L, x.θ).Lanczos(new Rng(3), tolerance: 1e-3).Top[0].λ);
            // The bound is 2(1 + μ)/(ηλ) = 1, so in λ it is the same function of η. The curvature hovers around it; the edge of another rule would be off by a third or more.
            Assert.InRange(late / edge, 0.9, 1.1);
        }
    }
}
