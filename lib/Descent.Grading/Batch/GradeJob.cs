using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;

namespace Descent.Grading.Batch;

/// <summary>How submissions of one exercise are graded. Two gradings of a file with equal names here give the same result.</summary>
/// <param name="Bundle">The exercise.</param>
/// <param name="Hash">SHA-256 of its bundle, in hex.</param>
/// <param name="Grader">Versions of grader and runtime.</param>
/// <param name="Isolation">The wall's name.</param>
/// <param name="Grade">Grades a submission that was not rejected.</param>
/// <param name="Keeps">Whether a result that is there already is kept.</param>
public sealed record GradeJob(Bundle Bundle, string Hash, string Grader, string Isolation, Func<Submission, Result> Grade, bool Keeps = true)
{
    /// <summary>Grades what a student handed in into a file, unless the file holds the result already. Whatever happens, there is a result.</summary>
    /// <param name="handIn">What was handed in.</param>
    /// <param name="file">Where the result belongs.</param>
    /// <param name="stop">When it is asked for in the middle, nothing is written.</param>
    /// <returns>The result, and whether it was there before.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public (Result Result, bool IsKept) Run(HandIn handIn, string file, CancellationToken stop = default)
    {
        var submission = new Submission(handIn.Student, "", "", [], []);
        Result result;
        try
        {
            submission = handIn.Read(Bundle);
            if (Keeps && submission.Rejection is null && ResultFile.Read(file) is { } there && IsOf(there, submission))
                return (there, true);
            result = submission.Rejection is { } reason ? Ungraded(submission, State.Rejected, reason) : Attempt(submission, stop);
            stop.ThrowIfCancellationRequested();
            ResultFile.Write(file, result);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            result = Ungraded(submission, State.InfrastructureError, e is IOException or UnauthorizedAccessException ? $"The result cannot be written: {e.Message}" : Words(e));
        }
        return (result, false);
    }

    // The same bytes, read the same way, graded by the same grader.
    bool IsOf(Result there, Submission submission) =>
        there.State is State.Graded or State.GradedWithRepairs && (there.Assignment, there.Student, there.File, there.Hash) == (Bundle.Assignment, submission.Student, submission.File, submission.Hash)
        && (there.Bundle, there.Grader, there.Isolation) == (Hash, Grader, Isolation) && submission.Repairs.All(there.Repairs.Contains);

    // What goes wrong around a submission is tried once more.
    Result Attempt(Submission submission, CancellationToken stop)
    {
        for (var isSecond = false; ; isSecond = true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                var result = Grade(submission);
                if (result.State != State.InfrastructureError || isSecond)
                    return result;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                if (isSecond)
                    return Ungraded(submission, State.InfrastructureError, Words(e));
            }
        }
    }

    static string Words(Exception e) => e is InfrastructureException ? e.Message : $"The grader failed: {e.GetType().Name}: {e.Message}";

    // Every check not run, no points, the maximum as for everybody.
    Result Ungraded(Submission submission, State state, string reason) => new(Bundle.Assignment, Bundle.Version, Hash, submission.Student, submission.File, submission.Hash, state, reason,
        0, Bundle.Maximum, [.. Bundle.Questions.Select(q => new QuestionResult(q.Id, q.Title, 0, q.Maximum, [.. q.Checks.Select(c => new CheckResult(c.Title, c.IsHidden, Verdict.NotRun, 0, c.Points, reason, null, null, []))]))],
        [], submission.Repairs, Isolation, Grader, 0);
}
