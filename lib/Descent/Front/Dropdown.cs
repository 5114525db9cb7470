using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>A choice among texts.</summary>
public sealed class Dropdown : Widget
{
    /// <summary>A choice that starts with the first option unless told.</summary>
    /// <exception cref="ArgumentException">No option, two alike, or an index that is none.</exception>
    public Dropdown(string description, IEnumerable<string> options, int index = 0) : base(description)
    {
        Options = [.. options];
        if (Options.Count == 0 || Options.Distinct().Count() < Options.Count)
            throw new ArgumentException($"Dropdown “{description}” of [{string.Join(", ", Options)}]: at least one option, and no two alike.");
        Index = index;
    }

    /// <summary>The options, in their order.</summary>
    public IReadOnlyList<string> Options { get; }

    /// <summary>The position of the chosen option, from 0.</summary>
    /// <exception cref="ArgumentException">There is no such option.</exception>
    public int Index
    {
        get;
        set
        {
            if (value < 0 || value >= Options.Count)
                throw new ArgumentException($"Dropdown “{Description}” has options 0 to {Options.Count - 1}, not {value}.");
            if (Set(ref field, value, Protocol == 1 ? "value" : "index"))
                ValueChanged?.Invoke(Value);
        }
    }

    /// <summary>The chosen option.</summary>
    /// <exception cref="ArgumentException">There is no such option.</exception>
    public string Value
    {
        get => Options[Index];
        set => Index = Options.ToList().IndexOf(value) is >= 0 and var index ? index
            : throw new ArgumentException($"Dropdown “{Description}” has no option “{value}”; it has {string.Join(", ", Options)}.");
    }

    /// <summary>The choice has changed, by the reader's hand or by code.</summary>
    public event Action<string>? ValueChanged;

    /// <summary>Label, choice and options.</summary>
    public override string ToString() => $"{Description}: {Value} (one of {string.Join(", ", Options)})";

    internal override (string, string, string?) Names(int protocol) => ("Dropdown", "Dropdown", protocol == 1 ? null : "DescriptionStyle");

    internal override JsonObject State(int protocol) => new()
    {
        ["_options_labels"] = new JsonArray([.. Options.Select(o => (JsonNode)o)]),
        [protocol == 1 ? "value" : "index"] = protocol == 1 ? Value : Index,
        ["description"] = Description,
        ["disabled"] = Disabled,
    };

    internal override void Take(JsonObject state)
    {
        if (state["index"] is { } index)
            Index = (int)index;
        else if (state["value"] is { } value)
            Value = (string)value!;
    }
}
