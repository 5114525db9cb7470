using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>A figure as plotly.js JSON, with keys that versions 3 and 4 share.</summary>
static class Plotly
{
    /// <summary>The name or label as plotly shows it literally: its pseudo-HTML escaped.</summary>
    public static string Label(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>JSON that can stand in a script element: no character of it can end one.</summary>
    public static string Text(JsonNode? json)
    {
        if (json is null) return "null";
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("<", "\\u003c");
    }

    /// <param name="figure">What to draw.</param>
    /// <param name="title">Whether the caption stands inside the plot (where no HTML surrounds it).</param>
    public static JsonObject Of(Figure figure, bool title)
    {
        var parts = figure.Parts;
        var legend = Measures.LegendRows(figure) > 0;
        var top = 10 + 20 * Measures.LabelRows(figure) + 26 * Math.Min(Measures.LegendRows(figure), title ? 9 : 1);
        var captionLines = title ? Wrap(figure.Caption, 72) : [];
        var layout = Js.Of(
            ("autosize", true), ("height", Measures.Height(figure, narrow: false) + 20 * captionLines.Length),
            ("paper_bgcolor", "rgba(0,0,0,0)"), ("hovermode", "closest"), ("hoverlabel", Js.Of(("namelength", -1))),
            ("font", Js.Of(("family", "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif"), ("size", 13))),
            ("margin", Js.Of(("l", 12), ("r", 16), ("t", top + 20 * captionLines.Length), ("b", 12))),
            ("showlegend", legend), ("template", Palette.Neutral));
        if (parts.SelectMany(p => p.Series).Any(s => s.Kind is "histogram" or "bar series"))
            layout["barmode"] = parts.Any(p => p.Series.Any(s => s.Kind == "histogram")) ? "overlay" : "group";
        if (!figure.IsSpatial) layout["plot_bgcolor"] = "rgba(0,0,0,0)";
        if (legend)
            layout["legend"] = Js.Of(
                ("orientation", "h"), ("x", 0), ("xanchor", "left"), ("y", Measures.LegendY(figure, narrow: false)), ("yanchor", "bottom"), ("bgcolor", "rgba(0,0,0,0)"));
        if (title)
            layout["title"] = Js.Of(
                ("text", string.Join("<br>", captionLines)), ("x", 0.01), ("xanchor", "left"), ("y", 1), ("yref", "container"), ("yanchor", "top"),
                ("pad", Js.Of(("t", captionLines.Length > 1 ? 18 : 8))), ("font", Js.Of(("size", 15))));

        var (data, shapes, annotations, movers) = (new JsonArray(), new JsonArray(), new JsonArray(), new List<(int Trace, Series Series)>());
        var named = new HashSet<(string, int)>();
        for (var n = 0; n < parts.Count; n++)
        {
            Axes.Add(layout, figure, parts[n], n);
            var pen = 0;
            foreach (var s in parts[n].Series)
            {
                foreach (var trace in s.Traces(Pen.Of(pen)))
                {
                    if (s.ColorAxis is not null && trace.ContainsKey("z")) trace["coloraxis"] = "coloraxis" + Axes.Suffix(n);
                    if (!figure.IsSpatial) (trace["xaxis"], trace["yaxis"]) = ("x" + Axes.Suffix(n), "y" + Axes.Suffix(n));
                    if (s.TakesPen && !trace.ContainsKey("showlegend"))
                        (trace["legendgroup"], trace["showlegend"]) = ($"{s.Name} {pen}", named.Add((s.Name, pen)) && legend);
                    data.Add(trace);
                }
                if (s.Steps.Length > 0) movers.Add((data.Count - 1, s));
                if (s.TakesPen) pen++;
            }
            foreach (var remark in parts[n].Remarks) Remarks.Draw(remark, parts[n], n, shapes, annotations);
            if (figure.Panels.Count > 0) annotations.Add(Axes.Title(parts[n], n, Wrap(parts[n].Caption, Measures.TitleX(figure, narrow: false))));
        }
        (layout["shapes"], layout["annotations"]) = (shapes, annotations);

        var json = Js.Of(("data", data), ("layout", layout), ("config", Config));
        if (movers.Count > 0)
        {
            json["frames"] = Motion.Frames(movers);
            if (title) Motion.Controls(json);
        }
        return json;
    }

    /// <summary>What changes in the layout between a wide and a narrow page, as keys for Plotly.relayout.</summary>
    public static JsonObject Page(Figure figure, bool narrow)
    {
        var json = Js.Of(("height", Measures.Height(figure, narrow)));
        if (Measures.LegendRows(figure) > 0) json["legend.y"] = Measures.LegendY(figure, narrow);
        for (var n = 0; n < figure.Parts.Count; n++) Axes.Place(json, figure, n, narrow);
        return json;
    }

    /// <summary>The text in lines of at most <paramref name="width"/> characters, broken at spaces and escaped.</summary>
    public static string[] Wrap(string text, int width)
    {
        List<string> lines = [""];
        foreach (var word in text.Split(' '))
            if (lines[^1].Length > 0 && lines[^1].Length + word.Length >= width) lines.Add(word);
            else lines[^1] += lines[^1].Length > 0 ? ' ' + word : word;
        return [.. lines.Select(Label)];
    }

    static JsonObject Config => Js.Of(
        ("responsive", true), ("displaylogo", false), ("showSendToCloud", false), ("scrollZoom", false),
        ("modeBarButtonsToRemove", new JsonArray("select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d")),
        ("toImageButtonOptions", Js.Of(("format", "svg"), ("filename", "figure"))));
}
