using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>The two forms of a widget: the page's view of its model, opened by asking for it, and a line of text. Empty where the page takes the other one.</summary>
sealed class WidgetFormatters
{
    /// <summary>The MIME type of a view of a model.</summary>
    public const string Mime = "application/vnd.jupyter.widget-view+json";

    readonly object[] formatters = [new ConventionFormatter<Widget>(Mime, OnPage), new ConventionFormatter<Widget>("text/plain", InWords)];

    public IEnumerable<object> CreateTypeFormatters() => formatters;

    /// <summary>A view of the widget's model on a page with widgets.</summary>
    public static JsonObject View(Widget widget, Host host)
    {
        var model = widget.Open(host);
        if (model.Protocol == 1)
            model.Display();
        return new() { ["model_id"] = model.Id, ["version_major"] = model.Protocol, ["version_minor"] = 0 };
    }

    static string OnPage(Widget widget) => Host.Current is { } host && host.Widgets() > 0 ? View(widget, host).ToJsonString() : "";

    static string InWords(Widget widget) => widget.Protocol == 1 ? "" : widget.ToString()!;

    /// <summary>.NET Interactive's convention, with the widget view only where a runtime of ours can open it.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class TypeFormatterSourceAttribute : Attribute
    {
        public Type FormatterSourceType { get; } = typeof(WidgetFormatters);

        public string[] PreferredMimeTypes { get; } = Host.Current is null ? ["text/plain"] : [Mime, "text/plain"];
    }
}
