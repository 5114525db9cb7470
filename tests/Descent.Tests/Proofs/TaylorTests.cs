using Descent.Proofs;

namespace Descent.Tests.Proofs;

public class TaylorTests
{
    static Step Sine(int order) => Step.Taylor("", "", rng => 0.3 + 0.5 * rng.Next(), (x, h) => Math.Sin(x + h), (x, h) => Math.Sin(x) + h * Math.Cos(x) - h * h / 2 * Math.Sin(x), order);

    [Fact]
    public void Three_terms_of_the_sine_leave_a_remainder_of_third_order()
    {
        var outcome = Sine(3).Check();
        Assert.True(outcome.Holds, outcome.CounterExample);
        Assert.Matches(@"^10 random instances: the remainder shrinks with slope (2\.9\d|3\.0\d)$", outcome.Evidence);
        Assert.All(Sine(3).Mutants(), m => Assert.False(m.Mutant.Check().Holds, m.Change));
    }

    [Fact]
    public void They_do_not_leave_one_of_fourth_order() => Assert.Matches(@"^x = 0\.\d+, h = [\d.E-]+: left side", Sine(4).Check().CounterExample);

    [Fact]
    public void An_exact_formula_leaves_no_remainder() =>
        Assert.EndsWith("no remainder above rounding", Step.Taylor("", "", rng => 1 + rng.Next(), (x, h) => (x + h) * (x + h), (x, h) => x * x + 2 * x * h + h * h, 3).Check().Evidence, StringComparison.Ordinal);

    [Fact]
    public void Vectors_are_expanded_too() => Assert.True(Step.Taylor("", "", rng => rng.Normal([4]), (x, h) => (x * h).Exp(), (x, h) => 1 + x * h, 2).Check().Holds);

    [Fact]
    public void NaN_is_refuted() => Assert.False(Step.Taylor("", "", rng => rng.Next(), (x, h) => double.NaN, (x, h) => x + h, 1).Check().Holds);
}
