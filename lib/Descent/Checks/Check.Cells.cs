using System.Collections.Concurrent;
using System.Globalization;

namespace Descent.Checks;

public static partial class Check
{
    static readonly AsyncLocal<ICheckListener?> Listening = new();
    static readonly AsyncLocal<List<Outcome>?> Cell = new();
    static readonly ConcurrentDictionary<string, int> Failures = new();

    /// <summary>A wrong answer that students hand in, kept beside the checks that must refute it. Does nothing in a notebook.</summary>
    /// <param name="why">What is wrong with it.</param>
    /// <param name="function">The function it stands in for.</param>
    /// <param name="wrong">The wrong answer, of that function's signature.</param>
    public static void Mistake(string why, string function, Delegate wrong) => Listening.Value?.Mistake(why, function, wrong);

    /// <summary>The last statement of a cell of checks.</summary>
    /// <exception cref="CheckFailedException">A check of the cell did not pass. Not thrown where somebody listens.</exception>
    public static void Done()
    {
        var outcomes = Cell.Value ?? [];
        Cell.Value = null;
        if (Listening.Value is null && outcomes.Count(o => o.Verdict != Verdict.Passed) is > 0 and var failed)
            throw new CheckFailedException(outcomes.All(o => o.Verdict == Verdict.NoAnswer) ? "Not done yet."
                : outcomes.Count == 1 ? "The check did not pass."
                : failed == outcomes.Count ? $"None of the {failed} checks passed."
                : $"{failed} of {outcomes.Count} checks did not pass.");
    }

    /// <summary>Tells a listener of this flow's checks, instead of the notebook's reader, until the result is disposed.</summary>
    public static IDisposable Listen(ICheckListener listener)
    {
        var before = Listening.Value;
        Listening.Value = listener;
        return new Ending(() => Listening.Value = before);
    }

    static void Run(string title, double points, string[]? hints, Func<ulong, Difference?> look)
    {
        if (string.IsNullOrWhiteSpace(title) || points is not (>= 0 and <= 1000))
            throw Broken(title, $"it has {(string.IsNullOrWhiteSpace(title) ? "no title" : $"{points} points, not 0 to 1000")}.");
        var (maximum, ladder, listener) = ((decimal)points, hints ?? [], Listening.Value);
        Outcome outcome;
        try
        {
            outcome = look(listener?.Begin(title) ?? Seed(title)) is { } difference
                ? new(title, Verdict.Failed, 0, maximum, difference.Message, difference.Expected, difference.Got, ladder)
                : new(title, Verdict.Passed, maximum, maximum, "", null, null, ladder);
        }
        catch (Exception e) when (e is UnansweredException or ThrownException)
        {
            var why = e as UnansweredException ?? Failure.Why((ThrownException)e);
            outcome = new(title, why.Verdict, 0, maximum, why.Message, null, null, ladder);
        }
        catch (ArgumentException e) when (!Answers.IsFault(e))
        {
            throw Broken(title, e.Message, e);
        }
        if (listener is null)
            Tell(outcome);
        else
            listener.End(outcome);
    }

    static void Tell(Outcome outcome)
    {
        if (Cell.Value is null || Cell.Value.Any(o => o.Title == outcome.Title))
            Cell.Value = [];
        Cell.Value.Add(outcome);
        Console.Out.WriteLine(outcome.Verdict == Verdict.Passed ? $"✓ {outcome.Title} ({Points(outcome.Maximum)})" : $"✗ {outcome.Title}: {outcome.Message}");
        var ladder = string.Join('\n', [outcome.Title, .. outcome.Hints]);
        if (outcome.Verdict == Verdict.Passed)
            Failures.TryRemove(ladder, out _);
        else if (outcome.Verdict != Verdict.NoAnswer && outcome.Hints.Count > 0)
            Console.Out.WriteLine($"  Hint: {outcome.Hints[Math.Min(Failures.AddOrUpdate(ladder, 1, (_, k) => k + 1), outcome.Hints.Count) - 1]}");
    }

    static string Points(decimal points) => $"{points.ToString(CultureInfo.InvariantCulture)} point{(points == 1 ? "" : "s")}";

    // The same title draws the same inputs each time: FNV-1a.
    static ulong Seed(string title) => title.Aggregate(0xcbf29ce484222325UL, (hash, letter) => (hash ^ letter) * 0x100000001b3UL);
}

/// <summary>Checks of a cell did not pass.</summary>
public sealed class CheckFailedException(string message) : Exception(message);
