using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Descent.Notebooks.Book;

namespace Descent.Notebooks.Tests.Book;

/// <summary>A book of two chapters, the second with a failing cell, written once for the class.</summary>
public sealed class BookFixture : IDisposable
{
    const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    readonly Scratch scratch = new();

    public BookFixture()
    {
        var library = Path.Combine(Sample.Root, "artifacts", "notebook", "Descent.dll").Replace('\\', '/');
        scratch.File("lib/Tensor.cs", "// code");
        scratch.File("datasets/README.md", "| file | bytes | loader |\n|---|---:|---|\n| small.csv | 3 | `Data.Small()` |\n| large.csv | 9 | `Data.Large()` |\n");
        scratch.File("datasets/small.csv", "1,2");
        scratch.File("artifacts/book/mine.txt", "not the book's");
        List<Notebook> chapters =
        [
            Read("01-surfaces", "# 1. Error surfaces & more",
                $"#r \"{library}\"\nusing Descent.Figures;",
                "md:## The question\n\nTwo words first. **How curved is $L(\\theta)$ at $\\theta < 1$?**\n\nMore.",
                "md:## Theory\n\n$$\n\\sum_i a_i < b\n$$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSee [the other](02-convergence.ipynb#theory), [here](#theory) and [code](../lib/Tensor.cs).",
                "md:### Detail\n\n> **Before you run.** More or less?\n\n**What we saw.** Less.",
                "// a <comment>\nvar s = $\"{1 + 1} <b>\";\nConsole.WriteLine(s);",
                "new Figure(\"A parabola.\", \"x\", \"y\").Line(\"x²\", new[] { 0.0, 1, 2 }, new[] { 0.0, 1, 4 })",
                $"\"{Pixel}\".DisplayAs(\"image/png\"); \"**bold** $x^2$\".DisplayAs(\"text/markdown\");",
                "new Dictionary<string, int> { [\"a\"] = 1 }",
                "solution:md:A *hint*.", "solution:// Data.Small()\n40 + 2"),
            Read("02-convergence", "# Convergence", "md:## Theory\n\nText.\n\n## Theory\n\nAgain.", "throw new Exception(\"<no>\");", "1"),
        ];
        var old = new BookWriter([Read("03-old", "# Old")]);
        old.Write(Folder);
        var book = new BookWriter(chapters);
        foreach (var chapter in chapters)
        {
            Runs.Add(Runner.Execute(chapter));
            book.Add(chapter, Runs[^1]);
        }
        Problems = book.Write(Folder);
        Single = book.Single(chapters[0], Runs[0]);
        Pages = Directory.GetFiles(Folder, "*.html").ToDictionary(f => Path.GetFileName(f), f => (IDocument)new HtmlParser(new() { IsStrictMode = false }).ParseDocument(File.ReadAllText(f)));
    }

    public string Folder => Path.Combine(scratch.Path, "artifacts", "book");

    public List<ChapterRun> Runs { get; } = [];

    public IReadOnlyList<string> Problems { get; }

    public string Single { get; }

    public IReadOnlyDictionary<string, IDocument> Pages { get; }

    public IDocument First => Pages["01-surfaces.html"];

    public IDocument Second => Pages["02-convergence.html"];

    public IDocument Index => Pages["index.html"];

    public void Dispose() => scratch.Dispose();

    Notebook Read(string name, params string[] cells) => Notebook.Read(scratch.File($"notebooks/{name}.ipynb", Sample.Json(cells)));
}
