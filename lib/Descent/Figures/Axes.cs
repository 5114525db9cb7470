using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>The axes of each panel, where they stand, and the remarks drawn on them.</summary>
static class Axes
{
    /// <summary>"" for the first panel, then "2", "3", …: how plotly numbers axes.</summary>
    public static string Suffix(int n) => n == 0 ? "" : (n + 1).ToString();

    public static void Add(JsonObject layout, Figure figure, Figure part, int n)
    {
        if (part.Series.FirstOrDefault(s => s.ColorAxis is not null)?.ColorAxis is { } colors) layout["coloraxis" + Suffix(n)] = colors();
        if (part.IsSpatial)
            layout["scene" + Suffix(n)] = Js.Of(
                ("xaxis", Spatial(part.LabelX)), ("yaxis", Spatial(part.LabelY)), ("zaxis", Spatial(part.Series.First(s => s.Kind == "surface").Name)),
                ("camera", Js.Of(("eye", Js.Of(("x", 1.4), ("y", -1.5), ("z", 0.9))))));
        else
        {
            var x = Axis(part, part.LabelX, part.LogX, part.RangeX, part.CategoriesX);
            var y = Axis(part, part.LabelY, part.LogY, part.RangeY, part.CategoriesY);
            (x["anchor"], y["anchor"]) = ("y" + Suffix(n), "x" + Suffix(n));
            if (part.Downwards) y["autorange"] = "reversed";
            if (part.EqualUnits)
            {
                (y["scaleanchor"], y["scaleratio"]) = ("x" + Suffix(n), 1);
                (x["constrain"], y["constrain"]) = ("domain", "domain");
            }
            (layout["xaxis" + Suffix(n)], layout["yaxis" + Suffix(n)]) = (x, y);
        }
        if (figure.Panels.Count == 0) return;
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

    /// <summary>The part of the drawing that panel n fills, as relayout keys: the grid, or one column on a narrow page.</summary>
    public static void Place(JsonObject keys, Figure figure, int n, bool narrow)
    {
        var columns = narrow ? 1 : figure.Columns;
        var rows = (figure.Panels.Count + columns - 1) / columns;
        var bars = figure.Panels.Any(p => p.Series.Any(s => s.ColorAxis is not null && !p.Bare));
        var gapX = columns == 1 ? 0 : bars ? 0.16 : 0.11;
        var gapY = rows == 1 ? 0 : 100.0 / (narrow ? 330 * rows : figure.Pixels);
        var width = (1 - gapX * (columns - 1)) / columns;
        var height = (1 - gapY * (rows - 1)) / rows;
        var (left, bottom) = (n % columns * (width + gapX), (rows - 1 - n / columns) * (height + gapY));
        JsonArray X() => Span(left, width);
        JsonArray Y() => Span(bottom, height);
        if (figure.Panels[n].IsSpatial)
            (keys[$"scene{Suffix(n)}.domain.x"], keys[$"scene{Suffix(n)}.domain.y"]) = (X(), Y());
        else
            (keys[$"xaxis{Suffix(n)}.domain"], keys[$"yaxis{Suffix(n)}.domain"]) = (X(), Y());
        if (figure.Panels[n].Series.All(s => s.ColorAxis is null)) return;
        var bar = $"coloraxis{Suffix(n)}.colorbar.";
        (keys[bar + "x"], keys[bar + "y"], keys[bar + "len"]) = (Numbers.Json(left + width + 0.005), Numbers.Json(bottom + height / 2), Numbers.Json(height));

        static JsonArray Span(double from, double length) => new(Numbers.Json(from), Numbers.Json(Math.Min(1, from + length)));
    }

    /// <summary>A line across the panel with its label at the edge, or a text with an arrow.</summary>
    public static void Draw(Remark remark, Figure part, int n, JsonArray shapes, JsonArray annotations)
    {
        var (x, y) = (part.LogX ? Math.Log10(remark.X) : remark.X, part.LogY ? Math.Log10(remark.Y) : remark.Y);
        var (xref, yref) = ("x" + Suffix(n), "y" + Suffix(n));
        var text = Js.Of(("text", Plotly.Label(remark.Text)), ("showarrow", false), ("font", Js.Of(("size", 12.5))));
        if (double.IsNaN(remark.Y))
        {
            shapes.Add(Line(xref, yref + " domain", remark.X, remark.X, 0, 1));
            var e = part.RangeX is var (low, high) ? new(low, high) : part.ExtentX.Union(new(remark.X, remark.X));
            var right = part.LogX ? remark.X * remark.X > e.Min * e.Max : remark.X > (e.Min + e.Max) / 2;
            Put(text, (xref, x, right ? "right" : "left"), (yref + " domain", 1, "top"));
        }
        else if (double.IsNaN(remark.X))
        {
            shapes.Add(Line(xref + " domain", yref, 0, 1, remark.Y, remark.Y));
            Put(text, (xref + " domain", 1, "right"), (yref, y, "bottom"));
        }
        else
        {
            Put(text, (xref, x, "auto"), (yref, y, "auto"));
            (text["showarrow"], text["arrowhead"], text["arrowwidth"], text["ax"], text["ay"]) = (true, 2, 1, 30, -34);
        }
        annotations.Add(text);

        static void Put(JsonObject text, (string Ref, double At, string Anchor) x, (string Ref, double At, string Anchor) y)
        {
            (text["xref"], text["x"], text["xanchor"]) = (x.Ref, Numbers.Json(x.At, 9), x.Anchor);
            (text["yref"], text["y"], text["yanchor"]) = (y.Ref, Numbers.Json(y.At, 9), y.Anchor);
        }

        static JsonObject Line(string xref, string yref, double x0, double x1, double y0, double y1) => Js.Of(
            ("type", "line"), ("layer", "below"), ("xref", xref), ("yref", yref),
            ("x0", Numbers.Json(x0, 9)), ("x1", Numbers.Json(x1, 9)), ("y0", Numbers.Json(y0, 9)), ("y1", Numbers.Json(y1, 9)),
            ("line", Js.Of(("width", 1.25), ("dash", "4px,3px"))));
    }

    /// <summary>A panel's caption above its axes.</summary>
    public static JsonObject Title(Figure part, int n, string[] lines) => Js.Of(
        ("text", string.Join("<br>", lines)), ("showarrow", false), ("align", "left"), ("font", Js.Of(("size", 13))),
        ("xref", part.IsSpatial ? "paper" : $"x{Suffix(n)} domain"), ("x", 0), ("xanchor", "left"),
        ("yref", part.IsSpatial ? "paper" : $"y{Suffix(n)} domain"), ("y", 1), ("yanchor", "bottom"), ("yshift", 4));

    static JsonObject Axis(Figure part, string label, bool log, (double Low, double High)? range, bool categories)
    {
        if (part.Bare) return Js.Of(("visible", false));
        var axis = Js.Of(
            ("title", Js.Of(("text", Plotly.Label(label)), ("standoff", 8))),
            ("type", categories ? "category" : log ? "log" : "linear"), ("tickmode", "auto"), ("automargin", true),
            ("zeroline", false), ("showline", true), ("linewidth", 1), ("ticks", "outside"), ("ticklen", 4), ("exponentformat", "power"), ("showgrid", !categories));
        if (range is var (low, high))
            axis["range"] = log ? new JsonArray(Numbers.Json(Math.Log10(low), 9), Numbers.Json(Math.Log10(high), 9)) : new JsonArray(Numbers.Json(low, 9), Numbers.Json(high, 9));
        return axis;
    }

    static JsonObject Spatial(string label) => Js.Of(("title", Js.Of(("text", Plotly.Label(label)))), ("showbackground", false));
}
