using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Notebooks.Language;

/// <summary>Signatures and documentation of what the cursor is at.</summary>
static class Inspection
{
    const int Overloads = 12;

    static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMemberOptions(SymbolDisplayMemberOptions.IncludeModifiers).RemoveMemberOptions(SymbolDisplayMemberOptions.IncludeAccessibility)
        .AddKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword)
        .AddLocalOptions(SymbolDisplayLocalOptions.IncludeConstantValue)
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Plain text and HTML, or null when there is nothing to tell.</summary>
    public static (string Plain, string Html)? At(SemanticModel model, int cursor, int detail)
    {
        var symbols = Symbols(model, cursor);
        if (symbols.Count == 0)
            return null;
        var (plain, html) = (new StringBuilder(), new StringBuilder());
        foreach (var group in detail > 0 ? symbols.Select(s => (IReadOnlyList<ISymbol>)[s]) : [symbols])
        {
            var signatures = string.Join('\n', group.Take(Overloads).Select(Signature)) + (group.Count > Overloads ? $"\n… and {group.Count - Overloads} more" : "");
            plain.Append(signatures).Append("\n\n");
            html.Append($"<pre><code>{WebUtility.HtmlEncode(signatures)}</code></pre>\n");
            foreach (var (title, body) in Documentation.Of(group[0], model.Compilation))
            {
                plain.Append(title.Length > 0 ? $"{title}: " : "").Append(body.Plain.Replace("\n", "\n  ")).Append('\n');
                html.Append($"<p>{(title.Length > 0 ? $"<b>{WebUtility.HtmlEncode(title)}</b>: " : "")}{body.Html}</p>\n");
            }
            plain.Append('\n');
        }
        return (plain.ToString().TrimEnd(), html.ToString());
    }

    /// <summary>The methods, constructors or indexers a call may mean, the one it does mean first.</summary>
    public static IReadOnlyList<IMethodSymbol> Methods(SemanticModel model, SyntaxNode call)
    {
        var info = model.GetSymbolInfo(call);
        IEnumerable<ISymbol> group = call switch
        {
            InvocationExpressionSyntax invocation => model.GetMemberGroup(invocation.Expression),
            BaseObjectCreationExpressionSyntax creation when model.GetTypeInfo(creation).Type is INamedTypeSymbol type => Constructors(model, type, call.SpanStart),
            _ => [],
        };
        return [.. new[] { info.Symbol }.Concat(info.CandidateSymbols).Concat(group).OfType<IMethodSymbol>()
            .DistinctBy(m => m.OriginalDefinition, SymbolEqualityComparer.Default)];
    }

    static IEnumerable<IMethodSymbol> Constructors(SemanticModel model, INamedTypeSymbol type, int position) =>
        type.InstanceConstructors.Where(c => model.IsAccessible(position, c) && !(c.IsImplicitlyDeclared && c.Parameters.Length > 0));

    // The symbol the cursor touches, else the methods of the call whose parentheses hold the cursor; the one meant first.
    static IReadOnlyList<ISymbol> Symbols(SemanticModel model, int cursor)
    {
        var root = model.SyntaxTree.GetRoot();
        foreach (var token in new[] { root.FindToken(cursor), root.FindToken(Math.Max(cursor - 1, 0)) })
            if (token.Span.Start <= cursor && cursor <= token.Span.End && Named(model, token) is { Count: > 0 } named)
                return named;
        var arguments = root.FindToken(Math.Max(cursor - 1, 0)).Parent?.AncestorsAndSelf().OfType<BaseArgumentListSyntax>()
            .FirstOrDefault(a => a.SpanStart < cursor && (cursor < a.Span.End || a.GetLastToken(includeZeroWidth: true).IsMissing));
        return arguments is null ? [] : Methods(model, arguments.Parent!);
    }

    static IReadOnlyList<ISymbol> Named(SemanticModel model, SyntaxToken token)
    {
        if (token.Parent is not { } node || !token.IsKind(SyntaxKind.IdentifierToken) && node is not PredefinedTypeSyntax)
            return [];
        if (node is SimpleNameSyntax { Parent: ExpressionSyntax outer } && (outer is MemberAccessExpressionSyntax access && access.Name == node || outer is MemberBindingExpressionSyntax))
            node = outer;
        if (node.Parent is InvocationExpressionSyntax call && call.Expression == node && Methods(model, call) is { Count: > 0 } methods && methods[0].MethodKind != MethodKind.DelegateInvoke)
            return methods;
        var info = model.GetSymbolInfo(node);
        var symbol = model.GetDeclaredSymbol(node) ?? info.Symbol;
        var group = symbol is null ? info.CandidateSymbols.AddRange(model.GetMemberGroup(node)) : [];
        return symbol switch
        {
            null => [.. group.Distinct(SymbolEqualityComparer.Default)],
            INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type when node.Ancestors().OfType<BaseObjectCreationExpressionSyntax>().Any(c => c is ObjectCreationExpressionSyntax o && o.Type.Span.End == node.Span.End)
                => [type, .. Constructors(model, type, node.SpanStart)],
            INamespaceSymbol { IsGlobalNamespace: true } => [],
            _ => [symbol],
        };
    }

    static string Signature(ISymbol symbol)
    {
        var text = symbol.ToDisplayString(symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } || symbol.ContainingType?.IsScriptClass == true ? Format.RemoveMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType) : Format);
        return symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => "new " + text,
            ILocalSymbol or IParameterSymbol or IRangeVariableSymbol => $"{text}   ({(symbol is ILocalSymbol ? "local variable" : symbol is IParameterSymbol ? "parameter" : "range variable")})",
            _ => text,
        };
    }
}
