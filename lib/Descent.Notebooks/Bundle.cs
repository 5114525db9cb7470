using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace Descent.Notebooks;

/// <summary>Values as MIME bundles, by .NET Interactive's formatters and formatting convention.</summary>
static class Bundle
{
    const string StyleOfEveryTable = "<style>\n.dni-code-hint", PlainTextInHtml = "<div class=\"dni-plaintext\">";

    /// <summary>One entry per preferred MIME type of the value's type (or per type asked for), with text/plain always there.</summary>
    public static Dictionary<string, JsonNode> Of(object value, params string[] mimeTypes)
    {
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
}
