namespace Descent;

/// <summary>.NET Interactive's formatting convention: its formatter finds this attribute by its simple name, without a reference either way.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}

/// <summary>One MIME type of a value, in the form the convention asks for.</summary>
sealed class ConventionFormatter<T>(string mimeType, Func<T, string> text)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        if (instance is T value)
            writer.Write(text(value));
        return instance is T;
    }
}

/// <summary>For values whose ToString says it all: a notebook shows that text, not a table of properties.</summary>
sealed class AsText
{
    readonly object[] formatters = [new ConventionFormatter<object>("text/plain", value => value.ToString()!)];

    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
