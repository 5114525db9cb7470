using Descent.Checks;
using Descent.Tensors;
using static Descent.Tests.Checks.Listener;

namespace Descent.Tests.Checks;

public class RandomCheckTests
{
    static double[] Inputs(Rng rng) => rng.Normal([3]).ToArray();

    [Fact]
    public void A_right_answer_agrees_with_the_reference_on_every_input()
    {
        List<double> seen = [];
        Assert.Equal(Verdict.Passed, Of(() => Check.Against("a", Inputs, x => x.Sum(), x => { seen.Add(x[0]); return x.Sum(); }, trials: 7)).Verdict);
        Assert.Equal(7, seen.Distinct().Count());
    }

    [Fact]
    public void The_inputs_are_those_of_the_seed_and_its_trial()
    {
        List<double> seen = [];
        Of(() => Check.Against("a", Inputs, x => { seen.Add(x[0]); return 0; }, _ => 0, trials: 2), seed: 42);
        Assert.Equal([Inputs(new Rng(42UL).Split(0))[0], Inputs(new Rng(42UL).Split(1))[0]], seen);
    }

    [Fact]
    public void What_the_answer_does_to_its_inputs_the_reference_does_not_see()
    {
        double Zeroing(double[] x) { Array.Clear(x); return x.Sum(); }

        var outcome = Of(() => Check.Against("a", Inputs, Zeroing, x => x.Sum()));
        Assert.Equal((Verdict.Failed, "0"), (outcome.Verdict, outcome.Got));
        Assert.DoesNotContain("[0, 0, 0]", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(Verdict.Failed, Of(() => Check.Against("a", Inputs, x => x.Sum(), Zeroing)).Verdict);
    }

    [Fact]
    public void The_inputs_of_the_trial_that_fails_are_told()
    {
        Assert.Equal("expected 3, got 2, for the inputs 2, [1.5] and \"b\"", Of(() => Check.Against("a", _ => (2, new[] { 1.5 }, "b"), x => 2, x => 3)).Message);
        Assert.Equal("expected 3, got 2, for the input [1, 2]", Of(() => Check.Against("a", _ => new[] { 1, 2 }, x => 2, x => 3)).Message);
    }

    [Fact]
    public void What_generator_or_reference_throw_is_the_checks_own_error()
    {
        foreach (var check in (Action[])[
            () => Check.Against<int, int>("bowls", _ => throw new ArgumentException("no"), x => x, x => x),
            () => Check.Against<int, int>("bowls", _ => 1, x => x, x => throw new ArgumentException("no")),
            () => Check.Against("bowls", _ => 1, x => x, x => x, trials: 0),
            () => Check.Statistic("bowls", _ => 1, 1, samples: 1),
            () => Check.Statistic("bowls", _ => 1, double.NaN)])
            Assert.StartsWith("The check “bowls” is broken, not your answer: ", Assert.Throws<InvalidOperationException>(() => Of(check)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_asks_an_answer_ends_with_its_reason() =>
        Assert.Equal(Verdict.Timeout, Of(() => Check.Against<int, int>("a", _ => 1, x => x, x => throw new UnansweredException(Verdict.Timeout, ""))).Verdict);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_mean_is_judged_by_its_standard_error(ulong seed)
    {
        Assert.Equal(Verdict.Passed, Of(() => Check.Statistic("a", rng => (double)rng.Normal([]), 0), seed).Verdict);
        // 0.4 is 12.6 standard errors of 1000 samples: within 5 only once in 10¹³ checks
        var wrong = Of(() => Check.Statistic("a", rng => 0.4 + (double)rng.Normal([]), 0), seed);
        Assert.Equal(Verdict.Failed, wrong.Verdict);
        Assert.Matches(@"^expected a mean of 0, got 0\.\d+ ± 0\.03\d? over 1000 samples, 1\d(\.\d)? standard errors away \(5 are allowed\)$", wrong.Message);
        // and 2 of 25 samples: within 5
        Assert.Equal(Verdict.Passed, Of(() => Check.Statistic("a", rng => 0.4 + (double)rng.Normal([]), 0, samples: 25), seed).Verdict);
    }

    [Fact]
    public void Samples_that_are_all_the_same_must_be_the_mean()
    {
        Assert.Equal(Verdict.Passed, Of(() => Check.Statistic("a", _ => 0.1, 0.1)).Verdict);
        Assert.Equal("expected a mean of 0.1, got 0.2 in each of 1000 samples", Of(() => Check.Statistic("a", _ => 0.2, 0.1)).Message);
    }

    [Fact]
    public void A_sample_that_is_not_finite_fails() =>
        Assert.Equal("expected finite numbers, got ∞ in sample 1 of 1000", Of(() => Check.Statistic("a", _ => double.PositiveInfinity, 0.1)).Message);
}
