namespace Descent.Checks;

/// <summary>What became of a check.</summary>
public enum Verdict
{
    /// <summary>The answer is right.</summary>
    Passed,

    /// <summary>The answer returned something else than what was expected, or has another signature.</summary>
    Failed,

    /// <summary>The answer threw an exception, does not compile or is not there.</summary>
    Error,

    /// <summary>The answer ran longer than its limit.</summary>
    Timeout,

    /// <summary>The answer used more memory than its limit.</summary>
    Memory,

    /// <summary>The answer ended its process.</summary>
    Crashed,

    /// <summary>The check could not be tried, because something before it failed.</summary>
    NotRun,

    /// <summary>The answer has not been written yet.</summary>
    NoAnswer,
}

/// <summary>The result of one check.</summary>
/// <param name="Title">What it checks.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Points">Points earned: <paramref name="Maximum"/> or 0.</param>
/// <param name="Maximum">Points of the check.</param>
/// <param name="Message">Why it did not pass, in plain words; empty when it passed.</param>
/// <param name="Expected">The expected value in words, or null when there is none to show.</param>
/// <param name="Got">The answer's value in words, or null.</param>
/// <param name="Hints">The ladder of hints, the gentlest first.</param>
public sealed record Outcome(string Title, Verdict Verdict, decimal Points, decimal Maximum, string Message, string? Expected, string? Got, IReadOnlyList<string> Hints);
