using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>One thing drawn in a figure: its words ("line", "L", what its numbers do), its numbers, its extent, and its plotly traces without axes.</summary>
sealed record Series(string Kind, string Name, string Summary, DataTable Table, Extent X, Extent Y, Func<Pen, JsonObject[]> Traces)
{
    /// <summary>How many values a logarithmic axis cannot show, or were not finite.</summary>
    public int Hidden { get; init; }

    /// <summary>Whether the series takes the next colour, dash and marker.</summary>
    public bool TakesPen { get; init; } = true;

    /// <summary>The colour scale and bar shared by the panel, for contours and heat maps.</summary>
    public Func<JsonObject>? ColorAxis { get; init; }

    /// <summary>The edges of the plane that a contour map or heat map fills: what the axes show unless told otherwise.</summary>
    public (Extent X, Extent Y)? Edges { get; init; }

    /// <summary>The positions of the moving point, one per frame (empty: nothing moves).</summary>
    public (int Step, double X, double Y)[] Steps { get; init; } = [];
}

/// <summary>A line across the panel (horizontal when X is NaN, vertical when Y is) or a text at a point.</summary>
readonly record struct Remark(double X, double Y, string Text)
{
    public string Sentence => double.IsNaN(Y) ? $"{Text} at {Numbers.Text(X)} (vertical line)"
        : double.IsNaN(X) ? $"{Text} at {Numbers.Text(Y)} (horizontal line)"
        : $"{Text} at ({Numbers.Text(X)}, {Numbers.Text(Y)})";
}
