using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Notebooks.Language;

/// <summary>Whether a cell's text is whole, could become so by more text, or never.</summary>
static class Wholeness
{
    static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    // What began somewhere and is still open at the end: comments, raw and verbatim strings, #if, #region.
    static readonly string[] Open = ["CS1035", "CS8997", "CS1039", "CS8076", "CS1027", "CS1038"];

    // A try block that still waits for its catch or finally.
    const string Catch = "CS1524";

    /// <summary>The status, and how far to indent the next line of an incomplete cell.</summary>
    public static (string Status, string Indent) Of(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Script);
        var errors = tree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Any(e => Open.Contains(e.Id) && !InOneLine(tree, e.Location.SourceSpan.Start)))
            return ("incomplete", "");
        var last = tree.GetRoot().GetLastToken(includeSkipped: true);
        if (errors.Any(e => e.Location.SourceSpan.Start < (e.Id == Catch ? last.SpanStart : last.Span.End)))
            return ("invalid", "");
        if (errors.Count == 0 && SyntaxFactory.IsCompleteSubmission(tree))
            return ("complete", "");
        var tokens = tree.GetRoot().DescendantTokens().Where(t => !t.IsMissing).Select(t => t.Text).ToList();
        var blocks = tokens.Sum(t => t switch { "{" => 1, "}" => -1, _ => 0 });
        var lists = tokens.Sum(t => t switch { "(" or "[" => 1, ")" or "]" => -1, _ => 0 });
        var goesOn = lists == 0 && last.Text is not (";" or "}" or "{") ? 1 : 0;
        return ("incomplete", new string(' ', 4 * Math.Max(blocks + lists + goesOn, 0)));
    }

    // A string $"…" has to end in the line it began in.
    static bool InOneLine(SyntaxTree tree, int position) => tree.GetRoot().DescendantNodes().OfType<InterpolatedStringExpressionSyntax>()
        .LastOrDefault(s => s.SpanStart <= position && position <= s.FullSpan.End)?.StringStartToken.Text == "$\"";
}
