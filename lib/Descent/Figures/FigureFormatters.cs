namespace Descent.Figures;

/// <summary>One formatter for each MIME type that <see cref="Figure"/> prefers.</summary>
sealed class FigureFormatters
{
    readonly object[] formatters =
    [
        new ConventionFormatter<Figure>("text/html", f => f.ToHtml()),
        new ConventionFormatter<Figure>("application/vnd.plotly.v1+json", f => f.ToJson()),
        new ConventionFormatter<Figure>("text/plain", f => f.AlternativeText),
    ];

    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
