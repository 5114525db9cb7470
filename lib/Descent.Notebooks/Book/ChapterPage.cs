using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Descent.Notebooks.Book;

/// <summary>The page of one chapter.</summary>
static class ChapterPage
{
    public static string Html(IReadOnlyList<Chapter> chapters, int at, ChapterRun run, Downloads files)
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
            <p class="kicker">Chapter {WebUtility.HtmlEncode(chapter.Number)}</p>
            <p class="run">{Page.Facts(run)}</p>
            {article}</article>
            <footer class="facts">
            {Files(chapter, files)}</footer>
            <nav class="turn" aria-label="Chapters">
            {Turn(before, "previous", "Previous")}{Turn(after, "next", "Next")}</nav>
            </main>
            </div>

            """;
        return Page.Html(chapter.Title, body, before, after);
    }

    // A level-two heading that opens a cell opens a section, which the style sheet may set apart (Prediction, Exercises, …).
    // Neighbouring cells with the tag "solution" are folded away together.
    static string Article(Chapter chapter, List<Heading> headings)
    {
        var html = new StringBuilder();
        var (section, folded) = (false, false);
        foreach (var cell in chapter.Notebook.Cells.Where(c => c.IsCode || c.IsMarkdown))
        {
            if (folded && !IsSolution(cell))
                html.Append("</details>\n");
            else if (!folded && IsSolution(cell))
                html.Append("<details class=\"solution\"><summary>Solution</summary>\n");
            folded = IsSolution(cell);
            if (cell.IsCode)
            {
                html.Append(CellHtml.Of(cell, chapter.Prose));
                continue;
            }
            var known = headings.Count;
            var text = chapter.Prose.Html(cell.Source, headings);
            if (!folded && headings.Count > known && headings[known] is { Level: 2 } first && text.StartsWith("<h2", StringComparison.Ordinal))
            {
                html.Append(section ? "</section>\n" : "").Append($"<section class=\"part {first.Id.Replace("the-", "").Split('-')[0]}\" aria-labelledby=\"{first.Id}\">\n");
                section = true;
            }
            html.Append(text);
        }
        return html.Append(folded ? "</details>\n" : "").Append(section ? "</section>\n" : "").ToString();
    }

    static bool IsSolution(Cell cell) => cell.Metadata["tags"] is JsonArray tags && tags.Any(t => t is JsonValue v && v.TryGetValue(out string? tag) && tag == "solution");

    static string Files(Chapter chapter, Downloads files)
    {
        var code = string.Join('\n', chapter.Notebook.Code.Select(c => c.Source));
        var data = files.DataOf(code).Select(d => $" <a href=\"{d.Href}\" download>{d.File.Name}</a> ({Page.Size(d.File.Length)})").ToList();
        return $"""
            <p class="downloads">Download the notebook, without outputs: <a href="{files.Of(chapter.Notebook)}" download>{WebUtility.HtmlEncode(chapter.Notebook.Name)}.ipynb</a>.{(data.Count > 0 ? $" Its data:{string.Join(',', data)}." : "")}</p>

            """;
    }

    static string Turn(Chapter? chapter, string rel, string label) => chapter is null ? "" :
        $"<a rel=\"{(rel == "previous" ? "prev" : rel)}\" class=\"{rel}\" href=\"{chapter.File}\"><span>{label}</span> {WebUtility.HtmlEncode(chapter.Title)}</a>\n";
}
