using Descent.Checks;

namespace Descent.Tests.Checks;

/// <summary>Notes what checks tell it.</summary>
sealed class Listener(ulong seed = 1) : ICheckListener
{
    public List<string> Calls { get; } = [];
    public List<Outcome> Outcomes { get; } = [];

    public Func<string, UnansweredException?> Refuse { get; init; } = _ => null;

    public ulong Begin(string title)
    {
        Calls.Add($"begin {title}");
        return Refuse(title) is { } refused ? throw refused : seed;
    }

    public void End(Outcome outcome)
    {
        Calls.Add($"end {outcome.Title}");
        Outcomes.Add(outcome);
    }

    public void Mistake(string why, string function, Delegate answer) => Calls.Add($"mistake {why} {function}");

    /// <summary>The only outcome of a check.</summary>
    public static Outcome Of(Action check, ulong seed = 1)
    {
        var listener = new Listener(seed);
        using (Check.Listen(listener))
            check();
        return Assert.Single(listener.Outcomes);
    }
}
