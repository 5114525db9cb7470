using System.Net;

namespace Descent.Notebooks.Book;

/// <summary>The first page: what the book is and its chapters.</summary>
static class IndexPage
{
    public static string Html(IReadOnlyList<Chapter> chapters, IReadOnlyList<ChapterRun> runs) => Page.Html("Descent", $"""
        <main id="content" class="cover" tabindex="-1">
        <div class="hero">
        <div>
        <h1>Descent</h1>
        <p class="lead">How neural networks learn, in C#: one idea per chapter, written by hand first, then with the library, on real data.</p>
        <p>Every number and every figure here was computed by the code beside it when this book was built. Figures zoom and tell their values, experiments wait to be set;
        below each one is the table of its data. To change something, open the chapter’s notebook and run it again.</p>
        </div>
        {Ornament.Svg()}
        </div>
        <h2>Chapters</h2>
        <ol class="chapters">
        {string.Concat(chapters.Select(c => Entry(c, runs.FirstOrDefault(r => r.Chapter == c.Notebook.Name))))}</ol>
        <p class="run">{chapters.Count} {(chapters.Count == 1 ? "chapter" : "chapters")}, {runs.Sum(r => r.Cells)} code cells, {runs.Sum(r => r.Seconds):0.0} s in all.
        Memory is the largest working set of the process that ran the chapter, runtime and compiler included.</p>
        </main>

        """, null, null);

    static string Entry(Chapter chapter, ChapterRun? run) => $"""
        <li>
        <span class="chapter-number" aria-hidden="true">{WebUtility.HtmlEncode(chapter.Number)}</span>
        <div>
        <h3><a href="{chapter.Href}">{WebUtility.HtmlEncode(chapter.Title)}</a></h3>
        {(chapter.Question is "" ? "" : $"<p>{chapter.Question}</p>\n")}<p class="run">{(run is null ? "not run" : Page.Facts(run))}</p>
        </div>
        </li>

        """;
}
