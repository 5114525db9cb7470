using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>What the page's two kinds of slider share.</summary>
static class Sliders
{
    /// <summary>A slider's own part of the state: value, ends and step, and how the page writes the number (d3's notation).</summary>
    public static JsonObject State(Widget slider, JsonNode value, JsonNode min, JsonNode max, JsonNode step, bool readout, string format) => new()
    {
        ["value"] = value,
        ["min"] = min,
        ["max"] = max,
        ["step"] = step,
        ["description"] = slider.Description,
        ["readout"] = readout,
        ["readout_format"] = format,
        ["continuous_update"] = true,
        ["disabled"] = slider.Disabled,
        ["orientation"] = "horizontal",
    };
}
