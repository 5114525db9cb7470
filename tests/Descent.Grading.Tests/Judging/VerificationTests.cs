using Descent.Grading.Exercises;
using Descent.Grading.Judging;
using Descent.Grading.Running;
using Descent.Grading.Tests.Exercises;

namespace Descent.Grading.Tests.Judging;

public class VerificationTests
{
    const string Quotient = "return total / x.Length;", FewestMistakes = "Check.Mistake(\"takes the middle\", nameof(Mean), (double[] x) => x[x.Length / 2]);";

    [Fact]
    public void A_check_that_the_solution_fails_is_told_with_both_values() =>
        Assert.Equal("q1, \"three numbers\": the solution is \"not right yet\", not \"passed\": expected 3, got 2.25",
            Assert.Single(Problems((Quotient, "return total / (x.Length == 3 ? 4 : x.Length);"))));

    [Fact]
    public void A_check_that_the_stub_passes_is_told() =>
        Assert.Contains("q1, \"three numbers\": the untouched stub is \"passed\", not \"not done yet\".", Problems(("() => Mean(new[] { 1.0, 2, 6 }), 3.0", "() => 3.0, 3.0")));

    [Fact]
    public void Two_wrong_answers_are_too_few() =>
        Assert.Equal("q1 names 2 wrong answers; expected 3 that its checks refute.", Assert.Single(Problems((FewestMistakes, ""))));

    [Fact]
    public void A_wrong_answer_must_be_refuted_by_a_value() => Assert.Equal(
        ["q1: the wrong answer \"right\" is not refuted by its values (Passed).", "q1: the wrong answer \"throws\" is not refuted by its values (Error)."],
        Problems((FewestMistakes, "Check.Mistake(\"right\", nameof(Mean), (double[] x) => x.Average());\nCheck.Mistake(\"throws\", nameof(Mean), (double[] x) => x.Length > 0 ? throw new Exception() : 0.0);")));

    [Fact]
    public void A_check_that_needs_the_one_before_it_is_told() =>
        Assert.StartsWith("q1, \"random numbers\": the solution does not pass it alone, on other inputs: expected ",
            Assert.Single(Problems(("double Mean(double[] x)", "bool known = false;\ndouble Mean(double[] x)"), (Quotient, "known |= x.Length == 3; return known ? total / x.Length : 0;"))), StringComparison.Ordinal);

    static IReadOnlyList<string> Problems(params (string Text, string Becomes)[] changes)
    {
        using var folder = new TemporaryFolder();
        var bundle = Source.Read(Sample.Write(folder.Path)).Bundle;
        foreach (var (text, becomes) in changes)
            bundle = bundle with { Parts = [.. bundle.Parts.Select(p => p with { Source = p.Source.Replace(text, becomes, StringComparison.Ordinal), Released = p.Released.Replace(text, becomes, StringComparison.Ordinal) })] };
        return Verification.Run(bundle, new PlainProcess()).Problems;
    }
}
