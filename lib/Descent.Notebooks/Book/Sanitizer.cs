using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Descent.Notebooks.Book;

/// <summary>HTML from a notebook as HTML that can only be read: elements, attributes, addresses and styles that are not on a list are gone. Nothing of it runs or loads.</summary>
/// <remarks>Parsed as a browser parses, written by a writer of its own in the HTML namespace alone, so what was checked is what a browser reads. The payload of a figure,
/// <c>&lt;script type="application/json" class="descent-payload"&gt;</c>, stays as data: valid JSON with every <c>&lt;</c> escaped.</remarks>
/// <param name="ids">Put in front of every id and every reference to one, so that outputs neither collide nor take names the page uses.</param>
/// <param name="target">Where an address leads from the book's folder; null when it leads nowhere, and the link or picture goes.</param>
sealed partial class Sanitizer(string ids, Func<string, string?> target)
{
    const int MostElements = 10_000, Deepest = 200;

    static readonly HashSet<string> Elements = Words("""
        a abbr aside b bdi bdo blockquote br button caption cite code col colgroup data dd del details dfn div dl dt em fieldset figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins
        kbd label legend li mark meter ol optgroup option output p pre progress q rp rt ruby s samp section select small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
        """);

    static readonly HashSet<string> Void = Words("br col hr img input wbr");

    // Not even the text inside is for reading.
    static readonly HashSet<string> Gone = Words("""
        applet audio canvas embed frame frameset iframe math noembed noframes noscript object plaintext script style svg template textarea title video xmp
        """);

    static readonly HashSet<string> Attributes = Words("""
        abbr alt checked colspan datetime dir disabled height hidden label lang max min multiple name open optimum low high placeholder reversed role rowspan scope selected span start step
        tabindex title type value width
        """);

    static readonly HashSet<string> References = Words("id for aria-controls aria-describedby aria-details aria-labelledby aria-owns aria-activedescendant aria-flowto aria-errormessage");

    static readonly HashSet<string> Inputs = Words("button checkbox number radio range text");

    static readonly HashSet<string> Classes = Words("math display footnotes footnote-ref footnote-back-ref predict saw dataframe");

    static readonly HashSet<string> Properties = Words("""
        align-items background-color border border-bottom border-collapse border-color border-left border-radius border-right border-spacing border-style border-top border-width color column-gap display
        flex flex-direction flex-wrap font-family font-size font-style font-variant-numeric font-weight gap grid-template-columns height justify-content letter-spacing line-height list-style-type margin
        margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width overflow overflow-x overflow-y padding padding-bottom padding-left padding-right padding-top row-gap
        text-align text-decoration vertical-align white-space width word-break
        """);

    static readonly HashSet<string> Functions = Words("calc clamp hsl hsla max min minmax repeat rgb rgba var");

    readonly StringBuilder written = new();

    /// <summary>The safe part of some HTML; null when it has more than 10,000 elements or nests them more than 200 deep.</summary>
    public string? Html(string html)
    {
        if (IsDeep(html))
            return null;                                     // a parser takes quadratic time for it
        var created = 0;
        var parser = new HtmlParser(new HtmlParserOptions { OnCreated = (_, _) => created = created < MostElements ? created + 1 : throw new TooMany() });
        try
        {
            written.Clear();
            if (parser.ParseDocument("<!doctype html><body>" + html).Body is { } body)
                WriteChildren(body, 0);
            return written.ToString();
        }
        catch (TooMany)
        {
            return null;
        }
    }

    static bool IsDeep(string html)
    {
        var depth = 0;
        foreach (var tag in Tag().EnumerateMatches(html))
            if ((depth = Math.Max(0, html[tag.Index + 1] == '/' ? depth - 1 : depth + 1)) > Deepest)
                return true;
        return false;
    }

    void WriteChildren(INode parent, int depth)
    {
        foreach (var node in parent.ChildNodes)
            if (node is IText text)
                Write(text.Data);
            else if (node is IElement element && depth < Deepest)
                Write(element, depth + 1);
    }

    void Write(IElement element, int depth)
    {
        var name = element.LocalName;
        if (element.NamespaceUri != NamespaceNames.HtmlUri || Gone.Contains(name))
        {
            if (name == "script" && element.NamespaceUri == NamespaceNames.HtmlUri)
                WritePayload(element);
            return;
        }
        if (!Elements.Contains(name) || name == "input" && !Inputs.Contains(element.GetAttribute("type") ?? "text"))
        {
            WriteChildren(element, depth);
            return;
        }
        written.Append('<').Append(name);
        foreach (var attribute in element.Attributes)
            if (Safe(name, attribute.Name, attribute.Value) is { } value)
                WriteAttribute(attribute.Name, value);
        if (name == "button")
            WriteAttribute("type", "button");
        written.Append('>');
        if (Void.Contains(name))
            return;
        if (name == "pre")
            written.Append('\n');                            // a browser drops the first line feed
        WriteChildren(element, depth);
        written.Append("</").Append(name).Append('>');
    }

