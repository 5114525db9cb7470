using Microsoft.AspNetCore.Html;

namespace Descent.Notebooks;

/// <summary>What every cell may call without a prefix; the same names and shapes as in .NET Interactive.</summary>
public static class Interactive
{
    /// <summary>Shows a value now, in the MIME types asked for or in those its type prefers.</summary>
#pragma warning disable IDE1006, CA1707 // the name a notebook writes, fixed by .NET Interactive
    public static DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);
#pragma warning restore IDE1006, CA1707

    /// <summary>Shows a value now, in the MIME types asked for or in those its type prefers.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes)
    {
        if (value is not null and not DisplayedValue)
            Work.Here?.Publish(new Shown(Bundle.Of(value, mimeTypes), IsResult: false));
        return new DisplayedValue();
    }

    /// <summary>Shows a text as what it is, such as <c>"**bold**".DisplayAs("text/markdown")</c>.</summary>
    public static DisplayedValue DisplayAs(this string text, string mimeType)
    {
        Work.Here?.Publish(new Shown(Bundle.OfText(text, mimeType), IsResult: false));
        return new DisplayedValue();
    }

    /// <summary>HTML to show: <c>HTML("&lt;b&gt;bold&lt;/b&gt;")</c> as a cell's last expression or in <c>display</c>.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);
}

/// <summary>What <c>display</c> returns; as the last expression of a cell it shows nothing more.</summary>
public sealed class DisplayedValue;
