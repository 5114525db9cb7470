using Descent.Checks;
using Descent.Grading.Results;

namespace Descent.Grading.Reports;

/// <summary>Results in plain words for a terminal, line by line. Text of others is shown as text: no escape sequence of theirs reaches the terminal.</summary>
public static class Words
{
    const int Most = 400;

    /// <summary>A question: its points, then each check a student sees with its message, expected against got and the next hint; hidden checks in numbers.</summary>
    /// <param name="question">The question's result.</param>
    /// <param name="colour">Whether the terminal shows colours.</param>
    /// <param name="hints">How many of the hints are told; of an answer that is not there, or could not be tried, none.</param>
    public static IReadOnlyList<string> Of(QuestionResult question, bool colour = false, int hints = 1)
    {
        var told = QuestionFeedback.For(question);
        return
        [
            $"{Paint(Plain.Line(told.Title), "1", colour)}: {Plain.Points(told.Points, told.Maximum)}",
            .. told.Visible.SelectMany(c => Of(c, colour, hints)),
            .. told.Hidden.Count == 0 ? [] : (string[])[$"  {told.Hidden}"],
        ];
    }

    /// <summary>A cell that failed: where, why and the student's own line.</summary>
    /// <param name="problem">The cell.</param>
    /// <param name="colour">Whether the terminal shows colours.</param>
    public static IReadOnlyList<string> Of(CellProblem problem, bool colour = false) =>
    [
        $"{Paint($"✗ {Plain.Line(problem.Cell)}{(problem.Line is { } line ? $", line {line}" : "")}", "31", colour)} ({Label.Of(problem.State)})",
        .. problem.Code is { } code ? [$"    {Plain.Line(code.Trim(), Most)}"] : (string[])[],
        .. Indented(Plain.Sentence(problem.Message), "  "),
    ];

    /// <summary>A name and a value, whose further lines begin below its first.</summary>
    internal static string Aligned(string name, string value) => $"{name,-8}  {value.Replace("\n", "\n          ")}";

    static IEnumerable<string> Of(CheckResult check, bool colour, int hints)
    {
        var ink = check.Verdict switch { Verdict.Passed => "32", Verdict.NoAnswer or Verdict.NotRun => "33", _ => "31" };
        yield return $"  {Paint($"{Label.Sign(check.Verdict)} {Plain.Line(check.Title)}", ink, colour)} ({Plain.Points(check.Maximum)}){(check.Verdict == Verdict.Passed ? "" : $": {Label.Of(check.Verdict)}")}";
        if (check.Verdict == Verdict.Passed)
            yield break;
        string[] lines =
        [
            .. Label.Message(check) is { Length: > 0 } message ? Indented(message, "") : [],
            .. check.Expected is { } expected ? Indented(Aligned("expected", Plain.Of(expected, Most)), "") : [],
            .. check.Got is { } got ? Indented(Aligned("got", Plain.Of(got, Most)), "") : [],
            .. check.Hints.Take(check.Verdict is Verdict.NoAnswer or Verdict.NotRun ? 0 : hints).SelectMany(h => Indented("Hint: " + h, "")),
        ];
        foreach (var line in lines)
            yield return "      " + line;
    }

    static string[] Indented(string text, string indent) => [.. Plain.Of(text, Most).Split('\n').Select(line => indent + line)];

    static string Paint(string text, string ink, bool colour) => colour ? $"\e[{ink}m{text}\e[0m" : text;
}
