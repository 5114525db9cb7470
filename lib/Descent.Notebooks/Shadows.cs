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
    /// <param name="isComplete">Whether it ran to its end; otherwise a variable it did not come to assign takes over the value of its name.</param>
    public void Add(object?[] states, int cell, Compilation compilation, bool isComplete)
    {
        mentioned.Add([.. compilation.SyntaxTrees.SelectMany(t => t.GetRoot().DescendantNodes()).Where(MayRunLater)
            .SelectMany(n => n.DescendantTokens()).Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText)]);
        foreach (var name in compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>().Where(f => f.CanBeReferencedByName).Select(f => f.Name))
        {
            var isMentioned = false;
            for (var earlier = cell - 1; earlier > 0; earlier--)
            {
                isMentioned |= mentioned[earlier].Contains(name);
                if (Field(states[earlier]!, name) is not { } field)
                    continue;
                if (!isComplete && Field(states[cell]!, name) is { } now && now.GetValue(states[cell]) is null && now.FieldType == field.FieldType)
                    now.SetValue(states[cell], field.GetValue(states[earlier]));
                if (!isMentioned)
                    field.SetValue(states[earlier], null);
                break;
            }
        }
    }

    static FieldInfo? Field(object state, string name) =>
        state.GetType().GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    static bool MayRunLater(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or QueryExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not (FieldDeclarationSyntax or GlobalStatementSyntax);
}
