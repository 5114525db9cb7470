using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Notebooks;

/// <summary>Releases the values of variables that a later cell declares again. A variable keeps its value when code that may still run, a method, a
/// lambda, a query or a type of a cell that saw it, mentions its name.</summary>
sealed class Shadows
{
    readonly List<HashSet<string>> mentioned = [[]];                          // per cell; the first place is not a cell's

    /// <summary>Looks at the cell that has just been run.</summary>
    /// <param name="states">The cells' objects, whose fields are their variables.</param>
    /// <param name="cell">The place of the new one.</param>
    /// <param name="compilation">What it was compiled from.</param>
    public void Add(object?[] states, int cell, Compilation compilation)
    {
        mentioned.Add([.. compilation.SyntaxTrees.SelectMany(t => t.GetRoot().DescendantNodes()).Where(MayRunLater)
            .SelectMany(n => n.DescendantTokens()).Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText)]);
        foreach (var name in compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>().Where(f => f.CanBeReferencedByName).Select(f => f.Name))
        {
            for (var earlier = cell - 1; earlier > 0 && !mentioned[earlier].Contains(name); earlier--)
            {
                if (states[earlier]!.GetType().GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is not { } field)
                    continue;
                field.SetValue(states[earlier], null);
                break;
            }
        }
    }

    static bool MayRunLater(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or QueryExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not (FieldDeclarationSyntax or GlobalStatementSyntax);
}
