using System.Text.Json.Nodes;
using static System.FormattableString;

namespace Descent.Front;

/// <summary>A slider over real numbers.</summary>
public sealed class FloatSlider : Widget
{
    /// <summary>A slider from <paramref name="min"/> to <paramref name="max"/>.</summary>
    /// <param name="description">Its label.</param>
    /// <param name="min">The low end.</param>
    /// <param name="max">The high end.</param>
    /// <param name="value">Where it starts; outside values are moved to the nearest end.</param>
    /// <param name="step">What one key press adds; a hundredth of the way by default.</param>
    /// <exception cref="ArgumentException">The ends are not in order, or the step is not positive.</exception>
    public FloatSlider(string description, double min, double max, double value, double? step = null) : base(description)
    {
        if (!(min < max && double.IsFinite(max - min) && step is null or > 0))
            throw new ArgumentException(Invariant($"Slider “{description}” from {min} to {max} by {step}: the low end must be below the high end and the step positive."));
        (Min, Max, Step, Value) = (min, max, step ?? (max - min) / 100, value);
    }

    /// <summary>The low end.</summary>
    public double Min { get; }

    /// <summary>The high end.</summary>
    public double Max { get; }

    /// <summary>What one key press adds.</summary>
    public double Step { get; }

    /// <summary>Whether the page writes the number beside the slider, with <see cref="Format"/>.</summary>
    public bool Readout { get; init; } = true;

    /// <summary>How the page writes the number, in d3's notation, such as <c>.3g</c>.</summary>
    public string Format { get; init; } = ".3g";

    /// <summary>The number chosen; setting it moves the slider.</summary>
    /// <exception cref="ArgumentException">Not a number.</exception>
    public double Value
    {
        get;
        set
        {
            if (Set(ref field, double.IsNaN(value) ? throw new ArgumentException($"Slider “{Description}” cannot stand at NaN.") : Math.Clamp(value, Min, Max), "value"))
                ValueChanged?.Invoke(Value);
        }
    }

    /// <summary>The value has changed, by the reader's hand or by code.</summary>
    public event Action<double>? ValueChanged;

    /// <summary>Label, value and ends.</summary>
    public override string ToString() => Invariant($"{Description}: {Value:G6} (slider from {Min:G6} to {Max:G6})");

    internal override (string, string, string?) Names(int protocol) => ("FloatSlider", "FloatSlider", "SliderStyle");

    internal override string Width => "30em";

    internal override JsonObject State(int protocol) => Sliders.State(this, Value, Min, Max, Step, Readout, Format);

    internal override void Take(JsonObject state)
    {
        if (state["value"] is { } value)
            Value = (double)value;
    }
}
