using System.Runtime.CompilerServices;
using Descent.Tensors;

namespace Descent.Checks;

public static partial class Check
{
    /// <summary>Passes when the answer is close to the reference on every one of the random inputs.</summary>
    /// <param name="title">What is checked.</param>
    /// <param name="generator">Draws the inputs. It is called anew for the answer and for the reference, so neither sees what the other changed.</param>
    /// <param name="answer">Calls the student's function with the inputs.</param>
    /// <param name="reference">What the answer must be.</param>
    /// <param name="trials">How many inputs, at least 1.</param>
    /// <param name="tolerance">|got − expected| ≤ tolerance·max(1, |expected|) for each number.</param>
    /// <param name="points">What it is worth.</param>
    /// <param name="hints">The gentlest first.</param>
    public static void Against<TInput, T>(string title, Func<Rng, TInput> generator, Func<TInput, T> answer, Func<TInput, T> reference, int trials = 20, double tolerance = 1e-9, double points = 1, string[]? hints = null) =>
        Run(title, points, hints, seed =>
        {
            if (trials < 1)
                throw new ArgumentException($"{trials} trials: at least 1 is needed.");
            for (var trial = 0; trial < trials; trial++)
            {
                TInput Inputs() => Own(title, "generator", () => generator(new Rng(seed).Split(trial)));

                var (mine, theirs) = (Inputs(), Inputs());
                var expected = Own(title, "reference", () => reference(mine));
                if (Comparison.Of(expected, Answer(() => answer(theirs)), tolerance) is { } difference)
                    return difference with { Message = $"{difference.Message}, for {Words(Inputs())}" };
            }
            return null;
        });

    /// <summary>Passes when the mean of independent answers is the expected one within <paramref name="sigmas"/> standard errors: |mean − expected| ≤ sigmas·s/√samples.</summary>
    /// <param name="title">What is checked.</param>
    /// <param name="answer">One answer; what is random in it comes from the stream it is given, a fresh one each time.</param>
    /// <param name="expected">The mean of the distribution.</param>
    /// <param name="samples">How many answers, at least 2.</param>
    /// <param name="sigmas">With 5, a right answer fails once in 1.7 million checks.</param>
    /// <param name="points">What it is worth.</param>
    /// <param name="hints">The gentlest first.</param>
    public static void Statistic(string title, Func<Rng, double> answer, double expected, int samples = 1000, double sigmas = 5, double points = 1, string[]? hints = null) =>
        Run(title, points, hints, seed =>
        {
            if (samples < 2 || !(sigmas > 0) || !double.IsFinite(expected))
                throw new ArgumentException($"{samples} samples, {sigmas} standard errors, {expected} expected: at least 2, more than 0, and a finite number are needed.");
            var (mean, squares, largest) = (0.0, 0.0, Math.Abs(expected));
            for (var i = 0; i < samples; i++)
            {
                var value = Answer(() => answer(new Rng(seed).Split(i)));
                if (!double.IsFinite(value))
                    return new($"expected finite numbers, got {Description.Of(value)} in sample {i + 1} of {samples}", Description.Of(expected), Description.Of(value));
                var step = value - mean;
                mean += step / (i + 1);
                squares += step * (value - mean);
                largest = Math.Max(largest, Math.Abs(value));
            }
            var (error, rounding) = (Math.Sqrt(squares / (samples - 1) / samples), samples * Math.Pow(2, -53) * largest);
            var distance = Math.Abs(mean - expected);
            if (distance <= sigmas * error + rounding)
                return null;
            var (e, m) = Description.Both(expected, mean);
            return new($"expected a mean of {e}, got {m}{(error > 0
                ? $" ± {Description.Of(error, 2)} over {samples} samples, {Description.Of(distance / error, 2)} standard errors away ({Description.Of(sigmas)} are allowed)"
                : $" in each of {samples} samples")}", e, m);
        });

    static string Words<TInput>(TInput inputs) => inputs is ITuple tuple && Description.Items(tuple) is [.. var first, var last] && first.Length > 0
        ? $"the inputs {string.Join(", ", first.Select(item => Description.Of(item)))} and {Description.Of(last)}"
        : $"the input {Description.Of(inputs)}";
}
