using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Notebooks.Book;

/// <summary>C# script as HTML: each token of the compiler's syntax tree in a span of its class, the text unchanged.</summary>
static class Highlighter
{
    const int Deepest = 300;

    static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>Classes: k keyword, s string, n number, c comment, t type, m method, d directive.</summary>
    /// <remarks>Code nested deeper than the parser's stack may bear is not coloured.</remarks>
    public static string Html(string code)
    {
        if (Depth(code) > Deepest)
            return WebUtility.HtmlEncode(code);
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTokens())
        {
            Write(html, token.LeadingTrivia);
            Write(html, token.Text, Class(token));
            Write(html, token.TrailingTrivia);
        }
        return html.ToString();
    }

    static int Depth(string code)
    {
        var (depth, deepest) = (0, 0);
        foreach (var c in code)
            deepest = Math.Max(deepest, depth += c is '(' or '[' or '{' or '<' ? 1 : c is ')' or ']' or '}' or '>' && depth > 0 ? -1 : 0);
        return deepest;
    }

    static void Write(StringBuilder html, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
            Write(html, trivia.ToFullString(), trivia.IsDirective ? "d" : trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia or SyntaxKind.SkippedTokensTrivia ? "" : "c");
    }

    static void Write(StringBuilder html, string text, string kind)
    {
        if (text.Length > 0)
            html.Append(kind is "" ? WebUtility.HtmlEncode(text) : $"<span class=\"{kind}\">{WebUtility.HtmlEncode(text)}</span>");
    }

    static string Class(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "n",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken
            or SyntaxKind.InterpolatedRawStringEndToken => "s",
        SyntaxKind.IdentifierToken => OfName(token),
        var kind when SyntaxFacts.IsKeywordKind(kind) || SyntaxFacts.IsContextualKeyword(kind) => "k",
        _ => "",
    };

    static string OfName(SyntaxToken name) => name.Parent switch
    {
        IdentifierNameSyntax { IsVar: true } => "k",
        BaseTypeDeclarationSyntax or TypeParameterSyntax or ConstructorDeclarationSyntax => "t",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "m",
        SimpleNameSyntax simple when IsCalled(simple) => "m",
        SimpleNameSyntax simple when IsType(simple) => "t",
        _ => "",
    };

    static bool IsCalled(SimpleNameSyntax name) =>
        name.Parent is InvocationExpressionSyntax || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } member && member.Name == name;

    static bool IsType(SimpleNameSyntax name) => name is GenericNameSyntax || name.Parent switch
    {
        VariableDeclarationSyntax or ParameterSyntax or ObjectCreationExpressionSyntax or TypeArgumentListSyntax or ArrayTypeSyntax or NullableTypeSyntax or CastExpressionSyntax
            or BaseTypeSyntax or MethodDeclarationSyntax or LocalFunctionStatementSyntax or PropertyDeclarationSyntax or TupleElementSyntax
            or TypeOfExpressionSyntax or DeclarationPatternSyntax or RecursivePatternSyntax => true,
        ForEachStatementSyntax loop => loop.Type == name,
        MemberAccessExpressionSyntax member => member.Expression == name && char.IsUpper(name.Identifier.Text[0]) && name.Identifier.Text.Length > 1,
        _ => false,
    };
}
