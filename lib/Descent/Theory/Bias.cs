namespace Descent.Theory;

/// <summary>The bias of a running average m ← βm + (1 − β)g that starts at zero: after t steps it has seen weight 1 − βᵗ.</summary>
/// <remarks>Source: Kingma &amp; Ba 2015, section 3.</remarks>
public static class Bias
{
    /// <summary>1/(1 − βᵗ): what Adam multiplies its average by after step t = 1, 2, …</summary>
    /// <param name="β">Decay in [0, 1).</param>
    /// <param name="step">t, counted from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">β is outside [0, 1) or the step below 1.</exception>
    public static double Factor(double β, int step)
    {
        Require.That(β is >= 0 and < 1, β, "A decay β lies in [0, 1)");
        Require.That(step >= 1, step, "Steps count from 1");
        return 1 / (1 - Math.Pow(β, step));
    }
}
