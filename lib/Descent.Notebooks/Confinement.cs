using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Notebooks;

/// <summary>What a confined session refuses: directives that read files, fetch packages, leave C# or forge the places of errors.</summary>
static partial class Confinement
{
    static readonly string[] Course = ["Descent.dll", "MathNet.Numerics.dll"];

    /// <summary>Whether every directive of a cell may be followed.</summary>
    /// <exception cref="DirectiveException">One may not; the message names its line.</exception>
    public static void Check(string code)
    {
        if (Foreign().Match(code) is { Success: true } foreign)
            throw Refused(code.AsSpan(0, foreign.Index).Count('\n'), code[foreign.Index..].Split('\n')[0]);
        var tree = CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(kind: SourceCodeKind.Script));
        foreach (var directive in tree.GetRoot().DescendantNodes(descendIntoTrivia: true).OfType<DirectiveTriviaSyntax>())
            if (directive is LoadDirectiveTriviaSyntax or LineOrSpanDirectiveTriviaSyntax || directive is ReferenceDirectiveTriviaSyntax reference && !IsOfCourse(reference.File.ValueText))
                throw Refused(directive.GetLocation().GetLineSpan().StartLinePosition.Line, directive.ToString());
    }

    static bool IsOfCourse(string file) => Course.Contains(file[(file.LastIndexOfAny(['/', '\\']) + 1)..]);

    static DirectiveException Refused(int line, string text) => new($"Line {line + 1}: {text.Trim()} is not allowed in grading.");

    /// <summary>A line that only this engine understands: a magic, or a source of packages.</summary>
    [GeneratedRegex(@"^(#!(?!(csharp|c#)\s*$)[A-Za-z][\w#-]*|[ \t]*#i[ \t]*"")", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();
}
