namespace Descent.Theory;

/// <summary>m x″ + c x′ + λ x = 0: a ball of mass m in a bowl of curvature λ, slowed by friction c.</summary>
/// <param name="Mass">m, positive.</param>
/// <param name="Friction">c, at least 0.</param>
/// <param name="λ">Curvature of the bowl, positive.</param>
/// <remarks>Source: chapter 4; Qian 1999.</remarks>
public sealed record DampedOscillator(double Mass, double Friction, double λ)
{
    double Decay => Friction / (2 * Mass);

    double Discriminant => Decay * Decay - λ / Mass;

    /// <summary>m = μ/η and c = (1 − μ)/η, a step being the unit of time: with these, Δ ← μΔ − ηλx is the equation's finite difference m(Δ − Δ₋) + cΔ = −λx.</summary>
    /// <exception cref="ArgumentOutOfRangeException">η or λ is not positive, or μ outside (0, 1): without momentum there is no mass.</exception>
    public static DampedOscillator Of(double η, double μ, double λ)
    {
        Require.That(η > 0, η, "A learning rate is above 0");
        Require.That(μ is > 0 and < 1, μ, "A ball with mass has a momentum μ in (0, 1)");
        return new(μ / η, (1 - μ) / η, Require.Curvature(λ));
    }

    /// <summary>2√(mλ): with less friction the ball swings, with more it creeps.</summary>
    public static double CriticalFriction(double mass, double λ) => 2 * Math.Sqrt(mass * λ);

    /// <summary>(√(1 + ηλ) − √(ηλ))²: the momentum at which the ball of <see cref="Of"/> is critically damped; the iteration itself is at (1 − √(ηλ))².</summary>
    /// <exception cref="ArgumentOutOfRangeException">ηλ is negative.</exception>
    public static double CriticalMomentum(double ηλ)
    {
        Require.That(ηλ >= 0, ηλ, "Critical damping needs ηλ of at least 0");
        var root = Math.Sqrt(1 + ηλ) - Math.Sqrt(ηλ);
        return root * root;
    }

    /// <summary>x(t) after a start at rest: x₀ e^(−γt)(cos ωt + γ sin(ωt)/ω), where γ = c/2m and ω² = λ/m − γ²; its continuation where ω² ≤ 0.</summary>
    public double Position(double x0, double t) => Discriminant switch
    {
        < 0 and var d => x0 * Math.Exp(-Decay * t) * (Math.Cos(Math.Sqrt(-d) * t) + Decay * Math.Sin(Math.Sqrt(-d) * t) / Math.Sqrt(-d)),
        > 0 and var d => x0 * Slow(Math.Sqrt(d), t) * ((1 + Math.Exp(-2 * Math.Sqrt(d) * t)) / 2 + Decay * Share(Math.Sqrt(d), t)),
        _ => x0 * Math.Exp(-Decay * t) * (1 + Decay * t)
    };

    /// <summary>x′(t) = −x₀ (λ/m) e^(−γt) sin(ωt)/ω.</summary>
    public double Velocity(double x0, double t) => -x0 * λ / Mass * Discriminant switch
    {
        < 0 and var d => Math.Exp(-Decay * t) * Math.Sin(Math.Sqrt(-d) * t) / Math.Sqrt(-d),
        > 0 and var d => Slow(Math.Sqrt(d), t) * Share(Math.Sqrt(d), t),
        _ => Math.Exp(-Decay * t) * t
    };

    /// <summary>½ m x′² + ½ λ x²: the energy that friction has left.</summary>
    public double Energy(double x0, double t) => (Mass * Math.Pow(Velocity(x0, t), 2) + λ * Math.Pow(Position(x0, t), 2)) / 2;

    /// <summary>e^((s − γ)t), the slower of the two decays, without the difference.</summary>
    double Slow(double s, double t) => Math.Exp(-λ / Mass / (s + Decay) * t);

    static double Share(double s, double t) => (1 - Math.Exp(-2 * s * t)) / (2 * s);
}
