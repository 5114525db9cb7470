using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>left(h) = right(h) + O(hⁿ): how the remainder shrinks when h is halved.</summary>
sealed record Expansion<T> : Step
{
    const double Slack = 0.1, Rounding = 1.0 / (1L << 53);

    static readonly double[] Steps = [.. Enumerable.Range(3, 12).Select(k => Math.Pow(2, -k))];

    readonly Trials<T> trials;
    readonly Func<ulong, IReadOnlyList<(T X, Tensor[] Left)>> measured;
    readonly int order;

    public Expansion(string formula, string reason, Trials<T> trials, Func<T, double, Tensor> left, Right<Func<T, double, Tensor>> right, int order) : base(formula, reason)
    {
        (this.trials, this.order, Side) = (trials, order, right);
        measured = trials.Measure((x, _) => Steps.Select(h => left(x, h)).ToArray());
    }

    Right<Func<T, double, Tensor>> Side { get; init; }

    public override Outcome Check(ulong seed)
    {
        var least = double.PositiveInfinity;
        foreach (var (x, left) in measured(seed))
        {
            var (slope, h, text) = Slope(x, left);
            if (!(slope >= order - Slack))
                return new(false, $"{trials.Kind}: slope {slope:0.00} where {order} is claimed", $"{trials.Text(x, Side.Letter)}, h = {Instance.Text(h)}: {text}");
            least = Math.Min(least, slope);
        }
        return new(true, $"{trials.Kind}: " + (double.IsFinite(least) ? $"the remainder shrinks with slope {least:0.00}" : "no remainder above rounding"));
    }

    public override IEnumerable<(string Change, Step Mutant)> Mutants() => Side.Mutants().Select(m => (m.Change, (Step)(this with { Side = m.Mutant })));

    // Between the last two steps whose remainder is a thousand times what rounding makes of it; ∞ where fewer than two are.
    (double Slope, double H, string Text) Slope(T x, Tensor[] left)
    {
        var slope = double.PositiveInfinity;
        var (last, h, text) = (double.NaN, Steps[0], "");
        for (var k = 0; k < Steps.Length; k++)
        {
            var comparison = Comparison.Of(left[k], () => Side.Value(x, Steps[k]));
            if (double.IsNaN(comparison.Difference))
                return (double.NaN, Steps[k], comparison.Text);
            if (comparison.Relative < 1000 * Rounding)
                break;
            (slope, last, h, text) = (k == 0 ? slope : Math.Log2(last / comparison.Difference), comparison.Difference, Steps[k], comparison.Text);
        }
        return (slope, h, text);
    }
}
