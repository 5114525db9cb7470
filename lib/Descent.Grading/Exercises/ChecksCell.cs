using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Grading.Exercises;

/// <summary>The text of a checks cell: which checks it declares and whether they can be split between worker and judge.</summary>
/// <param name="functions">The question's functions.</param>
/// <param name="written">The names of all functions that students have written so far.</param>
/// <param name="problem">Told of a line (from 1) and what is wrong with it.</param>
sealed class ChecksCell(IReadOnlyList<Function> functions, IReadOnlySet<string> written, Action<int, string> problem)
{
    const int FewestMistakes = 3;

    static readonly string[] Kinds = ["Close", "Equal", "Throws", "Against", "Statistic", "Figure"];

    readonly List<CheckInfo> checks = [];
    readonly HashSet<string> reasons = [];

    /// <summary>Reads the cell.</summary>
    /// <param name="source">The instructor's text.</param>
    /// <param name="isSecret">For each line whether students do not get it.</param>
    public IReadOnlyList<CheckInfo> Read(string source, IReadOnlyList<bool> isSecret)
    {
        var cell = Code.Parse(source, problem);
        foreach (var other in cell.Usings.Concat<SyntaxNode>(cell.Members.Where(m => m is not (GlobalStatementSyntax or FieldDeclarationSyntax or MethodDeclarationSyntax))))
            problem(Code.Line(other), "a checks cell holds statements and functions only, no types and no usings.");
        if (cell.GetFirstDirective() is { } directive)
            problem(Code.Line(directive), "a checks cell has no directives.");
        foreach (var jump in cell.DescendantNodes().Where(n => n is GotoStatementSyntax or LabeledStatementSyntax))
            problem(Code.Line(jump), "a checks cell has no goto.");
        foreach (var call in cell.DescendantNodes().OfType<InvocationExpressionSyntax>())
            Read(call, isSecret);
        Crossing(cell);
        if (cell.Members.LastOrDefault() is not GlobalStatementSyntax { Statement: ExpressionStatementSyntax { Expression: InvocationExpressionSyntax last } }
            || Called(last) != "Done" || isSecret[Code.Line(last) - 1])
            problem(cell.Members.Count > 0 ? Code.Line(cell.Members[^1]) : 1, "the last statement of a checks cell is 'Check.Done();', outside the hidden region.");
        if (!checks.Exists(c => c.IsHidden) || checks.TrueForAll(c => c.IsHidden))
            problem(1, "a question needs at least one check that students see and one that is hidden.");
        if (reasons.Count < FewestMistakes)
            problem(1, $"a question needs at least {FewestMistakes} wrong answers that its checks must refute (Check.Mistake), not {reasons.Count}.");
        return checks;
    }

    void Read(InvocationExpressionSyntax call, IReadOnlyList<bool> isSecret)
    {
        var (line, end) = (Code.Line(call), call.GetLocation().GetLineSpan().EndLinePosition.Line + 1);
        if (Called(call) is not { } name)
            return;
        if (call.Parent is not ExpressionStatementSyntax { Parent: GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global })
            problem(line, $"Check.{name} must be a statement of its own, not inside another: the build reads the checks from the text.");
        else if (name == "Done" && global != unit.Members[^1])
            problem(line, "'Check.Done();' is the last statement of the cell and stands there once.");
        if (isSecret.Skip(line - 1).Take(end - line + 1).Distinct().Count() > 1)
            problem(line, $"Check.{name} lies only partly in the hidden region.");
        if (name == "Mistake")
            Mistake(call, line, isSecret[line - 1]);
        else if (Kinds.Contains(name))
            Check(call, line, isSecret[line - 1]);
        else if (name != "Done")
            problem(line, $"there is no Check.{name}; there are {string.Join(", ", Kinds)}, Mistake and Done.");
    }

    // A call of the student's function runs in the student's process: what is expected, drawn and measured must not depend on it.
    void Crossing(CompilationUnitSyntax cell)
    {
        var helpers = cell.DescendantNodes().Where(n => n is MethodDeclarationSyntax or LocalFunctionStatementSyntax).ToList();
        HashSet<string> crossing = [.. written.Except(helpers.Select(NameOf))];
        while (helpers.Exists(h => Uses(h, crossing).Any() && crossing.Add(NameOf(h)))) { }
        foreach (var use in Uses(cell, crossing).Where(u => !u.Ancestors().Any(a => helpers.Contains(a) || IsAnswer(a))))
            problem(Code.Line(use), $"{use.Identifier.ValueText} is called outside a check's answer: it runs in the student's process, so what is expected, drawn or measured must not call it.");
    }

