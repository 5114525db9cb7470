using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <content>What the functions of two variables share.</content>
public sealed partial record Figure
{
    static IEnumerable<double> Count(int n) => Enumerable.Range(0, n).Select(i => (double)i);

    static (double[] Xs, double[] Ys, double[,] Z) Sampled(IEnumerable<double> xs, IEnumerable<double> ys, Func<double, double, double> f)
    {
        double[] x = [.. xs], y = [.. ys];
        var z = new double[y.Length, x.Length];
        for (var i = 0; i < y.Length; i++)
            for (var j = 0; j < x.Length; j++) z[i, j] = f(x[j], y[i]);
        return (x, y, z);
    }

    /// <summary>Checks the shape and thins to 150 × 150.</summary>
    static (double[] Xs, double[] Ys, double[,] Z) Plane(string method, string name, IEnumerable<double> xs, IEnumerable<double> ys, double[,] z)
    {
        double[] x = [.. xs], y = [.. ys];
        if (z.GetLength(0) != y.Length || z.GetLength(1) != x.Length || z.Length == 0)
            throw new ArgumentException($"{method} “{name}”: z of [{z.GetLength(0)}×{z.GetLength(1)}] over {y.Length} ys and {x.Length} xs; z is [ys, xs] and not empty.");
        int[] rows = Numbers.Spread(y.Length, MostCells), columns = Numbers.Spread(x.Length, MostCells);
        var kept = new double[rows.Length, columns.Length];
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < columns.Length; j++) kept[i, j] = z[rows[i], columns[j]];
        return ([.. columns.Select(j => x[j])], [.. rows.Select(i => y[i])], kept);
    }

    Series Flat(string kind, string name, double[] x, double[] y, double[,] z, Func<Pen, JsonObject[]> traces, Func<JsonObject> colors)
    {
        var e = Extent.Of(z.Cast<double>());
        var lowest = Enumerable.Range(0, z.Length).Where(i => z[i / x.Length, i % x.Length] == e.Min);
        var at = lowest.Select(i => $" at ({Numbers.Text(x[i % x.Length])}, {Numbers.Text(y[i / x.Length])})").FirstOrDefault();
        return new(kind, name, $"{x.Length} × {y.Length} values, lowest {Numbers.Text(e.Min)}{at}, highest {Numbers.Text(e.Max)}",
            DataTable.Matrix($"{(LabelY.Length > 0 ? LabelY : "y")} \\ {(LabelX.Length > 0 ? LabelX : "x")}", [.. x.Select(Numbers.Text)], [.. y.Select(Numbers.Text)], z),
            Extent.Of(x), Extent.Of(y), traces)
        { TakesPen = false, ColorAxis = colors, Edges = kind == "surface" ? null : (Edges(x, kind), Edges(y, kind)), Hidden = z.Cast<double>().Count(v => !double.IsFinite(v)) };
    }

    /// <summary>From the first to the last grid line of a contour map; half a cell further for a heat map.</summary>
    static Extent Edges(double[] at, string kind)
    {
        var e = Extent.Of(at);
        var margin = kind == "heat map" ? at.Length > 1 ? (e.Max - e.Min) / (at.Length - 1) / 2 : 0.5 : 0;
        return new(e.Min - margin, e.Max + margin);
    }

    static JsonObject Cells(string type, string name, double[] x, double[] y, double[,] z) => Js.Of(
        ("type", type), ("name", Plotly.Label(name)), ("x", Numbers.Json(x)), ("y", Numbers.Json(y)), ("z", Numbers.Json(z)),
        ("hovertemplate", $"%{{x:.4~g}}, %{{y:.4~g}}: %{{z:.4~g}}<extra></extra>"));

    static JsonObject Contour(string name, double[] x, double[] y, double[,] z, double[]? levels)
    {
        var trace = Cells("contour", name, x, y, z);
        trace["line"] = Js.Of(("width", 0.75), ("color", "rgba(96,116,150,0.75)"));
        if (levels is null)
            trace["ncontours"] = 14;
        else
        {
            var place = new double[z.GetLength(0), z.GetLength(1)];
            for (var i = 0; i < z.GetLength(0); i++)
                for (var j = 0; j < z.GetLength(1); j++) place[i, j] = Place(z[i, j], levels);
            (trace["z"], trace["customdata"]) = (Numbers.Json(place), Numbers.Json(z, digits: 4));    // the four that hovering tells
            trace["hovertemplate"] = "%{x:.4~g}, %{y:.4~g}: %{customdata:.4~g}<extra></extra>";
            trace["contours"] = Js.Of(("start", 0), ("end", levels.Length - 1), ("size", 1));
        }
        return trace;
    }

    /// <summary>z measured in levels: k at level k, linear between, held half a level beyond the ends.</summary>
    static double Place(double z, double[] levels)
    {
        if (!double.IsFinite(z)) return z;
        var k = Math.Clamp(Array.FindLastIndex(levels, l => l <= z), 0, Math.Max(0, levels.Length - 2));
        var gap = levels.Length > 1 ? levels[k + 1] - levels[k] : Math.Max(Math.Abs(levels[0]), 1e-300);
        return Math.Clamp(k + (z - levels[k]) / gap, -0.5, levels.Length - 0.5);
    }

    static JsonObject Scale(string name, string[]? colors, double[]? levels, bool diverging = false, bool bar = true)
    {
        var axis = Js.Of(("showscale", bar));
        if (colors is not null) axis["colorscale"] = Palette.Json(colors);
        if (diverging) axis["cmid"] = 0;
        if (!bar) return axis;
        axis["colorbar"] = Js.Of(("title", Js.Of(("text", Plotly.Label(name)), ("side", "top"))), ("thickness", 12), ("outlinewidth", 0), ("exponentformat", "power"));
        if (levels is not null)
        {
            (axis["cmin"], axis["cmax"]) = (-0.5, levels.Length - 0.5);
            int[] ticks = [.. Enumerable.Range(0, levels.Length).Where(i => i % (1 + (levels.Length - 1) / 6) == 0)];
            axis["colorbar"]!["tickmode"] = "array";
            axis["colorbar"]!["tickvals"] = Numbers.Json([.. ticks.Select(i => (double)i)]);
            axis["colorbar"]!["ticktext"] = Numbers.Json(ticks.Select(i => Numbers.Text(levels[i])));
        }
        return axis;
    }
}
