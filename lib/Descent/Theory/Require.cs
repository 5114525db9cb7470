namespace Descent.Theory;

/// <summary>The conditions the closed forms share.</summary>
static class Require
{
    public static double Curvature(double λ)
    {
        That(λ > 0, λ, "A minimum needs curvatures above 0");
        return λ;
    }

    public static double Condition(double κ)
    {
        That(κ >= 1, κ, "A condition number κ = λmax/λmin is at least 1");
        return κ;
    }

    public static double Momentum(double μ)
    {
        That(μ is >= 0 and < 1, μ, "A momentum μ lies in [0, 1)");
        return μ;
    }

    public static IReadOnlyCollection<double> Spectrum(IEnumerable<double> λ)
    {
        double[] spectrum = [.. λ];
        return spectrum.Length > 0 ? spectrum : throw new ArgumentException("The spectrum is empty; give at least one eigenvalue.");
    }

    /// <summary>Also refuses NaN, which fails every comparison.</summary>
    public static void That(bool holds, double value, string rule)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(null, $"{rule}; found {value}.");
    }
}
