using System.Diagnostics;
using System.Net;
using static System.FormattableString;

namespace Descent.Front;

/// <summary>A loop that may take long: it shows how far it is once it has taken half a second, at most five times a second, and hears the notebook's stop.
/// <c>foreach (var seed in Work.Each(seeds, "seeds"))</c> is enough for most loops; training does it by itself.</summary>
/// <remarks>Shown are a bar, the time left and the curve of the reported values: as one output of the cell in a notebook (ours or .NET Interactive's), which becomes
/// one line at the end and is shared by all loops of the cell; in the table of <c>course run</c>; as the last line of a terminal. Inside another work nothing is shown.
/// One thread reports; a report costs a reading of the clock.</remarks>
public sealed class Work : IDisposable
{
    const int First = 500, Every = 200;   // milliseconds

    static readonly AsyncLocal<Work?> Outermost = new();

    readonly string name;
    readonly int total;
    readonly Func<int, string> place;
    readonly string curveName;
    readonly Curve? curve;
    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly CancellationToken stop;
    readonly IDisposable? busy;
    readonly bool visible;
    Screen? screen;
    long next = First;
    int done;
    string? summary;

    Work(string name, int total, string curve, Func<int, string>? place)
    {
        (this.name, this.total, curveName) = (name, Math.Max(1, total), curve);
        this.place = place ?? (done => Invariant($"{done:N0} of {total:N0}"));
        this.curve = curve == "" ? null : new();
        busy = Host.Current?.Busy(name);
        stop = Host.Current?.Stop() ?? default;
        if (visible = Outermost.Value is null)
            Outermost.Value = this;
    }

    /// <summary>Whether the notebook asks its loops to end: the loop should return what it has so far.</summary>
    public bool IsStopped => stop.IsCancellationRequested;

    /// <summary>Begins a loop; dispose it when the loop ends.</summary>
    /// <param name="name">What is done, such as <c>Fit</c>.</param>
    /// <param name="total">The number of steps.</param>
    /// <param name="curve">What the reported values are, such as <c>loss</c>; empty for none.</param>
    /// <param name="place">Words for a number of steps done; <c>3 of 20</c> by default.</param>
    /// <exception cref="OperationCanceledException">The notebook was told to stop: nothing more begins.</exception>
    public static Work Begin(string name, int total, string curve = "", Func<int, string>? place = null) => new(name, total, curve, place);

    /// <summary>The items, one after the other, with progress.</summary>
    /// <exception cref="OperationCanceledException">The notebook was told to stop.</exception>
    public static IEnumerable<T> Each<T>(IEnumerable<T> items, string name)
    {
        if (!items.TryGetNonEnumeratedCount(out var count))
            count = (items = [.. items]).Count();
        using var work = Begin(name, count);
        var done = 0;
        foreach (var item in items)
        {
            work.stop.ThrowIfCancellationRequested();
            yield return item;
            work.Report(++done);
        }
    }

    /// <summary>Tells how many steps are done, and the newest value of the curve.</summary>
    public void Report(int done, double value = double.NaN)
    {
        this.done = done;
        curve?.Add(value);
        if (visible && clock.ElapsedMilliseconds is var now && now >= next)
        {
            next = now + Every;
            (screen ??= Screen.Find()).Show(Math.Min((double)done / total, 0.999), Now());
        }
    }

    /// <summary>The line that stays when the work is over.</summary>
    public void End(string summary) => this.summary = summary;

    /// <summary>Ends the work: what was shown becomes one line.</summary>
    public void Dispose()
    {
        if (visible)
            Outermost.Value = null;
        var line = summary ?? $"{name}: {place(done)} in {Time(clock.Elapsed)}{(done < total ? ", then stopped" : "")}";
        screen?.Show(1, new($"<div>{WebUtility.HtmlEncode(line)}</div>", line));
        busy?.Dispose();
    }

    Snippet Now()
    {
        var fraction = (double)done / total;
        var left = done == 0 ? "" : $" · {Time(clock.Elapsed * ((1 - fraction) / fraction))} left";
        var text = Invariant($"{name}: {100 * fraction:0} % · {place(done)}{left}{(curve is null ? "" : Invariant($" · {curveName} {curve.Last:G4}"))}");
        return new(Invariant($"<div><progress value=\"{fraction:0.###}\" max=\"1\" aria-label=\"{WebUtility.HtmlEncode(name)}\" style=\"width:16em;vertical-align:middle\"></progress> ")
            + $"{WebUtility.HtmlEncode(text)}{curve?.Svg(WebUtility.HtmlEncode(curveName))}</div>", text);
    }

    static string Time(TimeSpan span) => span.TotalSeconds < 10 ? Invariant($"{span.TotalSeconds:0.0} s") : span.TotalMinutes < 2 ? Invariant($"{span.TotalSeconds:0} s")
        : span.TotalHours < 2 ? Invariant($"{span.TotalMinutes:0} min") : Invariant($"{span.TotalHours:0.0} h");
}
