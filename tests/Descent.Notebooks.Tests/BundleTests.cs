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
    [InlineData("new double[,] { { 1, 2.5 }, { 3, 4 } }", "[ 1, 2.5 ]\n[ 3, 4 ]")]
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
