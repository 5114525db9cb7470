using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Notebooks;

/// <summary>The places in a cell's own code at which an interrupt ends it: every turn of a loop and every block of a function.
/// The runtime's abort of a thread is the last resort only: under .NET 10 it can end the whole process where the thread allocates memory.</summary>
/// <remarks>Cost: one read of a static field per turn.</remarks>
public static class Checkpoints
{
    static int endings;

    /// <summary>Called by the code of cells.</summary>
    /// <exception cref="OperationCanceledException">The calling code belongs to a work that is to end.</exception>
    public static void Pass()
    {
        if (Volatile.Read(ref endings) > 0)
            Stop();
    }

    /// <summary>One more or one less work is to end.</summary>
    internal static void Count(int change) => Interlocked.Add(ref endings, change);

    /// <summary>The same code with its checkpoints, every line where it was.</summary>
    internal static SyntaxTree In(SyntaxTree tree) => tree.WithRootAndOptions(new Writer().Visit(tree.GetRoot())!, tree.Options);

    static void Stop()
    {
        if (Work.Here is { IsEnding: true })
            throw new OperationCanceledException("The cell was interrupted.");
    }

    sealed class Writer : CSharpSyntaxRewriter
    {
        static readonly StatementSyntax Checkpoint = SyntaxFactory.ParseStatement($"global::{typeof(Checkpoints).FullName}.{nameof(Pass)}();");

        public override SyntaxNode? Visit(SyntaxNode? node) => (base.Visit(node), node?.Parent) switch
        {
            (BlockSyntax block, BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax)
                => block.WithStatements(block.Statements.Insert(0, Checkpoint)),
            (StatementSyntax turn, CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
                => turn is BlockSyntax block ? block.WithStatements(block.Statements.Insert(0, Checkpoint)) : SyntaxFactory.Block(Checkpoint, turn),
            var (other, _) => other,
        };
    }
}
