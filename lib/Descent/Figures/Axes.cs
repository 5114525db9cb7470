using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>The axes of each panel, where they stand, and how their ticks read.</summary>
static class Axes
{
    /// <summary>"" for the first panel, then "2", "3", …: how plotly numbers axes.</summary>
    public static string Suffix(int n) => n == 0 ? "" : (n + 1).ToString();

    public static void Add(JsonObject layout, Figure figure, Figure part, int n)
    {
        if (part.Series.FirstOrDefault(s => s.ColorAxis is not null)?.ColorAxis is { } colors)
        {
            var scale = colors();
            if (figure.SharesScale && n < figure.Panels.Count - 1 && scale.Remove("colorbar")) scale["showscale"] = false;
            layout["coloraxis" + Suffix(n)] = scale;
        }
        if (part.IsSpatial)
            layout["scene"] = Js.Of(
                ("xaxis", Spatial(part.LabelX)), ("yaxis", Spatial(part.LabelY)), ("zaxis", Spatial(part.Series.First(s => s.Kind == "surface").Name)),
                ("aspectmode", "manual"), ("aspectratio", Js.Of(("x", 1), ("y", 1), ("z", 0.7))),
                ("camera", Js.Of(("center", Js.Of(("x", 0), ("y", 0), ("z", -0.1))), ("eye", Js.Of(("x", 1.35), ("y", -1.5), ("z", 0.8))))));
        else
        {
            var x = Axis(part, part.LogX, part.ShownX, part.CategoriesX, part.ExtentX);
            var y = Axis(part, part.LogY, part.ShownY, part.CategoriesY, part.ExtentY);
            (x["anchor"], y["anchor"]) = ("y" + Suffix(n), "x" + Suffix(n));
            if (part.Downwards) y["autorange"] = "reversed";
            if (part.EqualUnits)
            {
                (y["scaleanchor"], y["scaleratio"]) = ("x" + Suffix(n), 1);
                (x["constrain"], y["constrain"]) = ("domain", "domain");
            }
            (layout["xaxis" + Suffix(n)], layout["yaxis" + Suffix(n)]) = (x, y);
        }
        var places = new JsonObject();
        Place(places, figure, n, narrow: false);
        foreach (var (path, value) in places)
        {
            var node = layout;
            var keys = path.Split('.');
            foreach (var key in keys[..^1]) node = (JsonObject)(node[key] ??= new JsonObject());
            node[keys[^1]] = value!.DeepClone();
        }
    }

    /// <summary>What the page's width decides for panel n, as relayout keys: axis titles in lines that fit, and its place in the grid (one column on a narrow page).</summary>
    public static void Place(JsonObject keys, Figure figure, int n, bool narrow)
    {
        if (figure.IsSpatial) return;
        if (!figure.Parts[n].Bare)
        {
            keys[$"xaxis{Suffix(n)}.title.text"] = string.Join("<br>", Plotly.Wrap(figure.Parts[n].LabelX, Measures.TitleX(figure, narrow)));
            keys[$"yaxis{Suffix(n)}.title.text"] = string.Join("<br>", Plotly.Wrap(figure.Parts[n].LabelY, Measures.TitleY(figure, narrow)));
        }
        if (figure.Panels.Count == 0) return;
        var (columns, rows) = (Measures.Columns(figure, narrow), Measures.Rows(figure, narrow));
        var (gapX, gapY) = (Measures.GapX(figure, narrow), Measures.GapY(figure, narrow));
        var width = (1 - gapX * (columns - 1)) / columns;
        var height = (1 - gapY * (rows - 1)) / rows;
        var (left, bottom) = (n % columns * (width + gapX), (rows - 1 - n / columns) * (height + gapY));
        (keys[$"xaxis{Suffix(n)}.domain"], keys[$"yaxis{Suffix(n)}.domain"]) = (Span(left, width), Span(bottom, height));
        if (!figure.Panels[n].HasColorBar || (figure.SharesScale && n < figure.Panels.Count - 1)) return;
        var bar = $"coloraxis{Suffix(n)}.colorbar.";
        (keys[bar + "x"], keys[bar + "y"], keys[bar + "len"]) = (Numbers.Json(left + width + 0.005), Numbers.Json(bottom + height / 2), Numbers.Json(height));

        static JsonArray Span(double from, double length) => new(Numbers.Json(from), Numbers.Json(Math.Min(1, from + length)));
    }

