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

    /// <summary>One entry per preferred MIME type of the value's type (or per type asked for), with text/plain always there;
    /// a formatter that writes nothing leaves its type out (text/plain only beside another).</summary>
    public static Dictionary<string, JsonNode> Of(object? value, params string[] mimeTypes)
    {
        if (value is null)
            return OfText("<null>", "text/plain");
        if (value is Array { Rank: 2 } matrix)
            return OfText(Rows(matrix), "text/plain");
        Know(value.GetType());
        if (mimeTypes.Length == 0)
            mimeTypes = [.. Formatter.GetPreferredMimeTypesFor(value.GetType())];
        var bundle = new Dictionary<string, JsonNode>();
        foreach (var mime in mimeTypes.Append("text/plain").Distinct())
            Add(bundle, mime, value.ToDisplayString(mime));
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

    static string Rows(Array matrix) => string.Join('\n', Enumerable.Range(0, matrix.GetLength(0)).Select(i =>
        $"[ {string.Join(", ", Enumerable.Range(0, matrix.GetLength(1)).Select(j => matrix.GetValue(i, j)))} ]"));

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
