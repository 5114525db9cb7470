using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Notebooks.Language;

/// <summary>The words of a cell beyond the C# compiler's: lines that are for the runtime, and which keywords to offer.</summary>
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

    [GeneratedRegex(@"[^\n]+")]
    private static partial Regex Line();

    [GeneratedRegex(@"^\s*#!(\w*)")]
    private static partial Regex Magic();

    [GeneratedRegex(@"^\s*#(i\s|r\s+""nuget:)")]
    private static partial Regex Package();
}
