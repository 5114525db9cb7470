namespace Descent.Figures;

/// <content>Functions of two variables, matrices and images.</content>
public sealed partial record Figure
{
    const int MostCells = 150;

    /// <summary>Level lines of z over the grid xs × ys.</summary>
    /// <param name="name">What the colour bar calls z.</param>
    /// <param name="xs">Increasing, at least 2.</param>
    /// <param name="ys">Increasing, at least 2.</param>
    /// <param name="z">Shape [ys, xs]: z[i, j] belongs to (xs[j], ys[i]).</param>
    /// <param name="levels">The values drawn, increasing; plotly chooses when left out.</param>
    /// <exception cref="ArgumentException">The shape of z is not [ys, xs].</exception>
    /// <remarks>The axes show exactly the grid unless <see cref="Range"/> says otherwise. Levels that are not equally spaced are drawn where piecewise linear interpolation between grid points and levels meets them. A grid is thinned to 150 × 150.</remarks>
    public Figure Contours(string name, IEnumerable<double> xs, IEnumerable<double> ys, double[,] z, IEnumerable<double>? levels = null)
    {
        var (x, y, cells) = Plane("Contours", name, xs, ys, z);
        double[]? l = levels is null ? null : [.. levels.Order()];
        return Add(Flat("contour map", name, x, y, cells, _ => [Contour(name, x, y, cells, l)], () => Scale(name, null, l)));
    }

    /// <summary>Level lines of z(x, y) over the grid xs × ys.</summary>
    public Figure Contours(string name, IEnumerable<double> xs, IEnumerable<double> ys, Func<double, double, double> z, IEnumerable<double>? levels = null) =>
        Sampled(xs, ys, z) is var (x, y, cells) ? Contours(name, x, y, cells, levels) : this;

    /// <summary>z as coloured cells over the grid xs × ys.</summary>
    /// <param name="name">What the colour bar calls z.</param>
    /// <param name="xs">Centres of the columns.</param>
    /// <param name="ys">Centres of the rows, drawn upwards.</param>
    /// <param name="z">Shape [ys, xs].</param>
    /// <param name="diverging">Blue below zero, orange above, instead of dark to light.</param>
    /// <exception cref="ArgumentException">The shape of z is not [ys, xs].</exception>
    public Figure HeatMap(string name, IEnumerable<double> xs, IEnumerable<double> ys, double[,] z, bool diverging = false)
    {
        var (x, y, cells) = Plane("HeatMap", name, xs, ys, z);
        return Add(Flat("heat map", name, x, y, cells, _ => [Cells("heatmap", name, x, y, cells)], () => Scale(name, diverging ? Palette.Diverging : Palette.Sequential, null, diverging)));
    }

    /// <summary>z(x, y) as coloured cells over the grid xs × ys.</summary>
    public Figure HeatMap(string name, IEnumerable<double> xs, IEnumerable<double> ys, Func<double, double, double> z, bool diverging = false) =>
        Sampled(xs, ys, z) is var (x, y, cells) ? HeatMap(name, x, y, cells, diverging) : this;

    /// <summary>A matrix as coloured cells, row 0 on top, axes counting from 0.</summary>
    public Figure HeatMap(string name, double[,] matrix, bool diverging = false) =>
        HeatMap(name, Count(matrix.GetLength(1)), Count(matrix.GetLength(0)), matrix, diverging) with { Downwards = true };

    /// <summary>The graph of z over the grid xs × ys as a surface in space (needs plotly's full bundle).</summary>
    /// <param name="name">Label of the vertical axis.</param>
    /// <param name="xs">Increasing.</param>
    /// <param name="ys">Increasing.</param>
    /// <param name="z">Shape [ys, xs].</param>
    /// <exception cref="ArgumentException">The shape of z is not [ys, xs].</exception>
    public Figure Surface(string name, IEnumerable<double> xs, IEnumerable<double> ys, double[,] z)
    {
        var (x, y, cells) = Plane("Surface", name, xs, ys, z);
        return Add(Flat("surface", name, x, y, cells, _ => [Cells("surface", name, x, y, cells)], () => Scale(name, Palette.Sequential, null)));
    }

    /// <summary>The graph of z(x, y) as a surface in space (needs plotly's full bundle).</summary>
    public Figure Surface(string name, IEnumerable<double> xs, IEnumerable<double> ys, Func<double, double, double> z) =>
        Sampled(xs, ys, z) is var (x, y, cells) ? Surface(name, x, y, cells) : this;

