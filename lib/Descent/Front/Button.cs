using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>A button; what it does is <see cref="Clicked"/>.</summary>
public sealed class Button(string description) : Widget(description)
{
    /// <summary>What a pointer resting on it is told.</summary>
    public string Tooltip { get; init; } = "";

    /// <summary>The reader has pressed it.</summary>
    public event Action? Clicked;

    /// <summary>The label in brackets.</summary>
    public override string ToString() => $"[{Description}]";

    internal override (string, string, string?) Names(int protocol) => ("Button", "Button", "ButtonStyle");

    internal override string Width => "max-content";

    internal override JsonObject State(int protocol) => new()
    {
        ["description"] = Description,
        ["disabled"] = Disabled,
        ["tooltip"] = Tooltip,
        ["icon"] = "",
        ["button_style"] = "",
    };

    internal override void Happen(string? what)
    {
        if (what == "click")
            Clicked?.Invoke();
    }
}
