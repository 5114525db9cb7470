using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Descent.Figures;

/// <summary>A figure as a piece of a web page. Without its script it still shows caption, alternative text and numbers.</summary>
static class Html
{
    public static string Of(Figure figure)
    {
        var json = Plotly.Of(figure, title: false);
        json["layout"]!["template"] = null;
        (json["light"], json["dark"]) = (Palette.Light, Palette.Dark);
        (json["wide"], json["narrow"]) = (Plotly.Page(figure, narrow: false), Plotly.Page(figure, narrow: true));
        json["full"] = figure.IsSpatial;
        var payload = Plotly.Text(json);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figure.Caption + payload)))[..16];
        var (caption, alt) = (WebUtility.HtmlEncode(figure.Caption), WebUtility.HtmlEncode(figure.AlternativeText));
        var missing = Words.Missing(figure) is { Length: > 0 } note ? $" <small>{WebUtility.HtmlEncode(note)}</small>" : "";
        var html = new StringBuilder();
        html.Append($"<div class=\"descent-figure\" data-figure=\"{key}\" data-plotly=\"{(figure.IsSpatial ? "full" : "cartesian")}\">");
        html.Append($"<figure style=\"margin:1em 0 0\"><figcaption>{caption}{missing}</figcaption>");
        html.Append($"<div class=\"descent-plot\" role=\"img\" aria-label=\"{alt}\" style=\"min-height:{(int)json["wide"]!["height"]!}px\"><p class=\"descent-alt\">{alt}</p></div></figure>");
        html.Append("<details class=\"descent-data\"><summary>Data table</summary><div style=\"overflow-x:auto\">");
        foreach (var part in figure.Parts)
            foreach (var (name, table) in DataTable.Join(part.Series))
                table.Write(html, figure.Panels.Count > 0 ? $"{part.Caption}: {name}" : name);
        foreach (var remark in figure.Parts.SelectMany(p => p.Remarks)) html.Append($"<p>{WebUtility.HtmlEncode(remark.Sentence)}</p>");
        html.Append($"</div></details></div><script>{Script.Text}(\"{key}\",{payload})</script>");
        return html.ToString();
    }
}
