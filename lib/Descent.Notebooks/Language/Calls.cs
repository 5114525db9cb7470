using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Notebooks.Language;

/// <summary>What a call may mean.</summary>
static class Calls
{
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

    /// <summary>The constructors that may be called at a position.</summary>
    public static IEnumerable<IMethodSymbol> Constructors(SemanticModel model, INamedTypeSymbol type, int position) =>
        type.InstanceConstructors.Where(c => model.IsAccessible(position, c) && !(c.IsImplicitlyDeclared && c.Parameters.Length > 0));
}
