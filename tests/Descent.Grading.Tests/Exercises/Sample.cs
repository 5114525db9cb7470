using System.Text.Json.Nodes;

namespace Descent.Grading.Tests.Exercises;

/// <summary>A small exercise with two questions, as an instructor writes it.</summary>
static class Sample
{
    public const string Name = "03-minibatches";

    public const string Given = """
        #r "../../artifacts/notebook/Descent.dll"
        using Descent.Checks;
        using static System.Math;
        """;

    public const string Answer1 = """
        double Mean(double[] x)
        {
            // BEGIN SOLUTION
            // Every example counts the same.
            var total = 0.0;
            foreach (var value in x)
                total += value;
            return total / x.Length;
            // END SOLUTION
        }
        """;

    public const string Checks1 = """
        Check.Close("three numbers", () => Mean(new[] { 1.0, 2, 6 }), 3.0, points: 1, hints: ["Add them up."]);
        // BEGIN HIDDEN TESTS
        double Reference(double[] x) => x.Average();
        Check.Against("random numbers", rng => Enumerable.Range(0, 5).Select(_ => rng.Next()).ToArray(), x => Mean(x), x => Reference(x), trials: 10, points: 2);
        Check.Mistake("forgets to divide", nameof(Mean), (double[] x) => x.Sum());
        Check.Mistake("divides by n − 1", nameof(Mean), (double[] x) => x.Sum() / (x.Length - 1));
        Check.Mistake("takes the middle", nameof(Mean), (double[] x) => x[x.Length / 2]);
        // END HIDDEN TESTS
        Check.Done();
        """;

    public const string Answer2 = """
        (double Low, double High) Range(double[] x, bool isSorted)
        {
            // Sorted numbers need no search.
            // BEGIN SOLUTION
            return isSorted ? (x[0], x[^1]) : (x.Min(), x.Max());
            // END SOLUTION
        }

        double Apply(Func<double, double> f, double at)
        {
            // BEGIN SOLUTION
            return f(at);
            // END SOLUTION
        }
        """;

    public const string Checks2 = """
        double[] numbers = [2, 1, 3];
        Check.Equal("the smallest", () => Range(numbers, false).Low, 1.0, points: 0.5);
        // BEGIN HIDDEN TESTS
        Check.Equal("the largest", () => Range(numbers, false), r => r.High, 3.0, points: 1);
        Check.Close("a square", () => Apply(v => v * v, 3), 9, points: 1.5);
        Check.Mistake("takes the ends", nameof(Range), (double[] x, bool isSorted) => (x[0], x[^1]));
        Check.Mistake("swaps them", nameof(Range), (double[] x, bool isSorted) => (x.Max(), x.Min()));
        Check.Mistake("does not apply it", nameof(Apply), (Func<double, double> f, double at) => at);
        // END HIDDEN TESTS
        Check.Done();
        """;

    /// <summary>The source notebook, fresh to be changed.</summary>
    public static JsonObject Notebook() => new()
    {
        ["cells"] = new JsonArray(
            Text("title", "# Exercises: Minibatches\n\nRun the check cell below your answer; more checks decide the points."),
            Code("first", Given, "given", (false, false, true)),
            Text("question-1", "## 1. The mean · ★☆☆ · 5 min\n\nReturn the mean of `x`."),
            Code("answer-1", Answer1, "q1", (false, true, false)),
            Code("checks-1", Checks1, "q1-checks", (true, false, true), 3),
            Text("question-2", "## 2. The range · ★★★ · 15 min\n\nLow and high of `x`."),
            Code("answer-2", Answer2, "q2", (false, true, false)),
            Code("checks-2", Checks2, "q2-checks", (true, false, true), 3)),
        ["metadata"] = new JsonObject
        {
            ["descent"] = new JsonObject { ["assignment"] = Name },
            ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    };

    /// <summary>Writes the source notebook, changed or not.</summary>
    public static string Write(string folder, Action<JsonObject>? change = null, string name = Name)
    {
        var notebook = Notebook();
        change?.Invoke(notebook);
        var path = Path.Combine(folder, name + ".ipynb");
        File.WriteAllText(path, notebook.ToJsonString());
        return path;
    }

    /// <summary>The cell of a number, counted from 1.</summary>
    public static JsonObject Cell(this JsonObject notebook, int number) => notebook["cells"]![number - 1]!.AsObject();

    /// <summary>The nbgrader metadata of a cell.</summary>
    public static JsonObject Nbgrader(this JsonObject notebook, int number) => notebook.Cell(number)["metadata"]!["nbgrader"]!.AsObject();

    static JsonObject Text(string id, string text) => new() { ["cell_type"] = "markdown", ["id"] = id, ["metadata"] = new JsonObject(), ["source"] = text };

    static JsonObject Code(string id, string text, string gradeId, (bool Grade, bool Solution, bool Locked) flags, double? points = null)
    {
        var nbgrader = new JsonObject
        {
            ["grade"] = flags.Grade,
            ["grade_id"] = gradeId,
            ["locked"] = flags.Locked,
            ["schema_version"] = 3,
            ["solution"] = flags.Solution,
            ["task"] = false,
        };
        if (points is { } p)
            nbgrader["points"] = p;
        return new()
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = id,
            ["metadata"] = new JsonObject { ["nbgrader"] = nbgrader },
            ["outputs"] = new JsonArray(),
            ["source"] = text,
        };
    }
}

/// <summary>A folder that goes away.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("descent-exercises-");

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
