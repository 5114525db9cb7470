namespace Descent.Proofs;

/// <summary>How the check of a step went.</summary>
/// <param name="Holds">Whether the step passed.</param>
/// <param name="Evidence">What was checked and how well: "100 random instances, worst difference 3·10⁻¹⁶, 10⁻¹² allowed".</param>
/// <param name="CounterExample">The instance that fails with both its sides; null where the step holds.</param>
public sealed record Outcome(bool Holds, string Evidence, string? CounterExample = null);
