using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>A figure, or one for each setting of some controls, as a piece of a web page: its words as markup, its numbers as inert JSON, and the one script
/// that draws it. Without the script caption, alternative text and numbers of the start remain.</summary>
sealed class Html
{
    readonly States states;
    readonly string payload;

    /// <param name="states">A figure for each setting.</param>
    /// <param name="controls">What the reader sets; the product of their sizes is the number of figures.</param>
    /// <param name="more">What else figures.js is to know.</param>
    public Html(States states, IReadOnlyList<Control> controls, params (string Key, JsonNode? Value)[] more)
    {
        this.states = states;
        if (states.Steps.Count > 0) controls = [.. controls, new("slider", "step", [.. states.Steps], 0, Plays: true)];
        var json = Js.Of([.. more, ("full", states.IsSpatial), ("light", Palette.Light), ("dark", Palette.Dark)]);
        if (controls.Count > 0) json["controls"] = new JsonArray([.. controls.Select(c => c.Json)]);
        payload = states.Payload(json);
        Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(states.Start.Caption + payload)))[..16];
    }

    /// <summary>The name of the content: the same figure has the same in every run.</summary>
    public string Key { get; }

    /// <summary>Bytes of the JSON that the page stores.</summary>
    public int Bytes => Encoding.UTF8.GetByteCount(payload);

    public static string Of(Figure figure) => new Html(new([figure], 0), []).Text("");

    /// <param name="foot">Markup below the data table.</param>
    public string Text(string foot)
    {
        var figure = states.Start;
        var (caption, alt) = (WebUtility.HtmlEncode(figure.Caption), WebUtility.HtmlEncode(figure.AlternativeText));
        var missing = Words.Missing(figure) is { Length: > 0 } note ? $" <small>{WebUtility.HtmlEncode(note)}</small>" : "";
        var html = new StringBuilder();
        html.Append($"<div class=\"descent-figure\" data-figure=\"{Key}\" data-plotly=\"{(states.IsSpatial ? "full" : "cartesian")}\">");
        html.Append($"<figure style=\"margin:1em 0 0\"><figcaption>{caption}{missing}</figcaption>");
        html.Append($"<div class=\"descent-plot\" role=\"img\" aria-label=\"{alt}\" style=\"min-height:{Measures.Height(figure, narrow: false)}px\"><p class=\"descent-alt\">{alt}</p></div></figure>");
        html.Append("<details class=\"descent-data\"><summary>Data table</summary><div style=\"overflow-x:auto\">");
        foreach (var (name, table) in DataTable.Of(figure)) table.Write(html, name);
        foreach (var mark in DataTable.Marks(figure)) html.Append($"<p>{WebUtility.HtmlEncode(mark)}</p>");
        html.Append($"</div></details>{foot}<script type=\"application/json\" class=\"descent-payload\">{payload}</script><script>{Script.Text}</script></div>");
        return html.ToString();
    }
}
