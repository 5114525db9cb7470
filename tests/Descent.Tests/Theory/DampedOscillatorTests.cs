using Descent.Theory;

namespace Descent.Tests.Theory;

public class DampedOscillatorTests
{
    /// <summary>Swinging, critical and creeping, and close to critical on both sides.</summary>
    public static TheoryData<double, double, double> Balls => new() { { 1, 0, 2 }, { 2, 0.3, 1 }, { 1, 2, 1 }, { 1, 7, 3 }, { 1, 2 * (1 + 1e-9), 1 }, { 1, 2 * (1 - 1e-9), 1 }, { 0.01, 50, 4 } };

    [Theory, MemberData(nameof(Balls))]
    public void Position_and_velocity_solve_the_equation(double m, double c, double λ)
    {
        // Runge–Kutta with steps of h, at most a hundredth of every time scale of the ball (m/c, √(m/λ)): the error is about (h/scale)⁴ = 1e-8 of a start of 0.7, over 40 scales at most divided by 120.
        var ball = new DampedOscillator(m, c, λ);
        var h = 0.01 * Math.Min(m / Math.Max(c, 1e-9), Math.Sqrt(m / λ));
        var (x, v) = (0.7, 0.0);
        for (var step = 1; step <= 4000; step++)
        {
            double A(double x, double v) => -(c * v + λ * x) / m;
            var (x1, v1) = (v, A(x, v));
            var (x2, v2) = (v + h / 2 * v1, A(x + h / 2 * x1, v + h / 2 * v1));
            var (x3, v3) = (v + h / 2 * v2, A(x + h / 2 * x2, v + h / 2 * v2));
            var (x4, v4) = (v + h * v3, A(x + h * x3, v + h * v3));
            (x, v) = (x + h / 6 * (x1 + 2 * x2 + 2 * x3 + x4), v + h / 6 * (v1 + 2 * v2 + 2 * v3 + v4));
            if (step % 500 != 0)
                continue;
            Assert.Equal(x, ball.Position(0.7, step * h), 1e-8);
            Assert.Equal(v, ball.Velocity(0.7, step * h), 1e-7);
            Assert.Equal(m * v * v / 2 + λ * x * x / 2, ball.Energy(0.7, step * h), 1e-7);
        }
    }

    [Fact]
    public void Friction_below_the_critical_swings_and_above_it_creeps()
    {
        var critical = DampedOscillator.CriticalFriction(3, 5);
        bool Crosses(double c) => Enumerable.Range(0, 100_000).Any(t => new DampedOscillator(3, c, 5).Position(1, 0.01 * t) < 0);
        Assert.True(Crosses(0.99 * critical));
        Assert.False(Crosses(1.01 * critical));
        Assert.Equal((1 + Math.Sqrt(5.0 / 3)) * Math.Exp(-Math.Sqrt(5.0 / 3)), new DampedOscillator(3, critical, 5).Position(1, 1), 1e-7);
    }

    [Fact]
    public void Momentum_is_the_finite_difference_of_its_ball()
    {
        var (η, μ, λ) = (0.03, 0.85, 2.0);
        var ball = DampedOscillator.Of(η, μ, λ);
        double x = 1, Δ = 0;
        for (var t = 0; t < 50; t++)
        {
            var next = μ * Δ - η * λ * x;
            Assert.Equal(-λ * x, ball.Mass * (next - Δ) + ball.Friction * next, 1e-13);
            Δ = next;
            x += Δ;
        }
    }

    [Fact]
    public void Critical_momentum_makes_the_friction_critical()
    {
        foreach (var ηλ in new[] { 1e-4, 0.01, 0.5 })
        {
            var ball = DampedOscillator.Of(ηλ / 3, DampedOscillator.CriticalMomentum(ηλ), 3);
            Assert.Equal(DampedOscillator.CriticalFriction(ball.Mass, 3), ball.Friction, 1e-12 * ball.Friction);
        }
    }

    [Fact]
    public void Slow_friction_for_a_long_time_stays_finite()
    {
        Assert.Equal(Math.Exp(-1), new DampedOscillator(1e-9, 1, 1).Position(1, 1), 1e-8);
        Assert.Equal(0, new DampedOscillator(1, 1000, 1).Position(1, 1e7), 1e-300);
    }

    [Fact]
    public void A_ball_without_mass_or_bowl_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DampedOscillator.Of(0.1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DampedOscillator.Of(0, 0.9, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DampedOscillator.Of(0.1, 0.9, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DampedOscillator.CriticalMomentum(-1));
    }
}
