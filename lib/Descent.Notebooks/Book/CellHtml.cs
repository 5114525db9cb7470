using System.Text;

namespace Descent.Notebooks.Book;

/// <summary>A code cell and what it showed.</summary>
static class CellHtml
{
    public static string Of(Cell cell, Prose prose)
    {
        var html = new StringBuilder($"""
            <div class="cell" id="cell-{cell.Number}">
            <a class="number" href="#cell-{cell.Number}" aria-label="Code cell {cell.Number}">{cell.Number}</a>
            <pre class="code" tabindex="0" role="group" aria-label="Code of cell {cell.Number}"><code>{Highlighter.Html(cell.Source)}</code></pre>

            """);
        html.Append(OutputHtml.Of(cell, prose));
        if (cell.ExecutionCount is null)
            html.Append("<p class=\"not-run\">Not run: an earlier cell failed.</p>\n");
        return html.Append("</div>\n").ToString();
    }
}
