using System.Diagnostics;
using Descent.Grading.Batch;
using Descent.Grading.Exercises;
using Descent.Grading.Judging;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;
using Descent.Notebooks;

namespace Course.Bench;

/// <summary>How fast exercises are checked and graded: the set of chapter 02 with its worked solutions, behind the wall that grading has here.</summary>
static class GradingBench
{
    const int Starts = 7, Checks = 3, Alone = 6, Together = 12;

    /// <summary>What every row's name begins with.</summary>
    public const string Prefix = "grading: ";

    /// <summary>Measures and prints every row.</summary>
    /// <exception cref="EnvironmentException">Nothing can be graded here.</exception>
    public static IEnumerable<Measurement> Run(CancellationToken stop)
    {
        var bundle = Source.Read(Exercises.Source("02")).Bundle;
        var limits = new Limits();
        using var wall = Bubblewrap.Check() is null ? new Bubblewrap() : null;
        var launcher = wall ?? (ILauncher)new PlainProcess();
        Console.WriteLine($"\n{$"{bundle.Assignment}, {bundle.Questions.Sum(q => q.Checks.Count)} checks; {launcher.Isolation}",-58}{"measured",10}   goal");
        List<double> behind = [], plain = [];
        for (var i = 0; i < Starts; i++)
        {
            stop.ThrowIfCancellationRequested();
            plain.Add(Milliseconds(() => new WorkerProcess(new PlainProcess(), limits).Dispose()));
            behind.Add(Milliseconds(() => new WorkerProcess(launcher, limits).Dispose()));
        }
        yield return Measurement.Promised(Prefix + "start of a worker without the wall", Measurement.Median(plain), null);
        yield return Measurement.Promised(Prefix + "what the wall adds to it", Measurement.Median(behind) - Measurement.Median(plain), 300);
        using var graders = new Graders(() => new Grader(bundle, bundle.Hash, launcher, limits));
        Parallel.For(0, 2, Grade);                                               // two graders, warm
        stop.ThrowIfCancellationRequested();
        var one = Milliseconds(() => Enumerable.Range(0, Alone).ToList().ForEach(Grade)) / Alone;
        yield return Measurement.Promised(Prefix + "a submission, one at a time", one, 3000);
        stop.ThrowIfCancellationRequested();
        var two = Milliseconds(() => Parallel.For(0, Together, new ParallelOptions { MaxDegreeOfParallelism = 2 }, Grade)) / Together;
        yield return Measurement.Promised(Prefix + "a submission, two at a time", two, null);
        Console.WriteLine($"{Prefix + "submissions a minute, one and two at a time",-58}{60_000 / one,7:F0} and {60_000 / two:F0}");
        yield return Measurement.Promised(Prefix + "course exercise check, from start to end", Command(), 4000);
        yield return Measurement.Promised(Prefix + "the slowest check cell of a notebook", Cells(bundle), 2000);

        void Grade(int i)
        {
            var result = graders.Grade(new($"student {i}", "", "", Solved(bundle), []));
            if (result.State != State.Graded || result.Points != bundle.Maximum)
                throw new EnvironmentException($"The worked solutions get {result.Points} of {result.Maximum} points: {result.Reason}");
        }
    }

    static IReadOnlyList<SubmittedCell> Solved(Descent.Grading.Exercises.Bundle bundle) =>
        [.. bundle.Parts.Where(p => p.Role != Role.Text).Select((p, i) => new SubmittedCell(p.Id, $"Cell {i + 1}", p.Source))];

    // A process of its own, on the worked solutions.
    static double Command()
    {
        string[] program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. program, "exercise", "check", Exercises.Source("02")]) { RedirectStandardOutput = true };
        return Measurement.Median([.. Enumerable.Range(0, Checks).Select(_ => Milliseconds(() =>
        {
            using var check = Process.Start(start)!;
            check.StandardOutput.ReadToEnd();
            check.WaitForExit();
            if (check.ExitCode != ExitCode.Done)
                throw new EnvironmentException($"course exercise check ended with {check.ExitCode}.");
        }))]);
    }

    // What a student waits for below an answer.
    static double Cells(Descent.Grading.Exercises.Bundle bundle)
    {
        using var session = new Session(Path.Combine(Repository.Root, "notebooks", "exercises"));
        return bundle.Parts.Where(p => p.Role != Role.Text).Index().ToList()
            .Select(p => (p.Item.Role, Time: Milliseconds(() => session.Run(p.Item.Role == Role.Checks ? p.Item.Released : p.Item.Source, $"Cell {p.Index + 1}", static _ => { })))).ToList()
            .Where(p => p.Role == Role.Checks).Max(p => p.Time);
    }

    static double Milliseconds(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
