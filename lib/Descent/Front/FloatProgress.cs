using System.Text.Json.Nodes;
using static System.FormattableString;

namespace Descent.Front;

/// <summary>A bar that code fills.</summary>
public sealed class FloatProgress(string description, double min = 0, double max = 1) : Widget(description)
{
    /// <summary>The empty bar.</summary>
    public double Min { get; } = min < max ? min : throw new ArgumentException(Invariant($"Progress “{description}” from {min} to {max}: the low end must be below the high end."));

    /// <summary>The full bar.</summary>
    public double Max { get; } = max;

    /// <summary>How far the bar is filled, between the ends.</summary>
    public double Value { get; set => Set(ref field, Math.Clamp(value, Min, Max), "value"); } = min;

    /// <summary>Label and share filled.</summary>
    public override string ToString() => Invariant($"{Description}: {100 * (Value - Min) / (Max - Min):0} %");

    internal override (string, string, string?) Names(int protocol) => (protocol == 1 ? "Progress" : "FloatProgress", "Progress", "ProgressStyle");

    internal override JsonObject State(int protocol) => new()
    {
        ["value"] = Value,
        ["min"] = Min,
        ["max"] = Max,
        ["bar_style"] = "",
        ["description"] = Description,
        ["orientation"] = "horizontal",
    };
}
