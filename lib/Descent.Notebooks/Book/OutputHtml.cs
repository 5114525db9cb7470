using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Descent.Notebooks.Book;

/// <summary>What a cell showed, as a stranger's words: HTML through the sanitiser, pictures as data, text escaped, all of it cut at a size a page can bear.</summary>
static class OutputHtml
{
    const int MostOutputs = 200, MostText = 50_000, MostHtml = 1_000_000, MostPicture = 2_000_000;

    // The richest form a page can show, first; a form that is damaged or too large gives way to the next.
    static readonly (string Mime, Func<string, JsonObject, string, Prose, string?> Html)[] Forms =
    [
        ("text/html", (text, _, ids, prose) => Safe(text, ids, prose)),
        ("image/svg+xml", (text, data, _, _) => Picture("image/svg+xml", Encoding.UTF8.GetBytes(text), "<", data)),
        ("image/png", (text, data, _, _) => Picture("image/png", Bytes(text), "\x89PNG", data)),
        ("image/jpeg", (text, data, _, _) => Picture("image/jpeg", Bytes(text), "\xFF\xD8\xFF", data)),
        ("text/markdown", (text, _, ids, prose) => text.Length > MostHtml ? null : $"<div class=\"html\">{prose.Shown(text, ids)}</div>"),
        ("text/latex", (text, _, _, _) => $"<div class=\"math display\">{Escape(Cut(text.Trim().Trim('$')))}</div>"),
    ];

    /// <summary>All outputs of a cell.</summary>
    public static string Of(Cell cell, Prose prose)
    {
        var html = new StringBuilder();
        var number = 0;
        foreach (var output in cell.Outputs.Take(MostOutputs))
            html.Append(Output(output, cell, $"out-{cell.Number}-{++number}-", prose)).Append('\n');
        if (cell.Outputs.Skip(MostOutputs).Count() is > 0 and var more)
            html.Append($"<p class=\"cut\">… and {more:N0} more outputs, which the notebook shows when it is run.</p>\n");
        return html.ToString();
    }

    static string Output(JsonObject output, Cell cell, string ids, Prose prose) => Word(output["output_type"]) switch
    {
        "stream" => $"<pre class=\"stream {(Word(output["name"]) == "stderr" ? "stderr" : "stdout")}\" {Focus(cell)}>\n{Terminal(Text(output["text"]).TrimEnd('\n'))}</pre>",
        "error" => $"<div class=\"failure\"><p>Cell {cell.Number} failed</p><pre {Focus(cell)}>\n{Terminal(Traceback(output))}</pre></div>",
        _ => Data(output["data"] as JsonObject ?? [], cell, ids, prose),
    };

    static string Data(JsonObject data, Cell cell, string ids, Prose prose)
    {
        foreach (var (mime, html) in Forms)
            if (Text(data[mime]) is { Length: > 0 } text && html(text, data, ids, prose) is { } shown)
                return shown;
        return Text(data["text/plain"]) is { Length: > 0 } plain ? $"<pre class=\"value\" {Focus(cell)}>\n{Terminal(plain)}</pre>" : "";
    }

    static string? Safe(string html, string ids, Prose prose) =>
        html.Length <= MostHtml && prose.Safe(html, ids) is { } safe ? $"<div class=\"html\">{safe}</div>" : null;

    static string? Picture(string mime, byte[]? bytes, string begins, JsonObject data) =>
        bytes is { Length: <= MostPicture } && Encoding.Latin1.GetString(bytes).TrimStart().StartsWith(begins, StringComparison.Ordinal)
            ? $"<img alt=\"{Escape(Cut(Text(data["text/plain"])))}\" src=\"data:{mime};base64,{Convert.ToBase64String(bytes)}\">" : null;

    static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    static string Traceback(JsonObject output) => output["traceback"] is JsonArray { Count: > 0 } lines
        ? string.Join('\n', lines.Select(Word)) : $"{Word(output["ename"])}: {Word(output["evalue"])}";

    static string Terminal(string text) => text.Length <= MostText ? Ansi.Html(text)
        : $"{Ansi.Html(Cut(text))}\n<span class=\"cut\">… cut here: {text.Length - MostText:N0} more characters, which the notebook shows when it is run.</span>";

    static string Cut(string text) => text.Length <= MostText ? text : text[..MostText];

    static string Focus(Cell cell) => $"tabindex=\"0\" role=\"group\" aria-label=\"Output of cell {cell.Number}\"";

    static string Text(JsonNode? node) => node is JsonArray lines ? string.Concat(lines.Select(Word)) : Word(node);

    static string Word(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    static string Escape(string text) => WebUtility.HtmlEncode(text);
}
