using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>The instances of a step: drawn at random from a seed, or all cases of a list.</summary>
/// <param name="Of">What a seed draws.</param>
/// <param name="Kind">"100 random instances", "all 16 cases".</param>
/// <param name="Names">Words of the program in which the numbers of an instance may be named.</param>
sealed record Trials<T>(Func<ulong, IReadOnlyList<T>> Of, string Kind, string Names)
{
    /// <summary>A measurement of every instance, made once for a seed: the mutants of a step are judged by the same measurements.</summary>
    public Func<ulong, IReadOnlyList<(T X, TMeasured Left)>> Measure<TMeasured>(Func<T, Rng, TMeasured> left)
    {
        (ulong Seed, IReadOnlyList<(T, TMeasured)> Values)? last = null;
        return seed =>
        {
            if (last?.Seed != seed)
            {
                var rng = new Rng(seed).Split(0);
                last = (seed, [.. Of(seed).Select((x, i) => (x, left(x, rng.Split(i))))]);
            }
            return last!.Value.Values;
        };
    }

    /// <summary>An instance in words, with a letter for it where it is a single thing.</summary>
    public string Text(T x, string letter) => x is double or int or Tensor or Array ? $"{letter} = {Instance.Text(x)}" : Instance.Text(x, Names);
}

static class Trials
{
    /// <exception cref="ArgumentException">No instance is asked for.</exception>
    public static Trials<T> Random<T>(Func<Rng, T> draw, int instances, string names) => instances > 0
        ? new(seed => [.. Enumerable.Range(1, instances).Select(i => draw(new Rng(seed).Split(i)))], $"{instances} random instance{(instances == 1 ? "" : "s")}", names)
        : throw new ArgumentException($"A step with {instances} instances checks nothing: draw at least one.");

    /// <exception cref="ArgumentException">The list is empty.</exception>
    public static Trials<T> All<T>(IReadOnlyList<T> cases, string names) => cases.Count > 0
        ? new(_ => cases, cases.Count == 1 ? "the one case" : cases.Count == 2 ? "both cases" : $"all {cases.Count} cases", names)
        : throw new ArgumentException("A step with no case checks nothing: give at least one.");
}
