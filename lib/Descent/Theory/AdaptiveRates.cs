namespace Descent.Theory;

/// <summary>How far AdaGrad, RMSProp and Adam step, and what one rate per parameter can do for a valley. δ is taken as 0 unless named.</summary>
/// <remarks>Source: chapter 5; Duchi et al. 2011; Kingma &amp; Ba 2015, section 2.1; Bishop &amp; Bishop 2024, section 7.3.3. Bias correction: <see cref="Bias"/>.</remarks>
public static class AdaptiveRates
{
    /// <summary>−η g/(|g| + δ): the first step of AdaGrad and of Adam, whatever β1 and β2.</summary>
    public static double FirstStep(double η, double g, double δ = 0) => -η * g / (Math.Abs(g) + δ);

    /// <summary>Σ 1/√k for k = 1 … t: AdaGrad's way along a constant gradient, in units of η; between 2√(t+1) − 2 and 2√t − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">t is negative.</exception>
    public static double AdaGradWay(int t) => Steps(t).Sum(k => 1 / Math.Sqrt(k));

    /// <summary>Σ 1/√(1 − βᵏ) for k = 1 … t: RMSProp's way along a constant gradient, in units of η; Adam's is t.</summary>
    /// <exception cref="ArgumentOutOfRangeException">t is negative, or β outside [0, 1).</exception>
    public static double RmsPropWay(double β, int t) => Steps(t).Sum(k => Math.Sqrt(Bias.Factor(β, k)));

    /// <summary>η/(σ√t): what AdaGrad's rate has become after t gradients of mean square σ²; the relative spread for normal gradients is 1/√(2t).</summary>
    /// <exception cref="ArgumentOutOfRangeException">t is below 1 or σ not positive.</exception>
    public static double NoiseRate(double η, int t, double σ = 1)
    {
        Require.That(t >= 1, t, "Steps count from 1");
        Require.That(σ > 0, σ, "A noise needs a spread above 0");
        return η / (σ * Math.Sqrt(t));
    }

    /// <summary>η(1 − β1)/√(1 − β2): Adam's step at the first gradient after a long silence; its first step of all, if nothing were corrected.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A β is outside [0, 1).</exception>
    public static double StepAfterSilence(double η, double β1, double β2) => η * (1 - Decay(β1)) / Math.Sqrt(1 - Decay(β2));

    /// <summary>η(1 − β1)/√((1 − β2)(1 − β1²/β2)): no gradients make Adam step further in the long run, and gradients that grow by β2/β1 per step reach it.</summary>
    /// <remarks>By Cauchy and Schwarz. The paper's bound is <see cref="StepAfterSilence"/> or η, whichever is larger; gradients that repeat after a silence exceed it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A β is outside [0, 1), or β1² not below β2, where steps have no bound.</exception>
    public static double LongestStep(double η, double β1, double β2)
    {
        Require.That(β1 * β1 < Decay(β2), β1, $"Adam's steps are bounded for β1² below β2 = {β2}");
        return StepAfterSilence(η, β1, β2) / Math.Sqrt(1 - β1 * β1 / β2);
    }

    /// <summary>(1 + |ρ|)/(1 − |ρ|), ρ = H₁₂/√(H₁₁H₂₂): the condition number that the best rates per axis leave of a valley with curvatures 1 and κ, its axes turned by φ.</summary>
    /// <param name="κ">Condition number of the valley, at least 1.</param>
    /// <param name="φ">Angle between the principal axes and the coordinate axes, in radians.</param>
    /// <remarks>1 when aligned, κ at 45°: there no rates per axis help at all.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">κ is below 1.</exception>
    public static double BestCondition(double κ, double φ)
    {
        var (c, s) = (Math.Cos(φ), Math.Sin(φ));
        var ρ = Math.Abs((Require.Condition(κ) - 1) * s * c) / Math.Sqrt((κ * c * c + s * s) * (κ * s * s + c * c));
        return (1 + ρ) / (1 - ρ);
    }

    static IEnumerable<int> Steps(int t)
    {
        Require.That(t >= 0, t, "A number of steps is at least 0");
        return Enumerable.Range(1, t);
    }

    static double Decay(double β)
    {
        Require.That(β is >= 0 and < 1, β, "A decay β lies in [0, 1)");
        return β;
    }
}
