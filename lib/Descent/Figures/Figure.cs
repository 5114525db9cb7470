using System.Text.Json;
using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>A plotly figure, built by adding series: <c>new Figure("caption", x: "η", y: "loss").Line("L", xs, ys).Mark(2, "2/λmax")</c>.
/// A value: every method returns a new figure. It shows itself in a notebook and carries alternative text and a data table.</summary>
/// <remarks>Numbers are stored with five significant digits (integers exactly). Values that are not finite, and values ≤ 0 on a logarithmic axis,
/// leave a gap, and the caption counts them.</remarks>
[TypeFormatterSource(typeof(FigureFormatters), PreferredMimeTypes = ["text/html", "application/vnd.plotly.v1+json", "text/plain"])]
public sealed partial record Figure
{
    /// <summary>An empty pair of axes.</summary>
    /// <param name="caption">What the figure shows, as a sentence.</param>
    /// <param name="x">Label of the horizontal axis, with its unit.</param>
    /// <param name="y">Label of the vertical axis, with its unit.</param>
    /// <param name="logX">Whether the horizontal axis is logarithmic.</param>
    /// <param name="logY">Whether the vertical axis is logarithmic.</param>
    /// <exception cref="ArgumentException">The caption is empty.</exception>
    public Figure(string caption, string x = "", string y = "", bool logX = false, bool logY = false)
    {
        if (string.IsNullOrWhiteSpace(caption))
            throw new ArgumentException("A figure needs a caption: say in one sentence what it shows.", nameof(caption));
        (Caption, LabelX, LabelY, LogX, LogY) = (caption, x, y, logX, logY);
    }

    /// <summary>What the figure shows.</summary>
    public string Caption { get; }

    /// <summary>The figure in words: what its alternative text says, given with <see cref="Alt"/> or made from the numbers.</summary>
    public string AlternativeText => GivenAlt ?? Words.Of(this);

    internal string LabelX { get; }
    internal string LabelY { get; }
    internal bool LogX { get; }
    internal bool LogY { get; }
    internal string? GivenAlt { get; init; }
    internal string? GivenJson { get; init; }
    internal IReadOnlyList<Series> Series { get; init; } = [];
    internal IReadOnlyList<Remark> Remarks { get; init; } = [];
    internal IReadOnlyList<Figure> Panels { get; init; } = [];
    internal int Columns { get; init; } = 1;
    internal int? GivenHeight { get; init; }
    internal bool EqualUnits { get; init; }
    internal bool Bare { get; init; }
    internal bool Downwards { get; init; }
    internal bool CategoriesX { get; init; }
    internal bool CategoriesY { get; init; }
    internal (double Low, double High)? RangeX { get; init; }
    internal (double Low, double High)? RangeY { get; init; }

    /// <summary>Several figures side by side, <paramref name="columns"/> in a row (one below the other on a narrow page); their captions become panel titles.</summary>
    /// <param name="caption">What the panels show together.</param>
    /// <param name="columns">Panels in a row, at least 1.</param>
    /// <param name="panels">Flat figures that are not grids themselves.</param>
    /// <exception cref="ArgumentException">No panel, a grid or a surface among them, or columns below 1.</exception>
    public static Figure Grid(string caption, int columns, params Figure[] panels)
    {
        if (panels.Length == 0 || columns < 1 || panels.Any(p => p.Panels.Count > 0 || p.IsSpatial))
            throw new ArgumentException($"A grid has at least one column and one panel, each flat and no grid itself: got {panels.Length} panels in {columns} columns.");
        return new Figure(caption) { Panels = [.. panels], Columns = Math.Min(columns, panels.Length) };
    }

    /// <summary>A dashed vertical line at x with a label.</summary>
    /// <exception cref="ArgumentException">The axis cannot show x.</exception>
    public Figure Mark(double x, string label) => Add(new Remark(OnAxis(x, LogX, label), double.NaN, label));

    /// <summary>A dashed horizontal line at y with a label.</summary>
    /// <exception cref="ArgumentException">The axis cannot show y.</exception>
    public Figure Level(double y, string label) => Add(new Remark(double.NaN, OnAxis(y, LogY, label), label));

    /// <summary>A text with a small arrow to the point (x, y).</summary>
    /// <exception cref="ArgumentException">An axis cannot show its coordinate.</exception>
    public Figure Note(double x, double y, string text) => Add(new Remark(OnAxis(x, LogX, text), OnAxis(y, LogY, text), text));

    /// <summary>Fixed ends of the axes, in the axes' own values; leave one out to fit the data.</summary>
    /// <exception cref="ArgumentException">Low ≥ high, or an end ≤ 0 on a logarithmic axis.</exception>
    public Figure Range((double Low, double High)? x = null, (double Low, double High)? y = null)
    {
        Check("x", x, LogX);
        Check("y", y, LogY);
        return this with { RangeX = x ?? RangeX, RangeY = y ?? RangeY };

        static void Check(string axis, (double Low, double High)? range, bool log)
        {
            if (range is var (low, high) && (!(low < high) || (log && low <= 0)))
                throw new ArgumentException($"Range of {axis} from {low} to {high}: the low end must be below the high end{(log ? " and above 0 on a logarithmic axis" : "")}.");
        }
    }

