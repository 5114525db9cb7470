using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Descent.Notebooks.Tests;

/// <summary>The rules by which a notebook runs under .NET Interactive as well as here, checked on every notebook of the repository, and each shown to find what breaks it.</summary>
public class RulesTests
{
    static string[] Notebooks => Directory.Exists(Path.Combine(Sample.Root, "notebooks"))
        ? Directory.GetFiles(Path.Combine(Sample.Root, "notebooks"), "*.ipynb", SearchOption.AllDirectories) : [];

    static IEnumerable<string> Chapters => Notebooks.Where(path => Path.GetDirectoryName(path) == Path.Combine(Sample.Root, "notebooks"));

    [Fact]
    public void Every_notebook_keeps_the_rules() =>
        Assert.Empty(Notebooks.SelectMany(path => Rules.Violations(File.ReadAllText(path)).Select(v => $"{Path.GetFileName(path)}: {v}")));

    [Fact]
    public void Every_notebook_compiles_in_the_language_of_dotnet_interactive() =>
        Assert.Empty(Notebooks.Select(Notebook.Read).SelectMany(n => Rules.CompilerErrors(n).Select(v => $"{n.Name}: {v}")));

    /// <summary>nbgrader takes one line on the error stream, where .NET Interactive writes warnings, for a failed check.</summary>
    [Fact]
    public void Exercises_compile_without_warnings() =>
        Assert.Empty(Chapters.Where(c => c.Contains("exercises", StringComparison.Ordinal)).Select(Notebook.Read).SelectMany(n => Rules.CompilerErrors(n, DiagnosticSeverity.Warning).Select(v => $"{n.Name}: {v}")));

    [Fact]
    public void The_first_code_cell_is_the_same_in_every_chapter()
    {
        var first = Chapters.Where(c => Regex.IsMatch(Path.GetFileName(c), @"^\d\d-")).Select(c => Notebook.Read(c).Code.First().Source).Distinct().ToList();
        Assert.True(first.Count <= 1, string.Join("\n---\n", first));
        Assert.All(first, source => Assert.StartsWith("#r \"../artifacts/notebook/Descent.dll\"\n", source));
    }

    [Theory]
    [InlineData("#!time\n1", "a magic")]
    [InlineData("#!set --name x --value @input", "@input")]
    [InlineData("using Microsoft.DotNet.Interactive;", "Microsoft.DotNet.Interactive")]
    [InlineData("namespace A { }", "a namespace")]
    [InlineData("Console.Write(\"\\uFFFDx\"); // /home/me/x.dll", "a path of a machine")]
    [InlineData("#i \"nuget:https://example.org/feed\"", "#i")]
    [InlineData("#r \"nuget: Some.Package\"", "exact version")]
    [InlineData("#r \"nuget: Some.Package, *-*\"", "exact version")]
    [InlineData("#r \"nuget: Some.Package, [1.0,2.0)\"", "exact version")]
    [InlineData("static class A { public static int Twice(this int x) => 2 * x; }", "an extension method inside a class")]
    [InlineData("display(1).Update(2);", "updates a displayed value")]
    [InlineData("\"a\".Display().Update(2);", "updates a displayed value")]
    [InlineData("var x = 1;\ndisplay(x)", "without a semicolon")]
    [InlineData("var s = 0;\nfor (var i = 0; i < 1_000_000; i++)\n    s += i;", "a loop of 1,000,000")]
    [InlineData("var s = 0;\nfor (var i = 0; i < 1000; i++)\n    for (var k = 0; k < 1000; k++)\n        s += i * k;", "a loop of 1,000,000")]
    public void A_cell_that_breaks_a_rule_is_found(string code, string rule) =>
        Assert.Contains(Rules.Violations(Valid(code)), v => v.Contains(rule));

    [Theory]
    [InlineData("var x = 1;\nx")]
    [InlineData("#r \"nuget: Some.Package, 1.2.3-beta.4\"\n#r \"../artifacts/notebook/Descent.dll\"")]
    [InlineData("static int Twice(this int x) => 2 * x;\ndisplay(1.Twice());")]
    [InlineData("double Sum()\n{\n    var s = 0.0;\n    for (var i = 0; i < 1_000_000; i++)\n        s += i;\n    return s;\n}\nfor (var i = 0; i < 1000; i++)\n    Sum();")]
    public void A_cell_that_keeps_them_is_not(string code) => Assert.Empty(Rules.Violations(Valid(code)));

    [Fact]
    public void References_belong_into_the_first_code_cell() =>
        Assert.Equal(["code cell 2 has #r: move it to the first code cell"], Rules.Violations(Valid("#r \"a.dll\"", "#r \"b.dll\"")));

    [Theory]
    [InlineData("kernelspec", "name")]
    [InlineData("kernelspec", "display_name")]
    [InlineData("kernelspec", "language")]
    [InlineData("language_info", "name")]
    public void Metadata_that_a_kernel_looks_for_is_missed(string part, string key)
    {
        var root = JsonNode.Parse(Valid("1"))!;
        root["metadata"]![part]!.AsObject().Remove(key);
        Assert.StartsWith($"metadata/{part}/{key} is not", Assert.Single(Rules.Violations(root.ToJsonString())));
    }

    [Theory]
    [InlineData("metadata", "{}", "kernelName")]
    [InlineData("outputs", "[{\"output_type\":\"stream\"}]", "outputs")]
    [InlineData("execution_count", "3", "an execution count")]
    [InlineData("source", "\"a\\nb\"", "a source that is not a list of lines")]
    [InlineData("source", "[\"a\",\"b\"]", "lost line ends")]
    [InlineData("source", "[\"a\\n\"]", "lost line ends")]
    [InlineData("source", "[\"a\\nb\"]", "lost line ends")]
    public void What_a_cell_must_not_store_is_found(string key, string value, string rule)
    {
        var root = JsonNode.Parse(Valid("a\nb"))!;
        root["cells"]![0]![key] = JsonNode.Parse(value);
        Assert.Contains(rule, Assert.Single(Rules.Violations(root.ToJsonString())));
    }

    [Theory]
    [InlineData("class A { public int X { get => field; set => field = value; } }")]
    [InlineData("static class A { extension(int x) { public int Twice() => 2 * x; } }")]
    [InlineData("StringBuilder? b = null;\nb?.Length = 3;")]
    [InlineData("Thread.Sleep(1);")]
    public void Newer_code_than_dotnet_interactive_knows_is_found(string code) =>
        Assert.Contains("code cell 2 is not C# 13", Assert.Single(Rules.CompilerErrors(Sample.Of("var x = 1;", code))));

    [Fact]
    public void Cells_see_what_earlier_cells_declared() => Assert.Empty(Rules.CompilerErrors(Sample.Of("int Twice(int x) => 2 * x;", "display(Twice(3));", "HTML(\"<b>a</b>\")")));

    static string Valid(params string[] cells)
    {
        var root = JsonNode.Parse(Sample.Json(cells))!;
        foreach (var cell in root["cells"]!.AsArray())
            cell!["metadata"] = JsonNode.Parse("""{"polyglot_notebook":{"kernelName":"csharp"}}""");
        return root.ToJsonString();
    }
}
