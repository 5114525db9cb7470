namespace Descent.Theory;

/// <summary>Gradient descent w ← w − η∇E on a quadratic E = E* + ½ Σ λᵢαᵢ²: every mode moves on its own, α ← (1 − ηλ)α.</summary>
/// <remarks>Source: chapter 2; Bishop &amp; Bishop 2024, section 7.3.</remarks>
public static class QuadraticDescent
{
    /// <summary>2/λmax: below this step every mode shrinks; at it the stiffest one keeps its size, its factor being −1.</summary>
    /// <param name="λmax">Largest curvature, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">λmax is not positive.</exception>
    public static double StabilityBound(double λmax) => 2 / Require.Curvature(λmax);

    /// <summary>2/(λmin + λmax): the step at which the flattest and the stiffest mode shrink equally fast, the best for the whole spectrum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A curvature is not positive.</exception>
    public static double BestStep(double λmin, double λmax) => 2 / (Require.Curvature(λmin) + Require.Curvature(λmax));

    /// <summary>(κ − 1)/(κ + 1): the factor per step at <see cref="BestStep"/>, where κ = λmax/λmin.</summary>
    /// <exception cref="ArgumentOutOfRangeException">κ is below 1.</exception>
    public static double BestRate(double κ) => (Require.Condition(κ) - 1) / (κ + 1);

    /// <summary>1 − ηλ: what one step multiplies a mode by; negative means it jumps across the valley, beyond ±1 that it grows.</summary>
    public static double Factor(double η, double λ) => 1 - η * λ;

    /// <summary>max |1 − ηλ| over the spectrum: the factor per step that remains in the long run.</summary>
    /// <exception cref="ArgumentException">The spectrum is empty.</exception>
    public static double Rate(double η, params IEnumerable<double> spectrum) => Require.Spectrum(spectrum).Max(λ => Math.Abs(Factor(η, λ)));

    /// <summary>α(T) = (1 − ηλ)ᵀ α(0): a mode after T steps.</summary>
    public static double Amplitude(double α0, double η, double λ, int steps) => Math.Pow(Factor(η, λ), steps) * α0;

    /// <summary>⌈ln ε / ln r⌉: steps until an error that shrinks by r per step has fallen to ε times its start; ∞ when r ≥ 1.</summary>
    /// <param name="rate">Factor r per step, at least 0.</param>
    /// <param name="tolerance">ε in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or the tolerance outside (0, 1).</exception>
    public static double Steps(double rate, double tolerance)
    {
        Require.That(rate >= 0, rate, "A rate is a factor of at least 0");
        Require.That(tolerance is > 0 and < 1, tolerance, "A tolerance lies between 0 and 1");
        return rate >= 1 ? double.PositiveInfinity : Math.Max(1, Math.Ceiling(Math.Log(tolerance) / Math.Log(rate)));
    }
}
