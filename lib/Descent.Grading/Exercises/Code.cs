using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Grading.Exercises;

/// <summary>What the text of a cell says, read without running it.</summary>
static class Code
{
    static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>Parses a cell.</summary>
    /// <param name="text">C# script.</param>
    /// <param name="problem">Told of a line (from 1) and why it cannot be read.</param>
    public static CompilationUnitSyntax Parse(string text, Action<int, string> problem)
    {
        var tree = CSharpSyntaxTree.ParseText(text, Script);
        foreach (var error in tree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error))
            problem(Line(error.Location), error.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        return tree.GetCompilationUnitRoot();
    }

    /// <summary>The line of a piece of text, from 1.</summary>
    public static int Line(SyntaxNode node) => Line(node.GetLocation());

    static int Line(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>The functions an answer cell declares; anything else in it is a problem.</summary>
    public static IReadOnlyList<Function> Functions(CompilationUnitSyntax cell, Action<int, string> problem)
    {
        foreach (var other in cell.Usings.Concat<SyntaxNode>(cell.Members.Where(m => m is not MethodDeclarationSyntax)))
            problem(Line(other), "an answer cell holds functions only; what else is given stands in a given cell, helpers of the solution inside its region.");
        if (cell.GetFirstDirective() is { } directive)
            problem(Line(directive), "an answer cell has no directives.");
        return [.. cell.Members.OfType<MethodDeclarationSyntax>().Select(m => Function(m, problem))];
    }

    /// <summary>Whether the stub stands in every function of a cell.</summary>
    public static bool AllStubbed(CompilationUnitSyntax released) =>
        released.Members.OfType<MethodDeclarationSyntax>().All(m => m.DescendantNodes().OfType<ThrowStatementSyntax>().Any(s => s.ToString() == Markers.Stub[^1]));

    static Function Function(MethodDeclarationSyntax method, Action<int, string> problem)
    {
        var (name, line, parameters) = (method.Identifier.ValueText, Line(method), method.ParameterList.Parameters);
        if (method.Body is null || method.Modifiers.Count > 0 || method.TypeParameterList is not null || method.AttributeLists.Count > 0)
            problem(line, $"{name} must be a plain function with a body in braces: no modifiers, type parameters or attributes.");
        if (!Crosses(method.ReturnType, isArgument: false))
            problem(line, $"{name} returns {method.ReturnType}, which cannot cross to the judge: bool, int, long, double, string, their arrays, tuples, Tensor and Figure can.");
        foreach (var parameter in parameters.Where(p => p.Modifiers.Count > 0 || p.Default is not null || p.Type is null || !Crosses(p.Type, isArgument: true)))
            problem(line, $"{name} takes '{parameter}', which cannot cross from the judge: bool, int, long, double, string, their arrays, tuples, Tensor and Func can, without modifiers and defaults.");
        var declaration = $"{method.ReturnType.WithoutTrivia()} {name}{method.ParameterList.WithoutTrivia()}";
        return new(name, declaration, method.ReturnType.WithoutTrivia().ToString(), [.. parameters.Select(p => p.Identifier.ValueText)], [.. parameters.Select(p => $"{p.Type}")]);
    }

    static bool Crosses(TypeSyntax type, bool isArgument) => type switch
    {
        PredefinedTypeSyntax predefined => predefined.Keyword.ValueText is "bool" or "int" or "long" or "double" or "string",
        ArrayTypeSyntax array => Crosses(array.ElementType, isArgument),
        TupleTypeSyntax tuple => tuple.Elements.All(e => Crosses(e.Type, isArgument)),
        QualifiedNameSyntax qualified => Crosses(qualified.Right, isArgument),
        GenericNameSyntax generic => isArgument && generic.Identifier.ValueText == "Func" && generic.TypeArgumentList.Arguments.All(a => Crosses(a, isArgument: false)),
        IdentifierNameSyntax name => name.Identifier.ValueText == "Tensor" || name.Identifier.ValueText == "Figure" && !isArgument,
        _ => false,
    };
}
