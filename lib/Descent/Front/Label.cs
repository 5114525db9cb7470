using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>A line of text.</summary>
public sealed class Label(string text) : Widget("")
{
    /// <summary>The text.</summary>
    public string Text { get; set => Set(ref field, value, "value"); } = text;

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    internal override (string, string, string?) Names(int protocol) => ("Label", "Label", protocol == 1 ? null : "LabelStyle");

    internal override JsonObject State(int protocol) => new() { ["value"] = Text };
}
