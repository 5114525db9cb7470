using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Descent.Grading.Tests.Exercises;

/// <summary>What nbgrader 0.9.5 does with a notebook, from the description of its format and of its steps alone; knows nothing of the library's classes.</summary>
static class NbgraderOracle
{
    static readonly string[] Stub = ["// YOUR CODE HERE", "throw new System.NotImplementedException();"];

    public static string Checksum(string source, string type, bool grade, bool solution, bool locked, string id, double points)
    {
        static string Python(bool value) => value ? "True" : "False";
        var isLocked = solution ? false : grade || locked;
        var text = source + type + Python(grade) + Python(solution) + Python(isLocked) + id + (grade ? PythonFloat(points) : "");
#pragma warning disable CA5351 // the format wants MD5
        return Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();
#pragma warning restore CA5351
    }

    /// <summary>generate_assignment: lock flags, solutions cleared, outputs cleared, hidden tests cleared, checksums. Also the database: the source cells with hidden tests.</summary>
    public static (JsonObject Release, Dictionary<string, JsonObject> Database) Generate(JsonObject source)
    {
        var notebook = source.DeepClone().AsObject();
        notebook["metadata"]!.AsObject().Remove("celltoolbar");
        foreach (var cell in Cells(notebook))
        {
            var nbgrader = cell["metadata"]!["nbgrader"] as JsonObject;
            if (Flag(nbgrader, "solution"))
                cell["metadata"]!["deletable"] = false;
            else if (Flag(nbgrader, "grade") || Flag(nbgrader, "locked") || Flag(nbgrader, "task"))
                (cell["metadata"]!["deletable"], cell["metadata"]!["editable"]) = (false, false);
            if (Flag(nbgrader, "solution"))
                cell["source"] = ClearSolutions(Text(cell));
            if ((string)cell["cell_type"]! == "code")
                (cell["outputs"], cell["execution_count"]) = (new JsonArray(), null);
        }
        Mark(notebook);
        var database = Graded(notebook).ToDictionary(c => Id(c), c => c.DeepClone().AsObject());
        foreach (var cell in Graded(notebook).Where(c => Flag(c["metadata"]!["nbgrader"], "grade")))
            cell["source"] = ClearHidden(Text(cell));
        Mark(notebook);
        return (notebook, database);
    }

    /// <summary>The sanitizing pass of autograde over a submission: cells overwritten from the database.</summary>
    /// <exception cref="InvalidOperationException">The whole submission errors.</exception>
    public static JsonObject Autograde(JsonObject submission, Dictionary<string, JsonObject> database)
    {
        var notebook = submission.DeepClone().AsObject();
        var last = Graded(notebook).GroupBy(Id).ToDictionary(g => g.Key, g => g.Last());
        foreach (var cell in Graded(notebook))
        {
            if (last[Id(cell)] != cell)
                throw new InvalidOperationException("duplicate id: the earlier cell's metadata is too old a schema");
            if (!database.TryGetValue(Id(cell), out var known))
                throw new InvalidOperationException("unknown id: the metadata check fails");
            var (nbgrader, original) = (cell["metadata"]!["nbgrader"]!.AsObject(), known["metadata"]!["nbgrader"]!);
            cell["cell_type"] = (string)known["cell_type"]!;
            if (Derived(nbgrader) != Derived(original))
                nbgrader["locked"] = Derived(original);
            if (Flag(nbgrader, "grade"))
                nbgrader["points"] = original["points"]?.DeepClone();
            nbgrader["checksum"] = (string)original["checksum"]!;
            if (Derived(original) && Checksum(cell) != (string)original["checksum"]!)
            {
                cell["source"] = Text(known);
                if (Checksum(cell) != (string)original["checksum"]!)
                    throw new InvalidOperationException("inconsistent checksums");
            }
        }
        return notebook;
    }

    /// <summary>The score of a tests cell from its outputs; null when the whole submission errors.</summary>
    public static double? Score(double points, params JsonObject[] outputs)
    {
        foreach (var output in outputs)
        {
            var kind = (string)output["output_type"]!;
            if (kind == "error" || kind == "stream" && (string)output["name"]! == "stderr")
                return 0;
            if (kind != "execute_result")
                continue;
            if (output["data"]?["text/plain"] is not { } shown || (string)shown! == "")
                return null;
            if (!double.TryParse(((string)shown!).Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var score) || double.IsNaN(score) || score < 0)
                return points;
            return score > points ? null : score;
        }
        return points;
    }

    public static IEnumerable<JsonObject> Cells(JsonObject notebook) => notebook["cells"]!.AsArray().Select(c => c!.AsObject());

    public static string Text(JsonObject cell) => cell["source"] is JsonArray lines ? string.Concat(lines.Select(l => (string)l!)) : (string)cell["source"]!;

    public static string Id(JsonObject cell) => (string)cell["metadata"]!["nbgrader"]!["grade_id"]!;

    public static IEnumerable<JsonObject> Graded(JsonObject notebook) =>
        Cells(notebook).Where(c => c["metadata"]!["nbgrader"] is JsonObject n && (Flag(n, "grade") || Flag(n, "solution") || Flag(n, "locked")));

    static void Mark(JsonObject notebook)
    {
        foreach (var cell in Graded(notebook))
        {
            cell["metadata"]!["nbgrader"]!["cell_type"] = (string)cell["cell_type"]!;
            cell["metadata"]!["nbgrader"]!["checksum"] = Checksum(cell);
        }
    }

    static string Checksum(JsonObject cell)
    {
        var nbgrader = cell["metadata"]!["nbgrader"]!;
        return Checksum(Text(cell), (string)cell["cell_type"]!, Flag(nbgrader, "grade"), Flag(nbgrader, "solution"), Flag(nbgrader, "locked"), Id(cell),
            nbgrader["points"] is { } points ? double.Parse(points.ToJsonString(), CultureInfo.InvariantCulture) : 0);
    }

    static bool Flag(JsonNode? nbgrader, string name) => nbgrader?[name] is { } flag && (bool)flag;

    static bool Derived(JsonNode nbgrader) => !Flag(nbgrader, "solution") && (Flag(nbgrader, "grade") || Flag(nbgrader, "locked"));

    static string ClearSolutions(string text)
    {
        var (kept, isIn, any) = (new List<string>(), false, false);
        foreach (var line in text.Split('\n'))
            if (line.Contains("BEGIN SOLUTION", StringComparison.Ordinal))
            {
                (any, isIn) = (true, isIn ? throw new InvalidOperationException("nested") : true);
                kept.AddRange(Stub.Select(l => string.Concat(line.TakeWhile(char.IsWhiteSpace)) + l));
            }
            else if (line.Contains("END SOLUTION", StringComparison.Ordinal))
                isIn = false;
            else if (!isIn)
                kept.Add(line);
        return isIn ? throw new InvalidOperationException("unclosed") : any ? string.Join("\n", kept) : string.Join("\n", Stub);
    }

    static string ClearHidden(string text)
    {
        var (kept, isIn) = (new List<string>(), false);
        foreach (var line in text.Split('\n'))
            if (line.Contains("BEGIN HIDDEN TESTS", StringComparison.Ordinal))
                isIn = true;
            else if (line.Contains("END HIDDEN TESTS", StringComparison.Ordinal))
                isIn = false;
            else if (!isIn)
                kept.Add(line);
        return string.Join("\n", kept);
    }

    // Points of exercises only: no exponents.
    static string PythonFloat(double value) => value.ToString("R", CultureInfo.InvariantCulture) is var text && text.Contains('.') ? text : text + ".0";
}
