using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Descent.Notebooks.Book;

/// <summary>A chapter's page with everything it loads inside it. Its policy names the hash of each script and style sheet.</summary>
static partial class SinglePage
{
    /// <summary>The page as one file; <paramref name="sources"/> and <paramref name="notebooks"/> are what the book would hand out beside it.</summary>
    public static string Of(string html, IReadOnlyDictionary<string, string> sources, IReadOnlyDictionary<string, string> notebooks)
    {
        var page = new HtmlParser().ParseDocument(html);
        List<string> scripts = [], styles = [];
        foreach (var link in page.QuerySelectorAll("link[rel=stylesheet]"))
            link.Replace(Inline(page, "style", Css(Path(link, "href")), styles));
        foreach (var script in page.QuerySelectorAll("script[src]"))
        {
            script.Remove();                                  // a script inside the page waits for nothing, so it stands at the end
            page.Body!.AppendChild(Inline(page, "script", Js(Text(Path(script, "src"))), scripts));
        }
        page.QuerySelector("link[rel=icon]")!.SetAttribute("href", Data("image/svg+xml", Asset.Named("icon.svg").Bytes));
        foreach (var image in page.QuerySelectorAll("img[src^='files/']"))
            if (sources.TryGetValue(Uri.UnescapeDataString(image.GetAttribute("src")!), out var file))
                image.SetAttribute("src", Data(MimeOf(file), File.ReadAllBytes(file)));
        foreach (var link in page.QuerySelectorAll("a[href]"))
            Settle(link, notebooks);
        page.QuerySelector(".search")!.Remove();
        var policy = page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!;
        styles.AddRange(Hashes().Matches(policy.GetAttribute("content")!).Select(m => m.Value));
        policy.SetAttribute("content", Page.Policy(string.Join(' ', scripts), string.Join(' ', styles), ""));
        return page.ToHtml();
    }

    // A link inside the page stays, the notebook travels with it, the rest of the book is not here.
    static void Settle(IElement link, IReadOnlyDictionary<string, string> notebooks)
    {
        var href = link.GetAttribute("href")!;
        if (href is ['#', ..] || Uri.TryCreate(href, UriKind.Absolute, out var to) && !to.IsFile)
            return;
        if (notebooks.TryGetValue(Uri.UnescapeDataString(href), out var notebook))
        {
            link.SetAttribute("href", Data("application/x-ipynb+json", Encoding.UTF8.GetBytes(notebook)));
            link.SetAttribute("download", link.TextContent);
        }
        else
            Unlink(link);
    }

    static void Unlink(IElement link)
    {
        var words = link.Owner!.CreateElement("span");
        words.ClassName = link.ClassName;
        words.Append([.. link.ChildNodes]);
        link.Replace(words);
    }

    static IElement Inline(IDocument page, string name, string text, List<string> hashes)
    {
        var element = page.CreateElement(name);
        element.TextContent = text;
        hashes.Add($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'");
        return element;
    }

    static string Css(string asset) => FontUrl().Replace(Text(asset), m => m.Groups["woff2"].Value is "" ? "" : $"url({Data("font/woff2", Asset.Named(asset[..(asset.LastIndexOf('/') + 1)] + m.Groups["woff2"].Value).Bytes)})");

    // Inside a script element only these two could end it or change how it ends; in strings and regular expressions the backslash means nothing.
    static string Js(string text) => text.ReplaceLineEndings("\n").Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--");

    static string Text(string asset) => Encoding.UTF8.GetString(Asset.Named(asset).Bytes).TrimStart('\uFEFF');

    static string Path(IElement element, string attribute) => element.GetAttribute(attribute)!["assets/".Length..];

    static string Data(string mime, byte[] bytes) => $"data:{mime};base64,{Convert.ToBase64String(bytes)}";

    static string MimeOf(string file) => System.IO.Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".svg" => MediaTypeNames.Image.Svg,
        ".jpg" or ".jpeg" => MediaTypeNames.Image.Jpeg,
        ".webp" => MediaTypeNames.Image.Webp,
        ".gif" => MediaTypeNames.Image.Gif,
        _ => MediaTypeNames.Image.Png,
    };

    // The woff2 of a font; its other formats are not shipped.
    [GeneratedRegex(@"url\((?<woff2>fonts/[\w-]+\.woff2)\)|,url\([^)]*\) format\(""[^""]*""\)")]
    private static partial Regex FontUrl();

    [GeneratedRegex("'sha256-[^']*'")]
    private static partial Regex Hashes();
}
