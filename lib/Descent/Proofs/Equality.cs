using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>left = right on every instance, to rounding.</summary>
sealed record Equality<T> : Step
{
    readonly Trials<T> trials;
    readonly Func<ulong, IReadOnlyList<(T X, Tensor Left)>> measured;
    readonly double within;
    readonly Func<T, double>? scale;

    public Equality(string formula, string reason, Trials<T> trials, Func<T, Tensor> left, Right<Func<T, Tensor>> right, double within, Func<T, double>? scale) : base(formula, reason)
    {
        (this.trials, this.within, this.scale, Side) = (trials, within, scale, right);
        measured = trials.Measure((x, _) => left(x));
    }

    Right<Func<T, Tensor>> Side { get; init; }

    public override Outcome Check(ulong seed)
    {
        var worst = 0.0;
        foreach (var (x, left) in measured(seed))
        {
            var comparison = Comparison.Of(left, () => Side.Value(x), scale?.Invoke(x) ?? 0);
            if (!(comparison.Relative <= within))
                return new(false, $"{trials.Kind}, difference {Instance.Size(comparison.Relative)} where {Instance.Size(within)} is allowed", $"{trials.Text(x, Side.Letter)}: {comparison.Text}");
            worst = Math.Max(worst, comparison.Relative);
        }
        return new(true, $"{trials.Kind}, {(worst == 0 ? "no difference" : $"worst difference {Instance.Size(worst)}, {Instance.Size(within)} allowed")}");
    }

    public override IEnumerable<(string Change, Step Mutant)> Mutants() => Side.Mutants().Select(m => (m.Change, (Step)(this with { Side = m.Mutant })));
}
