using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>Yes or no.</summary>
public sealed class Checkbox : Widget
{
    /// <summary>A box that is checked or not.</summary>
    public Checkbox(string description, bool value = false) : base(description) => Value = value;

    /// <summary>Whether it is checked.</summary>
    public bool Value
    {
        get;
        set
        {
            if (Set(ref field, value, "value"))
                ValueChanged?.Invoke(value);
        }
    }

    /// <summary>The value has changed, by the reader's hand or by code.</summary>
    public event Action<bool>? ValueChanged;

    /// <summary>Label and value.</summary>
    public override string ToString() => $"{Description}: {(Value ? "yes" : "no")}";

    internal override (string, string, string?) Names(int protocol) => ("Checkbox", "Checkbox", protocol == 1 ? null : "CheckboxStyle");

    internal override JsonObject State(int protocol) => new() { ["value"] = Value, ["description"] = Description, ["disabled"] = Disabled, ["indent"] = true };

    internal override void Take(JsonObject state)
    {
        if (state["value"] is { } value)
            Value = (bool)value;
    }
}
