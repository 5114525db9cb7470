namespace Descent.Notebooks.Tests.Language;

public class InspectionTests(EditorFixture chapter) : IClassFixture<EditorFixture>
{
    string Plain(string marked, int detail = 0) => chapter.Inspect(marked, detail)!.Value.Plain;

    [Theory]
    [InlineData("W.Squ|are()", "Tensor Tensor.Square()", "x².")]
    [InlineData("W.Square|", "Tensor Tensor.Square()", "x².")]
    [InlineData("Hessian.At(|", "static Hessian Hessian.At(Func<Tensor, Tensor> L, Tensor θ)", "θ: Where, shape [n].", "Throws ArgumentException: ", "Remarks: Cost: about two gradients")]
    [InlineData("Fit.Classifier(wide, mnist, null, |", "static History Fit.Classifier(", "batch: Examples per step.")]
    [InlineData("Fit.Classifier(wide, mnist, null, |)", "static History Fit.Classifier(")]
    [InlineData("new Dense(|", "new Dense(int In, int Out, Init? Weights = null", "W is [in, out]")]
    [InlineData("new Den|se(3, 4)", "record Dense", "new Dense(int In")]
    [InlineData("Tens|or", "class Tensor", "row-major")]
    [InlineData("display(|", "display(object? value, params string[] mimeTypes)", "MIME types")]
    [InlineData("Twi|ce(2)", "int Twice(int x)", "Two times x.")]
    [InlineData("Twice(Math.Abs(2), |", "int Twice(int x)")]
    [InlineData("W|", "Tensor W")]
    [InlineData("foreach (var i in new[] { 1 }) Console.WriteLine(i|);", "int i   (local variable)")]
    [InlineData("W.Square().N|orm()", "Tensor Tensor.Norm()")]
    [InlineData("new Chain(new Dense(1, 2)).ToSt|ring()", "override string Chain.ToString()", "A line per layer")]
    [InlineData("using Descent.Ten|sors;", "namespace Tensors")]
    public void Signature_and_documentation(string text, params string[] parts)
    {
        var plain = Plain(text);
        Assert.All(parts, p => Assert.Contains(p, plain));
        Assert.DoesNotContain("<", plain.Replace("Func<Tensor", "").Replace("IReadOnlyList<", ""));
    }

    [Fact]
    public void The_framework_is_documented_where_its_reference_pack_is_installed()
    {
        var plain = Plain("Console.WriteLine(|");
        Assert.Contains("static void Console.WriteLine(bool value)", plain);
        Assert.Contains("more", plain);
        var shared = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        if (Directory.Exists(Path.Combine(shared, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref")))
            Assert.Contains("line terminator", plain);
    }

    [Fact]
    public void More_detail_documents_every_overload()
    {
        var (brief, full) = (Plain("Tensor.Of(|"), Plain("Tensor.Of(|", detail: 1));
        Assert.True(full.Length > brief.Length, full);
    }

    [Fact]
    public void Html_says_the_same_with_its_marks_escaped()
    {
        var html = chapter.Inspect("Hessian.At|(L, θ)")!.Value.Html;
        Assert.Contains("<pre><code>static Hessian Hessian.At(Func&lt;Tensor, Tensor&gt; L, Tensor θ)</code></pre>", html);
        Assert.Contains("<b>θ</b>: Where, shape [n].", html);
    }

    [Theory]
    [InlineData("|")]
    [InlineData("1 + |2")]
    [InlineData("unknown|")]
    [InlineData("\"W|\"")]
    [InlineData("// W|")]
    [InlineData("#!markdown\nW|")]
    public void Nothing_where_there_is_nothing_to_tell(string text) => Assert.Null(chapter.Inspect(text));
}
