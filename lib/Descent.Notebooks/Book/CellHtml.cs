using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Descent.Notebooks.Book;

/// <summary>A code cell and what it showed.</summary>
static class CellHtml
{
    // The richest form a page can show, first.
    static readonly string[] Preference = ["text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "text/plain"];

    public static string Of(Cell cell, Prose prose)
    {
        var html = new StringBuilder($"""
            <div class="cell" id="cell-{cell.Number}">
            <a class="number" href="#cell-{cell.Number}" aria-label="Code cell {cell.Number}">{cell.Number}</a>
            <pre class="code" tabindex="0" role="region" aria-label="Code of cell {cell.Number}"><code>{Highlighter.Html(cell.Source)}</code></pre>

            """);
        foreach (var output in cell.Outputs)
            html.Append(Output(output, cell, prose)).Append('\n');
        if (cell.ExecutionCount is null)
            html.Append("<p class=\"not-run\">Not run: an earlier cell failed.</p>\n");
        return html.Append("</div>\n").ToString();
    }

    static string Output(JsonObject output, Cell cell, Prose prose) => (string?)output["output_type"] switch
    {
        "stream" => $"<pre class=\"stream {(string?)output["name"]}\" {Focus(cell)}>{Escape(Text(output["text"])).TrimEnd('\n')}</pre>",
        "error" => $"""<div class="failure"><p>Cell {cell.Number} failed</p><pre {Focus(cell)}>{Escape(string.Join("\n", output["traceback"]!.AsArray().Select(l => (string?)l)))}</pre></div>""",
        _ => Data(output["data"] as JsonObject ?? [], cell, prose),
    };

    static string Data(JsonObject data, Cell cell, Prose prose)
    {
        var mime = Preference.FirstOrDefault(data.ContainsKey) ?? "";
        var text = Text(data[mime]);
        return mime switch
        {
            "text/html" => $"<div class=\"html\">{text}</div>",
            "text/markdown" => $"<div class=\"html\">{prose.Html(text, [])}</div>",
            "text/latex" => $"<div class=\"math display\">{Escape(text.Trim().Trim('$'))}</div>",
            "image/svg+xml" => Image(mime, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), data),
            "image/png" or "image/jpeg" => Image(mime, text.ReplaceLineEndings(""), data),
            "text/plain" => $"<pre class=\"value\" {Focus(cell)}>{Escape(text)}</pre>",
            _ => "",
        };
    }

    static string Image(string mime, string base64, JsonObject data) =>
        $"<img alt=\"{Escape(Text(data["text/plain"]))}\" src=\"data:{mime};base64,{base64}\">";

    static string Focus(Cell cell) => $"tabindex=\"0\" role=\"region\" aria-label=\"Output of cell {cell.Number}\"";

    static string Text(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(l => (string?)l)),
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => "",
    };

    static string Escape(string text) => WebUtility.HtmlEncode(text);
}
