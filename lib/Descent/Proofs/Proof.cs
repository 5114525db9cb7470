using System.Text;

namespace Descent.Proofs;

/// <summary>A derivation and how the check of each of its steps went. A notebook shows it line by line.</summary>
/// <param name="Derivation">What was checked.</param>
/// <param name="Outcomes">One for each step.</param>
[TypeFormatterSource(typeof(ProofFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Proof(Derivation Derivation, IReadOnlyList<Outcome> Outcomes)
{
    /// <summary>Whether every step holds.</summary>
    public bool Holds => Outcomes.All(o => o.Holds);

    /// <summary>The derivation as text: formulas in LaTeX, each with its reason and what its check found.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{(Holds ? "✓" : "✗")} {Derivation.Title}: {Derivation.Statement}\n");
        foreach (var (step, outcome) in Derivation.Steps.Zip(Outcomes))
        {
            text.Append($"  {(outcome.Holds ? "✓" : "✗")} {step.Formula}\n      {step.Reason}\n      {outcome.Evidence}\n");
            if (outcome.CounterExample is { } example)
                text.Append($"      counter-example: {example}\n");
        }
        return text.ToString().TrimEnd('\n');
    }
}
