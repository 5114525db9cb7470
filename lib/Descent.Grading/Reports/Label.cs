using Descent.Checks;
using Descent.Grading.Results;

namespace Descent.Grading.Reports;

/// <summary>States in words: what tables, terminals and lists call them, and what they mean to a student.</summary>
static class Label
{
    /// <summary>Which cell a number means.</summary>
    public const string Counting = "Cell 1 is the first code cell of the notebook; cells of text are not counted.";

    /// <summary>With these an answer's process has ended.</summary>
    public static IReadOnlyList<Verdict> Ends { get; } = [Verdict.Crashed, Verdict.Memory, Verdict.Timeout];

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "passed",
        Verdict.Failed => "not right yet",
        Verdict.Error => "error",
        Verdict.Timeout => "out of time",
        Verdict.Memory => "out of memory",
        Verdict.Crashed => "crashed",
        Verdict.NotRun => "not run",
        _ => "not done yet",
    };

    /// <summary>✓ right, ✗ wrong, – not tried; always beside <see cref="Of(Verdict)"/>.</summary>
    public static string Sign(Verdict verdict) => verdict switch { Verdict.Passed => "✓", Verdict.NotRun or Verdict.NoAnswer => "–", _ => "✗" };

    /// <summary>What a check's message adds to its verdict and to its expected and got values; empty when nothing.</summary>
    public static string Message(CheckResult check) =>
        check.Message == $"expected {check.Expected}, got {check.Got}" || check.Message.TrimEnd('.').Equals(Of(check.Verdict), StringComparison.OrdinalIgnoreCase) ? "" : Plain.Sentence(check.Message);

    public static string Meaning(Verdict verdict) => verdict switch
    {
        Verdict.Passed => "Your answer is what the check expects.",
        Verdict.Failed => "Your function returned something else than what the check expects, or has another signature than the one it was given.",
        Verdict.Error => "Your function threw an exception, does not compile or is not there.",
        Verdict.Timeout => "Your function ran longer than its limit and was stopped; often a loop does not end.",
        Verdict.Memory => "Your function used more memory than its limit.",
        Verdict.Crashed => "Your function ended the program it ran in, for example by a recursion that does not end.",
        Verdict.NotRun => "The check could not be tried because something before it failed.",
        _ => "The answer still has the text it was given with.",
    };

    /// <summary>Whether such a submission has points.</summary>
    public static bool IsGraded(State state) => state is State.Graded or State.GradedWithRepairs;

    public static string Of(State state) => state switch
    {
        State.Graded => "graded",
        State.GradedWithRepairs => "graded with repairs",
        State.Rejected => "not graded: rejected",
        _ => "not graded: the grader failed",
    };

    public static string Meaning(State state) => state switch
    {
        State.Graded => "The notebook was graded as it was handed in.",
        State.GradedWithRepairs => "Something in the notebook had to be put right before it could be graded. What you wrote in the answer cells was not changed.",
        State.Rejected => "The file is not what was asked for, so nothing in it was graded. Put right what the reason names and ask your instructor about handing it in again.",
        _ => "The grader had a problem of its own, which says nothing about your work. Your instructor has to run it again.",
    };
}
