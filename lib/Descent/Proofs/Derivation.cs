namespace Descent.Proofs;

/// <summary>A derivation as a value: what is claimed, what is assumed, and the steps that lead there, each with a check of its own.</summary>
/// <param name="Title">In words.</param>
/// <param name="Statement">What is proved, in LaTeX without dollar signs.</param>
/// <param name="Source">Where the argument comes from.</param>
/// <param name="Assumptions">Sentences, which may contain <c>$…$</c>.</param>
/// <param name="Steps">The lines of the derivation, in order; at least one.</param>
public sealed record Derivation(string Title, string Statement, string Source, IReadOnlyList<string> Assumptions, IReadOnlyList<Step> Steps)
{
    /// <summary>Runs the check of every step. The same seed gives the same proof.</summary>
    /// <exception cref="InvalidOperationException">There is no step.</exception>
    public Proof Check(ulong seed = 1) => Steps.Count > 0
        ? new(this, [.. Steps.Select((step, i) => step.Check(seed + (ulong)i))])
        : throw new InvalidOperationException($"The derivation “{Title}” has no step: there is nothing to check.");
}
