using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;

namespace Descent.Notebooks.Tests;

/// <summary>What a notebook must keep to so that it runs under .NET Interactive as well as here. Each violation says what to do.</summary>
static partial class Rules
{
    /// <summary>Repetitions of a loop outside every method from which on it belongs into the library: there variables are fields, and slow.</summary>
    const double Hot = 1e6;

    /// <summary>.NET Interactive's compiler stops here.</summary>
    const LanguageVersion Theirs = LanguageVersion.CSharp13;

    static readonly CSharpParseOptions Script = new(Theirs, kind: SourceCodeKind.Script);

    static readonly string[] Imports = ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    /// <summary>The document's metadata, and each code cell's metadata, storage and code.</summary>
    public static IEnumerable<string> Violations(string json)
    {
        var root = JsonNode.Parse(json)!;
        foreach (var (path, expected) in new[] { ("kernelspec/name", ".net-csharp"), ("kernelspec/display_name", ".NET (C#)"), ("kernelspec/language", "C#"), ("language_info/name", "C#") })
            if ((string?)root["metadata"]?[path.Split('/')[0]]?[path.Split('/')[1]] != expected)
                yield return $"metadata/{path} is not \"{expected}\": set it";
        foreach (var (i, cell) in root["cells"]!.AsArray().Where(c => (string?)c!["cell_type"] == "code").Index())
            foreach (var violation in Stored(cell!).Concat(cell!["source"] is JsonArray lines ? Code(string.Concat(lines.Select(l => (string)l!)), first: i == 0) : []))
                yield return $"code cell {i + 1} {violation}";
    }

    /// <summary>Compiles all cells as .NET Interactive would, without running them.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="least">What counts: errors, or warnings too.</param>
    public static IEnumerable<string> CompilerErrors(Notebook notebook, DiagnosticSeverity least = DiagnosticSeverity.Error)
    {
        var options = ScriptOptions.Default.WithReferences(References.Initial).WithMetadataResolver(new References(notebook.Folder, isConfined: false))
            .WithImports([.. Imports, typeof(Interactive).FullName!]).WithLanguageVersion(Theirs);
        Script script = CSharpScript.Create("", options);
        foreach (var cell in notebook.Code)
        {
            script = script.ContinueWith(cell.Source, options);
            if (script.GetCompilation().GetDiagnostics().FirstOrDefault(d => d.Severity >= least) is { } error)
                return [$"code cell {cell.Number} is not C# {Theirs.ToDisplayString()}, which .NET Interactive speaks: {error.Id} {error.GetMessage()}: write it in the older form"];
        }
        return [];
    }

    static IEnumerable<string> Stored(JsonNode cell)
    {
        // A cell of an exercise carries what nbgrader reads, and nothing else.
        if (cell["metadata"]?["nbgrader"] is null && (string?)cell["metadata"]?["polyglot_notebook"]?["kernelName"] != "csharp")
            yield return "lacks polyglot_notebook.kernelName: add \"csharp\" to its metadata";
        if (cell["outputs"] is not JsonArray { Count: 0 })
            yield return "stores outputs: clear them; the book runs the notebook";
        if (cell["execution_count"] is not null)
            yield return "stores an execution count: clear it";
        if (cell["source"] is not JsonArray source)
            yield return "has a source that is not a list of lines: store it as one";
        else if (source.Select(l => (string)l!).ToList() is var lines
            && (lines.SkipLast(1).Any(l => l.IndexOf('\n') != l.Length - 1 || l.Length == 0) || lines.Count > 0 && lines[^1].Contains('\n')))
            yield return "has lost line ends: each line but the last ends with one line feed";
    }

    static IEnumerable<string> Code(string code, bool first)
    {
        foreach (var (pattern, what) in new[]
        {
            (Magic(), "has a magic: write plain C#"),
            (Asking(), "asks the reader with @input or @password: choose the value in the code"),
            (Foreign(), "names Microsoft.DotNet.Interactive: let the library hide the difference"),
            (MachinePath(), "has a path of a machine: make it relative to the notebook"),
            (Feed(), "has #i: packages come from the default feed"),
            (Loose(), "has a package without an exact version: write #r \"nuget: Name, 1.2.3\""),
        })
            if (pattern.IsMatch(code))
                yield return what;
        if (!first && Reference().IsMatch(code))
            yield return "has #r: move it to the first code cell";
        var root = CSharpSyntaxTree.ParseText(code, Script).GetCompilationUnitRoot();
        var nodes = root.DescendantNodes().ToList();
        if (nodes.OfType<BaseNamespaceDeclarationSyntax>().Any())
            yield return "has a namespace: scripts know none; move the type to the library";
        if (nodes.OfType<MethodDeclarationSyntax>().Any(m => m.Parent is TypeDeclarationSyntax && m.ParameterList.Parameters.Any(p => p.Modifiers.Any(SyntaxKind.ThisKeyword))))
            yield return "has an extension method inside a class: declare it outside of any class, or in the library";
        if (nodes.OfType<InvocationExpressionSyntax>().Any(i => i.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Update", Expression: InvocationExpressionSyntax shown } && IsDisplay(shown)))
            yield return "updates a displayed value: use the library's progress or an Interact";
        if (root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: InvocationExpressionSyntax last } } && IsDisplay(last))
            yield return "ends with display(x) without a semicolon: end it with x alone, or with display(x);";
        if (root.Members.OfType<GlobalStatementSyntax>().Any(m => Repetitions(m) >= Hot))
            yield return $"has a loop of {Hot:N0} repetitions outside every method: move its body into a method, or into the library";
    }

    static bool IsDisplay(InvocationExpressionSyntax call) =>
        call.Expression is IdentifierNameSyntax { Identifier.Text: "display" } or MemberAccessExpressionSyntax { Name.Identifier.Text: "Display" };

    // As far as numbers in the loops' heads tell; what is in functions and lambdas does not count.
    static double Repetitions(SyntaxNode node) => node switch
    {
        LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax => 1,
        ForStatementSyntax { Condition: BinaryExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: { } bound } } } loop
            when bound is int or long or double => Math.Max(1, Convert.ToDouble(bound)) * Repetitions(loop.Statement),
        _ => node.ChildNodes().Select(Repetitions).DefaultIfEmpty(1).Max(),
    };

    [GeneratedRegex(@"^\s*#!", RegexOptions.Multiline)]
    private static partial Regex Magic();

    [GeneratedRegex(@"@(input|password)\b")]
    private static partial Regex Asking();

    [GeneratedRegex(@"Microsoft\.DotNet\.Interactive")]
    private static partial Regex Foreign();

    [GeneratedRegex(@"(/home/|/Users/|/work/|[A-Z]:\\)")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"^\s*#i\s", RegexOptions.Multiline)]
    private static partial Regex Feed();

    [GeneratedRegex(@"^\s*#r\s+""nuget:(?!\s*[\w.-]+\s*,\s*\d+(\.\d+)*(-[\w.]+)?\s*"")", RegexOptions.Multiline)]
    private static partial Regex Loose();

    [GeneratedRegex(@"^\s*#r\b", RegexOptions.Multiline)]
    private static partial Regex Reference();
}
