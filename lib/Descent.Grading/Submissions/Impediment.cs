using System.Text.RegularExpressions;

namespace Descent.Grading.Submissions;

/// <summary>Why a cell must not run as C#.</summary>
static partial class Impediment
{
    static readonly string[] Sharp = ["csharp", "c#", ".net-csharp", "polyglot-notebook", "dotnet-interactive", "dotnet-interactive.csharp"];

    // What the notebook's kernel runs in a cell of C#; they reach nothing outside it.
    static readonly string[] Harmless = ["csharp", "c#", "time", "markdown", "html"];

    /// <summary>One sentence, or null.</summary>
    public static string? Of(DraftCell cell)
    {
        if (cell.Language is { } language && !Sharp.Contains(language, StringComparer.OrdinalIgnoreCase))
            return $"The cell is set to the language {Text.Quoted(language)}; only C# is graded.";
        if (Text.ConflictLine(cell.Source) is > 0 and var line)
            return $"Line {line} is a merge-conflict marker of Git; keep one side of the conflict and remove the markers.";
        return Magic().Matches(cell.Source).FirstOrDefault(m => !Harmless.Contains(m.Groups["name"].Value, StringComparer.OrdinalIgnoreCase)) is { } magic
            ? $"Line {cell.Source.AsSpan(0, magic.Index).Count('\n') + 1}: #!{Text.Quoted(magic.Groups["name"].Value)} is not allowed in grading; only C# is." : null;
    }

    [GeneratedRegex(@"^[ \t]*#!(?<name>[A-Za-z][\w#-]*)", RegexOptions.Multiline)]
    private static partial Regex Magic();
}
