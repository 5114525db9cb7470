using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;

namespace Descent.Notebooks;

/// <summary>What every cell may call without a prefix; the same names and shapes as in .NET Interactive.</summary>
#pragma warning disable IDE1006, CA1707 // the names a notebook writes, fixed by .NET Interactive
public static class Interactive
{
    /// <summary>Shows a value now, in the MIME types asked for or in those its type prefers.</summary>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => value.Display(mimeTypes);

    /// <summary>Shows a value now, in the MIME types asked for or in those its type prefers.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) =>
        value as DisplayedValue ?? Show(Bundle.Of(value, mimeTypes), mimeTypes);

    /// <summary>Shows a text as what it is, such as <c>"**bold**".DisplayAs("text/markdown")</c>.</summary>
    public static DisplayedValue DisplayAs(this string text, string mimeType) => Show(Bundle.OfText(text, mimeType), mimeType);

    /// <summary>HTML to show: <c>HTML("&lt;b&gt;bold&lt;/b&gt;")</c> as a cell's last expression or in <c>display</c>.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Removes what the cell has shown, at once or when it shows something more.</summary>
    public static void clear_output(bool wait = false) => Work.Here?.Publish(new Cleared(wait));

    /// <summary>Asks the reader for a line.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer: the notebook runs by itself.</exception>
    public static string input(string prompt = "") => Ask(prompt, isPassword: false);

    /// <summary>Asks the reader for a line that is not shown.</summary>
    /// <exception cref="InvalidOperationException">Nobody can answer: the notebook runs by itself.</exception>
    public static PasswordString password(string prompt = "") => new(Ask(prompt, isPassword: true));

    internal static string Ask(string prompt, bool isPassword) =>
        Work.Here?.Session.Input is { } answer ? answer(prompt, isPassword)
        : throw new InvalidOperationException("This cell asks for input, and nobody can answer: run it in a notebook.");

    static DisplayedValue Show(Dictionary<string, JsonNode> data, params string[] mimeTypes)
    {
        var shown = new Shown(data, IsResult: false, Guid.NewGuid().ToString("N"));
        Work.Here?.Publish(shown);
        return new DisplayedValue(shown.DisplayId!, mimeTypes);
    }
}
#pragma warning restore IDE1006, CA1707

/// <summary>What <c>display</c> returns; as the last expression of a cell it shows nothing more.</summary>
public sealed class DisplayedValue
{
    readonly string id;
    readonly string[] mimeTypes;

    internal DisplayedValue(string id, string[] mimeTypes) => (this.id, this.mimeTypes) = (id, mimeTypes);

    /// <summary>Shows another value in the same place.</summary>
    public void Update(object? value) => Work.Here?.Publish(new Shown(Bundle.Of(value, mimeTypes), IsResult: false, id, IsUpdate: true));
}

/// <summary>A secret the reader typed; its text is shown as stars.</summary>
public sealed class PasswordString
{
    readonly string text;

    internal PasswordString(string text) => this.text = text;

    /// <summary>The secret.</summary>
    public string GetClearTextPassword() => text;

    /// <inheritdoc/>
    public override string ToString() => new('*', text.Length);
}
