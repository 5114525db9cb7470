using Descent.Proofs;
using Descent.Tensors;

namespace Descent.Tests.Proofs;

public class EqualTests
{
    static (double η, double μ) Draw(Rng rng) => (0.1 + rng.Next(), 0.1 + rng.Next());

    [Fact]
    public void Two_codes_of_one_sum_agree_to_rounding()
    {
        var outcome = Step.Equal("", "", rng => (n: 1 + rng.Integer(50), r: rng.Next()), x => Enumerable.Range(0, x.n).Sum(k => Math.Pow(x.r, k)), x => (1 - Math.Pow(x.r, x.n)) / (1 - x.r), 1e-9).Check();

        Assert.True(outcome.Holds);
        Assert.StartsWith("100 random instances, worst difference ", outcome.Evidence, StringComparison.Ordinal);
        Assert.Null(outcome.CounterExample);
    }

    [Fact]
    public void A_wrong_formula_is_shown_with_its_instance_and_both_sides()
    {
        var outcome = Step.Equal("", "", rng => (η: 2 + 0 * rng.Next(), μ: 0.25), x => x.η * x.μ, x => x.η + x.μ).Check();

        Assert.False(outcome.Holds);
        Assert.Equal("η = 2, μ = 0.25: left side 0.5, right side 2.25", outcome.CounterExample);
    }

    [Fact]
    public void Numbers_of_an_instance_without_names_are_shown_in_parentheses() =>
        Assert.Matches(@"^\([\d.]+, [\d.]+\): left side", Step.Equal("", "", Draw, x => x.η, x => 3 * x.μ).Check().CounterExample);

    [Fact]
    public void Bare_names_of_a_tuple_are_names()
    {
        var (A, b) = (Tensor.Of(1, 2), 3.0);
        Assert.StartsWith("A = [1, 2], b = 3: ", Step.Equal("", "", [(A, b)], x => x.b, x => 2 * x.b).Check().CounterExample, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_left_side_that_is_no_number_is_refuted_with_its_instance(double value) =>
        Assert.Contains("k = 7, n = 0: left side", Step.Equal("", "", [(k: 7, n: 0)], x => value, x => 1.0 * x.k).Check().CounterExample + "", StringComparison.Ordinal);

    [Fact]
    public void A_right_side_that_throws_is_refuted_and_says_why() =>
        Assert.Contains("right side has no value (Length of [] is no batch)", Step.Equal("", "", [Array.Empty<double>()], x => 0, x => Length(x)).Check().CounterExample, StringComparison.Ordinal);

    static double Length(double[] x) => x.Length > 0 ? x.Length : throw new ArgumentException("Length of [] is no batch");

    [Fact]
    public void Tensors_are_compared_by_their_norms()
    {
        static Step With(double error) => Step.Equal("", "", rng => rng.Normal([5]), x => x + x, x => 2 * x + error, within: 1e-6);

        Assert.True(With(1e-9).Check().Holds);
        Assert.False(With(1e-3).Check().Holds);
    }

    [Fact]
    public void Shapes_must_agree() =>
        Assert.Contains("shapes [3] and [1×3] differ", Step.Equal("", "", rng => rng.Normal([3]), x => x, x => x.Reshape(new[] { 1, 3 }.ToShape())).Check().CounterExample, StringComparison.Ordinal);

    [Fact]
    public void Cancelling_terms_are_judged_by_their_scale()
    {
        static Step Cancelling(Func<double, double>? scale) => Step.Equal("", "", rng => 1 + rng.Next(), x => x + 1e8 - 1e8, x => x, scale: scale);

        Assert.False(Cancelling(null).Check().Holds);
        Assert.True(Cancelling(_ => 1e8).Check().Holds);
    }

    [Fact]
    public void Every_case_of_a_list_is_checked()
    {
        var cases = Enumerable.Range(0, 16).ToArray();
        Assert.Equal("all 16 cases, no difference", Step.Equal("", "", cases, n => Enumerable.Range(0, n + 1).Sum(), n => 0.5 * n * (n + 1)).Check().Evidence);
        Assert.Contains("n = 15: left side", Step.Equal("", "", cases, n => n, n => n < 15 ? n : 2.0 * n).Check().CounterExample, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_to_check_is_an_error()
    {
        Assert.Contains("0 instances", Assert.Throws<ArgumentException>(() => Step.Equal("", "", rng => 1.0, x => x, x => x, instances: 0)).Message, StringComparison.Ordinal);
        Assert.Contains("no case", Assert.Throws<ArgumentException>(() => Step.Equal("", "", Array.Empty<double>(), x => x, x => x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_left_side_is_measured_once_for_all_mutants()
    {
        var measured = 0;
        var step = Step.Equal("", "", rng => 1 + rng.Next(), x => { measured++; return x * x + x; }, x => x * x + x, instances: 10);
        Assert.True(step.Check().Holds);
        Assert.All(step.Mutants(), m => Assert.False(m.Mutant.Check().Holds));
        Assert.Equal(10, measured);
    }
}

static class Shapes
{
    public static Shape ToShape(this int[] sizes) => Shape.Of(sizes);
}
