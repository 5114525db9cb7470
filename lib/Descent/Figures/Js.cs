using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>JSON objects written in one breath.</summary>
static class Js
{
    public static JsonObject Of(params (string Key, JsonNode? Value)[] members) =>
        new(members.Select(m => KeyValuePair.Create(m.Key, m.Value)));
}
