using System.Numerics;

namespace Descent.Theory;

/// <summary>Nesterov's momentum on a quadratic: a mode obeys α(t+1) = (1 + μ)(1 − ηλ)α(t) − μ(1 − ηλ)α(t−1).</summary>
/// <remarks>Source: chapter 4; Nesterov 1983; Lessard, Recht and Packard 2016. As for <see cref="HeavyBall"/>, η and λ enter through ηλ alone.</remarks>
public static class AcceleratedGradient
{
    /// <summary>Both roots of z² − (1 + μ)(1 − ηλ)z + μ(1 − ηλ) = 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">μ is outside [0, 1).</exception>
    public static (Complex First, Complex Second) Eigenvalues(double ηλ, double μ)
    {
        var half = (1 + Require.Momentum(μ)) * (1 - ηλ) / 2;
        var root = Complex.Sqrt(half * half - μ * (1 - ηλ));
        return (half + root, half - root);
    }

    /// <summary>The larger |z| of <see cref="Eigenvalues"/>: √(μ(1 − ηλ)) while they are complex.</summary>
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

    /// <summary>(1 − √(ηλ))/(1 + √(ηλ)): critical damping, where the factor of the mode is 1 − √(ηλ).</summary>
    /// <remarks>With η = 1/λmax and λ = λmin this is Nesterov's choice (√κ − 1)/(√κ + 1), of rate 1 − 1/√κ.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">ηλ is outside [0, 1]: beyond 1 the roots are never complex.</exception>
    public static double CriticalMomentum(double ηλ)
    {
        Require.That(ηλ is >= 0 and <= 1, ηλ, "Critical damping of Nesterov's momentum needs ηλ in [0, 1]");
        return (1 - Math.Sqrt(ηλ)) / (1 + Math.Sqrt(ηλ));
    }

    /// <summary>2(1 + μ)/((1 + 2μ)λmax): below this step every mode shrinks. Earlier than the heavy ball's bound, by 1 + 2μ.</summary>
    /// <exception cref="ArgumentOutOfRangeException">λmax is not positive, or μ outside [0, 1).</exception>
    public static double StabilityBound(double λmax, double μ) => HeavyBall.StabilityBound(λmax, μ) / (1 + 2 * μ);

    /// <summary>4/(3λmax + λmin): the step that belongs to <see cref="BestMomentum"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A curvature is not positive.</exception>
    public static double BestStep(double λmin, double λmax) => 4 / (3 * Require.Curvature(λmax) + Require.Curvature(λmin));

    /// <summary>(√(3κ + 1) − 2)/(√(3κ + 1) + 2): the best momentum for a spectrum of condition number κ.</summary>
    /// <exception cref="ArgumentOutOfRangeException">κ is below 1.</exception>
    public static double BestMomentum(double κ) => (Root(κ) - 2) / (Root(κ) + 2);

    /// <summary>1 − 2/√(3κ + 1): the factor per step at the best η and μ.</summary>
    /// <exception cref="ArgumentOutOfRangeException">κ is below 1.</exception>
    public static double BestRate(double κ) => 1 - 2 / Root(κ);

    static double Root(double κ) => Math.Sqrt(3 * Require.Condition(κ) + 1);
}
