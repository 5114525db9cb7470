using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>Lines across a panel with their labels, and texts in it.</summary>
static class Remarks
{
    /// <summary>A line across the panel with its label at the edge, or a text with an arrow.</summary>
    public static void Draw(Remark remark, Figure part, int n, JsonArray shapes, JsonArray annotations)
    {
        var (x, y) = (part.LogX ? Math.Log10(remark.X) : remark.X, part.LogY ? Math.Log10(remark.Y) : remark.Y);
        var (xref, yref) = ("x" + Axes.Suffix(n), "y" + Axes.Suffix(n));
        var text = Js.Of(("text", Plotly.Label(remark.Text)), ("showarrow", false), ("font", Js.Of(("size", 12.5))));
        if (double.IsNaN(remark.Y))
        {
            shapes.Add(Line(xref, yref + " domain", remark.X, remark.X, 0, 1));
            var at = part.AlongX(remark.X);
            Put(text, (xref, x, at < 0.12 ? "left" : at > 0.88 ? "right" : "center"), (yref + " domain", 1, "bottom"));
            text["yshift"] = 16 * part.MarkRows[remark];
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
}
