using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>left(h) = right(h) + O(hⁿ): how the remainder shrinks when h is halved.</summary>
sealed record Expansion<T> : Step
{
    const double Slack = 0.1, Rounding = 1.0 / (1L << 53);

    static readonly double[] Steps = [.. Enumerable.Range(3, 10).Select(k => Math.Pow(2, -k))];

    readonly Trials<T> trials;
    readonly Func<ulong, IReadOnlyList<(T X, Tensor[] Left)>> measured;
    readonly int order;

    public Expansion(string formula, string reason, Trials<T> trials, Func<T, double, Tensor> left, Right<Func<T, double, Tensor>> right, int order) : base(formula, reason)
    {
        (this.trials, this.order, Side) = (trials, order, right);
        measured = trials.Measure((x, _) => Steps.Select(h => left(x, h)).ToArray());
    }

    Right<Func<T, double, Tensor>> Side { get; init; }

    // The slope between the last two steps whose remainder is a thousand times what rounding makes of it; ∞ where fewer than two are. All instances count as one vector:
    // a single one may have a term next to 0.
    public override Outcome Check(ulong seed)
    {
        var all = measured(seed);
        var (slope, last, worst) = (double.PositiveInfinity, double.NaN, "");
        for (var k = 0; k < Steps.Length; k++)
        {
            var (difference, size, most) = (0.0, 0.0, -1.0);
            foreach (var (x, left) in all)
            {
                var comparison = Comparison.Of(left[k], () => Side.Value(x, Steps[k]));
                if (!(comparison.Difference <= most))
                    (most, worst) = (comparison.Difference, $"{trials.Text(x, Side.Letter)}, h = {Instance.Text(Steps[k])}: {comparison.Text}");
                if (double.IsNaN(comparison.Difference))
                    return new(false, $"{trials.Kind}: no value", worst);
                (difference, size) = (double.Hypot(difference, comparison.Difference), double.Hypot(size, comparison.Size));
            }
            if (!(difference >= 1000 * Rounding * size))
                break;
            (slope, last) = (k == 0 ? slope : Math.Log2(last / difference), difference);
        }
        return slope >= order - Slack
            ? new(true, $"{trials.Kind}: " + (double.IsFinite(slope) ? $"the remainder shrinks with slope {slope:0.00}" : "no remainder above rounding"))
            : new(false, $"{trials.Kind}: slope {slope:0.00} where {order} is claimed", worst);
    }

    public override IEnumerable<(string Change, Step Mutant)> Mutants() => Side.Mutants().Select(m => (m.Change, (Step)(this with { Side = m.Mutant })));
}
