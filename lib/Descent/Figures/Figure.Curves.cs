using System.Numerics;

namespace Descent.Figures;

public sealed partial record Figure
{
    const int MostMarkers = 2000;
    const int MostFrames = 60;

    /// <summary>A curve through the points (xᵢ, yᵢ). Above 500 points only each run's lowest and highest are kept.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="xs">Any numbers.</param>
    /// <param name="ys">As many numbers as <paramref name="xs"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no point.</exception>
    public Figure Line<TX, TY>(string name, IEnumerable<TX> xs, IEnumerable<TY> ys) where TX : INumberBase<TX> where TY : INumberBase<TY>
    {
        var (x, y, hidden) = Points("Line", name, Doubles(xs), Doubles(ys));
        var summary = Curve(x, y);
        (x, y) = Numbers.Thin(x, y);
        return Add(Xy("line", name, x, y, hidden, summary, pen =>
        [
            Scatter(name, x.Length > 12 ? "lines" : "lines+markers", x, y,
                ("line", Js.Of(("color", pen.Color), ("dash", pen.Dash), ("width", 1.75))),
                ("marker", x.Length > 12 ? null : Js.Of(("color", pen.Color), ("symbol", pen.Symbol), ("size", 7)))),
        ]));
    }

    /// <summary>The curve of f over xs.</summary>
    public Figure Line<TX>(string name, IEnumerable<TX> xs, Func<double, double> f) where TX : INumberBase<TX>
    {
        var x = Doubles(xs);
        return Line(name, x, x.Select(f));
    }

    /// <summary>The curve of y₀, y₁, … over 0, 1, ….</summary>
    public Figure Line<TY>(string name, IEnumerable<TY> ys) where TY : INumberBase<TY>
    {
        var y = Doubles(ys);
        return Line(name, Enumerable.Range(0, y.Length), y);
    }

    /// <summary>The points (xᵢ, yᵢ) alone; of more than 2000, evenly chosen ones.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there is no point.</exception>
    public Figure Markers<TX, TY>(string name, IEnumerable<TX> xs, IEnumerable<TY> ys) where TX : INumberBase<TX> where TY : INumberBase<TY>
    {
        var (x, y, hidden) = Points("Markers", name, Doubles(xs), Doubles(ys));
        var all = x.Length;
        var kept = Numbers.Spread(all, MostMarkers);
        var summary = $"{all} points, x from {Extent.Of(x)}, y from {Extent.Of(y)}";
        (x, y) = ([.. kept.Select(i => x[i])], [.. kept.Select(i => y[i])]);
        var size = x.Length > 200 ? 4.5 : 7;
        return Add(Xy("set of markers", name, x, y, hidden, summary, pen =>
            [Scatter(name, "markers", x, y, ("marker", Js.Of(("color", pen.Color), ("symbol", pen.Symbol), ("size", size), ("opacity", x.Length > 200 ? 0.6 : 0.9))))]));
    }

    /// <summary>One bar of height yᵢ at each xᵢ; several series stand side by side.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there is no bar.</exception>
    public Figure Bars<TX, TY>(string name, IEnumerable<TX> xs, IEnumerable<TY> heights) where TX : INumberBase<TX> where TY : INumberBase<TY>
    {
        var (x, y, hidden) = Points("Bars", name, Doubles(xs), Doubles(heights));
        return Add(Xy("bar series", name, x, y, hidden, Curve(x, y), pen => [Bar(name, Numbers.Json(x), y, pen)]));
    }

    /// <summary>One bar for each label.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or there is no bar.</exception>
    public Figure Bars<TY>(string name, IEnumerable<string> labels, IEnumerable<TY> heights) where TY : INumberBase<TY>
    {
        string[] x = [.. labels];
        var (_, y, hidden) = Points("Bars", name, Enumerable.Range(1, x.Length).Select(i => (double)i).ToArray(), Doubles(heights));
        var table = new DataTable([LabelX, name], [.. x.Select((label, i) => (string[])[label, Numbers.Text(y[i])])]);
        var summary = x.Length > 12 ? Curve([.. Enumerable.Range(0, y.Length).Select(i => (double)i)], y)
            : string.Join(", ", x.Select((label, i) => $"{label}: {Numbers.Text(y[i])}"));
        var bars = new Series("bar series", name, summary, table, Extent.Empty, Extent.Of(y), pen => [Bar(name, Numbers.Json(x), y, pen)]) { Hidden = hidden };
        return Add(bars) with { CategoriesX = true };
    }

