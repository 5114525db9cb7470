using System.Text.RegularExpressions;

namespace Descent.Checks;

/// <summary>Exceptions of answers in words, wherever they were thrown.</summary>
static partial class Failure
{
    const int Longest = 300;

    /// <summary>What the stub of an answer throws.</summary>
    public static string NotWritten { get; } = typeof(NotImplementedException).FullName!;

    /// <summary>An exception as it would come from elsewhere.</summary>
    public static ThrownException Of(Exception e)
    {
        while (e is AggregateException { InnerExceptions.Count: 1 } or TypeInitializationException { InnerException: not null })
            e = e.InnerException!;
        if (e is ThrownException thrown)
            return thrown;
        List<string> types = [];
        for (var type = e.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            types.Add(type.FullName!);
        return new(types, e.Message, Line().Match(e.StackTrace ?? "") is { Success: true } line ? $"{line.Groups["cell"]}, line {line.Groups["line"]}" : null);
    }

    /// <summary>Why there is no answer.</summary>
    /// <param name="thrown">What was thrown instead.</param>
    /// <param name="before">Words before “your code threw”.</param>
    public static UnansweredException Why(ThrownException thrown, string before = "") => thrown.Types.Contains(NotWritten)
        ? new(Verdict.NoAnswer, "not done yet")
        : new(Verdict.Error, $"{before}your code threw {Qualifier().Replace(thrown.Types.FirstOrDefault("an exception"), "")}{(thrown.Place is { } place ? $" in {place}" : "")}: {Sentence(thrown.Message)}");

    /// <summary>The first line of a message: it may carry pages, or codes that a terminal would follow.</summary>
    public static string Sentence(string message)
    {
        var line = string.Concat(message.TrimStart().Split('\n')[0].TrimEnd().Where(letter => !char.IsControl(letter)));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }

    /// <summary>The innermost frame that is a cell's.</summary>
    [GeneratedRegex(@"Submission#.* in (.*[/\\])?(?<cell>.+):line (?<line>\d+)")]
    private static partial Regex Line();

    /// <summary>The namespace and the outer types before a type's name.</summary>
    [GeneratedRegex(@"^.*[.+]")]
    private static partial Regex Qualifier();
}
