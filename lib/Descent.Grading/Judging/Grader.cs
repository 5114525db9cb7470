using System.Diagnostics;
using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;

namespace Descent.Grading.Judging;

/// <summary>Grades submissions of one exercise set, one at a time.</summary>
/// <param name="bundle">The exercise set.</param>
/// <param name="hash">SHA-256 of the bundle's file, in hex.</param>
/// <param name="launcher">Starts the workers.</param>
/// <param name="limits">What a submission may use.</param>
/// <exception cref="ExerciseException">The bundle's checks do not compile.</exception>
public sealed class Grader(Bundle bundle, string hash, ILauncher launcher, Limits limits) : IDisposable
{
    Task<WorkerProcess>? first = Task.Run(() => new WorkerProcess(launcher, limits));   // starts while the judge compiles
    readonly Judge judge = new(bundle);

    /// <summary>The versions that every result names.</summary>
    public static string Versions { get; } = $"Descent {typeof(Grader).Assembly.GetName().Version?.ToString(3)}, .NET {Environment.Version}";

    /// <summary>Grades a submission.</summary>
    /// <returns>Always a result with every check of the exercise: nothing a submission does makes this throw.</returns>
    public Result Grade(Submission submission)
    {
        var clock = Stopwatch.StartNew();
        if (submission.Rejection is { } reason)
            return Ungraded(submission, State.Rejected, reason, clock);
        using var attempt = new Attempt(bundle, submission, Start, limits);
        try
        {
            var questions = attempt.Grade(judge);
            return new(bundle.Assignment, bundle.Version, hash, submission.Student, submission.File, submission.Hash,
                submission.Repairs.Count == 0 ? State.Graded : State.GradedWithRepairs, null, questions.Sum(q => q.Points), bundle.Maximum, questions,
                attempt.Problems, submission.Repairs, launcher.Isolation, Versions, clock.Elapsed.TotalSeconds);
        }
        catch (InfrastructureException e)
        {
            return Ungraded(submission, State.InfrastructureError, e.Message, clock);
        }
    }

    /// <summary>Forgets the exercise.</summary>
    public void Dispose()
    {
        judge.Dispose();
        _ = Interlocked.Exchange(ref first, null)?.ContinueWith(t => t.Result.Dispose(), TaskContinuationOptions.OnlyOnRanToCompletion);
    }

    WorkerProcess Start() => Interlocked.Exchange(ref first, null) is { } ready ? ready.GetAwaiter().GetResult() : new(launcher, limits);

    Result Ungraded(Submission s, State state, string reason, Stopwatch clock) =>
        new(bundle.Assignment, bundle.Version, hash, s.Student, s.File, s.Hash, state, reason, 0, bundle.Maximum,
            [.. bundle.Questions.Select(q => Attempt.Told(q, c => new Outcome(c.Title, Verdict.NotRun, 0, c.Points, reason, null, null, [])))],
            [], s.Repairs, launcher.Isolation, Versions, clock.Elapsed.TotalSeconds);
}