    /// <summary>How many values fall into each of equally wide bins (equally wide in log x on a logarithmic axis).</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="values">Any numbers; those that are not finite, outside the range, or ≤ 0 on a logarithmic axis, are left out and counted in the caption.</param>
    /// <param name="bins">Number of bins, at least 1.</param>
    /// <param name="density">Heights that integrate to 1 (over all values, those outside the range included) instead of counts.</param>
    /// <param name="range">Where the first bin begins and the last ends; when not given, the smallest and the largest value.</param>
    /// <exception cref="ArgumentException">No value can be shown, or bins below 1.</exception>
    public Figure Histogram<T>(string name, IEnumerable<T> values, int bins = 30, bool density = false, (double Low, double High)? range = null) where T : INumberBase<T>
    {
        var all = Doubles(values);
        double[] drawable = [.. all.Where(v => double.IsFinite(v) && !(LogX && v <= 0))];
        double[] shown = [.. drawable.Where(v => !(v < range?.Low || v > range?.High))];
        if (shown.Length == 0 || bins < 1)
            throw new ArgumentException($"Histogram “{name}”: {shown.Length} of {all.Length} values can be shown, in {bins} bins; at least one of each is needed.");
        var (low, high) = range ?? (Extent.Of(shown).Min, Extent.Of(shown).Max);
        if (low == high) (low, high) = LogX ? (low / 1.1, high * 1.1) : (low - 0.5, high + 0.5);
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => LogX ? low * Math.Pow(high / low, i / (double)bins) : low + (high - low) * i / bins)];
        var heights = new double[bins];
        foreach (var v in shown)
        {
            var at = LogX ? Math.Log(v / low) / Math.Log(high / low) : (v - low) / (high - low);
            heights[Math.Clamp((int)(at * bins), 0, bins - 1)] += 1;
        }
        if (density)
            for (var i = 0; i < bins; i++) heights[i] /= drawable.Length * (edges[i + 1] - edges[i]);
        var peak = Array.IndexOf(heights, heights.Max());
        var table = DataTable.Columns(["from", "to", density ? "density" : "count"], [edges[..^1], edges[1..], heights]);
        return Add(new Series("histogram", name,
            $"{shown.Length} values from {Extent.Of(shown)} in {bins} bins, most between {Numbers.Text(edges[peak])} and {Numbers.Text(edges[peak + 1])}",
            table, new(low, high), Extent.Of(heights.Where(h => h > 0)), pen =>
            {
                var bar = Bar(name, Numbers.Json([.. edges[..^1].Zip(edges[1..], (a, b) => (a + b) / 2)]), heights, pen);
                bar["width"] = LogX ? Numbers.Json([.. edges[..^1].Zip(edges[1..], (a, b) => b - a)]) : Numbers.Json((high - low) / bins);
                bar["opacity"] = 0.7;
                return [bar];
            })
        { Hidden = all.Length - shown.Length });
    }

    /// <summary>A trajectory: the points in order, joined; a ring marks the first. Of more than 500, evenly chosen ones.</summary>
    /// <exception cref="ArgumentException">There is no point.</exception>
    public Figure Path(string name, IEnumerable<(double X, double Y)> points)
    {
        var (x, y, hidden) = Trajectory("Path", name, points, Numbers.LongestCurve, out _);
        return Add(Xy("path", name, x, y, hidden, Ends(x, y), pen => [Track(name, x, y, pen, "1"), Start(x, y, pen)]));
    }

    /// <summary>A trajectory with a point that moves along it: a slider, and buttons to play and stop. At most 60 frames, evenly chosen.</summary>
    /// <exception cref="ArgumentException">There is no point.</exception>
    public Figure Animate(string name, IEnumerable<(double X, double Y)> points)
    {
        var (x, y, hidden) = Trajectory("Animate", name, points, MostFrames, out var steps);
        var track = Xy("moving point", name, x, y, hidden, Ends(x, y), pen =>
        [
            Track(name, x, y, pen, "0.55"), Start(x, y, pen),
            Quiet(Scatter(name, "markers", x[..1], y[..1], ("marker", Js.Of(("color", pen.Color), ("symbol", pen.Symbol), ("size", 13))))),
        ]);
        return Add(track with { Steps = [.. steps.Select((step, i) => (step, x[i], y[i]))] });
    }
}
