using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Descent.Notebooks.Book;

namespace Descent.Notebooks.Tests.Book;

/// <summary>Whole notebooks that mean harm, or are only too large, as pages of the book.</summary>
public class HostileTests
{
    const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    [Fact]
    public void Markdown_titles_and_names_are_as_harmless_as_outputs()
    {
        using var page = Page("01-a&b'\"<img src=x onerror=alert(1)>", "# <img src=x onerror=alert(1)> T <script>alert(1)</script>",
            "md:## The question\n\n**<img src=x onerror=alert(2)>Why?** [x](javascript:alert(1)) ![y](https://evil.example/p.png) <div onclick=\"alert(1)\">z</div> {onclick=alert(1)}\n\n# [a](javascript:alert(1))",
            "md:<iframe src=\"javascript:alert(1)\"></iframe>\n\n<a href=\"java&#10;script:alert(1)\">x</a> $<script>alert(1)</script>$\n\n```<script>\nalert(1)\n```");
        Harmless.Assert(page.Document.QuerySelectorAll("article *, nav *"));
        Assert.All(page.Document.Scripts, s => Assert.StartsWith("assets/", s.GetAttribute("src")));
    }

    [Fact]
    public void Every_kind_of_output_is_harmless()
    {
        const string evil = "<img src=x onerror=alert(1)><script>alert(1)</script>";
        using var page = Page("01-x", Outputs(
            Stream("stdout", evil), Stream(evil, evil), Shown("text/html", evil), Shown("text/markdown", evil), Shown("text/latex", evil), Shown("text/plain", evil),
            Shown("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), Shown("image/png", "\"><script>alert(1)</script>"), Shown("application/javascript", "alert(1)"),
            new() { ["output_type"] = "error", ["ename"] = evil, ["evalue"] = evil, ["traceback"] = new JsonArray(evil, 1, null) },
            new() { ["output_type"] = "error" }, new() { ["output_type"] = 7, ["data"] = new JsonArray() }, new() { ["output_type"] = "stream", ["name"] = 1, ["text"] = new JsonArray(1, new JsonObject()) }));
        Harmless.Assert(page.Document.QuerySelectorAll("article *"));
        Assert.Contains("<script>alert(1)</script>", page.Document.QuerySelector("pre.value")!.TextContent);
    }

    [Fact]
    public void The_richest_sound_form_is_shown()
    {
        var bundle = new JsonObject { ["text/plain"] = "plain", ["image/png"] = Pixel, ["image/svg+xml"] = "<svg/>", ["text/markdown"] = "*m*" };
        Assert.StartsWith("data:image/svg+xml;base64,", Image(bundle));
        bundle.Remove("image/svg+xml");
        Assert.Equal("data:image/png;base64," + Pixel, Image(bundle));
        bundle["image/png"] = "bm90IGEgcG5n";                                        // base64, and not a PNG
        using var markdown = Page("01-x", Outputs(new JsonObject { ["output_type"] = "display_data", ["data"] = bundle.DeepClone() }));
        Assert.Equal("m", markdown.Document.QuerySelector(".html em")!.TextContent);

        static string Image(JsonObject bundle)
        {
            using var page = Page("01-x", Outputs(new JsonObject { ["output_type"] = "display_data", ["data"] = bundle.DeepClone() }));
            return page.Document.QuerySelector(".cell img")!.GetAttribute("src")!;
        }
    }

    [Fact]
    public void A_giant_output_is_cut_with_a_note()
    {
        using var page = Page("01-x", Outputs([Stream("stdout", new string('x', 50_000_000)), Shown("text/html", string.Concat(Enumerable.Repeat("<p>y</p>", 1_000_000))), .. Enumerable.Range(0, 300).Select(i => Shown("text/plain", $"{i}"))]));
        Assert.True(page.Html.Length < 200_000, $"{page.Html.Length}");
        Assert.Contains("49,950,000 more characters", page.Document.QuerySelector("pre.stdout .cut")!.TextContent);
        Assert.Contains("102 more outputs", page.Document.QuerySelector("p.cut")!.TextContent);
    }

    [Fact]
    public void Ten_thousand_cells_become_a_page()
    {
        using var page = Page("01-x", [.. Enumerable.Range(0, 5_000).SelectMany(i => (string[])["md:## Same", "1"])]);
        Assert.NotNull(page.Document.GetElementById("cell-5000"));
        Assert.NotNull(page.Document.GetElementById("same-5000"));
    }

