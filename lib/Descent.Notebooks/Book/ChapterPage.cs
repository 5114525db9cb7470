using System.Net;
using System.Text;

namespace Descent.Notebooks.Book;

/// <summary>The page of one chapter.</summary>
static class ChapterPage
{
    public static string Html(IReadOnlyList<Chapter> chapters, int at, ChapterRun run)
    {
        var chapter = chapters[at];
        List<Heading> headings = [];
        var article = Article(chapter, headings);
        var before = at > 0 ? chapters[at - 1] : null;
        var after = at < chapters.Count - 1 ? chapters[at + 1] : null;
        var body = $"""
            <div class="page">
            <nav class="contents" aria-label="In this chapter">
            <details open><summary>In this chapter</summary>
            <ol>
            {string.Concat(headings.Where(h => h.Level is 2 or 3).Select(h => $"<li class=\"level-{h.Level}\"><a href=\"#{h.Id}\">{h.Html}</a></li>\n"))}</ol>
            </details>
            </nav>
            <main id="content" tabindex="-1">
            <article>
            <p class="kicker">Chapter {chapter.Number}</p>
            {article}</article>
            <p class="run">{Page.Facts(run)}</p>
            <nav class="turn" aria-label="Chapters">
            {Turn(before, "previous", "Previous")}{Turn(after, "next", "Next")}</nav>
            </main>
            </div>

            """;
        return Page.Html(chapter.Title, body, before, after);
    }

    // A level-two heading that opens a cell opens a section, which the style sheet may set apart (Prediction, Exercises, …).
    static string Article(Chapter chapter, List<Heading> headings)
    {
        var html = new StringBuilder();
        var open = false;
        foreach (var cell in chapter.Notebook.Cells)
        {
            if (cell.IsCode)
            {
                html.Append(CellHtml.Of(cell, chapter.Prose));
                continue;
            }
            if (!cell.IsMarkdown)
                continue;
            var known = headings.Count;
            var text = chapter.Prose.Html(cell.Source, headings);
            if (headings.Count > known && headings[known] is { Level: 2 } first && text.StartsWith("<h2", StringComparison.Ordinal))
            {
                html.Append(open ? "</section>\n" : "").Append($"<section class=\"part {first.Id.Replace("the-", "").Split('-')[0]}\" aria-labelledby=\"{first.Id}\">\n");
                open = true;
            }
            html.Append(text);
        }
        return html.Append(open ? "</section>\n" : "").ToString();
    }

    static string Turn(Chapter? chapter, string rel, string label) => chapter is null ? "" :
        $"<a rel=\"{(rel == "previous" ? "prev" : rel)}\" class=\"{rel}\" href=\"{chapter.File}\"><span>{label}</span> {WebUtility.HtmlEncode(chapter.Title)}</a>\n";
}
