using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent.Notebooks.Book;

/// <summary>Writes executed chapters as a folder of HTML pages that needs no network and no server.</summary>
public sealed class BookWriter
{
    const string AssetPrefix = "Assets/";

    static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NewLine = "\n",
    };

    readonly string folder;
    readonly List<Chapter> chapters;

    /// <summary>A book of some notebooks in a folder; pages are written one by one.</summary>
    public BookWriter(string folder, IReadOnlyList<Notebook> notebooks)
    {
        this.folder = Path.GetFullPath(folder);
        chapters = [.. notebooks.Select(n => Chapter.Of(n, new Prose(n.Folder, this.folder, notebooks)))];
    }

    /// <summary>Writes the page of an executed chapter, <c>NN-name.html</c>, and what it needs.</summary>
    /// <exception cref="ArgumentException">The notebook is not one of the book's.</exception>
    public void WriteChapter(Notebook notebook, ChapterRun run)
    {
        var at = chapters.FindIndex(c => c.Notebook == notebook);
        if (at < 0)
            throw new ArgumentException($"{notebook.Name} is not a chapter of this book.", nameof(notebook));
        var html = ChapterPage.Html(chapters, at, run);
        WriteAssets(Page.Bundle(html));
        File.WriteAllText(Path.Combine(folder, chapters[at].File), html);
    }

    /// <summary>Writes <c>index.html</c> and <c>timings.json</c>.</summary>
    public void WriteIndex(IReadOnlyList<ChapterRun> runs)
    {
        WriteAssets(null);
        File.WriteAllText(Path.Combine(folder, "index.html"), IndexPage.Html(chapters, runs));
        var timings = runs.Select(r => new Timing(r.Chapter, Math.Round(r.Seconds, 3), Math.Round(r.PeakMB, 1), r.Cells));
        File.WriteAllText(Path.Combine(folder, "timings.json"), JsonSerializer.Serialize(timings, Layout) + "\n");
    }

    // Everything but plotly.js, of which only the bundle a page asked for; files that are there already stay.
    void WriteAssets(string? bundle)
    {
        var assembly = typeof(BookWriter).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(AssetPrefix, StringComparison.Ordinal)))
        {
            var path = name[AssetPrefix.Length..];
            if (path.EndsWith(".min.js", StringComparison.Ordinal) && path.StartsWith("plotly", StringComparison.Ordinal) && path != bundle)
                continue;
            using var asset = assembly.GetManifestResourceStream(name)!;
            var file = new FileInfo(Path.Combine(folder, "assets", path));
            if (file.Exists && file.Length == asset.Length && file.LastWriteTimeUtc >= Built)
                continue;
            file.Directory!.Create();
            using var copy = file.Create();
            asset.CopyTo(copy);
        }
    }

    static DateTime Built { get; } = File.GetLastWriteTimeUtc(typeof(BookWriter).Assembly.Location);

    sealed record Timing(string Chapter, double Seconds, [property: JsonPropertyName("peakMB")] double PeakMB, int Cells);
}
