using Descent.Checks;
using Descent.Grading.Results;

namespace Descent.Grading.Reports;

/// <summary>What a student is told of a result. Of hidden checks it has the numbers only, so no page made from it can tell more.</summary>
/// <param name="Title">The exercise set's title.</param>
/// <param name="Assignment">Its name.</param>
/// <param name="Version">Of the release that was graded against.</param>
/// <param name="Student">Who handed it in.</param>
/// <param name="File">The file's name.</param>
/// <param name="Hash">SHA-256 of the file, in hex.</param>
/// <param name="State">Whether it was graded.</param>
/// <param name="Reason">Why it was rejected, or null. What failed in the grader's surroundings is the instructor's business.</param>
/// <param name="Points">Points earned.</param>
/// <param name="Maximum">Points there are.</param>
/// <param name="Questions">The questions in their order.</param>
/// <param name="Problems">Cells that failed.</param>
/// <param name="Repairs">What had to be put right in the notebook.</param>
/// <param name="Isolation">The wall it ran behind.</param>
/// <param name="Grader">Versions of grader and runtime.</param>
public sealed record Feedback(string Title, string Assignment, string Version, string Student, string File, string Hash, State State, string? Reason, decimal Points, decimal Maximum,
    IReadOnlyList<QuestionFeedback> Questions, IReadOnlyList<CellProblem> Problems, IReadOnlyList<string> Repairs, string Isolation, string Grader)
{
    /// <summary>Whether there are points to speak of.</summary>
    public bool IsGraded => Label.IsGraded(State);

    /// <summary>Where to go on, in a sentence.</summary>
    public string Next
    {
        get
        {
            if (!IsGraded)
                return Label.Meaning(State);
            if (Problems is [var problem, ..])
                return $"Begin with {problem.Cell}, which did not run to its end: what needs it cannot pass before it does.";
            if (Questions.Select((q, i) => (Question: q, Name: $"question {i + 1}, “{q.Title}”")).FirstOrDefault(q => q.Question.Points < q.Question.Maximum) is not { Question: { } question } next)
                return "Every check passes. Well done!";
            if (!question.IsTried)
                return $"Go on with {next.Name}: it is not done yet.";
            return question.Visible.FirstOrDefault(c => c.Verdict != Verdict.Passed) is { } check
                ? $"Go on with {next.Name}: look at the check “{check.Title}” first."
                : $"Go on with {next.Name}: it passes every check you see. Hidden checks try other inputs, so try some of your own: edge cases, other sizes, negative and random values.";
        }
    }

    /// <summary>What a student is told of a result.</summary>
    /// <param name="result">Everything that is known.</param>
    /// <param name="title">The exercise set's title; its name when null.</param>
    public static Feedback For(Result result, string? title = null) => new(title ?? result.Assignment, result.Assignment, result.Version, result.Student, result.File, result.Hash, result.State, result.State == State.InfrastructureError ? null : result.Reason,
        result.Points, result.Maximum, [.. result.Questions.Select(QuestionFeedback.For)], result.Problems, result.Repairs, result.Isolation, result.Grader);

    /// <summary>A page for the student: one file that needs no other, without any script.</summary>
    /// <inheritdoc cref="For"/>
    public static string Html(Result result, string? title = null) => FeedbackPage.Html(For(result, title));

    /// <summary>The same as Markdown, for mails and comments.</summary>
    /// <inheritdoc cref="For"/>
    public static string Markdown(Result result, string? title = null) => FeedbackMarkdown.Of(For(result, title));
}

/// <summary>What a student is told of a question.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Points">Points earned.</param>
/// <param name="Maximum">Points there are.</param>
/// <param name="Visible">The checks students see.</param>
/// <param name="Hidden">The others.</param>
public sealed record QuestionFeedback(string Title, decimal Points, decimal Maximum, IReadOnlyList<CheckResult> Visible, HiddenChecks Hidden)
{
    /// <summary>Whether there is an answer that could be tried, as far as a student sees.</summary>
    public bool IsTried => Points > 0 || Visible.Any(c => c.Verdict is not (Verdict.NoAnswer or Verdict.NotRun));

    /// <summary>What a student is told of a question's result.</summary>
    public static QuestionFeedback For(QuestionResult question)
    {
        var hidden = question.Checks.Where(c => c.IsHidden).ToList();
        return new(question.Title, question.Points, question.Maximum, [.. question.Checks.Where(c => !c.IsHidden)],
            new(hidden.Count, hidden.Count(c => c.Verdict == Verdict.Passed), hidden.Sum(c => c.Points), hidden.Sum(c => c.Maximum)));
    }
}

/// <summary>A question's hidden checks in numbers.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Passed">How many passed.</param>
/// <param name="Points">Points earned.</param>
/// <param name="Maximum">Points there are.</param>
public sealed record HiddenChecks(int Count, int Passed, decimal Points, decimal Maximum)
{
    /// <summary>The numbers in words.</summary>
    public override string ToString() => $"{Passed} of {Plain.Count(Count, "hidden check")} passed ({Plain.Points(Points, Maximum)})";
}
