using Descent.Proofs;

namespace Descent.Tests.Proofs;

public class SampledTests
{
    static Step Uniform(int draws, double share) => Step.Sampled("", "", rng => (b: 1 + rng.Next(), 0), (x, rng) => rng.Uniform([draws], 0, x.b), x => x.b * share);

    [Fact]
    public void The_mean_of_a_uniform_number_is_half_its_range()
    {
        var outcome = Uniform(10_000, 0.5).Check();
        Assert.True(outcome.Holds, outcome.CounterExample);
        Assert.Matches(@"^3 random instances × 10,000 draws, [0-4]\.\d standard errors apart at most$", outcome.Evidence);
    }

    [Fact]
    public void A_mean_off_by_a_tenth_is_refuted() => Assert.Contains("standard error", Uniform(10_000, 0.55).Check().CounterExample, StringComparison.Ordinal);

    [Fact]
    public void Too_few_draws_prove_nothing()
    {
        var outcome = Uniform(100, 0.5).Check();
        Assert.False(outcome.Holds);
        Assert.EndsWith("too few", outcome.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void One_draw_has_no_standard_error() => Assert.Throws<ArgumentException>(() => Uniform(1, 0.5).Check());

    [Fact]
    public void An_expectation_of_zero_needs_a_scale()
    {
        static Step Centred(Func<int, double>? scale) => Step.Sampled("", "", [1], (x, rng) => rng.Normal([10_000]), x => 0.0, scale);

        Assert.False(Centred(null).Check().Holds);
        Assert.True(Centred(_ => 1).Check().Holds);
        Assert.All(Centred(_ => 1).Mutants(), m => Assert.False(m.Mutant.Check().Holds));
    }
}
