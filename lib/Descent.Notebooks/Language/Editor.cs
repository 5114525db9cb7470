using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Scripting;

namespace Descent.Notebooks.Language;

/// <summary>What a notebook's editor asks while a cell is being written: completion, documentation, and whether the code is whole.
/// Every answer comes from the compiler's view of the code after the session's earlier cells; nothing of the cell is run. From any thread.</summary>
public sealed class Editor(Session session)
{
    readonly object gate = new();
    Script? last;
    CSharpCompilation? compilation;
    SyntaxTree? tree;

    /// <summary>What may stand at the cursor.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">A position in it, in UTF-16 units.</param>
    /// <returns>The range an item replaces, and the items, the best first, each with its kind (<c>function</c>, <c>property</c>, <c>class</c>, <c>keyword</c>, …).</returns>
    /// <remarks>Cost: about 20 ms after <see cref="Warm"/>, 500 ms before.</remarks>
    public (int Start, int End, IReadOnlyList<(string Text, string Type)> Items) Complete(string code, int cursor)
    {
        cursor = Math.Clamp(cursor, 0, code.Length);
        var csharp = Dialect.Mask(code);
        return Dialect.Complete(code, cursor, ((References)session.Options.MetadataResolver).Folder) is { } paths ? paths
            : cursor > 0 && csharp[cursor - 1] != code[cursor - 1] ? (cursor, cursor, [])
            : Try(() => new Completion(Model, csharp, cursor).Answer(), (cursor, cursor, []));
    }

    /// <summary>What the library says about the name at the cursor or, between the parentheses of a call, about the method called.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">A position in it, in UTF-16 units.</param>
    /// <param name="detail">0: the documentation of the overload meant; above: of every overload.</param>
    /// <returns>The same as plain text and as HTML; null when there is nothing to tell.</returns>
    public (string Plain, string Html)? Inspect(string code, int cursor, int detail = 0) =>
        Try(() => Inspection.At(Model(Dialect.Mask(code)), Math.Clamp(cursor, 0, code.Length), detail), null);

    /// <summary>Whether a cell could be run as it stands.</summary>
    /// <returns><c>complete</c>, <c>incomplete</c> with the indentation of the line to come, or <c>invalid</c> when no more text could mend it.</returns>
    public static (string Status, string Indent) IsComplete(string code) => Wholeness.Of(Dialect.Mask(code));

    /// <summary>Does what the first completion would have to wait for; worth calling whenever the kernel has nothing to do.</summary>
    public void Warm()
    {
        const string code = "new[] { 1.5 }.Select(x => Math.Max(x, x.)).";
        _ = Complete(code, code.Length);
        _ = Complete(code, code.IndexOf("x.)", StringComparison.Ordinal) + 2);
        _ = Complete("M", 1);
        _ = Inspect(code, code.IndexOf("Max", StringComparison.Ordinal));
    }

    SemanticModel Model(string code)
    {
        if (session.Script != last || compilation is null || tree is null)
        {
            last = session.Script;
            compilation = (CSharpCompilation)last.ContinueWith("", session.Options).GetCompilation();
            tree = compilation.SyntaxTrees.Single();
        }
        var next = CSharpSyntaxTree.ParseText(code, (CSharpParseOptions)tree.Options);
        var following = compilation.ReplaceSyntaxTree(tree, next);   // as long as the references stay, they are bound only once
        try
        {
            _ = following.ReferencedAssemblyNames.Count();
        }
        catch (Exception e) when (e is (DirectiveException or IOException or ArgumentException) && Dialect.WithoutReferences(code) != code)
        {
            return Model(Dialect.WithoutReferences(code));   // the cell will fail; what is written in it is still C#
        }
        (compilation, tree) = (following, next);
        return compilation.GetSemanticModel(tree);
    }

    // Code that is nested too deeply for the compiler, or loads what cannot be followed, has no answers.
    T Try<T>(Func<T> answer, T otherwise)
    {
        try
        {
            lock (gate)
                return answer();
        }
        catch (Exception e) when (e is InsufficientExecutionStackException or DirectiveException)
        {
            return otherwise;
        }
    }
}
