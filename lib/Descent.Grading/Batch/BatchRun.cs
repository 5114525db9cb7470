using System.Collections.Concurrent;
using System.Diagnostics;
using Descent.Grading.Reports;
using Descent.Grading.Results;
using Descent.Grading.Submissions;

namespace Descent.Grading.Batch;

/// <summary>Grades many submissions into a folder, <c>results/STUDENT.json</c> for each; what is there already is kept, so that a stopped batch goes on where it was.</summary>
/// <param name="job">How one is graded.</param>
/// <param name="folder">Where the results go.</param>
public sealed class BatchRun(GradeJob job, string folder)
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>The file of a student's result.</summary>
    public string FileOf(string student) => Path.Combine(folder, "results", FileName.Of(student) + ".json");

    /// <summary>Grades; the results do not depend on how many workers there are.</summary>
    /// <param name="handIns">What was handed in.</param>
    /// <param name="workers">How many submissions at a time.</param>
    /// <param name="told">Told after each submission, one at a time.</param>
    /// <param name="stop">Ends the batch; what was being graded is not written.</param>
    /// <returns>The results, by student; fewer than there are submissions when it was stopped.</returns>
    public IReadOnlyList<Result> Run(IReadOnlyList<HandIn> handIns, int workers, Action<Step> told, CancellationToken stop = default)
    {
        var (waiting, clock, gate) = (new ConcurrentQueue<HandIn>(handIns), Stopwatch.StartNew(), new Lock());
        var (results, graded) = (new SortedDictionary<string, Result>(StringComparer.Ordinal), 0);
        var late = new TaskCompletionSource();
        using (stop.Register(() => Task.Delay(Grace, CancellationToken.None).ContinueWith(_ => late.TrySetResult(), TaskScheduler.Default)))
        {
            // A thread each, because grading waits for processes. One that does not end soon after the stop is left alone.
            var work = Task.WhenAll(Enumerable.Range(0, Math.Clamp(workers, 1, Math.Max(1, handIns.Count)))
                .Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            if (Task.WaitAny([work, late.Task], CancellationToken.None) == 0)
                work.GetAwaiter().GetResult();
        }
        lock (gate)
            return [.. results.Values];

        void Work()
        {
            while (!stop.IsCancellationRequested && waiting.TryDequeue(out var handIn))
                try
                {
                    var (result, isKept) = job.Run(handIn, FileOf(handIn.Student), stop);
                    lock (gate)
                    {
                        results[handIn.Student] = result;
                        graded += isKept || result.State == State.Rejected ? 0 : 1;
                        told(new(results.Count, handIns.Count, result, isKept, clock.Elapsed, graded == 0 ? null : clock.Elapsed * (handIns.Count - results.Count) / graded));
                    }
                }
                catch (Exception) when (stop.IsCancellationRequested)
                {
                    return;
                }
        }
    }

    /// <summary>A run's results and those of earlier runs in the folder, by student.</summary>
    public IReadOnlyList<Result> All(IReadOnlyList<Result> run) =>
        [.. run.Concat(Results(folder, job.Bundle.Assignment)).DistinctBy(r => r.Student).OrderBy(r => r.Student, StringComparer.Ordinal)];

    /// <summary>The results of an exercise in a folder, by student.</summary>
    public static IReadOnlyList<Result> Results(string folder, string assignment) => !Directory.Exists(Path.Combine(folder, "results")) ? []
        : [.. Directory.EnumerateFiles(Path.Combine(folder, "results"), "*.json").Select(ResultFile.Read).OfType<Result>().Where(r => r.Assignment == assignment)
            .DistinctBy(r => r.Student).OrderBy(r => r.Student, StringComparer.Ordinal)];
}

/// <summary>How far a batch is.</summary>
/// <param name="Done">Submissions with a result.</param>
/// <param name="Total">Submissions.</param>
/// <param name="Last">The result that was just added.</param>
/// <param name="IsKept">Whether it was there before.</param>
/// <param name="Elapsed">Since the beginning.</param>
/// <param name="Left">About how long the rest will take; null before the first was graded.</param>
public sealed record Step(int Done, int Total, Result Last, bool IsKept, TimeSpan Elapsed, TimeSpan? Left);