    [Theory]
    [InlineData(">")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("<div>")]
    [InlineData("*a ")]
    public void Deep_markdown_ends_no_stack(string step)
    {
        using var page = Page("01-x", "md:" + string.Concat(Enumerable.Repeat(step, 20_000)) + "x");
        Assert.NotNull(page.Document.QuerySelector("article"));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("new A<")]
    [InlineData("$\"{")]
    [InlineData("-")]
    public void Deep_code_ends_no_stack(string step)
    {
        var code = string.Concat(Enumerable.Repeat(step, 20_000));
        using var page = Page("01-x", code);
        Assert.Equal(code, page.Document.QuerySelector("pre.code")!.TextContent);
    }

    [Fact]
    public void A_link_hands_out_nothing_from_outside_the_course()
    {
        using var scratch = new Scratch();
        scratch.File("secret.txt", "s");
        scratch.File("course/.hidden/key", "s");
        scratch.File("course/data.csv", "1");
        File.CreateSymbolicLink(Path.Combine(scratch.Path, "course", "link.txt"), Path.Combine(scratch.Path, "secret.txt"));
        Directory.CreateSymbolicLink(Path.Combine(scratch.Path, "course", "linked"), scratch.Path);
        var notebook = Notebook.Read(scratch.File("course/notebooks/01-x.ipynb", Sample.Json(
            "md:[a](../../secret.txt) [b](../.hidden/key) [c](/etc/passwd) [d](../link.txt) [e](../linked/secret.txt) [f](../data.csv) [g](nowhere.md) [h](%2e%2e/%2e%2e/secret.txt) ![i](../../secret.txt)")));
        var book = new BookWriter([notebook]);
        book.Add(notebook, new ChapterRun(notebook.Name, 1, 1, 0, null, false));
        var problems = book.Write(Path.Combine(scratch.Path, "book"));
        Assert.Equal(["files/data.csv", "files/notebooks/01-x.ipynb"],
            Directory.GetFiles(Path.Combine(scratch.Path, "book", "files"), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Path.Combine(scratch.Path, "book"), f).Replace('\\', '/')).Order());
        Assert.Contains(problems, p => p == "01-x.html: nowhere.md leads nowhere");
        Assert.Contains(problems, p => p.Contains("secret.txt"));
    }

    [Fact]
    public void Json_nested_a_thousand_deep_is_told_in_a_sentence()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000);
        var e = Assert.Throws<NotebookException>(() => Notebook.Parse($$"""{"nbformat":4,"cells":[],"metadata":{{deep}}}""", "x.ipynb"));
        Assert.Equal("x.ipynb is not a notebook: its JSON is nested more than 64 deep.", e.Message);
    }

    [Theory]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":5}]}""")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":"code","source":[1,null]}]}""")]
    [InlineData("""{"nbformat":4,"cells":[{"cell_type":7,"source":""}]}""")]
    [InlineData("""{"nbformat":4,"cells":[null]}""")]
    [InlineData("""{"nbformat":4,"cells":[],"cells":[]}""")]
    [InlineData("""[{"nbformat":4}]""")]
    public void What_is_no_notebook_is_refused_in_a_sentence(string json) =>
        Assert.StartsWith("x.ipynb ", Assert.Throws<NotebookException>(() => Notebook.Parse(json, "x.ipynb")).Message);

    static string Outputs(params JsonObject[] outputs) => "out:" + new JsonArray([.. outputs]).ToJsonString();

    static JsonObject Stream(string name, string text) => new() { ["output_type"] = "stream", ["name"] = name, ["text"] = text };

    static JsonObject Shown(string mime, string text) => new() { ["output_type"] = "display_data", ["data"] = new JsonObject { [mime] = text }, ["metadata"] = new JsonObject() };

    /// <summary>The page of a notebook that is not run; a cell "out:" is code with these outputs.</summary>
    static PageOf Page(string name, params string[] cells)
    {
        var json = JsonNode.Parse(Sample.Json([.. cells.Select(c => c.StartsWith("out:") ? "1" : c)]))!;
        for (var i = 0; i < cells.Length; i++)
            if (cells[i].StartsWith("out:"))
                json["cells"]![i]!["outputs"] = JsonNode.Parse(cells[i][4..]);
        return new(name, json.ToJsonString());
    }

    sealed class PageOf : IDisposable
    {
        readonly Scratch scratch = new();

        public PageOf(string name, string json)
        {
            var notebook = Notebook.Parse(json, Path.Combine(scratch.Path, "notebooks", name + ".ipynb"));
            var book = new BookWriter([notebook]);
            book.Add(notebook, new ChapterRun(notebook.Name, 1, 1, 0, null, false));
            book.Write(Path.Combine(scratch.Path, "book"));
            Html = File.ReadAllText(Path.Combine(scratch.Path, "book", name + ".html"));
            Document = new HtmlParser(new() { IsScripting = true }).ParseDocument(Html);
        }

        public string Html { get; }

        public IDocument Document { get; }

        public void Dispose() => scratch.Dispose();
    }
}
