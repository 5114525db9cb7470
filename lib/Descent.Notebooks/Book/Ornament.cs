namespace Descent.Notebooks.Book;

/// <summary>The picture of the first page: gradient descent in a valley of condition number 12 with a step just below 2/λmax.</summary>
static class Ornament
{
    const double λ1 = 1, λ2 = 12, η = 1.88 / λ2, Angle = -0.42;

    public static string Svg()
    {
        var (cos, sin) = (Math.Cos(Angle), Math.Sin(Angle));
        string At(double u, double v) => FormattableString.Invariant($"{u * cos - v * sin:0.##} {u * sin + v * cos:0.##}");
        var ellipses = Enumerable.Range(1, 7).Select(k => k * 20.0)
            .Select(r => FormattableString.Invariant($"<ellipse rx=\"{r / Math.Sqrt(λ1):0.##}\" ry=\"{r / Math.Sqrt(λ2):0.##}\" transform=\"rotate({Angle * 180 / Math.PI:0.##})\"/>"));
        var path = new List<(double U, double V)> { (-122, 18.5) };
        while (path.Count < 24)
            path.Add((path[^1].U * (1 - η * λ1), path[^1].V * (1 - η * λ2)));
        return $"""
            <svg class="ornament" viewBox="-145 -85 290 170" aria-hidden="true">
            <g class="level">{string.Concat(ellipses)}</g>
            <polyline class="path" points="{string.Join(", ", path.Select(p => At(p.U, p.V)))}"/>
            <g class="iterate">{string.Concat(path.Take(14).Select(p => $"<circle r=\"2.6\" cx=\"{At(p.U, p.V).Replace(" ", "\" cy=\"")}\"/>"))}</g>
            </svg>
            """;
    }
}
