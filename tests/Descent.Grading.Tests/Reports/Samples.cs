using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Results;

namespace Descent.Grading.Tests.Reports;

/// <summary>Results as the grader writes them, of an exercise with two questions and five checks, two of them hidden.</summary>
static class Samples
{
    public static readonly Bundle Bundle = new("01-curvature", "Exercises: Curvature", "0a1b2c3d4e5f", "a2V5", true, [],
    [
        new("q1", "Semi-axes", 1, 5, "q1-checks", [], [new("an upright bowl", 1, false), new("random bowls", 2, true)]),
        new("q2", "A valley's mode", 3, 15, "q2-checks", [], [new("one step", 1, false), new("no step", 1, false), new("random valleys", 2, true)]),
    ]);

    public static Result Right(string student) => Of(student, State.Graded,
    [
        new("q1", "Semi-axes", 3, 3, [Passed("an upright bowl", 1), Passed("random bowls", 2, true)]),
        new("q2", "A valley's mode", 4, 4, [Passed("one step", 1), Passed("no step", 1), Passed("random valleys", 2, true)]),
    ]);

    /// <summary>Passes what it sees of question 1, forgets a root in what it does not see, and has not begun question 2.</summary>
    public static Result Wrong(string student) => Of(student, State.Graded,
    [
        new("q1", "Semi-axes", 1, 3, [Passed("an upright bowl", 1), new("random bowls", true, Verdict.Failed, 0, 2, "Major differs at trial 3.", "1.4142", "2.0000", ["Is there a root?"])]),
        new("q2", "A valley's mode", 0, 4, [Missing("one step", 1), Missing("no step", 1), Missing("random valleys", 2, true)]),
    ]);

    public static Result Rejected(string student) => Of(student, State.Rejected,
    [
        new("q1", "Semi-axes", 0, 3, []), new("q2", "A valley's mode", 0, 4, []),
    ]) with
    { Reason = "not a notebook: line 3, column 17", Hash = new('b', 64) };

    public static CheckResult Passed(string title, decimal points, bool isHidden = false) => new(title, isHidden, Verdict.Passed, points, points, "", null, null, []);

    public static CheckResult Missing(string title, decimal points, bool isHidden = false) => new(title, isHidden, Verdict.NoAnswer, 0, points, "Not done yet.", null, null, ["Begin with one eigenvalue."]);

    /// <summary>The result with another check in place of one, and sums that fit.</summary>
    public static Result With(Result result, string title, Func<CheckResult, CheckResult> change)
    {
        var questions = result.Questions.Select(q => q with { Checks = [.. q.Checks.Select(c => c.Title == title ? change(c) : c)] }).ToList();
        return Of(result.Student, result.State, [.. questions.Select(q => q with { Points = q.Checks.Sum(c => c.Points), Maximum = q.Checks.Sum(c => c.Maximum) })]) with { Hash = result.Hash };
    }

    public static Result Of(string student, State state, IReadOnlyList<QuestionResult> questions) => new("01-curvature", "0a1b2c3d4e5f", new('e', 64), student, $"{student}.ipynb", new('a', 64), state, null,
        questions.Sum(q => q.Points), questions.Sum(q => q.Maximum), questions, [], [], "bubblewrap", "course 0.1.0, .NET 10.0.0", 2.5);
}
