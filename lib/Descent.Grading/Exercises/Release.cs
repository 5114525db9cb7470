using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Descent.Notebooks;

namespace Descent.Grading.Exercises;

/// <summary>A cell on its way into the release.</summary>
/// <param name="Number">Its place in the source, from 1.</param>
/// <param name="Id">The notebook cell's id.</param>
/// <param name="Part">Its texts.</param>
/// <param name="Nbgrader">Its metadata; null for text.</param>
/// <param name="IsSecret">For each line of the source whether students do not get it.</param>
sealed record ReleasedCell(int Number, string Id, Part Part, Nbgrader? Nbgrader, IReadOnlyList<bool> IsSecret);

/// <summary>The notebook that students get, written key by key: nothing of the source is copied but the released texts and ids.</summary>
static class Release
{
    /// <summary>The kernel of every exercise.</summary>
    public static JsonObject Kernelspec => new() { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" };

    /// <summary>The first 12 hex digits of the SHA-256 of the cells' texts.</summary>
    public static string Version(IEnumerable<Part> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => p.Released + "\0")))))[..12];

    /// <summary>The release.</summary>
    public static Notebook Of(string assignment, string version, IReadOnlyList<ReleasedCell> cells)
    {
        var root = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select(Cell)]),
            ["metadata"] = new JsonObject
            {
                ["descent"] = new JsonObject { ["assignment"] = assignment, ["version"] = version },
                ["kernelspec"] = Kernelspec,
                ["language_info"] = new JsonObject { ["name"] = "C#" },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        return Notebook.Parse(root.ToJsonString(), assignment + ".ipynb");
    }

    static JsonObject Cell(ReleasedCell cell)
    {
        var lines = cell.Part.Released.Split('\n');
        var source = new JsonArray([.. lines.Select((l, i) => i < lines.Length - 1 ? l + "\n" : l).Where(l => l.Length > 0).Select(l => (JsonNode)l)]);
        if (cell.Nbgrader is not { } nbgrader)
            return new() { ["cell_type"] = "markdown", ["id"] = cell.Id, ["metadata"] = new JsonObject(), ["source"] = source };
        var metadata = new JsonObject { ["deletable"] = false };
        if (nbgrader.Role != Role.Answer)
            metadata["editable"] = false;
        metadata["nbgrader"] = nbgrader.ToJson(cell.Part.Released);
        return new() { ["cell_type"] = "code", ["execution_count"] = null, ["id"] = cell.Id, ["metadata"] = metadata, ["outputs"] = new JsonArray(), ["source"] = source };
    }
}
