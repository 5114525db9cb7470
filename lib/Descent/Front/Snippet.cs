using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>A piece of a page and the same in words, shown by any notebook.</summary>
[TypeFormatterSource(typeof(SnippetFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
sealed record Snippet(string Html, string Text)
{
    /// <summary>The MIME bundle; no HTML when there is none.</summary>
    public JsonObject Data => Html == "" ? new() { ["text/plain"] = Text } : new() { ["text/html"] = Html, ["text/plain"] = Text };

    /// <summary>The content of a display_data message, or of the update_display_data that replaces it.</summary>
    public JsonObject Content(string displayId) => new()
    {
        ["data"] = Data,
        ["metadata"] = new JsonObject(),
        ["transient"] = new JsonObject { ["display_id"] = displayId },
    };
}

/// <summary>The two forms of a <see cref="Snippet"/>.</summary>
sealed class SnippetFormatters
{
    readonly object[] formatters = [new ConventionFormatter<Snippet>("text/html", s => s.Html), new ConventionFormatter<Snippet>("text/plain", s => s.Text)];

    public IEnumerable<object> CreateTypeFormatters() => formatters;
}
