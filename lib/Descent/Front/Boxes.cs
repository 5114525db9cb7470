using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>Widgets below one another.</summary>
public sealed class VBox(params IReadOnlyList<Widget> children) : Widget("")
{
    /// <summary>The widgets; setting them changes what the page shows.</summary>
    public IReadOnlyList<Widget> Children { get; set => Set(ref field, value, "children"); } = children;

    /// <summary>The widgets' lines.</summary>
    public override string ToString() => string.Join('\n', Children.Select(c => c.ToString()).Where(line => line != ""));

    internal override (string, string, string?) Names(int protocol) => ("VBox", "VBox", null);

    internal override JsonObject State(int protocol) => new() { ["children"] = Box.References(Children), ["box_style"] = "" };
}

/// <summary>Widgets beside one another.</summary>
public sealed class HBox(params IReadOnlyList<Widget> children) : Widget("")
{
    /// <summary>The widgets; setting them changes what the page shows.</summary>
    public IReadOnlyList<Widget> Children { get; set => Set(ref field, value, "children"); } = children;

    /// <summary>The widgets' texts.</summary>
    public override string ToString() => string.Join("  ", Children);

    internal override (string, string, string?) Names(int protocol) => ("HBox", "HBox", null);

    internal override JsonObject State(int protocol) => new() { ["children"] = Box.References(Children), ["box_style"] = "" };
}

/// <summary>What both boxes do.</summary>
static class Box
{
    /// <summary>The children's models, opened before the box.</summary>
    public static JsonArray References(IReadOnlyList<Widget> children) => new([.. children.Select(c => (JsonNode)c.Open(Host.Current!).Reference)]);
}
