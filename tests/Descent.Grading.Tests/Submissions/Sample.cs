using System.Text;
using System.Text.Json.Nodes;
using Descent.Grading.Exercises;
using Descent.Grading.Submissions;

namespace Descent.Grading.Tests.Submissions;

/// <summary>A small exercise and its notebooks.</summary>
static class Sample
{
    public const string Assignment = "03-minibatches";
    public const string Given = "#r \"../../artifacts/notebook/Descent.dll\"\nusing Descent.Checks;\nusing static System.Math;";
    public const string Stub1 = "double Mean(double[] x)\n{\n    // YOUR CODE HERE\n    throw new System.NotImplementedException();\n}";
    public const string Stub2 = "double Variance(double[] x, int b)\n{\n    // YOUR CODE HERE\n    throw new System.NotImplementedException();\n}";
    public const string Answer1 = "double Mean(double[] x)\n{\n    return x.Sum() / x.Length;\n}";
    public const string Answer2 = "double Variance(double[] x, int b) => x.Sum(v => v * v) / b;";
    public const string Checks1 = "Check.Close(\"two numbers\", () => Mean([1, 2]), 1.5, points: 1);\nCheck.Done();";
    public const string Checks2 = "Check.Close(\"a constant\", () => Variance([1, 1], 1), 2.0, points: 2);\nCheck.Done();";

    public static readonly Bundle Bundle = new(Assignment, "Exercises: Minibatches", "0123456789ab", "", false,
    [
        new("", Role.Text, "# Exercises: Minibatches", "# Exercises: Minibatches"),
        new("given", Role.Given, Given, Given + "\n// for the grader"),
        new("", Role.Text, "## 1. Mean · ★☆☆ · 5 min\nThe mean.", ""),
        new("q1", Role.Answer, Stub1, ""),
        new("q1-checks", Role.Checks, Checks1, Checks1),
        new("", Role.Text, "## 2. Variance · ★★☆ · 10 min\nThe variance.", ""),
        new("q2", Role.Answer, Stub2, ""),
        new("q2-checks", Role.Checks, Checks2, Checks2),
    ],
    [
        new("q1", "Mean", 1, 5, "q1-checks", [new("Mean", "double Mean(double[] x)", "double", ["x"], ["double[]"])], [new("two numbers", 1, false), new("many", 2, true)]),
        new("q2", "Variance", 2, 10, "q2-checks", [new("Variance", "double Variance(double[] x, int b)", "double", ["x", "b"], ["double[]", "int"])], [new("a constant", 2, false), new("random", 3, true)]),
    ]);

    /// <summary>The released notebook with these answers.</summary>
    public static JsonObject Notebook(string answer1 = Answer1, string answer2 = Answer2) => new()
    {
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
        ["metadata"] = new JsonObject { ["descent"] = new JsonObject { ["assignment"] = Assignment, ["version"] = Bundle.Version } },
        ["cells"] = new JsonArray(
            Markdown("# Exercises: Minibatches"),
            Code(Given, "given", locked: true),
            Markdown("## 1. Mean · ★☆☆ · 5 min\nThe mean."),
            Code(answer1, "q1", solution: true),
            Code(Checks1, "q1-checks", grade: true, locked: true, points: 3),
            Markdown("## 2. Variance · ★★☆ · 10 min\nThe variance."),
            Code(answer2, "q2", solution: true),
            Code(Checks2, "q2-checks", grade: true, locked: true, points: 5)),
    };

    public static JsonObject Code(string source, string? id = null, bool grade = false, bool solution = false, bool locked = false, int? points = null)
    {
        var marks = new JsonObject { ["schema_version"] = 3, ["grade"] = grade, ["solution"] = solution, ["locked"] = locked, ["task"] = false, ["grade_id"] = id };
        if (points is not null)
            marks["points"] = points;
        return new()
        {
            ["cell_type"] = "code",
            ["id"] = Guid.NewGuid().ToString("N")[..8],
            ["metadata"] = id is null ? [] : new JsonObject { ["nbgrader"] = marks },
            ["execution_count"] = null,
            ["outputs"] = new JsonArray(),
            ["source"] = source,
        };
    }

    public static JsonObject Markdown(string source) =>
        new() { ["cell_type"] = "markdown", ["id"] = Guid.NewGuid().ToString("N")[..8], ["metadata"] = new JsonObject(), ["source"] = source };

    public static JsonArray Cells(this JsonObject notebook) => (JsonArray)notebook["cells"]!;

    public static JsonObject Cell(this JsonObject notebook, string id) =>
        notebook.Cells().OfType<JsonObject>().First(c => (string?)c["metadata"]?["nbgrader"]?["grade_id"] == id);

    public static JsonObject Marks(this JsonObject notebook, string id) => (JsonObject)notebook.Cell(id)["metadata"]!["nbgrader"]!;

    public static Submission Read(JsonObject notebook) => Read(notebook.ToJsonString());

    public static Submission Read(string text, string name = "hw.ipynb") => Read(Encoding.UTF8.GetBytes(text), name);

    public static Submission Read(byte[] bytes, string name = "hw.ipynb") => Reader.Read(new Content(bytes), name, "ann", Bundle).Submission;

    /// <summary>The cells in one line: id or name of each.</summary>
    public static string Order(this Submission submission) => string.Join(" ", submission.Cells.Select(c => c.Id.Length > 0 ? c.Id : c.Source));
}