    void WritePayload(IElement script)
    {
        if (!script.ClassList.Contains("descent-payload") || script.GetAttribute("type") != "application/json")
            return;
        try
        {
            using var json = JsonDocument.Parse(script.TextContent);
            written.Append("<script type=\"application/json\" class=\"descent-payload\">").Append(json.RootElement.GetRawText().Replace("<", "\\u003c")).Append("</script>");
        }
        catch (JsonException)
        {
        }
    }

    string? Safe(string element, string name, string value) => name switch
    {
        "class" => string.Join(' ', value.Split(' ', '\t', '\n', '\r', '\f').Where(c => Classes.Contains(c) || KnownClass().IsMatch(c))) is { Length: > 0 } kept ? kept : null,
        "style" => Style(value),
        "href" when element == "a" => Link(value),
        "src" when element == "img" => Picture(value),
        "type" when element == "button" => null,
        "tabindex" => value is "0" or "-1" ? value : null,
        _ when References.Contains(name) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => ids + id)),
        _ when Attributes.Contains(name) || OpenAttribute().IsMatch(name) => value,
        _ => null,
    };

    /// <summary>A link to the web, to mail, or to a place the book knows.</summary>
    string? Link(string url)
    {
        url = Visible(url);
        if (url is ['#', ..])
            return "#" + ids + url[1..];
        return Scheme().Match(url).Value.ToLowerInvariant() switch
        {
            "http:" or "https:" or "mailto:" => url,
            "" => Relative(url),
            _ => null,
        };
    }

    string? Picture(string url)
    {
        url = Visible(url);
        return PictureData().IsMatch(url) ? url : Scheme().IsMatch(url) ? null : Relative(url);
    }

    // A backslash or a leading slash may name another machine.
    string? Relative(string url) => url is "" or ['/', ..] || url.Contains('\\') ? null : target(url);

    static string? Style(string text)
    {
        var kept = text.Split(';').Select(d => d.Split(':', 2)).Where(d => d.Length == 2 && Properties.Contains(d[0].Trim().ToLowerInvariant()) && Harmless(d[1]))
            .Select(d => $"{d[0].Trim().ToLowerInvariant()}:{d[1].Trim()}").ToList();
        return kept.Count > 0 ? string.Join(';', kept) : null;
    }

    static bool Harmless(string value) => PlainValue().IsMatch(value) && !value.Contains("/*", StringComparison.Ordinal) && !Negative().IsMatch(value)
        && Function().Matches(value).All(f => Functions.Contains(f.Groups[1].Value.ToLowerInvariant()));

    // A browser reads an address without its control characters.
    static string Visible(string url) => string.Concat(url.Where(c => !char.IsControl(c))).Trim();

    void WriteAttribute(string name, string value)
    {
        written.Append(' ').Append(name).Append("=\"");
        Write(value);
        written.Append('"');
    }

    void Write(string text)
    {
        foreach (var c in text)
            _ = c switch
            {
                '&' => written.Append("&amp;"),
                '<' => written.Append("&lt;"),
                '>' => written.Append("&gt;"),
                '"' => written.Append("&quot;"),
                '\0' => written,
                _ => written.Append(c),
            };
    }

    static HashSet<string> Words(string text) => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    // Tags that open or close something; not those whose end is often left out.
    [GeneratedRegex(@"</?(?!(p|li|td|th|tr|dt|dd|option|br|hr|img|input|col|wbr|meta|link)\b)[a-z]", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^(descent|dni|language)-[\w-]+$")]
    private static partial Regex KnownClass();

    [GeneratedRegex(@"^(aria|data)-[a-z0-9-]+$")]
    private static partial Regex OpenAttribute();

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]*={0,2}$")]
    private static partial Regex PictureData();

    [GeneratedRegex(@"^[\w\s.,#%()+*/'""-]*$")]
    private static partial Regex PlainValue();

    [GeneratedRegex(@"(^|[\s,(])-[\d.]")]
    private static partial Regex Negative();

    [GeneratedRegex(@"([\w-]*)\(")]
    private static partial Regex Function();

    sealed class TooMany : Exception;
}
