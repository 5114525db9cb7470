using System.Text;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Descent.Notebooks.Book;

/// <summary>A heading of a chapter.</summary>
sealed record Heading(int Level, string Id, string Html);

/// <summary>The Markdown of one notebook as HTML: tables, footnotes, and mathematics left as TeX in elements of class <c>math</c>.</summary>
sealed class Prose(string folder, string book, IReadOnlyList<Notebook> chapters)
{
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseMathematics().UseEmphasisExtras().UseFootnotes().UseGenericAttributes().Build();

    readonly HashSet<string> ids = [];

    /// <summary>HTML of a cell; its headings get an id that is unique on the page and are appended to the list.</summary>
    public string Html(string markdown, List<Heading> headings)
    {
        var document = Parse(markdown);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var html = Render(r => r.WriteLeafInline(heading));
            var id = Unique(Slug(Text(heading)));
            heading.GetAttributes().Id = id;
            headings.Add(new(heading.Level, id, html));
        }
        return Render(r => r.Render(document))
            .Replace("<table>", "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>")
            .Replace("</table>", "</table></div>");
    }

    /// <summary>The first paragraph below the first heading that begins with the words, as inline HTML.</summary>
    public string ParagraphBelow(string words, string markdown)
    {
        var paragraph = Parse(markdown)
            .SkipWhile(b => b is not HeadingBlock h || !Text(h).StartsWith(words, StringComparison.OrdinalIgnoreCase))
            .OfType<ParagraphBlock>().FirstOrDefault();
        return paragraph is null ? "" : Render(r => r.WriteLeafInline(paragraph));
    }

    /// <summary>Letters and digits in lower case, joined by hyphens.</summary>
    public static string Slug(string text) =>
        string.Join('-', new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    MarkdownDocument Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
            link.Url = Target(link.Url ?? "");
        return document;
    }

    // A chapter's notebook becomes its page; another relative path, written for the notebook's folder, starts from the book's.
    string Target(string url)
    {
        var (path, fragment) = url.Split('#', 2) is [var p, var f] ? (p, "#" + f) : (url, "");
        if (path is "" || Uri.TryCreate(path, UriKind.Absolute, out _))
            return url;
        var file = Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(path)));
        return chapters.FirstOrDefault(c => c.Path == file) is { } chapter ? $"{chapter.Name}.html{fragment}"
            : Path.GetRelativePath(book, file).Replace('\\', '/') + fragment;
    }

    string Unique(string slug)
    {
        var id = slug is "" ? "section" : slug;
        for (var k = 2; !ids.Add(id); k++)
            id = $"{slug}-{k}";
        return id;
    }

    static string Text(HeadingBlock heading) => string.Concat(heading.Inline!.Descendants<LiteralInline>().Select(l => l.Content.ToString()));

    static string Render(Action<HtmlRenderer> write)
    {
        var text = new StringWriter(new StringBuilder()) { NewLine = "\n" };
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new MathSpan());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new MathBox());
        write(renderer);
        return text.ToString();
    }

    sealed class MathSpan : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj) =>
            renderer.Write(obj.DelimiterCount == 2 ? "<span class=\"math display\">" : "<span class=\"math\">").WriteEscape(obj.Content).Write("</span>");
    }

    sealed class MathBox : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj) =>
            renderer.Write("<div class=\"math display\">").WriteLeafRawLines(obj, writeEndOfLines: true, escape: true).WriteLine("</div>");
    }
}
