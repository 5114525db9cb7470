using System.Numerics;

namespace Descent.Theory;

/// <summary>Momentum Δw ← −η∇E + μΔw on a quadratic: a mode obeys α(t+1) = (1 + μ − ηλ)α(t) − μα(t−1), starting at rest.</summary>
/// <remarks>Source: chapter 4; Polyak 1964; Bishop &amp; Bishop 2024, section 7.3.1. Everything depends on η and λ through ηλ alone.</remarks>
public static class HeavyBall
{
    /// <summary>4/(√λmax + √λmin)²: the step that belongs to <see cref="BestMomentum"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A curvature is not positive.</exception>
    public static double BestStep(double λmin, double λmax) =>
        4 / Square(Math.Sqrt(Require.Curvature(λmax)) + Math.Sqrt(Require.Curvature(λmin)));

    /// <summary>((√κ − 1)/(√κ + 1))²: the momentum at which the flattest and the stiffest mode are both critically damped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">κ is below 1.</exception>
    public static double BestMomentum(double κ) => Square(BestRate(κ));

    /// <summary>(√κ − 1)/(√κ + 1): the factor per step at the best η and μ; √κ where gradient descent has κ.</summary>
    /// <exception cref="ArgumentOutOfRangeException">κ is below 1.</exception>
    public static double BestRate(double κ) => (Math.Sqrt(Require.Condition(κ)) - 1) / (Math.Sqrt(κ) + 1);

    /// <summary>(1 − √(ηλ))²: critical damping. With less momentum a mode creeps, with more it oscillates; √μ is then its factor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">ηλ is negative.</exception>
    public static double CriticalMomentum(double ηλ)
    {
        Require.That(ηλ >= 0, ηλ, "Critical damping needs ηλ of at least 0");
        return Square(1 - Math.Sqrt(ηλ));
    }

    /// <summary>2(1 + μ)/λmax: below this step every mode shrinks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">λmax is not positive, or μ outside [0, 1).</exception>
    public static double StabilityBound(double λmax, double μ) => 2 * (1 + Require.Momentum(μ)) / Require.Curvature(λmax);

    /// <summary>Both roots of z² − (1 + μ − ηλ)z + μ = 0: the eigenvalues of the 2×2 matrix that maps (α(t), α(t−1)) to (α(t+1), α(t)).</summary>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static (Complex First, Complex Second) Eigenvalues(double ηλ, double μ)
    {
        var half = (1 + Require.Momentum(μ) - ηλ) / 2;
        var root = Complex.Sqrt(half * half - μ);
        return (half + root, half - root);
    }

    /// <summary>The larger |z| of <see cref="Eigenvalues"/>: √μ while they are complex; the factor per step in the long run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static double SpectralRadius(double ηλ, double μ)
    {
        var (z1, z2) = Eigenvalues(ηλ, μ);
        return Math.Max(Complex.Abs(z1), Complex.Abs(z2));
    }

    /// <summary>The largest spectral radius over the spectrum.</summary>
    /// <exception cref="ArgumentException">The spectrum is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static double Rate(double η, double μ, params IEnumerable<double> spectrum) =>
        Require.Spectrum(spectrum).Max(λ => SpectralRadius(η * λ, μ));

    /// <summary>α(T) = (u(T + 1) − μu(T)) α(0), where u(T) = (z₁ᵀ − z₂ᵀ)/(z₁ − z₂) solves the recursion from u(0) = 0, u(1) = 1.</summary>
    /// <remarks>Written without the difference of the roots, so that nothing is lost where they meet, as at the optimum:
    /// (√μ)ᵀ⁻¹ sin(Tφ)/sin φ when they are complex, T zᵀ⁻¹ when they are equal, and through the artanh of their ratio when they are real.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static double Amplitude(double α0, double ηλ, double μ, int steps)
    {
        var half = (1 + Require.Momentum(μ) - ηλ) / 2;
        var discriminant = half * half - μ;
        var root = Math.Sqrt(Math.Abs(discriminant));
        return (U(steps + 1) - μ * U(steps)) * α0;

        double U(int n) => n == 0 ? 0 : discriminant switch
        {
            < 0 => Oscillating(n, Math.Atan2(root, Math.Abs(half))),
            > 0 => Creeping(n, Math.Atanh(root / Math.Abs(half))),
            _ => n * Math.Pow(half, n - 1)
        };
        double Oscillating(int n, double φ) => Math.Pow(Math.CopySign(Math.Sqrt(μ), half), n - 1) * Math.Sin(n * φ) / Math.Sin(φ);
        double Creeping(int n, double θ) => Math.Pow(half + Math.CopySign(root, half), n - 1) * Share(n * θ) / Share(θ);
        static double Share(double θ) => Math.Tanh(θ) / (1 + Math.Tanh(θ));
    }

    /// <summary>η/(1 − μ): the effective rate while the gradient stays constant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static double ConstantRate(double η, double μ) => η / (1 - Require.Momentum(μ));

    /// <summary>η/(1 + μ): the effective rate along a gradient that changes its sign at every step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static double AlternatingRate(double η, double μ) => η / (1 + Require.Momentum(μ));

    /// <summary>1 + μ + … + μᵏ⁻¹ = (1 − μᵏ)/(1 − μ): the k-th step along a constant gradient, in units of −η∇E.</summary>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static double Transient(double μ, int steps) => (1 - Math.Pow(μ, steps)) / (1 - Require.Momentum(μ));

    static double Square(double x) => x * x;
}
