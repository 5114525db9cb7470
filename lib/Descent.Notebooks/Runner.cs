using System.Diagnostics;

namespace Descent.Notebooks;

/// <summary>Executes whole notebooks.</summary>
public static class Runner
{
    /// <summary>Runs every code cell of a notebook in a session of its own, in the notebook's folder, and stores the outputs in it.
    /// The first failing cell ends the chapter; later cells stay without outputs.</summary>
    /// <param name="notebook">The notebook; its cells receive outputs and execution counts.</param>
    /// <param name="limit">The longest time one cell may run, or null.</param>
    /// <param name="progress">Called before each cell with its number (from 1).</param>
    /// <param name="stop">Stops the running cell and the chapter.</param>
    /// <remarks>Changes the process's current directory while it runs, so one notebook at a time.</remarks>
    public static ChapterRun Execute(Notebook notebook, TimeSpan? limit = null, Action<int>? progress = null, CancellationToken stop = default)
    {
        var before = Directory.GetCurrentDirectory();
        var clock = Stopwatch.StartNew();
        using var memory = new MemoryPeak();
        var silent = Host.Progress is null;
        Host.Progress ??= static (_, _) => { };   // what a notebook stores depends on no clock
        try
        {
            Directory.SetCurrentDirectory(notebook.Folder);
            using var session = new Session(notebook.Folder);
            Failure? failure = null;
            List<Outputs> outputs = [];
            foreach (var cell in notebook.Code)
            {
                if (failure is not null || stop.IsCancellationRequested)
                {
                    cell.Store(null, []);
                    continue;
                }
                progress?.Invoke(cell.Number);
                outputs.Add(new Outputs(outputs.LastOrDefault()));
                failure = session.Run(cell.Source, $"Cell {cell.Number}", outputs[^1].Add, limit, stop);
            }
            foreach (var (i, cell) in notebook.Code.Take(outputs.Count).Index())
                cell.Store(i + 1, outputs[i].ToList());
            return new ChapterRun(notebook.Name, clock.Elapsed.TotalSeconds, memory.Megabytes, outputs.Count, failure, stop.IsCancellationRequested);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            if (silent)
                Host.Progress = null;
        }
    }
}

/// <summary>What running one chapter took and gave.</summary>
/// <param name="Chapter">The notebook's name, such as <c>01-error-surfaces</c>.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="PeakMB">Largest working set of the process during the chapter, in 10⁶ bytes, sampled ten times a second after the memory of the
/// chapter before it was released. It contains the runtime and the compiler.</param>
/// <param name="Cells">Number of code cells run, a failed one included.</param>
/// <param name="Failure">Why the last of them failed, or null.</param>
/// <param name="Interrupted">Whether the run was stopped from outside.</param>
public sealed record ChapterRun(string Chapter, double Seconds, double PeakMB, int Cells, Failure? Failure, bool Interrupted);

/// <summary>Samples the process's working set until disposed.</summary>
sealed class MemoryPeak : IDisposable
{
    readonly Timer timer;
    long peak;

    public MemoryPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        timer = new Timer(_ => Sample(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    public double Megabytes
    {
        get
        {
            Sample();
            return Interlocked.Read(ref peak) / 1e6;
        }
    }

    public void Dispose() => timer.Dispose();

    void Sample()
    {
        var now = Environment.WorkingSet;
        for (var seen = Interlocked.Read(ref peak); now > seen && Interlocked.CompareExchange(ref peak, now, seen) != seen; seen = Interlocked.Read(ref peak))
            continue;
    }
}
