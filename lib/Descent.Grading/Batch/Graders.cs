using System.Collections.Concurrent;
using Descent.Grading.Judging;
using Descent.Grading.Results;
using Descent.Grading.Submissions;

namespace Descent.Grading.Batch;

/// <summary>As many graders as submissions are graded at a time: each grades one after the other, and compiling an exercise's checks takes longer than grading.</summary>
public sealed class Graders : IDisposable
{
    readonly Func<Grader> make;
    readonly ConcurrentBag<Grader> free;

    /// <summary>Makes the first grader, so that what is wrong with the exercise is found before any submission is read.</summary>
    public Graders(Func<Grader> make) => (this.make, free) = (make, [make()]);

    /// <summary>Grades a submission by a free grader. From any thread.</summary>
    public Result Grade(Submission submission)
    {
        var grader = free.TryTake(out var one) ? one : make();
        var result = grader.Grade(submission);
        free.Add(grader);
        return result;
    }

    /// <summary>Forgets the exercise.</summary>
    public void Dispose()
    {
        foreach (var grader in free)
            grader.Dispose();
    }
}
