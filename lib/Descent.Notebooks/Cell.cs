using System.Text.Json.Nodes;

namespace Descent.Notebooks;

/// <summary>A cell of a notebook: a view on its JSON, so that unknown fields survive.</summary>
public sealed class Cell
{
    readonly JsonObject json;

    internal Cell(JsonObject json, int number)
    {
        this.json = json;
        Number = number;
    }

    /// <summary>Code cells are counted from 1; for another cell the number of the code cell before it.</summary>
    public int Number { get; }

    /// <summary>Whether this is a code cell.</summary>
    public bool IsCode => (string?)json["cell_type"] == "code";

    /// <summary>Whether this is a Markdown cell.</summary>
    public bool IsMarkdown => (string?)json["cell_type"] == "markdown";

    /// <summary>The whole source; the file stores it as lines.</summary>
    public string Source => json["source"] is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string)json["source"]!;

    /// <summary>The cell's metadata.</summary>
    public JsonObject Metadata => json["metadata"] as JsonObject ?? [];

    /// <summary>The stored outputs (nbformat objects); empty when the cell has none.</summary>
    public IEnumerable<JsonObject> Outputs => json["outputs"] is JsonArray outputs ? outputs.OfType<JsonObject>() : [];

    /// <summary>The cell's execution count, null when it has not been run.</summary>
    public int? ExecutionCount => json["execution_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;

    /// <summary>Stores what a run of the cell gave; without a count the cell becomes one that has not been run.</summary>
    public void Store(int? count, IEnumerable<Output> outputs)
    {
        json["execution_count"] = count;
        json["outputs"] = new JsonArray([.. outputs.Select(o => o.ToJson(count))]);
    }
}
