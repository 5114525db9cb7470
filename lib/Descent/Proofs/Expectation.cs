using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>E[left] = right: the mean of replicates against the formula, in standard errors.</summary>
sealed record Expectation<T> : Step
{
    const double Most = 5, Finest = 40;

    readonly Trials<T> trials;
    readonly Func<ulong, IReadOnlyList<(T X, (double Mean, double Error, int Count) Left)>> measured;
    readonly Func<T, double>? scale;

    public Expectation(string formula, string reason, Trials<T> trials, Func<T, Rng, Tensor> draws, Right<Func<T, Tensor>> right, Func<T, double>? scale) : base(formula, reason)
    {
        (this.trials, this.scale, Side) = (trials, scale, right);
        measured = trials.Measure((x, rng) => Summary(draws(x, rng)));
    }

    Right<Func<T, Tensor>> Side { get; init; }

    public override Outcome Check(ulong seed)
    {
        var worst = 0.0;
        var all = measured(seed);
        var kind = $"{trials.Kind} × {all[0].Left.Count:N0} draws";
        foreach (var (x, (mean, error, _)) in all)
        {
            var comparison = Comparison.Of(Tensor.Scalar(mean), () => Side.Value(x), scale?.Invoke(x) ?? 0);
            var off = comparison.Difference <= 1e-12 * comparison.Size ? 0 : comparison.Difference / error;
            if (!(off <= Most))
                return new(false, $"{kind}, {off:0.#} standard errors apart", $"{trials.Text(x, Side.Letter)}: {comparison.Text}, standard error {Instance.Text(error)}");
            if (!(error * Finest <= comparison.Size))
                return new(false, $"{kind} are too few", $"{trials.Text(x, Side.Letter)}: {comparison.Text}; the standard error {Instance.Text(error)} is above 1/{Finest} of that");
            worst = Math.Max(worst, off);
        }
        return new(true, $"{kind}, {worst:0.0} standard errors apart at most");
    }

    public override IEnumerable<(string Change, Step Mutant)> Mutants() => Side.Mutants().Select(m => (m.Change, (Step)(this with { Side = m.Mutant })));

    static (double, double, int) Summary(Tensor draws) => draws.Size > 1
        ? ((double)draws.Mean(), Math.Sqrt((double)draws.Variance() / (draws.Size - 1)), draws.Size)
        : throw new ArgumentException($"{draws.Size} replicates have no standard error: draw at least two.");
}
