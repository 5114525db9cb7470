using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent.Notebooks.Book;

/// <summary>Executed chapters as a folder of HTML pages that needs no network and no server. Nothing is written before the book is complete: an older one stays until then.</summary>
public sealed class BookWriter
{
    /// <summary>A page larger than this, in bytes, is reported.</summary>
    public const int LargestPage = 1_500_000;

    static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NewLine = "\n",
    };

    readonly Downloads files;
    readonly List<Chapter> chapters;
    readonly Dictionary<string, string> notebooks;
    readonly Dictionary<string, string> pages = [];
    readonly List<ChapterRun> runs = [];

    /// <summary>A book of some notebooks of one folder, not yet executed: they are handed out as they are now, without outputs.</summary>
    public BookWriter(IReadOnlyList<Notebook> notebooks)
    {
        files = new(Path.GetDirectoryName(notebooks[0].Folder) ?? notebooks[0].Folder);
        chapters = [.. notebooks.Select(n => Chapter.Of(n, new Prose(n.Folder, files, notebooks)))];
        this.notebooks = notebooks.ToDictionary(n => "files/" + files.PathOf(n), n => n.WithoutOutputs().ToString());
    }

    /// <summary>Adds the page of an executed chapter, <c>NN-name.html</c>.</summary>
    /// <exception cref="ArgumentException">The notebook is not one of the book's.</exception>
    public void Add(Notebook notebook, ChapterRun run)
    {
        pages[At(notebook).File] = ChapterPage.Html(chapters, chapters.IndexOf(At(notebook)), run, files);
        runs.Add(run);
    }

    /// <summary>Writes pages, contents, search, assets, <c>files/</c> and <c>timings.json</c>; files of an older book that this one lacks are deleted.</summary>
    /// <returns>What a reader would stumble over: links that lead nowhere, pages above <see cref="LargestPage"/>.</returns>
    public IReadOnlyList<string> Write(string folder)
    {
        var shelf = new Shelf(folder);
        pages["index.html"] = IndexPage.Html(chapters, runs);
        var documents = Contents.Read(pages);
        var bundles = pages.Values.Select(Page.Bundle).ToHashSet();
        foreach (var asset in Asset.All.Where(a => !a.IsBundle || bundles.Contains(a.Path)))
            shelf.Write("assets/" + asset.Path, asset.Bytes);
        foreach (var (path, source) in files.Sources)
            shelf.Copy(path, source);
        foreach (var (path, text) in notebooks)
            shelf.Write(path, Encoding.UTF8.GetBytes(text));
        List<string> problems =
        [
            .. chapters.SelectMany(c => c.Prose.Dead.Select(url => $"{c.File}: {url} leads nowhere")),
            .. Contents.DeadLinks(documents, shelf.Files).Select(link => $"{link} leads nowhere"),
            .. pages.Where(p => Encoding.UTF8.GetByteCount(p.Value) > LargestPage).Select(p => $"{p.Key} has {Page.Size(Encoding.UTF8.GetByteCount(p.Value))}, more than {Page.Size(LargestPage)}"),
        ];
        // The search index is read last: reading turns the formulas of the documents into plain text.
        shelf.Write("assets/search.js", Encoding.UTF8.GetBytes(Contents.Search(chapters.Where(c => documents.ContainsKey(c.File)).Select(c => (c, documents[c.File])))));
        foreach (var (name, html) in pages.OrderBy(p => p.Key == "index.html"))
            shelf.Write(name, Encoding.UTF8.GetBytes(html));
        var timings = runs.Select(r => new Timing(r.Chapter, Math.Round(r.Seconds, 3), Math.Round(r.PeakMB, 1), r.Cells));
        shelf.Write("timings.json", Encoding.UTF8.GetBytes(JsonSerializer.Serialize(timings, Layout) + "\n"));
        shelf.Close();
        return problems;
    }

    /// <summary>An executed chapter as one HTML file that needs no other: style, scripts, fonts, pictures and the notebook inside it.</summary>
    /// <exception cref="ArgumentException">The notebook is not one of the book's.</exception>
    public string Single(Notebook notebook, ChapterRun run) =>
        SinglePage.Of(ChapterPage.Html([At(notebook)], 0, run, files), files.Sources, notebooks);

    Chapter At(Notebook notebook) => chapters.Find(c => c.Notebook == notebook) ?? throw new ArgumentException($"{notebook.Name} is not a chapter of this book.", nameof(notebook));

    sealed record Timing(string Chapter, double Seconds, [property: JsonPropertyName("peakMB")] double PeakMB, int Cells);
}
