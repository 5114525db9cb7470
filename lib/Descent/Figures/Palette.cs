using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>Colour scales that read without colour vision, and the ink of light, dark and unknown pages.</summary>
static class Palette
{
    /// <summary>Dark blue to light yellow, monotone in lightness.</summary>
    public static readonly string[] Sequential = ["#002a5c", "#2f4a78", "#5b6a86", "#86898a", "#b3a77e", "#dcc968", "#fdea45"];

    /// <summary>Blue through white to orange.</summary>
    public static readonly string[] Diverging = ["#0072B2", "#7fb6d8", "#f7f7f5", "#eaa672", "#D55E00"];

    /// <summary>White to deep blue, for cells that carry a number.</summary>
    public static readonly string[] Paper = ["#f4f8fb", "#9cc7e2", "#3f92c3", "#0b5c92", "#053a5f"];

    /// <summary>White paper, black ink.</summary>
    public static readonly string[] White = ["#ffffff", "#000000"];

    public static JsonArray Json(string[] colors) =>
        new([.. colors.Select((color, i) => new JsonArray(Numbers.Json(i / (colors.Length - 1.0)), color))]);

    public static JsonObject Light => Template("#222222", "#e3e3e3", "#8a8a8a", "#ffffff", ["#f6f8fb", "#8d9cb8"]);

    public static JsonObject Dark => Template("#dedede", "#3b3f45", "#8f949b", "#22262b", ["#1b1f26", "#47536c"]);

    /// <summary>Greys that can be read on white and on black, for pages that do not say which they are.</summary>
    public static JsonObject Neutral => Template("#757575", "rgba(128,128,128,0.25)", "#8a8a8a", "#ffffff", ["#f6f8fb", "#8d9cb8"]);

    static JsonObject Template(string ink, string grid, string axis, string paper, string[] slate)
    {
        JsonObject Axis() => Js.Of(("gridcolor", grid), ("linecolor", axis), ("zerolinecolor", grid), ("tickcolor", axis));
        JsonObject Line(string color) => Js.Of(("color", color));
        return Js.Of(
            ("layout", Js.Of(
                ("font", Line(ink)),
                ("xaxis", Axis()), ("yaxis", Axis()),
                ("scene", Js.Of(("xaxis", Axis()), ("yaxis", Axis()), ("zaxis", Axis()))),
                ("annotationdefaults", Js.Of(("arrowcolor", axis))),
                ("coloraxis", Js.Of(("colorscale", Json(slate)))),
                ("shapedefaults", Js.Of(("line", Line(axis)))),
                ("modebar", Js.Of(("color", axis), ("activecolor", ink), ("bgcolor", "rgba(0,0,0,0)"))),
                ("hoverlabel", Js.Of(("bgcolor", paper), ("bordercolor", axis), ("font", Line(ink == "#757575" ? "#222222" : ink)))),
                ("sliderdefaults", Js.Of(("currentvalue", Js.Of(("font", Line(ink)))), ("bgcolor", grid), ("bordercolor", axis), ("activebgcolor", axis), ("tickcolor", axis))),
                ("updatemenudefaults", Js.Of(("bgcolor", paper), ("bordercolor", axis), ("font", Line(ink == "#757575" ? "#222222" : ink)))))));
    }
}
