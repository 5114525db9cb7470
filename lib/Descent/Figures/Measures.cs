using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>How tall a figure is, from what it holds, on a wide and on a narrow page.</summary>
static class Measures
{
    const int WidePage = 700;
    const int NarrowPage = 345;

    public static int Height(Figure figure, bool narrow) =>
        figure.Panels.Count == 0 ? Leaf(figure, narrow)
        : figure.GivenHeight is { } given && !narrow ? given
        : Rows(figure, narrow) * RowHeight(figure, narrow);

    /// <summary>How many characters of an axis title fit beside the axis.</summary>
    public static int TitleX(Figure figure, bool narrow) => narrow ? 34 : Math.Max(16, 84 / figure.Columns);

    /// <inheritdoc cref="TitleX"/>
    public static int TitleY(Figure figure, bool narrow) => figure.Panels.Count > 0 ? 26 : narrow ? 32 : 40;

    public static int Columns(Figure figure, bool narrow) => narrow ? 1 : figure.Columns;

    public static int Rows(Figure figure, bool narrow) => (figure.Panels.Count + Columns(figure, narrow) - 1) / Columns(figure, narrow);

    /// <summary>The share of the width that stays free between two panels: tick labels, an axis title, perhaps a colour bar.</summary>
    public static double GapX(Figure figure, bool narrow) =>
        Columns(figure, narrow) == 1 ? 0 : figure.Panels.Any(p => p.HasColorBar) && !figure.SharesScale ? 0.2 : 0.13;

    /// <summary>The share of the height that stays free between two panels: tick labels, an axis title, a panel title.</summary>
    public static double GapY(Figure figure, bool narrow) => Rows(figure, narrow) == 1 ? 0 : 96.0 / (Height(figure, narrow) - 60);

    /// <summary>How many lines of labels stand above the axes: marks and panel titles.</summary>
    public static int LabelRows(Figure figure) => figure.Parts.Max(p => p.MarkLines) + (figure.Panels.Count > 0 ? 1 : 0);

    /// <summary>About how many rows the legend fills on a wide page; none when no panel has two series to tell apart.</summary>
    public static int LegendRows(Figure figure) => figure.Parts.All(p => p.Series.Count(s => s.TakesPen) < 2) ? 0
        : 1 + (figure.Parts.SelectMany(p => p.Series).Where(s => s.TakesPen).Select(s => s.Name).Distinct().Sum(name => 50 + 8 * name.Length) / WidePage);

    /// <summary>The foot of the legend, over those labels, in heights of the axes.</summary>
    public static JsonNode? LegendY(Figure figure, bool narrow) => Numbers.Json(1 + (4.0 + 20 * LabelRows(figure)) / (Height(figure, narrow) - 100));

    static int Leaf(Figure figure, bool narrow)
    {
        var page = narrow ? NarrowPage : WidePage;
        return (figure.EqualUnits, figure.GivenHeight) switch
        {
            (true, { } given) => narrow ? Math.Min(given, figure.Bare ? (int)(page * Aspect(figure)) + 40 : page + 40) : given,
            (true, null) => Math.Clamp((int)((page - 140) * Aspect(figure)) + 90, 220, narrow ? 420 : 500),
            (false, var given) => narrow ? Math.Min(given ?? 340, 340) : given ?? 400,
        };
    }

    static int RowHeight(Figure figure, bool narrow)
    {
        var page = narrow ? NarrowPage : WidePage;
        var labels = figure.Panels.Any(p => p.HasColorBar) && !figure.SharesScale ? 100 : 50;
        var width = page * (1 - GapX(figure, narrow) * (Columns(figure, narrow) - 1)) / Columns(figure, narrow) - labels;
        return figure.Panels.All(p => p.EqualUnits)
            ? Math.Clamp((int)(width * figure.Panels.Max(Aspect)), 120, 330) + 96
            : Columns(figure, narrow) == 1 ? 300 : 320;
    }

    /// <summary>Height of the axes over their width, when a unit is equally long on both.</summary>
    static double Aspect(Figure figure)
    {
        var (x, y) = (Length(figure.ShownX, figure.ExtentX), Length(figure.ShownY, figure.ExtentY));
        return x > 0 && y > 0 ? y / x : 1;

        static double Length((double Low, double High)? range, Extent extent) => range is var (low, high) ? high - low : extent.Max - extent.Min;
    }
}
