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
    public void Inherited_documentation_is_followed()
    {
        const string Types = "interface IGoing { /// <summary>Goes on.</summary>\nvoid Go(); }\nclass Walker : IGoing { /// <inheritdoc/>\npublic virtual void Go() { } }\n"
            + "class Runner : Walker { /// <inheritdoc/>\npublic override void Go() { } }\n";
        Assert.Contains("Goes on.", Plain(Types + "new Walker().Go|();"));
        Assert.Contains("Goes on.", Plain(Types + "new Runner().Go|();"));
    }

    [Fact]
    public void Marks_in_documentation_become_text()
    {
        const string Method = """
            /// <summary>Uses <paramref name="x"/>, <c>x &lt; 1</c> and <see cref="System.Math.Abs(double)"/>:
            /// <list type="bullet"><item>one</item><item><term>two</term><description>the second</description></item></list></summary>
            /// <exception cref="System.ArgumentException">x is <see langword="null"/>.</exception>
            double F(double x) => x;

            """;
        var (plain, html) = chapter.Inspect(Method + "F|(1)")!.Value;
        Assert.Contains("Uses x, x < 1 and Abs:\n  - one\n  - two: the second", plain);
        Assert.Contains("Throws ArgumentException: x is null.", plain);
        Assert.Contains("<code>x</code>, <code>x &lt; 1</code> and <code>Abs</code>:", html);
        Assert.Contains("<li>one</li><li>two: the second</li>", html);
    }

    [Fact]
    public void A_property_of_a_record_is_documented_as_its_parameter()
    {
        Assert.Contains("The parameters at the end", Plain("History h = null!; h.θ|"));
        Assert.Contains("Examples in it.", Plain("/// <summary>A.</summary>\n/// <param name=\"Count\">Examples in it.</param>\nrecord Heap(int Count);\nnew Heap(1).Count|"));
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
