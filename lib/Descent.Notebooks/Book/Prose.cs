using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Descent.Notebooks.Book;

/// <summary>A heading of a chapter.</summary>
sealed record Heading(int Level, string Id, string Html);

/// <summary>The Markdown of one notebook as HTML: tables, footnotes, and mathematics left as TeX in elements of class <c>math</c>. All of it is sanitised.</summary>
sealed partial class Prose(string folder, Downloads files, IReadOnlyList<Notebook> chapters)
{
    const string TooLarge = "<p class=\"cut\">Too large to show here; the notebook has it.</p>\n";

    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseMathematics().UseEmphasisExtras().UseFootnotes().UseGenericAttributes().Build();

    readonly HashSet<string> ids = [];

    /// <summary>Links and pictures of the notebook that lead nowhere.</summary>
    public SortedSet<string> Dead { get; } = new(StringComparer.Ordinal);

    /// <summary>HTML of an output made safe, with a prefix for its ids; null when it is too large.</summary>
    public string? Safe(string html, string prefix) => new Sanitizer(prefix, Target).Html(html);

    /// <summary>Markdown of an output.</summary>
    public string Shown(string markdown, string prefix) => Safe(Render(Parse(markdown)), prefix) ?? TooLarge;

    /// <summary>HTML of a cell; its headings get an id that is unique on the page and are appended to the list.</summary>
    public string Html(string markdown, List<Heading> headings)
    {
        var document = Parse(markdown);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            if (heading is { Level: 1, Inline.FirstChild: LiteralInline title })
                title.Content = new(Chapter.Unnumbered(title.Content.ToString()));
            var html = Inline(r => r.WriteLeafInline(heading));
            var id = Unique(Slug(Text(heading.Inline!)));
            heading.GetAttributes().Id = id;
            headings.Add(new(heading.Level, id, html));
        }
        foreach (var paragraph in document.Descendants<ParagraphBlock>())
            Mark(paragraph);
        return (Safe(Render(document), "") ?? TooLarge)
            .Replace("<table>", "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>")
            .Replace("</table>", "</table></div>");
    }

    /// <summary>The question of a chapter as inline HTML: below its heading “The question” the first bold words that end with a question mark, else the first paragraph.</summary>
    public string Question(string markdown)
    {
        var paragraphs = Parse(markdown)
            .SkipWhile(b => b is not HeadingBlock h || !Text(h.Inline!).StartsWith("The question", StringComparison.OrdinalIgnoreCase)).Skip(1)
            .TakeWhile(b => b is not HeadingBlock).OfType<ParagraphBlock>().ToList();
        var bold = paragraphs.SelectMany(p => p.Inline!.Descendants<EmphasisInline>()).FirstOrDefault(e => e.DelimiterCount == 2 && Text(e).EndsWith('?'));
        return bold is not null ? Inline(r => r.WriteChildren(bold)) : paragraphs is [var first, ..] ? Inline(r => r.WriteLeafInline(first)) : "";
    }

    /// <summary>Letters and digits in lower case, joined by hyphens.</summary>
    public static string Slug(string text) =>
        string.Join('-', new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    static MarkdownDocument Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)                            // nested more than 128 deep
        {
            return Markdown.Parse("```\n" + markdown.Replace("```", "ˋˋˋ") + "\n```", Pipeline);
        }
    }

    // A chapter's notebook becomes its page; another relative path, written for the notebook's folder, becomes a file the book hands out.
    string? Target(string url)
    {
        var (path, fragment) = url.Split('#', 2) is [var p, var f] ? (p, "#" + f) : (url, "");
        var file = Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(path)));
        if (chapters.FirstOrDefault(c => c.Path == file) is { } chapter)
            return Uri.EscapeDataString(chapter.Name) + ".html" + fragment;
        if (files.Add(file) is { } href)
            return href;
        Dead.Add(url);
        return null;
    }

    string Unique(string slug)
    {
        var id = slug is "" ? "section" : slug;
        for (var k = 2; !ids.Add(id); k++)
            id = $"{slug}-{k}";
        return id;
    }

    // A prediction asked for and an answer given are set apart: "**Before you run.** …" and "**What we saw.** …", quoted or not.
    static void Mark(ParagraphBlock paragraph)
    {
        if (paragraph.Inline?.FirstChild is not EmphasisInline { DelimiterCount: 2 } bold)
            return;
        var kind = Text(bold) switch
        {
            var t when t.StartsWith("Before you run", StringComparison.Ordinal) => "predict",
            var t when t.StartsWith("What we saw", StringComparison.Ordinal) => "saw",
            _ => null,
        };
        if (kind is not null)
            (paragraph.Parent is QuoteBlock quote ? (Block)quote : paragraph).GetAttributes().AddClass(kind);
    }

    static string Text(ContainerInline inline) => string.Concat(inline.Descendants<LiteralInline>().Select(l => l.Content.ToString()));

    // What stands inside a line, such as the words of a heading; links are left out of it.
    string Inline(Action<HtmlRenderer> write) => Anchor().Replace(Safe(Write(write), "") ?? "", "");

    static string Render(MarkdownDocument document) => Write(r => r.Render(document));

    static string Write(Action<HtmlRenderer> write)
    {
        var text = new StringWriter(new StringBuilder()) { NewLine = "\n" };
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new MathSpan());
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new MathBox());
        write(renderer);
        return text.ToString();
    }

    [GeneratedRegex("</?a( [^>]*)?>")]
    private static partial Regex Anchor();

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
