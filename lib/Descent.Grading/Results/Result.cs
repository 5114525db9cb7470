using Descent.Checks;

namespace Descent.Grading.Results;

/// <summary>What became of one submission. Times apart, the same submission gives the same result, alone or in a batch.</summary>
/// <param name="Assignment">The exercise set.</param>
/// <param name="Version">Of the release that was graded against.</param>
/// <param name="Bundle">SHA-256 of the instructor's bundle, in hex.</param>
/// <param name="Student">Who handed it in.</param>
/// <param name="File">The file's name.</param>
/// <param name="Hash">SHA-256 of the file, in hex.</param>
/// <param name="State">Whether it was graded.</param>
/// <param name="Reason">Why it was not, or null.</param>
/// <param name="Points">Points earned.</param>
/// <param name="Maximum">Points there are.</param>
/// <param name="Questions">The questions in their order.</param>
/// <param name="Problems">Cells that failed.</param>
/// <param name="Repairs">What had to be put right in the notebook.</param>
/// <param name="Isolation">The wall it ran behind.</param>
/// <param name="Grader">Versions of grader and runtime.</param>
/// <param name="Seconds">Wall-clock time of grading.</param>
public sealed record Result(string Assignment, string Version, string Bundle, string Student, string File, string Hash, State State, string? Reason,
    decimal Points, decimal Maximum, IReadOnlyList<QuestionResult> Questions, IReadOnlyList<CellProblem> Problems, IReadOnlyList<string> Repairs,
    string Isolation, string Grader, double Seconds);

/// <summary>Whether a submission was graded.</summary>
public enum State
{
    /// <summary>Graded as it was handed in.</summary>
    Graded,

    /// <summary>Graded after repairs, which are listed.</summary>
    GradedWithRepairs,

    /// <summary>Not graded: the file is not what was asked for.</summary>
    Rejected,

    /// <summary>Not graded: the grader's surroundings failed twice.</summary>
    InfrastructureError,
}

/// <summary>A question's checks.</summary>
/// <param name="Id">The answer cell's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Points">Points earned.</param>
/// <param name="Maximum">Points there are.</param>
/// <param name="Checks">The checks in their order.</param>
public sealed record QuestionResult(string Id, string Title, decimal Points, decimal Maximum, IReadOnlyList<CheckResult> Checks);

/// <summary>A check's result.</summary>
/// <param name="Title">What it checks.</param>
/// <param name="IsHidden">Whether students do not see it.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Points">Points earned.</param>
/// <param name="Maximum">Points there are.</param>
/// <param name="Message">Why it did not pass, or empty.</param>
/// <param name="Expected">The expected value in words, or null.</param>
/// <param name="Got">The answer's value in words, or null.</param>
/// <param name="Hints">The ladder of hints.</param>
public sealed record CheckResult(string Title, bool IsHidden, Verdict Verdict, decimal Points, decimal Maximum, string Message, string? Expected, string? Got, IReadOnlyList<string> Hints);

/// <summary>A cell that failed.</summary>
/// <param name="Cell">Its name, such as <c>Cell 7</c>.</param>
/// <param name="State">How: error, timeout, memory, crashed or not-run.</param>
/// <param name="Message">Why, in plain words.</param>
/// <param name="Line">The line of the cell, from 1, or null.</param>
/// <param name="Code">The student's text of that line, or null.</param>
public sealed record CellProblem(string Cell, Verdict State, string Message, int? Line, string? Code);
