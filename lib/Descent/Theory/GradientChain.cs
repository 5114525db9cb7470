namespace Descent.Theory;

/// <summary>The derivative of a chain of units aₗ = φ(aₗ₋₁), one unit per layer and weights 1: the product of the slopes φ′ met on the way.</summary>
/// <remarks>A weight w before a unit multiplies its factor by w. Source: chapter 6.</remarks>
public static class GradientChain
{
    /// <summary>∏ φ′(aₗ) over l = 0 … L − 1, with a₀ = x and aₗ₊₁ = φ(aₗ): the derivative of the last unit with respect to x.</summary>
    /// <param name="unit">φ.</param>
    /// <param name="depth">L.</param>
    /// <param name="x">What the first unit is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">L is negative.</exception>
    public static double Slope(Activation unit, int depth, double x = 0)
    {
        var product = 1.0;
        for (var l = Depth(depth); l > 0; l--)
            (product, x) = (product * unit.Slope(x), unit.Value(x));
        return product;
    }

    /// <summary>4⁻ᴸ: what the derivative of L sigmoids in a row cannot exceed, because σ′ = σ(1 − σ) ≤ ¼. Attained by one unit at x = 0 alone: behind it the activations drift from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">L is negative.</exception>
    public static double SigmoidBound(int depth) => Math.Pow(4, -Depth(depth));

    static int Depth(int depth)
    {
        Require.That(depth >= 0, depth, "A depth is at least 0");
        return depth;
    }
}
