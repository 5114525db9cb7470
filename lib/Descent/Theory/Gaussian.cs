using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace Descent.Theory;

/// <summary>Means over standard normal numbers ζ ~ N(0, 1): what a unit with many random inputs sees.</summary>
/// <remarks>Gauss–Legendre quadrature on panels that shrink towards the place where activations bend (a kink costs nothing there), out to |ζ| = 12, where the
/// density is 10⁻³².</remarks>
public static class Gaussian
{
    const double Reach = 12;
    static readonly double[] Edges = [0, 1.0 / 64, 1.0 / 16, 1.0 / 4, 1, 3, 5, 7, 9, 12, 15, 18, 21, 24];
    static readonly (double Place, double Length)[] Rule = [.. Edges.Zip(Edges.Skip(1), Panel).SelectMany(panel => panel)];
    static readonly (double Place, double Weight)[] Centred = [.. Around(0)];

    /// <summary>e^(−x²/2)/√(2π): the density of ζ.</summary>
    public static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Φ(x) = P(ζ ≤ x). A ReLU whose input is b + sζ is active with probability Φ(b/s).</summary>
    public static double Distribution(double x) => SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2;

    /// <summary>E[f(ζ)].</summary>
    /// <param name="f">Smooth except at 0, growing no faster than a power.</param>
    public static double Mean(Func<double, double> f)
    {
        var sum = 0.0;
        foreach (var (z, weight) in Centred)
            sum += weight * f(z);
        return sum;
    }

    /// <summary>E[f(ζ₁) f(ζ₂)] where ζ₁ and ζ₂ are jointly normal with correlation c.</summary>
    /// <param name="f">Smooth except at 0, growing no faster than a power.</param>
    /// <param name="c">In [−1, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">c is outside [−1, 1].</exception>
    /// <remarks>Cost: about 10⁵ calls of f.</remarks>
    public static double Product(Func<double, double> f, double c)
    {
        Require.That(c is >= -1 and <= 1, c, "A correlation lies in [−1, 1]");
        var s = Math.Sqrt((1 - c) * (1 + c));
        return s == 0 ? Mean(z => f(z) * f(c * z)) : Mean(z => f(z) * Inner(c * z));

        double Inner(double mean)   // E[f(mean + sζ)], whose kink lies at ζ = −mean/s
        {
            var sum = 0.0;
            foreach (var (z, weight) in Around(Math.Clamp(-mean / s, -Reach, Reach)))
                sum += weight * f(mean + s * z);
            return sum;
        }
    }

    /// <summary>Nodes and weights for E[f(ζ)] when f bends at a given place.</summary>
    static IEnumerable<(double Place, double Weight)> Around(double bend)
    {
        foreach (var (distance, length) in Rule)
        {
            var (left, right) = (bend - distance, bend + distance);
            if (left > -Reach)
                yield return (left, length * Density(left));
            if (right < Reach)
                yield return (right, length * Density(right));
        }
    }

    static IEnumerable<(double, double)> Panel(double from, double to)
    {
        var rule = new GaussLegendreRule(from, to, 16);
        return rule.Abscissas.Zip(rule.Weights);
    }
}
