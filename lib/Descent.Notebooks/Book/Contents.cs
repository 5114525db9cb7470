using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Descent.Notebooks.Book;

/// <summary>The finished pages read again: what the search finds in them, and links that lead nowhere.</summary>
static partial class Contents
{
    static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Page → its document.</summary>
    public static Dictionary<string, IDocument> Read(IReadOnlyDictionary<string, string> pages)
    {
        var parser = new HtmlParser();
        return pages.ToDictionary(p => p.Key, p => (IDocument)parser.ParseDocument(p.Value));
    }

    /// <summary>A script that sets <c>descentSearch</c> to [address, title, [id, heading, prose]…] for each chapter.</summary>
    public static string Search(IEnumerable<(Chapter Chapter, IDocument Page)> chapters) =>
        $"window.descentSearch = {JsonSerializer.Serialize(chapters.Select(c => new object[] { c.Chapter.Href, c.Chapter.Title, Sections(c.Page) }), Compact).Replace("\u2028", "").Replace("\u2029", "")};\n";

    // Headings of an article, each with the prose up to the next; code and outputs are not searched.
    static List<string[]> Sections(IDocument page)
    {
        List<string[]> sections = [];
        foreach (var element in page.QuerySelectorAll("article :is(h1, h2, h3, h4, p, li, td, th, dd, dt)").Where(e => e.Closest(".cell, .kicker") is null))
            if (element.LocalName is ['h', _])
                sections.Add([element.Id ?? "", Plain(element), ""]);
            else if (sections.Count > 0 && element.QuerySelector("p, li, td") is null)
                sections[^1][2] += Plain(element) + " ";
        return sections;
    }

    static string Plain(IElement element)
    {
        foreach (var math in element.QuerySelectorAll(".math"))
            math.TextContent = Tex.Plain(math.TextContent);
        return Space().Replace(element.TextContent, " ").Trim();
    }

    /// <summary>Addresses inside the book that lead nowhere, each with its page.</summary>
    public static IEnumerable<string> DeadLinks(IReadOnlyDictionary<string, IDocument> pages, IReadOnlySet<string> files)
    {
        var anchors = pages.ToDictionary(p => p.Key, p => p.Value.All.Select(e => e.Id).OfType<string>().ToHashSet());
        foreach (var (name, page) in pages)
            foreach (var url in page.QuerySelectorAll("[href], [src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!).Distinct())
            {
                if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && !absolute.IsFile)
                    continue;
                var (path, anchor) = url.Split('#', 2) is [var p, var a] ? (p, Uri.UnescapeDataString(a)) : (url, "");
                var file = path is "" ? name : Uri.UnescapeDataString(path);
                if (!(anchors.TryGetValue(file, out var known) ? anchor is "" || known.Contains(anchor) : files.Contains(file) && anchor is ""))
                    yield return $"{name}: {url}";
            }
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
