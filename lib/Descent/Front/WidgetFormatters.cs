using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>The two forms of a widget: the page's view of its model, opened by asking for it, and a line of text. Empty where the page takes the other one.</summary>
sealed class WidgetFormatters
{
    const string View = "application/vnd.jupyter.widget-view+json";

    readonly object[] formatters = [new ConventionFormatter<Widget>(View, OnPage), new ConventionFormatter<Widget>("text/plain", InWords)];

    public IEnumerable<object> CreateTypeFormatters() => formatters;

    static string OnPage(Widget widget)
    {
        if (Host.Current is not { } host || host.Widgets() == 0)
            return "";
        var model = widget.Open(host);
        if (model.Protocol == 1)
            model.Display();
        return new JsonObject { ["model_id"] = model.Id, ["version_major"] = model.Protocol, ["version_minor"] = 0 }.ToJsonString();
    }

    static string InWords(Widget widget) => widget.Protocol == 1 ? "" : widget.ToString()!;

    /// <summary>.NET Interactive's convention, with the widget view only where a runtime of ours can open it.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class TypeFormatterSourceAttribute : Attribute
    {
        public Type FormatterSourceType { get; } = typeof(WidgetFormatters);

        public string[] PreferredMimeTypes { get; } = Host.Current is null ? ["text/plain"] : [View, "text/plain"];
    }
}
