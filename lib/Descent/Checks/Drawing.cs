using System.Text.Json;

namespace Descent.Checks;

/// <summary>What can be read off a figure.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="X">The label of the horizontal axis; of several panels, the first's.</param>
/// <param name="Y">The label of the vertical axis.</param>
/// <param name="IsLogX">Whether the horizontal axis is logarithmic.</param>
/// <param name="IsLogY">Whether the vertical axis is logarithmic.</param>
/// <param name="Series">Everything that is drawn, in order.</param>
public sealed record Drawing(string Caption, string X, string Y, bool IsLogX, bool IsLogY, IReadOnlyList<DrawnSeries> Series)
{
    /// <summary>The first series of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public DrawnSeries this[string name] => Series.FirstOrDefault(s => s.Name == name) ?? throw new KeyNotFoundException(Without(name));

    /// <summary>That a series is missing, in words.</summary>
    internal string Without(string name) =>
        $"expected a series “{name}”, got {(Series.Count == 0 ? "none" : string.Join(", ", Series.Select(s => s.Name).Distinct().Select(n => $"“{n}”")))}";

    /// <summary>Reads what <see cref="Figures.Figure.ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    internal static Drawing Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var layout = At(document.RootElement, "layout");
        var series = At(document.RootElement, "data") is { ValueKind: JsonValueKind.Array } data
            ? data.EnumerateArray().Select(t => new DrawnSeries(Plain(At(t, "name")), Numbers(At(t, "x")), Numbers(At(t, "y")))) : [];
        return new(Plain(At(At(layout, "title"), "text")), Label("xaxis"), Label("yaxis"), IsLog("xaxis"), IsLog("yaxis"), [.. series]);

        string Label(string axis) => Plain(At(At(At(layout, axis), "title"), "text"));

        bool IsLog(string axis) => Plain(At(At(layout, axis), "type")) == "log";
    }

    static JsonElement At(JsonElement element, string key) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) ? value : default;

    // The text before plotly's escapes and line breaks.
    static string Plain(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? element.GetString()!.Replace("<br>", " ").Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&") : "";

    static double[] Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number ? e.GetDouble() : double.NaN)] : [];
}

/// <summary>A series of a figure, as it is drawn: numbers with five significant digits, long curves thinned.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="X">Along the horizontal axis; NaN for a category or a gap.</param>
/// <param name="Y">Along the vertical axis; NaN for a gap.</param>
public sealed record DrawnSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);