    /// <summary>A panel's caption above its axes.</summary>
    public static JsonObject Title(Figure part, int n, string[] lines) => Js.Of(
        ("text", string.Join("<br>", lines)), ("showarrow", false), ("align", "left"), ("font", Js.Of(("size", 13))),
        ("xref", $"x{Suffix(n)} domain"), ("x", 0), ("xanchor", "left"),
        ("yref", $"y{Suffix(n)} domain"), ("y", 1), ("yanchor", "bottom"), ("yshift", 4 + 16 * part.MarkLines));

    static JsonObject Axis(Figure part, bool log, (double Low, double High)? range, bool categories, Extent extent)
    {
        if (part.Bare) return Js.Of(("visible", false));
        var axis = Js.Of(
            ("title", Js.Of(("standoff", 8))),
            ("type", categories ? "category" : log ? "log" : "linear"), ("tickmode", "auto"), ("automargin", true),
            ("zeroline", false), ("showline", true), ("linewidth", 1), ("ticks", "outside"), ("ticklen", 4), ("showgrid", part.Series.All(s => s.ColorAxis is null)));
        if (range is var (low, high))
            axis["range"] = log ? new JsonArray(Numbers.Json(Math.Log10(low), 9), Numbers.Json(Math.Log10(high), 9)) : new JsonArray(Numbers.Json(low, 9), Numbers.Json(high, 9));
        if (!log && !categories) axis["exponentformat"] = "power";
        if (log) Decades(axis, range is var (first, last) ? new(first, last) : extent);
        if (part.Downwards && !categories)
            (axis["tickmode"], axis["tick0"], axis["dtick"]) = ("linear", 0, Math.Max(1, Math.Ceiling((extent.Max - extent.Min) / 8)));
        return axis;
    }

    /// <summary>Labels of one size on a logarithmic axis: at the decades, or at 1, 2, 5 when there are few decades.</summary>
    static void Decades(JsonObject axis, Extent extent)
    {
        var (low, decades) = (Math.Log10(extent.Min), Math.Log10(extent.Max / extent.Min));
        if (extent.IsEmpty) return;
        var step = Math.Max(1, (int)(decades / 6));
        int[] powers = [.. Enumerable.Range(0, (int)decades + 5).Select(i => (int)Math.Floor(low) - 2 + i)];
        double[] ticks = [.. from k in powers where k % step == 0 from d in (double[])(decades > 1.7 ? [1] : [1, 2, 5]) select d * Math.Pow(10, k)];
        (axis["tickmode"], axis["tickvals"]) = ("array", Numbers.Json(ticks));
        axis["ticktext"] = Numbers.Json(ticks.Select(t => Tick(t, plain: extent.Min >= 0.00099 && extent.Max < 20000)));
        if (decades is > 1.7 and < 8) axis["minor"] = Js.Of(("ticks", "outside"), ("ticklen", 2), ("dtick", "D1"));
    }

    /// <summary>0.01 or 200 when plain, else 10⁻⁷ or 5·10⁻⁷.</summary>
    static string Tick(double value, bool plain)
    {
        if (plain || value is > 0.5 and < 20) return Numbers.Text(value);
        var power = (int)Math.Floor(Math.Log10(value) + 1e-9);
        var digit = Math.Round(value / Math.Pow(10, power));
        return $"{(digit == 1 ? "" : $"{digit}·")}10<sup>{(power < 0 ? "−" : "")}{Math.Abs(power)}</sup>";
    }

    static JsonObject Spatial(string label) => Js.Of(("title", Js.Of(("text", Plotly.Label(label)))), ("showbackground", false));
}