    static string NameOf(SyntaxNode helper) => helper is MethodDeclarationSyntax method ? method.Identifier.ValueText : ((LocalFunctionStatementSyntax)helper).Identifier.ValueText;

    static IEnumerable<IdentifierNameSyntax> Uses(SyntaxNode node, HashSet<string> names) => node.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => names.Contains(n.Identifier.ValueText)
        && n.Parent is not (NameColonSyntax or NameEqualsSyntax or MemberAccessExpressionSyntax) && !SyntaxFacts.IsInTypeOnlyContext(n)
        && !n.Ancestors().OfType<InvocationExpressionSyntax>().Any(c => c.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" }));

    // A wrong answer may call another function of the question: it is not asked when students are graded.
    static bool IsAnswer(SyntaxNode node) => node is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument && Called(call) is { } name
        && (name == "Mistake" || (argument.NameColon is { } named ? named.Name.Identifier.ValueText == "answer" : list.Arguments.IndexOf(argument) == (name == "Against" ? 2 : 1)));

    void Check(InvocationExpressionSyntax call, int line, bool isHidden)
    {
        if (Text(call, 0) is not { } title)
        {
            problem(line, "a check's first argument is its title, a literal of one line.");
            return;
        }
        if (checks.Exists(c => c.Title == title))
            problem(line, $"another check of this question has the title '{title}'.");
        decimal points = 1;
        if (call.ArgumentList.Arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == "points") is { } given
            && (given.Expression is not LiteralExpressionSyntax { Token.Value: int or double or decimal } number
                || (points = Convert.ToDecimal(number.Token.Value, System.Globalization.CultureInfo.InvariantCulture)) is <= 0 or > 1000))
            problem(line, "a check's points are a literal number above 0.");
        checks.Add(new(title, points, isHidden));
    }

    void Mistake(InvocationExpressionSyntax call, int line, bool isHidden)
    {
        if (!isHidden)
            problem(line, $"Check.Mistake belongs into the hidden region: students would read a wrong answer beside '{Markers.Hidden.Begin}'.");
        if (Text(call, 0) is not { } why || !reasons.Add(why))
            problem(line, "a mistake's first argument says why it is wrong, a literal of one line that no other mistake has.");
        var named = call.ArgumentList.Arguments.ElementAtOrDefault(1)?.Expression is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } nameOf
            ? nameOf.ArgumentList.Arguments.FirstOrDefault()?.ToString() : null;
        if (functions.FirstOrDefault(f => f.Name == named) is not { } function)
            problem(line, $"a mistake's second argument is nameof a function of the question: {string.Join(", ", functions.Select(f => f.Name))}.");
        else if (call.ArgumentList.Arguments.ElementAtOrDefault(2)?.Expression is not ParenthesizedLambdaExpressionSyntax lambda
            || !lambda.ParameterList.Parameters.Select(p => p.Type?.ToString()).SequenceEqual(function.Types))
            problem(line, $"a mistake's third argument is a lambda with the parameters of {function.Declaration}, their types written.");
        else if (lambda.Body is ThrowExpressionSyntax or BlockSyntax { Statements: [ThrowStatementSyntax, ..] })
            problem(line, "a throw is no mistake that a student would hand in.");
        else if (function.Parameters.Count > 0 && !lambda.ParameterList.Parameters.Any(p => lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == p.Identifier.ValueText)))
            problem(line, "an answer that does not look at its arguments is no mistake that a student would hand in.");
    }

    static string? Called(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Check" }, Name.Identifier.ValueText: var name } ? name : null;

    static string? Text(InvocationExpressionSyntax call, int argument) =>
        call.ArgumentList.Arguments.ElementAtOrDefault(argument) is { NameColon: null, Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal }
            && literal.Token.ValueText is { Length: > 0 and <= 200 } text && !text.Contains('\n') ? text : null;
}
