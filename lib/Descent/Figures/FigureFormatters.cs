namespace Descent.Figures;

/// <summary>.NET Interactive's formatting convention: its formatter finds this attribute by its simple name, without a reference either way.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>One formatter for each MIME type that <see cref="Figure"/> prefers.</summary>
sealed class FigureFormatters
{
    readonly object[] formatters =
    [
        new FigureFormatter("text/html", f => f.ToHtml()),
        new FigureFormatter("application/vnd.plotly.v1+json", f => f.ToJson()),
        new FigureFormatter("text/plain", f => f.AlternativeText),
    ];

    public IEnumerable<object> CreateTypeFormatters() => formatters;
}

sealed class FigureFormatter(string mimeType, Func<Figure, string> text)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not Figure figure) return false;
        writer.Write(text(figure));
        return true;
    }
}
