namespace Descent.Theory;

/// <summary>The derivative of a chain of units aₗ = φ(aₗ₋₁), one unit per layer and weights 1: the product of the slopes φ′ met on the way.</summary>
/// <remarks>Source: chapter 6. A weight w before a unit multiplies its factor by w.</remarks>
public static class GradientChain
{
    /// <summary>σ(x) = 1/(1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>σ′(x) = σ(x)(1 − σ(x)) ≤ ¼, attained at 0.</summary>
    public static double SigmoidSlope(double x) => Sigmoid(x) * Sigmoid(-x);

    /// <summary>¼ᴸ: what the derivative of L sigmoids in a row cannot exceed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">L is negative.</exception>
    public static double SigmoidBound(int depth) => Math.Pow(0.25, Depth(depth));

    /// <summary>∏ σ′(aₗ), a₀ = x, aₗ₊₁ = σ(aₗ): the derivative itself. From x = 0 it is ¼ for one layer and below the bound for more, because a drifts from 0.</summary>
    /// <param name="depth">L.</param>
    /// <param name="x">What the first unit is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">L is negative.</exception>
    public static double Sigmoids(int depth, double x = 0) => Product(Sigmoid, SigmoidSlope, depth, x);

    /// <summary>∏ φ′(aₗ) for any unit φ.</summary>
    /// <param name="unit">φ.</param>
    /// <param name="slope">φ′.</param>
    /// <param name="depth">L.</param>
    /// <param name="x">What the first unit is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">L is negative.</exception>
    public static double Product(Func<double, double> unit, Func<double, double> slope, int depth, double x)
    {
        var product = 1.0;
        for (var l = Depth(depth); l > 0; l--)
            (product, x) = (product * slope(x), unit(x));
        return product;
    }

    static int Depth(int depth)
    {
        Require.That(depth >= 0, depth, "A depth is at least 0");
        return depth;
    }
}
