using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>What a reader sets: a slider, choice, toggle or seed over labelled values, and where it starts.</summary>
sealed record Control(string Kind, string Name, string[] Labels, int Start, bool Plays)
{
    public JsonObject Json => Js.Of(("kind", Kind), ("name", Name), ("labels", Numbers.Json(Labels)), ("start", Start), ("play", Plays));
}
