using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>Frames, a slider and two buttons for the points that move. Nothing moves until the reader asks.</summary>
static class Motion
{
    public static void Add(JsonObject json, List<(int Trace, Series Series)> movers)
    {
        var longest = movers.MaxBy(m => m.Series.Steps.Length).Series.Steps;
        json["frames"] = new JsonArray([.. longest.Select((_, frame) => Js.Of(
            ("name", frame.ToString()),
            ("data", new JsonArray([.. movers.Select(m => m.Series.Steps[Math.Min(frame, m.Series.Steps.Length - 1)])
                .Select(p => Js.Of(("x", new JsonArray(Numbers.Json(p.X, 7))), ("y", new JsonArray(Numbers.Json(p.Y, 7)))))])),
            ("traces", new JsonArray([.. movers.Select(m => (JsonNode)m.Trace)]))))]);
        var layout = json["layout"]!;
        layout["sliders"] = new JsonArray(Js.Of(
            ("x", 0), ("len", 1), ("y", 0), ("yanchor", "top"), ("pad", Pad(64)),
            ("currentvalue", Js.Of(("prefix", "step "), ("xanchor", "right"), ("font", Js.Of(("size", 13))))),
            ("ticklen", 0), ("minorticklen", 0), ("font", Js.Of(("color", "rgba(0,0,0,0)"))), ("borderwidth", 1),
            ("steps", new JsonArray([.. longest.Select((p, frame) => Js.Of(
                ("label", p.Step.ToString()), ("method", "animate"), ("args", new JsonArray(new JsonArray(frame.ToString()), Timing("immediate", 0)))))]))));
        layout["updatemenus"] = new JsonArray(Js.Of(
            ("type", "buttons"), ("direction", "left"), ("showactive", false),
            ("x", 0), ("xanchor", "left"), ("y", 0), ("yanchor", "top"), ("pad", Pad(48)),
            ("buttons", new JsonArray(Button("▶", "next", null), Button("❚❚", "immediate", new JsonArray((JsonNode?)null))))));
    }

    static JsonObject Pad(int top) => Js.Of(("t", top), ("b", 0), ("l", 0), ("r", 0));

    static JsonObject Button(string label, string mode, JsonNode? frames) =>
        Js.Of(("label", label), ("method", "animate"), ("args", new JsonArray(frames, Timing(mode, 90))));

    static JsonObject Timing(string mode, int milliseconds) => Js.Of(
        ("mode", mode), ("fromcurrent", true),
        ("frame", Js.Of(("duration", milliseconds), ("redraw", false))), ("transition", Js.Of(("duration", 0))));
}
