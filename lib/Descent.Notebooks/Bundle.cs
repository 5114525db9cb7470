using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Descent.Notebooks;

/// <summary>Values as MIME bundles, by .NET Interactive's formatters and formatting convention.</summary>
static class Bundle
{
    const string StyleOfEveryTable = "<style>\n.dni-code-hint", PlainTextInHtml = "<div class=\"dni-plaintext\">";

    static readonly ConcurrentDictionary<Type, bool> Known = new();

    /// <summary>One entry per preferred MIME type of the value's type (or per type asked for), with text/plain always there.</summary>
    /// <exception cref="ArgumentException">Nothing writes one of the MIME types.</exception>
    public static Dictionary<string, JsonNode> Of(object? value, params string[] mimeTypes)
    {
        if (value is null)
            return OfText("<null>", "text/plain");
        var type = value.GetType();
        Know(type);
        if (mimeTypes.Length == 0 && Matrix(value) is { } matrix)
            return new() { [HtmlFormatter.MimeType] = Table(matrix), ["text/plain"] = value is Array ? Rows(matrix) : value.ToString()! };
        if (mimeTypes.Length == 0)
            mimeTypes = [.. Formatter.GetPreferredMimeTypesFor(type)];
        var bundle = new Dictionary<string, JsonNode>();
        foreach (var mime in mimeTypes.Append("text/plain").Distinct())
            Add(bundle, mime, HasFormatter(type, mime) ? value.ToDisplayString(mime)
                : throw new ArgumentException($"{type.Name} is to be shown as {mime}, and no formatter writes that."));
        return bundle;
    }

    /// <summary>A text that already is of the MIME type.</summary>
    public static Dictionary<string, JsonNode> OfText(string text, string mime) =>
        new() { [mime] = Parsed(mime, text), ["text/plain"] = text };

    static void Add(Dictionary<string, JsonNode> bundle, string mime, string text)
    {
        if (text.Length == 0 && (mime != PlainTextFormatter.MimeType || bundle.Count > 0))
            return;
        if (mime == HtmlFormatter.MimeType)
        {
            text = text.Replace("\r\n", "\n");
            if (text.StartsWith(PlainTextInHtml, StringComparison.Ordinal))
                return;                                                       // a number needs no HTML
            if (text.IndexOf(StyleOfEveryTable, StringComparison.Ordinal) is >= 0 and var style)
                text = text[..style];                                         // the page has its own
        }
        bundle[mime] = Parsed(mime, text);
    }

    static JsonNode Parsed(string mime, string text) =>
        mime.EndsWith("+json", StringComparison.Ordinal) || mime == "application/json" ? JsonNode.Parse(text)! : text;

    // Asked first, because .NET Interactive's search for a formatter that does not exist ends the process.
    static bool HasFormatter(Type type, string mime) =>
        Formatter.RegisteredFormatters(true).Any(f => f.MimeType == mime && (f.Type.IsAssignableFrom(type) || f.Type.IsGenericTypeDefinition));

    // T[,], or a matrix of MathNet.Numerics.
    static Array? Matrix(object value)
    {
        if (value is Array { Rank: 2 } array)
            return array;
        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (type is { Namespace: "MathNet.Numerics.LinearAlgebra", Name: "Matrix`1" })
                return (Array)type.GetMethod("ToArray", [])!.Invoke(value, null)!;
        }
        return null;
    }

    static string Rows(Array matrix) => string.Join('\n', Entries(matrix).Select(row => $"[ {string.Join(", ", row)} ]"));

    static string Table(Array matrix) => $"<table>{string.Concat(Entries(matrix).Select(row =>
        $"<tr>{string.Concat(row.Select(x => $"<td style=\"text-align:right\">{WebUtility.HtmlEncode(x)}</td>"))}</tr>"))}</table>";

    // The first rows and columns, as many as a list shows.
    static IEnumerable<IEnumerable<string>> Entries(Array matrix)
    {
        return Shown(0).Select(i => Shown(1).Select(j => i < 0 || j < 0 ? "…" : $"{matrix.GetValue(i, j)}"));

        IEnumerable<int> Shown(int dimension) => matrix.GetLength(dimension) is var n && n <= Formatter.ListExpansionLimit ? Enumerable.Range(0, n)
            : Enumerable.Range(0, Formatter.ListExpansionLimit).Append(-1);
    }

    // A value that says what it is, its type overriding ToString and declaring no formatters, is shown by its own words and not as a tree of properties.
    static void Know(Type type)
    {
        if (!Known.TryAdd(type, true))
            return;
        if (SpeaksForItself(type))
        {
            Formatter.Register(type, (o, text) => text.Write(o), PlainTextFormatter.MimeType);
            Formatter.Register(type, (o, text) => text.Write($"{PlainTextInHtml}<pre>{WebUtility.HtmlEncode(o.ToString())}</pre></div>"), HtmlFormatter.MimeType);
        }
        foreach (var part in type.GetInterfaces().Append(type).SelectMany(t => t.GenericTypeArguments))
            Know(part);
    }

    static bool SpeaksForItself(Type type) =>
        (typeof(ITuple).IsAssignableFrom(type) || type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
        && !type.IsInterface && !typeof(IHtmlContent).IsAssignableFrom(type)
        && !type.GetCustomAttributes(inherit: true).Any(a => a.GetType().Name == "TypeFormatterSourceAttribute")
        && type.GetMethod(nameof(ToString), BindingFlags.Instance | BindingFlags.Public, [])!.DeclaringType is { } declares
        && declares != typeof(object) && declares != typeof(ValueType);
}
