using Descent.Proofs;

namespace Descent.Tests.Proofs;

public class BoundTests
{
    static Step Mean(Func<(double A, double B), double> left) =>
        Step.Bound("", "", rng => (A: rng.Next(), B: 2 + rng.Next()), left, x => (x.A + x.B) / 2, rng => Enumerable.Repeat(0.1 + rng.Next(), 1).Select(a => (A: a, B: a)).Single());

    [Fact]
    public void The_geometric_mean_is_at_most_the_arithmetic_and_equal_where_both_numbers_are() =>
        Assert.True(Mean(x => Math.Sqrt(x.A * x.B)).Check().Holds);

    [Fact]
    public void A_bound_that_is_broken_shows_where() => Assert.Matches(@"^A = 0.*, B = 2.*: left side", Mean(x => Math.Max(x.A, x.B)).Check().CounterExample);

    [Fact]
    public void A_bound_that_is_never_attained_is_refuted() => Assert.EndsWith("at which the bound should be attained", Mean(x => Math.Min(x.A, x.B) / 2).Check().Evidence, StringComparison.Ordinal);

    [Fact]
    public void Every_mutant_is_refuted() => Assert.All(Mean(x => Math.Sqrt(x.A * x.B)).Mutants(), m => Assert.False(m.Mutant.Check().Holds, m.Change));

    [Fact]
    public void NaN_is_refuted() => Assert.False(Mean(x => double.NaN).Check().Holds);
}
