using System.Diagnostics;
using Descent.Notebooks;
using Spectre.Console;

namespace Course;

/// <summary>Executes chapters and tells how far they are: a live table on a terminal, plain lines elsewhere. NO_COLOR is honoured.</summary>
sealed class Progress(IReadOnlyList<Notebook> chapters, TimeSpan? limit, CancellationToken stop)
{
    readonly Stopwatch total = Stopwatch.StartNew();
    readonly ChapterRun?[] runs = new ChapterRun?[chapters.Count];
    int chapter = -1, cell;
    double began;
    volatile string work = "";   // what a long loop of the running cell tells

    /// <summary>Executes the chapters one after the other; <paramref name="finished"/> is called after each that was not interrupted.</summary>
    /// <returns>The runs of the chapters that were begun, in their order.</returns>
    public IReadOnlyList<ChapterRun> Run(Action<Notebook, ChapterRun> finished)
    {
        Host.Progress = (fraction, text) => work = fraction < 1 ? text : "";
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi)
            using (new Timer(_ => Working(), null, 10_000, 10_000))
                Each(finished, Line);
        else
            AnsiConsole.Live(Table()).Start(live =>
            {
                using (new Timer(_ => live.UpdateTarget(Table()), null, 200, 200))
                    Each(finished, () => { });
                live.UpdateTarget(Table());
            });
        return [.. runs.OfType<ChapterRun>()];
    }

    void Each(Action<Notebook, ChapterRun> finished, Action begun)
    {
        for (chapter = 0; chapter < chapters.Count && !stop.IsCancellationRequested; chapter++)
        {
            (began, cell) = (total.Elapsed.TotalSeconds, 0);
            var run = Runner.Execute(chapters[chapter], limit, n => { (cell, work) = (n, ""); begun(); }, stop);
            if (!run.Interrupted)
                finished(chapters[chapter], run);
            runs[chapter] = run;
        }
    }

    void Working()
    {
        if (work is { Length: > 0 } text)
            Console.WriteLine($"{total.Elapsed.TotalSeconds,7:0.0} s  {chapters[chapter].Name}  cell {cell}: {text}");
    }

    void Line() =>
        Console.WriteLine($"{total.Elapsed.TotalSeconds,7:0.0} s  {chapters[chapter].Name}  cell {cell} of {chapters[chapter].Code.Count()}");

    Table Table()
    {
        var table = new Table().Border(TableBorder.None).AddColumns("Chapter", "Cell", "Time", "");
        for (var i = 0; i < chapters.Count; i++)
        {
            var (at, seconds, state) = runs[i] is { } run
                ? (run.Cells, run.Seconds, run.Interrupted ? "[yellow]stopped[/]" : run.Failure is null ? "[green]done[/]" : "[red]failed[/]")
                : i == chapter ? (cell, total.Elapsed.TotalSeconds - began, $"[blue]running[/] {Markup.Escape(work)}") : (0, 0, "[grey]waiting[/]");
            table.AddRow(Markup.Escape(chapters[i].Name), $"{at} of {chapters[i].Code.Count()}", $"{seconds:0.0} s", state);
        }
        return table;
    }
}
