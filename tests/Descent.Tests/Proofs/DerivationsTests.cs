using Descent.Proofs;

namespace Descent.Tests.Proofs;

public class DerivationsTests
{
    public static TheoryData<string> Names => [.. Derivations.All.Select(d => d.Title)];

    public static TheoryData<string> Wrong => [.. Derivations.Mistakes.Select(d => d.Title)];

    [Theory, MemberData(nameof(Names))]
    public void Every_derivation_holds(string title) => Assert.All(Derivations.All.Single(d => d.Title == title).Check().Outcomes, o => Assert.True(o.Holds, $"{o.Evidence}; {o.CounterExample}"));

    [Theory, MemberData(nameof(Wrong))]
    public void Every_mistake_has_a_counter_example(string title)
    {
        var proof = Derivations.Mistakes.Single(d => d.Title == title).Check();
        Assert.False(proof.Holds);
        Assert.All(proof.Outcomes, o => Assert.Equal(o.Holds, o.CounterExample is null));
    }

    /// <summary>No sign, no term and no factor of any formula is idle: without it, the check fails.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Every_mutant_is_refuted(string title) => Assert.All(Derivations.All.Single(d => d.Title == title).Steps, step =>
    {
        var mutants = step.Mutants().ToList();
        Assert.NotEmpty(mutants);
        Assert.All(mutants, m => Assert.False(m.Mutant.Check().Holds, $"{step.Formula}: {m.Change} survives"));
    });
}
