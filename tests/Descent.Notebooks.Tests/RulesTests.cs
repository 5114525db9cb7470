using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Descent.Notebooks.Tests;

/// <summary>The rules by which a notebook runs under .NET Interactive as well as here, checked on every notebook of the repository.</summary>
public partial class RulesTests
{
    static string[] Chapters => Directory.Exists(Path.Combine(Sample.Root, "notebooks"))
        ? Directory.GetFiles(Path.Combine(Sample.Root, "notebooks"), "*.ipynb", SearchOption.AllDirectories) : [];

    [Fact]
    public void Every_notebook_keeps_the_rules() =>
        Assert.Empty(Chapters.SelectMany(path => Violations(File.ReadAllText(path)).Select(v => $"{Path.GetFileName(path)}: {v}")));

    [Fact]
    public void The_first_code_cell_is_the_same_in_every_chapter()
    {
        var first = Chapters.Where(c => Regex.IsMatch(Path.GetFileName(c), @"^\d\d-")).Select(c => Notebook.Read(c).Code.First().Source).Distinct().ToList();
        Assert.True(first.Count <= 1, string.Join("\n---\n", first));
        Assert.All(first, source => Assert.StartsWith("#r \"../artifacts/notebook/Descent.dll\"\n", source));
    }

    [Theory]
    [InlineData("#!time\n1", "a magic")]
    [InlineData("using Microsoft.DotNet.Interactive;", "Microsoft.DotNet.Interactive")]
    [InlineData("namespace A { }", "a namespace")]
    [InlineData("Console.Write(\"\\uFFFDx\"); // /home/me/x.dll", "a path of a machine")]
    public void A_cell_that_breaks_a_rule_is_found(string code, string rule) =>
        Assert.Contains(Violations(Valid(code)), v => v.Contains(rule));

    [Fact]
    public void A_cell_that_keeps_them_is_not() => Assert.Empty(Violations(Valid("var x = 1;\nx")));

    [Fact]
    public void Stored_outputs_missing_metadata_and_lost_line_ends_are_found()
    {
        var root = JsonNode.Parse(Valid("a\nb"))!;
        var cell = root["cells"]![0]!;
        cell["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "stream" });
        cell["metadata"] = new JsonObject();
        cell["source"] = new JsonArray("a", "b");
        root["metadata"] = new JsonObject();
        Assert.Equal(5, Violations(root.ToJsonString()).Count());
    }

    static string Valid(string code)
    {
        var root = JsonNode.Parse(Sample.Json(code))!;
        root["cells"]![0]!["metadata"] = JsonNode.Parse("""{"polyglot_notebook":{"kernelName":"csharp"}}""");
        return root.ToJsonString();
    }

    static IEnumerable<string> Violations(string json)
    {
        var root = JsonNode.Parse(json)!;
        if ((string?)root["metadata"]?["kernelspec"]?["name"] != ".net-csharp")
            yield return "the kernelspec is not .net-csharp";
        if ((string?)root["metadata"]?["language_info"]?["name"] != "C#")
            yield return "language_info is not C#";
        var number = 0;
        foreach (var cell in root["cells"]!.AsArray().Where(c => (string?)c!["cell_type"] == "code"))
        {
            var at = $"code cell {++number}";
            if ((string?)cell!["metadata"]?["polyglot_notebook"]?["kernelName"] != "csharp")
                yield return $"{at} lacks polyglot_notebook.kernelName";
            if (cell["outputs"] is not JsonArray { Count: 0 })
                yield return $"{at} stores outputs";
            if (cell["execution_count"] is not null)
                yield return $"{at} stores an execution count";
            if (cell["source"] is not JsonArray source)
            {
                yield return $"{at}: the source is not a list of lines";
                continue;
            }
            var lines = source.Select(l => (string)l!).ToList();
            if (lines.SkipLast(1).Any(l => !l.EndsWith('\n') || l.IndexOf('\n') != l.Length - 1) || lines.Count > 0 && lines[^1].EndsWith('\n'))
                yield return $"{at}: each line but the last ends with one line feed";
            var code = string.Concat(lines);
            foreach (var (pattern, what) in Forbidden())
                if (pattern.IsMatch(code))
                    yield return $"{at} has {what}";
        }
    }

    static IEnumerable<(Regex, string)> Forbidden() =>
        [(Magic(), "a magic"), (Interactive(), "Microsoft.DotNet.Interactive"), (NamespaceLine(), "a namespace"), (MachinePath(), "a path of a machine")];

    [GeneratedRegex(@"^\s*#!", RegexOptions.Multiline)]
    private static partial Regex Magic();

    [GeneratedRegex(@"Microsoft\.DotNet\.Interactive")]
    private static partial Regex Interactive();

    [GeneratedRegex(@"^\s*namespace\b", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"(/home/|/Users/|/work/|[A-Z]:\\)")]
    private static partial Regex MachinePath();
}
