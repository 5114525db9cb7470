using System.Text.Json.Nodes;

namespace Descent.Notebooks.Tests;

public class BundleTests
{
    static Shown Show(params string[] cells) => (Shown)Sample.Run(cells)[^1];

    [Theory]
    [InlineData("42", "42")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("\"θ\"", "θ")]
    [InlineData("new[] { 1.5, 2 }", "[ 1.5, 2 ]")]
    [InlineData("(1, 2.5)", "(1, 2.5)")]
    [InlineData("record P(int X);\nnew P(3)", "P { X = 3 }")]
    [InlineData("class Q { public int Y => 1; public override string ToString() => \"a <Q>\"; }\nnew Q()", "a <Q>")]
    public void Plain_values_need_no_html(string code, string text)
    {
        var data = Show(code).Data;
        Assert.Equal(text, (string)data["text/plain"]!);
        Assert.Equal(["text/plain"], data.Keys);
    }

    [Theory]
    [InlineData("new Dictionary<string, int> { [\"a\"] = 1 }")]
    [InlineData("HTML(\"<b>x</b>\")")]
    [InlineData("new[] { (1, 2.5), (2, 3.5) }")]
    [InlineData("class R { public int Y => 1; }\nnew R()")]
    public void What_has_html_has_a_plain_twin(string code)
    {
        var data = Show(code).Data;
        Assert.NotEqual("", (string)data["text/plain"]!);
        Assert.DoesNotContain("<style", (string)data["text/html"]!);
    }

    [Theory]
    [InlineData("new double[,] { { 1, 2.5 }, { 3, 4 } }", "[ 1, 2.5 ]\n[ 3, 4 ]")]
    [InlineData("#r \"../artifacts/notebook/Descent.dll\"\nMathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 2.5 }, { 3, 4 } })", "1  2.5")]
    public void A_matrix_is_a_table(string code, string text)
    {
        var data = Show(code).Data;
        Assert.Contains(text, (string)data["text/plain"]!);
        Assert.Equal("1 2.5 3 4", string.Join(' ', System.Text.RegularExpressions.Regex.Matches((string)data["text/html"]!, ">([^<]+)</td>").Select(m => m.Groups[1].Value)));
    }

    [Fact]
    public void Large_matrices_and_endless_sequences_are_cut()
    {
        var text = (string)Show("new double[1000, 1000]").Data["text/plain"]!;
        Assert.Equal(21, text.Split('\n').Length);
        Assert.EndsWith("…, … ]", text);
        Assert.Contains("18, 19 ... (more)", (string)Show("IEnumerable<int> N() { for (var i = 0; ; i++) yield return i; }\nN()").Data["text/html"]!);
    }

    [Theory]
    [InlineData("class T { public override string ToString() => throw new FormatException(\"no\"); }\nnew T()", "FormatException")]
    [InlineData("display(5, \"text/x-none\")", "ArgumentException")]
    [InlineData("Microsoft.DotNet.Interactive.Formatting.Formatter.SetPreferredMimeTypesFor(typeof(Guid), \"text/x-none\");\nGuid.Empty", "ArgumentException")]
    public void What_cannot_be_formatted_fails_the_cell_and_not_the_process(string code, string error) =>
        Assert.Equal(error, ((Failure)Assert.Single(Sample.Run(code))).Name);

    [Theory]
    [InlineData("class N { public N Next; public N[] All; }\nvar n = new N(); n.Next = n; n.All = Enumerable.Repeat(n, 30).ToArray(); n")]
    [InlineData("class G { public int A => throw new Exception(\"no\"); public int B => 2; }\nnew G()")]
    [InlineData("object deep = 1; for (var i = 0; i < 10_000; i++) deep = new[] { deep }; deep")]
    public void Cyclic_deep_and_throwing_objects_are_shown(string code) => Assert.NotEmpty(Show(code).Data);

    [Fact]
    public void A_formatter_the_notebook_registers_is_used() =>
        Assert.Equal("<i>w</i>", (string)Show("using Microsoft.DotNet.Interactive.Formatting;\nclass W { }\nFormatter.Register<W>(w => \"<i>w</i>\", \"text/html\");\nnew W()").Data["text/html"]!);

    [Fact]
    public void Parts_that_speak_for_themselves_do_so_in_a_table() =>
        Assert.Contains("<pre>a &lt;Q&gt;</pre>", (string)Show("class Q { public int Y => 1; public override string ToString() => \"a <Q>\"; }\nnew List<Q> { new() }").Data["text/html"]!);

    [Fact]
    public void A_figure_of_the_library_is_formatted_by_the_convention()
    {
        var shown = Show("#r \"../artifacts/notebook/Descent.dll\"\nusing Descent.Figures;", "new Figure(\"A parabola.\", \"x\", \"y\").Line(\"x²\", new[] { 0.0, 1, 2 }, new[] { 0.0, 1, 4 })");
        Assert.True(shown.IsResult);
        Assert.Contains("data-plotly", (string)shown.Data["text/html"]!);
        Assert.IsType<JsonObject>(shown.Data["application/vnd.plotly.v1+json"]);
        Assert.Contains("parabola", (string)shown.Data["text/plain"]!, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Json_is_stored_as_json() =>
        Assert.Equal("""{"a":[1,2]}""", Show("\"{\\\"a\\\":[1,2]}\".DisplayAs(\"application/x+json\");").ToJson(1)["data"]!["application/x+json"]!.ToJsonString());
}
