using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Notebooks.Language;

/// <summary>The words of a cell beyond the C# compiler's: lines for the runtime, with their completions, and which keywords to offer.</summary>
static partial class Dialect
{
    /// <summary>Every magic a cell may start a line with.</summary>
    public static IReadOnlyList<string> Magics { get; } = ["#!csharp", "#!html", "#!markdown", "#!time"];

    /// <summary>Keywords, each with text that shows the parser it is one.</summary>
    public static IReadOnlyList<(string Keyword, string Probe)> Keywords { get; } =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Select(SyntaxFacts.GetText).Where(k => k is not "namespace" && !k.StartsWith('_')).Select(k => (k, k)),
        ("var", "var x"), ("await", "await x"), ("nameof", "nameof(x)"), ("async", "async () =>"), ("record", "record X("), ("with", "with {"),
        ("and", "and 1"), ("or", "or 1"), ("not", "not 1"), ("from", "from x in y"), ("yield", "yield return"), ("when", "when x"),
    ];

    /// <summary>The same text with everything that is not C# as spaces, so that positions stay.</summary>
    public static string Mask(string code)
    {
        var csharp = true;
        return Line().Replace(code, line =>
        {
            if (Magic().Match(line.Value) is { Success: true } magic)
                csharp = magic.Groups[1].Value is not ("html" or "markdown");
            else if (csharp && !Package().IsMatch(line.Value))
                return line.Value;
            return new string(' ', line.Length);
        });
    }

    /// <summary>The same text without its <c>#r</c>.</summary>
    public static string WithoutReferences(string code) => Reference().Replace(code, line => new string(' ', line.Length));

    /// <summary>The files or magics that fit, or null when the cursor is not in such a line.</summary>
    public static (int, int, IReadOnlyList<(string, string)>)? Complete(string code, int cursor, string folder)
    {
        var line = code[(cursor == 0 ? 0 : code.LastIndexOf('\n', cursor - 1) + 1)..cursor];
        if (Begun().Match(line) is { Success: true } magic)
            return (cursor - magic.Groups[1].Length, cursor, [.. Magics.Where(m => m.StartsWith(magic.Groups[1].Value, StringComparison.OrdinalIgnoreCase)).Select(m => (m, "magic"))]);
        if (Quoted().Match(line) is not { Success: true } file)
            return null;
        var (written, name) = (file.Groups["folder"].Value, file.Groups["name"].Value);
        var start = cursor - name.Length;
        var (at, extensions) = (Path.Combine(folder, written), file.Groups["kind"].Value == "r" ? new[] { ".dll" } : [".cs", ".csx"]);
        if (!Directory.Exists(at))
            return (start, cursor, []);
        var entries = new DirectoryInfo(at).EnumerateFileSystemInfos(name.Replace("*", "") + "*", new EnumerationOptions())
            .Where(e => e is DirectoryInfo || extensions.Contains(e.Extension, StringComparer.OrdinalIgnoreCase))
            .Select(e => (e is DirectoryInfo ? e.Name + "/" : e.Name, "path"));
        return (start, cursor, [.. entries.Order()]);
    }

    [GeneratedRegex(@"[^\n]+")]
    private static partial Regex Line();

    [GeneratedRegex(@"^\s*#!(\w*)")]
    private static partial Regex Magic();

    [GeneratedRegex(@"^\s*#(i\s|r\s+""nuget:)")]
    private static partial Regex Package();

    [GeneratedRegex(@"^\s*#r\b.*", RegexOptions.Multiline)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\s*(#!\w*)$")]
    private static partial Regex Begun();

    [GeneratedRegex(@"^\s*#(?<kind>r|load)\s+""(?!nuget:)(?<folder>[^""]*/)?(?<name>[^""/\0]*)$")]
    private static partial Regex Quoted();
}