    /// <summary>One unit of x as long as one unit of y, for a plane of parameters.</summary>
    public Figure Equal() => this with { EqualUnits = true };

    /// <summary>The height in pixels on a wide page (about 400 for one pair of axes unless told).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 100.</exception>
    public Figure Height(int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 100);
        return this with { GivenHeight = pixels };
    }

    /// <summary>Alternative text in place of the one made from the numbers.</summary>
    public Figure Alt(string text) => this with { GivenAlt = text };

    /// <summary>The figure as plotly JSON: data, layout, config, and frames when something moves.</summary>
    public string ToJson() => GivenJson ?? Plotly.Text(Plotly.Of(this, title: true));

    /// <summary>A figure drawn elsewhere, from its <see cref="ToJson"/>: only that and its caption are known, and nothing can be added.</summary>
    /// <exception cref="ArgumentException">The text is no figure's JSON.</exception>
    public static Figure FromJson(string json)
    {
        try
        {
            return new(JsonNode.Parse(json)?["layout"]?["title"]?["text"]?.GetValue<string>() ?? "") { GivenJson = json };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ArgumentException("This text is no figure's JSON: it has no layout.title.text.", nameof(json), e);
        }
    }

    /// <summary>The figure as a piece of a web page: caption, alternative text, data table and the script that draws it.</summary>
    public string ToHtml() => Html.Of(this);

    /// <summary>The alternative text.</summary>
    public override string ToString() => AlternativeText;

    internal IReadOnlyList<Figure> Parts => Panels.Count > 0 ? Panels : [this];

    /// <summary>Whether something stands in space, which only plotly's full bundle draws.</summary>
    internal bool IsSpatial => Series.Any(s => s.Kind == "surface");

    internal Extent ExtentX => Series.Aggregate(Extent.Empty, (e, s) => e.Union(s.X));

    internal Extent ExtentY => Series.Aggregate(Extent.Empty, (e, s) => e.Union(s.Y));

    /// <summary>What the axes show: the range that was given, else the plane of a map, else (null) what fits.</summary>
    internal (double Low, double High)? ShownX => RangeX ?? Shown(MapEdges?.X, LogX);

    internal (double Low, double High)? ShownY => RangeY ?? (Downwards ? null : Shown(MapEdges?.Y, LogY));

    (Extent X, Extent Y)? MapEdges => Series.FirstOrDefault(s => s.Edges is not null)?.Edges;

    static (double, double)? Shown(Extent? e, bool log) => e is var (low, high) && low < high && !(log && low <= 0) ? (low, high) : null;

    /// <summary>Whether all panels are maps with the same given levels, so that one colour bar serves them.</summary>
    internal bool SharesScale => Panels.Count > 1 && Panels.All(p => p.HasColorBar)
        && Panels.Select(p => p.Series.First(s => s.ColorAxis is not null).ColorAxis!()).ToArray() is var axes
        && axes[0].ContainsKey("cmin") && axes.All(a => JsonNode.DeepEquals(a, axes[0]));

    internal bool HasColorBar => !Bare && Series.Any(s => s.ColorAxis is not null);

    /// <summary>Where x stands between the left (0) and the right end (1) of the axis.</summary>
    internal double AlongX(double x)
    {
        var e = ShownX is var (low, high) ? new(low, high) : Remarks.Where(r => double.IsNaN(r.Y)).Aggregate(ExtentX, (e, r) => e.Union(new(r.X, r.X)));
        return e.IsEmpty || e.Min == e.Max ? 0.5 : LogX ? Math.Log(x / e.Min) / Math.Log(e.Max / e.Min) : (x - e.Min) / (e.Max - e.Min);
    }

    /// <summary>The line of labels, counted from the axes upwards, in which each mark's label does not touch its neighbour.</summary>
    internal Dictionary<Remark, int> MarkRows
    {
        get
        {
            var ends = new List<double>();
            var rows = new Dictionary<Remark, int>();
            foreach (var mark in Remarks.Where(r => double.IsNaN(r.Y)).OrderBy(r => r.X))
            {
                var (middle, half) = (AlongX(mark.X), 0.009 * mark.Text.Length + 0.01);
                var row = ends.FindIndex(end => end < middle - half);
                if (row < 0) (row, ends) = (ends.Count, [.. ends, 0]);
                (rows[mark], ends[row]) = (row, middle + half);
            }
            return rows;
        }
    }

    internal int MarkLines => MarkRows.Values.DefaultIfEmpty(-1).Max() + 1;

    Figure Add(Series series) => Leaf with { Series = [.. Series, series] };

    static double OnAxis(double value, bool log, string label) => double.IsFinite(value) && !(log && value <= 0) ? value
        : throw new ArgumentException($"“{label}” at {value}: a position is finite{(log ? " and above 0 on a logarithmic axis" : "")}.");

    Figure Add(Remark remark) => Leaf with { Remarks = [.. Remarks, remark] };

    Figure Leaf => GivenJson is not null ? throw new InvalidOperationException("A figure from JSON is complete: nothing can be added.")
        : Panels.Count == 0 ? this
        : throw new InvalidOperationException("A grid has no axes of its own: add the series to one of its panels.");
}
