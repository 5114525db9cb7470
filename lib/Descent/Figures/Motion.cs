using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>Points that move: a frame for each step, named by it. Nothing moves until the reader asks.</summary>
static class Motion
{
    public static JsonArray Frames(List<(int Trace, Series Series)> movers) =>
        new([.. movers.MaxBy(m => m.Series.Steps.Length).Series.Steps.Select((step, frame) => Js.Of(
            ("name", step.Step.ToString()),
            ("data", new JsonArray([.. movers.Select(m => m.Series.Steps[Math.Min(frame, m.Series.Steps.Length - 1)])
                .Select(p => Js.Of(("x", new JsonArray(Numbers.Json(p.X, 7))), ("y", new JsonArray(Numbers.Json(p.Y, 7)))))])),
            ("traces", new JsonArray([.. movers.Select(m => (JsonNode)m.Trace)]))))]);

    /// <summary>Plotly's own slider and buttons, for viewers that draw the JSON without our page around it.</summary>
    public static void Controls(JsonObject json)
    {
        var layout = json["layout"]!;
        layout["height"] = (int)layout["height"]! + Height;
        layout["sliders"] = new JsonArray(Js.Of(
            ("x", 0), ("len", 1), ("y", 0), ("yanchor", "top"), ("pad", Pad(64)),
            ("currentvalue", Js.Of(("prefix", "step "), ("xanchor", "right"), ("font", Js.Of(("size", 13))))),
            ("ticklen", 0), ("minorticklen", 0), ("font", Js.Of(("color", "rgba(0,0,0,0)"))), ("borderwidth", 1),
            ("steps", new JsonArray([.. json["frames"]!.AsArray().Select(f => (string)f!["name"]!).Select(name => Js.Of(
                ("label", name), ("method", "animate"), ("args", new JsonArray(new JsonArray(name), Timing("immediate", 0)))))]))));
        layout["updatemenus"] = new JsonArray(Js.Of(
            ("type", "buttons"), ("direction", "left"), ("showactive", false),
            ("x", 0), ("xanchor", "left"), ("y", 0), ("yanchor", "top"), ("pad", Pad(48)),
            ("buttons", new JsonArray(Button("▶", "next", null), Button("❚❚", "immediate", new JsonArray((JsonNode?)null))))));
    }

    const int Height = 120;

    static JsonObject Pad(int top) => Js.Of(("t", top), ("b", 0), ("l", 0), ("r", 0));

    static JsonObject Button(string label, string mode, JsonNode? frames) =>
        Js.Of(("label", label), ("method", "animate"), ("args", new JsonArray(frames, Timing(mode, 90))));

    static JsonObject Timing(string mode, int milliseconds) => Js.Of(
        ("mode", mode), ("fromcurrent", true),
        ("frame", Js.Of(("duration", milliseconds), ("redraw", false))), ("transition", Js.Of(("duration", 0))));
}