    /// <summary>An arrow along (u, v) at each point of the grid xs × ys; the longest is nearly as long as the grid is wide, the others in proportion.</summary>
    /// <exception cref="ArgumentException">An empty grid, or a logarithmic axis.</exception>
    public Figure Field(string name, IEnumerable<double> xs, IEnumerable<double> ys, Func<double, double, (double U, double V)> f)
    {
        double[] x = [.. xs], y = [.. ys];
        if (x.Length == 0 || y.Length == 0 || LogX || LogY)
            throw new ArgumentException($"Field “{name}” on a grid of {x.Length} × {y.Length}: it needs points and linear axes.");
        var arrows = new Arrows(x, y, f);
        return Add(new Series("vector field", name, $"{arrows.Tails.Length} arrows, the longest {Numbers.Text(arrows.Longest)}", arrows.Table,
            Extent.Of(x), Extent.Of(y), pen => [Scatter(name, "lines", arrows.Xs, arrows.Ys, ("line", Js.Of(("color", pen.Color), ("width", 1.25))))]));
    }

    /// <summary>A confusion matrix: rows are true classes, columns predictions; a cell's colour is its share of the row.</summary>
    /// <param name="caption">What was classified by what.</param>
    /// <param name="counts">Shape [classes, classes].</param>
    /// <param name="labels">Names of the classes; 0, 1, … when left out.</param>
    /// <exception cref="ArgumentException">Not square, or the number of labels differs.</exception>
    public static Figure Confusion(string caption, int[,] counts, IEnumerable<string>? labels = null)
    {
        var n = counts.GetLength(0);
        string[] names = labels is null ? [.. Count(n).Select(Numbers.Text)] : [.. labels];
        if (n != counts.GetLength(1) || n != names.Length)
            throw new ArgumentException($"Confusion of [{n}×{counts.GetLength(1)}] counts and {names.Length} labels: one row, one column and one label for each class.");
        var shares = new double[n, n];
        var values = new double[n, n];
        for (var r = 0; r < n; r++)
            for (var c = 0; c < n; c++)
            {
                values[r, c] = counts[r, c];
                shares[r, c] = counts[r, c] / Math.Max(1.0, Count(n).Sum(k => counts[r, (int)k]));
            }
        var total = values.Cast<double>().Sum();
        var right = Count(n).Sum(k => values[(int)k, (int)k]);
        return new Figure(caption, "predicted", "true") { CategoriesX = true, CategoriesY = true, Downwards = true, EqualUnits = true, GivenHeight = 90 + Math.Clamp(n * 40, 160, 440) }
            .Add(new Series("confusion matrix", "share of the true class",
                $"{Numbers.Text(total)} examples, {Numbers.Text(right)} of them right ({100 * right / Math.Max(1, total):F2} %)",
                DataTable.Matrix("true \\ predicted", names, names, values), Extent.Empty, Extent.Empty, _ =>
                {
                    var trace = Cells("heatmap", "share", [], [], shares);
                    (trace["x"], trace["y"]) = (Numbers.Json(names), Numbers.Json(names));
                    (trace["text"], trace["texttemplate"]) = (Numbers.Json(values), "%{text}");
                    trace["hovertemplate"] = "true %{y}, predicted %{x}: %{text}<extra></extra>";
                    (trace["xgap"], trace["ygap"]) = (1, 1);
                    return [trace];
                })
            { TakesPen = false, ColorAxis = () => Scale("", Palette.Paper, null, bar: false) });
    }

    /// <summary>Small images side by side, each over its label.</summary>
    /// <param name="caption">What the images are.</param>
    /// <param name="images">Label and row-major pixels of each, all of one size.</param>
    /// <param name="columns">Images in a row.</param>
    /// <param name="width">Pixels in a row of an image; the square root of their number when left out.</param>
    /// <param name="diverging">Blue below zero, orange above (weights), instead of white to black.</param>
    /// <exception cref="ArgumentException">No image, sizes that differ, or rows that do not come out even.</exception>
    public static Figure Images(string caption, IEnumerable<(string Label, double[] Pixels)> images, int columns = 8, int width = 0, bool diverging = false)
    {
        var sheet = new ImageSheet([.. images], columns, width);
        return new Figure(caption) { Bare = true, EqualUnits = true, GivenHeight = sheet.Height }
            .Add(new Series("set of images", caption, sheet.Summary, sheet.Table, sheet.X, sheet.Y, _ => sheet.Traces)
            { TakesPen = false, ColorAxis = () => Scale("", diverging ? Palette.Diverging : Palette.White, null, diverging, bar: false) });
    }

}
