using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>A slider over whole numbers.</summary>
public sealed class IntSlider : Widget
{
    /// <summary>A slider from <paramref name="min"/> to <paramref name="max"/>.</summary>
    /// <param name="description">Its label.</param>
    /// <param name="min">The low end.</param>
    /// <param name="max">The high end.</param>
    /// <param name="value">Where it starts; outside values are moved to the nearest end.</param>
    /// <param name="step">What one key press adds.</param>
    /// <exception cref="ArgumentException">The ends are not in order, or the step is below 1.</exception>
    public IntSlider(string description, int min, int max, int value, int step = 1) : base(description)
    {
        if (min >= max || step < 1)
            throw new ArgumentException($"Slider “{description}” from {min} to {max} by {step}: the low end must be below the high end and the step at least 1.");
        (Min, Max, Step, Value) = (min, max, step, value);
    }

    /// <summary>The low end.</summary>
    public int Min { get; }

    /// <summary>The high end.</summary>
    public int Max { get; }

    /// <summary>What one key press adds.</summary>
    public int Step { get; }

    /// <summary>The number chosen; setting it moves the slider.</summary>
    public int Value
    {
        get;
        set
        {
            if (Set(ref field, Math.Clamp(value, Min, Max), "value"))
                ValueChanged?.Invoke(Value);
        }
    }

    /// <summary>The value has changed, by the reader's hand or by code.</summary>
    public event Action<int>? ValueChanged;

    /// <summary>Label, value and ends.</summary>
    public override string ToString() => $"{Description}: {Value} (slider from {Min} to {Max})";

    internal override (string, string, string?) Names(int protocol) => ("IntSlider", "IntSlider", "SliderStyle");

    internal override string Width => "30em";

    internal override JsonObject State(int protocol) => Sliders.State(this, Value, Min, Max, Step, true, "d");

    internal override void Take(JsonObject state)
    {
        if (state["value"] is { } value)
            Value = (int)Math.Round(Math.Clamp((double)value, Min, Max));
    }
}
