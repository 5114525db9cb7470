using System.Numerics;
using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <content>What the series of points share: checking, gaps, words, and the scatter and bar traces.</content>
public sealed partial record Figure
{
    static double[] Doubles<T>(IEnumerable<T> values) where T : INumberBase<T> => [.. values.Select(double.CreateChecked)];

    /// <summary>Checks the lengths and makes a gap of every point the axes cannot show.</summary>
    (double[] Xs, double[] Ys, int Hidden) Points(string method, string name, double[] xs, double[] ys)
    {
        if (xs.Length != ys.Length)
            throw new ArgumentException($"{method} “{name}”: {xs.Length} xs and {ys.Length} ys; each point needs both.");
        if (xs.Length == 0)
            throw new ArgumentException($"{method} “{name}” has no points.");
        bool[] shown = [.. xs.Select((x, i) => double.IsFinite(x) && double.IsFinite(ys[i]) && !(LogX && x <= 0) && !(LogY && ys[i] <= 0))];
        return ([.. xs.Select((x, i) => shown[i] || (double.IsFinite(x) && !(LogX && x <= 0)) ? x : double.NaN)],
            [.. ys.Select((y, i) => shown[i] ? y : double.NaN)], shown.Count(s => !s));
    }

    (double[] Xs, double[] Ys, int Hidden) Trajectory(string method, string name, IEnumerable<(double X, double Y)> points, int most, out int[] steps)
    {
        (double X, double Y)[] all = [.. points];
        var kept = steps = Numbers.Spread(all.Length, most);
        return Points(method, name, [.. kept.Select(i => all[i].X)], [.. kept.Select(i => all[i].Y)]);
    }

    Series Xy(string kind, string name, double[] x, double[] y, int hidden, string summary, Func<Pen, JsonObject[]> traces) =>
        new(kind, name, summary, DataTable.Columns([LabelX.Length > 0 ? LabelX : "x", LabelY.Length > 0 ? LabelY : "y"], x, y), Extent.Of(x), Extent.Of(y), traces) { Hidden = hidden };

    static JsonObject Scatter(string name, string mode, double[] x, double[] y, params (string Key, JsonObject? Value)[] more)
    {
        var trace = Js.Of(("type", "scatter"), ("mode", mode), ("name", Plotly.Label(name)), ("x", Numbers.Json(x)), ("y", Numbers.Json(y)));
        foreach (var (key, value) in more)
            if (value is not null) trace[key] = value;
        return trace;
    }

    static JsonObject Bar(string name, JsonArray x, double[] y, Pen pen)
    {
        var marker = Js.Of(("color", pen.Color), ("line", Js.Of(("color", pen.Color), ("width", 0.75))));
        if (pen.Pattern.Length > 0)
            marker["pattern"] = Js.Of(("shape", pen.Pattern), ("fillmode", "overlay"), ("fgcolor", "rgba(255,255,255,0.8)"), ("size", 6), ("solidity", 0.25));
        return Js.Of(("type", "bar"), ("name", Plotly.Label(name)), ("x", x), ("y", Numbers.Json(y)), ("marker", marker));
    }

    /// <summary>The joined points of a trajectory; few enough points are marked one by one.</summary>
    static JsonObject Track(string name, double[] x, double[] y, Pen pen, string alpha) => Scatter(name, x.Length <= 100 ? "lines+markers" : "lines", x, y,
        ("line", Js.Of(("color", pen.Faint(alpha)), ("dash", pen.Dash), ("width", 1.5))),
        ("marker", x.Length > 100 ? null : Js.Of(("color", pen.Faint(alpha)), ("symbol", pen.Symbol), ("size", 4.5))));

    static JsonObject Start(double[] x, double[] y, Pen pen) => Quiet(Scatter("start", "markers", x[..1], y[..1],
        ("marker", Js.Of(("color", pen.Color), ("symbol", "circle-open"), ("size", 12), ("line", Js.Of(("width", 1.5)))))));

    /// <summary>The same trace without a legend entry and without hover.</summary>
    static JsonObject Quiet(JsonObject trace)
    {
        trace["showlegend"] = false;
        trace["hoverinfo"] = "skip";
        return trace;
    }

    /// <summary>Ends and extremes of a curve in words.</summary>
    static string Curve(double[] x, double[] y)
    {
        int[] finite = [.. Enumerable.Range(0, y.Length).Where(i => double.IsFinite(y[i]))];
        if (finite.Length == 0) return "no value that can be shown";
        string At(int i) => $"{Numbers.Text(y[i])} at {Numbers.Text(x[i])}";
        return $"{y.Length} points, from {At(finite[0])} to {At(finite[^1])}, lowest {At(finite.MinBy(i => y[i]))}, highest {At(finite.MaxBy(i => y[i]))}";
    }

    /// <summary>First and last point of a trajectory in words.</summary>
    static string Ends(double[] x, double[] y) =>
        $"{x.Length} points from ({Numbers.Text(x[0])}, {Numbers.Text(y[0])}) to ({Numbers.Text(x[^1])}, {Numbers.Text(y[^1])})";
}
