using System.CommandLine;
using Descent.Notebooks;

namespace Course;

/// <summary>Executing chapters, as <c>run</c> and <c>book</c> share it: progress, report, exit code.</summary>
static class Job
{
    /// <summary>The option <c>--cell-timeout S</c>.</summary>
    public static Option<double?> LimitOption() => new("--cell-timeout")
    {
        Description = "Stop a cell that runs longer than S seconds (default: no limit).",
        HelpName = "S",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (double.TryParse(text, out var seconds) && seconds is > 0 and < 1e6)
                return seconds;
            result.AddError($"--cell-timeout needs a positive number of seconds, not '{text}'.");
            return null;
        },
    };

    /// <summary>Executes the chapters.</summary>
    /// <param name="chapters">The notebooks.</param>
    /// <param name="seconds">The time limit of a cell, or null.</param>
    /// <param name="finished">Called after each chapter that was not interrupted.</param>
    /// <param name="end">Called when no chapter is left; returns what to tell.</param>
    public static int Run(IReadOnlyList<Notebook> chapters, double? seconds, Action<Notebook, ChapterRun> finished, Func<IReadOnlyList<ChapterRun>, string> end)
    {
        _ = Session.Prepare();
        using var stopping = new Stopping();
        var runs = new Progress(chapters, seconds is { } s ? TimeSpan.FromSeconds(s) : null, stopping.Token).Run(finished);
        Console.WriteLine();
        foreach (var run in runs)
            Console.WriteLine($"{run.Chapter,-32} {run.Seconds,7:0.0} s  {run.PeakMB,6:0} MB  {run.Cells,3} cells  {State(run)}");
        foreach (var (run, chapter) in runs.Zip(chapters).Where(r => r.First is { Failure: not null, Interrupted: false }))
            Console.Error.WriteLine($"\n{run.Chapter}: cell {run.Cells} failed{Line(run, chapter)}\n{string.Join("\n", run.Failure!.Traceback)}");
        if (runs.Count < chapters.Count || runs.Any(r => r.Interrupted))
        {
            Console.WriteLine($"Stopped. Finished: {string.Join(", ", runs.Where(r => !r.Interrupted).Select(r => r.Chapter).DefaultIfEmpty("no chapter"))}.");
            return ExitCode.Interrupted;
        }
        Console.WriteLine(end(runs));
        return runs.Any(r => r.Failure is not null) ? ExitCode.CellFailed : ExitCode.Done;
    }

    static string State(ChapterRun run) => run.Interrupted ? "stopped" : run.Failure is null ? "done" : "failed";

    static string Line(ChapterRun run, Notebook chapter) => run.Failure!.Line is { } line
        ? $" in line {line}: {chapter.Code.ElementAt(run.Cells - 1).Source.Split('\n').ElementAtOrDefault(line - 1)?.Trim()}"
        : "";
}
