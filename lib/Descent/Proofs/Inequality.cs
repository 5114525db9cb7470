using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>left ≤ right on every instance, left = right where the bound is attained.</summary>
sealed record Inequality<T> : Step
{
    readonly Trials<T> trials, tight;
    readonly Func<ulong, IReadOnlyList<(T X, Tensor Left)>> measured, attained;
    readonly double within;

    public Inequality(string formula, string reason, Trials<T> trials, Trials<T> tight, Func<T, double> left, Right<Func<T, Tensor>> right, double within) : base(formula, reason)
    {
        (this.trials, this.tight, this.within, Side) = (trials, tight, within, right);
        measured = trials.Measure((x, _) => Tensor.Scalar(left(x)));
        attained = tight.Measure((x, _) => Tensor.Scalar(left(x)));
    }

    Right<Func<T, Tensor>> Side { get; init; }

    public override Outcome Check(ulong seed)
    {
        foreach (var (x, left) in attained(seed))
        {
            var comparison = Comparison.Of(left, () => Side.Value(x));
            if (!(comparison.Relative <= within))
                return new(false, $"{tight.Kind} at which the bound should be attained", $"{tight.Text(x, Side.Letter)}: {comparison.Text}");
        }
        foreach (var (x, left) in measured(seed))
        {
            var right = double.NaN;
            var comparison = Comparison.Of(left, () => Tensor.Scalar(right = (double)Side.Value(x)));
            var room = (right - (double)left) / comparison.Size;
            if (!(room >= -within || comparison.Difference == 0))
                return new(false, $"{trials.Kind}, the bound is broken", $"{trials.Text(x, Side.Letter)}: {comparison.Text}");
        }
        return new(true, $"{trials.Kind} below the bound, as many at it");
    }

    public override IEnumerable<(string Change, Step Mutant)> Mutants() => Side.Mutants().Select(m => (m.Change, (Step)(this with { Side = m.Mutant })));
}
