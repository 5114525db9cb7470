namespace Descent.Figures;

/// <summary>A vector field as one broken line: shaft and two strokes of the head for each arrow, separated by gaps.</summary>
sealed class Arrows
{
    public Arrows(double[] x, double[] y, Func<double, double, (double U, double V)> f)
    {
        Tails = [.. from b in y from a in x let w = f(a, b) where double.IsFinite(w.U) && double.IsFinite(w.V) select (a, b, w.U, w.V)];
        Longest = Tails.Length == 0 ? 0 : Tails.Max(t => Math.Sqrt(t.U * t.U + t.V * t.V));
        var (spanX, spanY) = (Span(x), Span(y));
        var unit = Tails.Length == 0 ? 0 : Tails.Max(t => Math.Max(Math.Abs(t.U) / Step(x, spanX), Math.Abs(t.V) / Step(y, spanY)));
        var points = unit == 0 ? [] : Tails.SelectMany(t =>
        {
            var (u, v) = (0.9 * t.U / unit, 0.9 * t.V / unit);
            var (p, q) = (u / spanX, v / spanY);
            (double, double) Stroke(double cos, double sin) => (t.X + u - spanX * 0.3 * (p * cos - q * sin), t.Y + v - spanY * 0.3 * (p * sin + q * cos));
            var head = (t.X + u, t.Y + v);
            return ((double X, double Y)[])[(t.X, t.Y), head, Stroke(0.88, 0.47), head, Stroke(0.88, -0.47), (double.NaN, double.NaN)];
        }).ToArray();
        (Xs, Ys) = ([.. points.Select(p => p.X)], [.. points.Select(p => p.Y)]);

        static double Span(double[] values) => values.Max() > values.Min() ? values.Max() - values.Min() : 1;
        static double Step(double[] values, double span) => span / Math.Max(1, values.Length - 1);
    }

    public (double X, double Y, double U, double V)[] Tails { get; }

    public double Longest { get; }

    public double[] Xs { get; }

    public double[] Ys { get; }

    public DataTable Table => DataTable.Columns(["x", "y", "u", "v"],
        [.. Tails.Select(t => t.X)], [.. Tails.Select(t => t.Y)], [.. Tails.Select(t => t.U)], [.. Tails.Select(t => t.V)]);
}
