namespace Descent.Theory;

/// <summary>Gradient descent on ½‖W_N … W₁ − Φ‖² converges at a linear rate from an approximately balanced start with a deficiency margin c: steps and rates with all constants.</summary>
/// <remarks>Source: chapter 12; Arora, Cohen, Golowich and Hu 2019, theorem 1. c ≤ σmin(Φ) − ‖W(0) − Φ‖; norms are Frobenius norms; no hidden layer is narrower than both ends.</remarks>
public static class DeepLinearRate
{
    /// <summary>c²/(256 N³ ‖Φ‖^(2(N−1)/N)): how far from balanced the start may be.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The margin or the norm is not positive, or the depth below 1.</exception>
    public static double Imbalance(double margin, double norm, int depth) =>
        margin * margin / (256 * Cube(margin, norm, depth) * Math.Pow(norm, 2 * (depth - 1.0) / depth));

    /// <summary>c^((4N−2)/N)/(6144 N³ ‖Φ‖^((6N−4)/N)): up to this step the theorem holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The margin or the norm is not positive, or the depth below 1.</exception>
    public static double LargestStep(double margin, double norm, int depth) =>
        Math.Pow(margin, (4 * depth - 2.0) / depth) / (6144 * Cube(margin, norm, depth) * Math.Pow(norm, (6 * depth - 4.0) / depth));

    /// <summary>⌈ln(ℓ(0)/ε)/(η c^(2(N−1)/N))⌉: after that many steps the loss is at most ε.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the depth below 1.</exception>
    public static double Steps(double η, double margin, int depth, double loss, double ε)
    {
        Require.That(η > 0, η, "A step is above 0");
        Require.That(loss > 0 && ε > 0, ε, "Losses whose logarithm is taken are above 0");
        _ = Cube(margin, 1, depth);
        return Math.Max(0, Math.Ceiling(Math.Log(loss / ε) / (η * Math.Pow(margin, 2 * (depth - 1.0) / depth))));
    }

    /// <summary>The true number of steps for a diagonal target from a balanced diagonal start: each mode is a product aᴺ of equal factors, a ← a − η(aᴺ − φ)aᴺ⁻¹, run until ½Σ(aᴺ − φ)² ≤ ε.</summary>
    /// <param name="start">The modes aᴺ of W(0), each at least 0.</param>
    /// <param name="target">The modes φ of Φ.</param>
    /// <param name="depth">N.</param>
    /// <param name="η">Step, above 0.</param>
    /// <param name="ε">Loss to reach, above 0.</param>
    /// <param name="most">Give up after this many.</param>
    /// <returns>The first step with a loss of at most ε; −1 when that is none of them, or the run diverges.</returns>
    /// <exception cref="ArgumentException">Start and target differ in length, or a mode is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">η or ε is not positive, or the depth below 1.</exception>
    /// <remarks>Cost: a few nanoseconds per mode and step.</remarks>
    public static long Run(double[] start, double[] target, int depth, double η, double ε, long most = 100_000_000)
    {
        if (start.Length != target.Length || start.Any(u => u < 0))
            throw new ArgumentException($"Modes [{string.Join(", ", start)}] towards [{string.Join(", ", target)}]: as many of both, and none negative at the start, are needed.");
        Require.That(η > 0 && ε > 0, Math.Min(η, ε), "Step and loss to reach are above 0");
        Require.That(depth >= 1, depth, "A network has at least 1 layer");
        double[] a = [.. start.Select(u => Math.Pow(u, 1.0 / depth))];
        for (long step = 0; step <= most; step++)
        {
            var loss = 0.0;
            for (var i = 0; i < a.Length; i++)
            {
                var others = 1.0;
                for (var j = 1; j < depth; j++)
                    others *= a[i];
                var residual = others * a[i] - target[i];
                loss += residual * residual / 2;
                a[i] -= η * residual * others;
            }
            if (loss <= ε)
                return step;
            if (!double.IsFinite(loss))
                return -1;
        }
        return -1;
    }

    static double Cube(double margin, double norm, int depth)
    {
        Require.That(margin > 0, margin, "The theorem needs a deficiency margin above 0");
        Require.That(norm > 0, norm, "The norm of a target is above 0");
        Require.That(depth >= 1, depth, "A network has at least 1 layer");
        return Math.Pow(depth, 3);
    }
}
