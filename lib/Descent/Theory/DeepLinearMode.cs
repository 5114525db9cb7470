using MathNet.Numerics.Integration;

namespace Descent.Theory;

/// <summary>One singular mode of a deep linear network under gradient flow, started balanced and aligned with the target: its strength u grows from u₀ towards s, the target's
/// singular value, by du/dt = N u^(2−2/N) (s − u), N the depth.</summary>
/// <remarks>Source: chapter 12; Saxe, McClelland and Ganguli 2014; Arora, Cohen and Hazan 2018 for N > 2.</remarks>
public static class DeepLinearMode
{
    /// <summary>N u^(2−2/N) (s − u): how fast the mode grows; s − u for depth 1, 2u(s − u) for depth 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">u is negative or the depth below 1.</exception>
    public static double Speed(double u, double s, int depth)
    {
        Require.That(u >= 0, u, "A mode's strength is at least 0");
        Require.That(depth >= 1, depth, "A network has at least 1 layer");
        return depth * Math.Pow(u, 2 - 2.0 / depth) * (s - u);
    }

    /// <summary>u(t) = s/(1 + (s/u₀ − 1)e^(−2st)): the solution for depth 2, a sigmoid in time.</summary>
    /// <param name="time">t.</param>
    /// <param name="s">The target's singular value, positive.</param>
    /// <param name="u0">u(0), positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">s or u₀ is not positive.</exception>
    public static double Strength(double time, double s, double u0) => s / (1 + (Ratio(s, u0) - 1) * Math.Exp(-2 * s * time));

    /// <summary>ln(s/u₀ − 1)/(2s): when depth 2 has learnt half of the mode. Strong modes come first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">s or u₀ is not positive, or u₀ is above s/2 already.</exception>
    public static double HalfTime(double s, double u0)
    {
        Require.That(Ratio(s, u0) >= 2, u0, $"Half of a mode of strength {s} is still to come only when it starts below it");
        return Math.Log(s / u0 - 1) / (2 * s);
    }

    /// <summary>∫ du/(N u^(2−2/N) (s − u)) from u₀ to u: the time the mode takes, for any depth.</summary>
    /// <param name="u0">Start, positive.</param>
    /// <param name="u">End, in [u₀, s).</param>
    /// <param name="s">The target's singular value.</param>
    /// <param name="depth">N, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt; u₀ ≤ u &lt; s, or a depth below 1.</exception>
    /// <remarks>With z = ln(u/(s − u)) the integrand is u^(2/N−1)/(Ns): constant for two layers and smooth for all, from the plateau near 0 to the approach of s.
    /// Gauss–Kronrod; relative error about 10⁻¹⁰.</remarks>
    public static double Time(double u0, double u, double s, int depth)
    {
        Require.That(u0 > 0 && u0 <= u && u < s, u, $"A mode that starts at {u0} and tends to {s} passes only what lies between");
        Require.That(depth >= 1, depth, "A network has at least 1 layer");
        double Logit(double u) => Math.Log(u / (s - u));
        return GaussKronrodRule.Integrate(z => Math.Pow(s / (1 + Math.Exp(-z)), 2.0 / depth - 1), Logit(u0), Logit(u), out _, out _, 1e-10, 15, 21) / (depth * s);
    }

    /// <summary>u₀^(−(N−2)/N)/((N − 2)s): to leading order in 1/u₀, how long a mode of depth N ≥ 3 stays near the saddle at 0; depth 2 stays only ln(s/u₀)/(2s).</summary>
    /// <exception cref="ArgumentOutOfRangeException">s or u₀ is not positive, or the depth below 2.</exception>
    public static double Plateau(double u0, double s, int depth)
    {
        Require.That(depth >= 2, depth, "A saddle at 0 needs at least 2 layers");
        var ratio = Ratio(s, u0);
        return depth == 2 ? Math.Log(ratio) / (2 * s) : Math.Pow(u0, 2.0 / depth - 1) / ((depth - 2) * s);
    }

    static double Ratio(double s, double u0)
    {
        Require.That(s > 0, s, "A target mode has a singular value above 0");
        Require.That(u0 > 0, u0, "A mode that starts at 0 stays there: its start must be above 0");
        return s / u0;
    }
}
