using Descent.Grading.Reports;

namespace Descent.Grading.Tests.Reports;

public class WordsTests
{
    [Fact]
    public void A_question_is_told_in_plain_lines() => Assert.Equal(
        [
            "Semi-axes: 2 of 3 points",
            "  ✗ an upright bowl (1 point): not right yet",
            "      [1, 0]: expected 0, got 0.125 (1 of 4 values differ)",
            "      expected  [[0.7071, 0.0000],",
            "                 [0.0000, 0.3536]]",
            "      got       [[0.7071, 0.0000],",
            "                 [0.1250, 0.3536]]",
            "      Hint: Along an eigenvector dᵀHd = λ|d|².",
            "  1 of 1 hidden check passed (2 of 2 points)",
        ], Words.Of(SampleResults.Mixed("ada").Questions[0]));

    [Fact]
    public void What_the_verdict_or_the_values_say_is_not_said_twice()
    {
        Assert.Equal(["  ✗ no step (1 point): not right yet", "      expected  1", "      got       0.5"], Words.Of(SampleResults.Mixed("ada").Questions[1]).Skip(4).Take(3));
        Assert.Equal("  – one step (1 point): not done yet|  – no step (1 point): not done yet|  0 of 1 hidden check passed (0 of 2 points)", string.Join('|', Words.Of(SampleResults.Wrong("ada").Questions[1]).Skip(1)));
    }

    [Fact]
    public void A_cell_is_told_with_the_students_own_line() => Assert.Equal(
        ["✗ Cell 5, line 3 (error)", "    var x = α0 * (1 - η * λ)", "  A semicolon is missing at the end of the line (CS1002)."], Words.Of(SampleResults.Crashed("ada").Problems[0]));

    [Fact]
    public void More_hints_are_told_when_asked_for() =>
        Assert.Equal(3, Words.Of(SampleResults.Mixed("ada").Questions[0], hints: 3).Count(line => line.Contains("Hint: ", StringComparison.Ordinal)));

    [Fact]
    public void Colours_are_the_callers_choice_and_the_only_escapes()
    {
        foreach (var attack in SampleResults.Attacks)
        {
            var hostile = SampleResults.Hostile(attack);
            Assert.All((string[])[.. Words.Of(hostile.Questions[0]), .. Words.Of(hostile.Problems[0])], line => Assert.DoesNotContain(line, char.IsControl));
        }
        Assert.Contains("\e[31m✗ an upright bowl\e[0m (1 point): not right yet", Words.Of(SampleResults.Mixed("ada").Questions[0], colour: true)[1], StringComparison.Ordinal);
        Assert.Contains("\e[32m✓ an upright bowl\e[0m (1 point)", Words.Of(SampleResults.Right("ada").Questions[0], colour: true)[1], StringComparison.Ordinal);
    }
}
