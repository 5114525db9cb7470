using System.Text;
using System.Text.Json.Nodes;
using Descent.Grading.Exercises;

namespace Descent.SystemTests.Threats;

/// <summary>A small exercise, built by the real reader of sources, and what students hand in.</summary>
static class Sample
{
    public const string Assignment = "99-sample";

    /// <summary>Points there are.</summary>
    public const decimal Maximum = 9;

    /// <summary>Leaves a question's answer cell as it was released.</summary>
    public const string Stub = "";

    const string Given = """
        #r "../../artifacts/notebook/Descent.dll"
        using Descent.Checks;
        using Descent.Tensors;
        using static System.Math;
        """;

    /// <summary>The exercise; its files are of no account once it is read.</summary>
    public static Exercise Exercise { get; } = Read();

    /// <summary>The cell of question 1 with this body.</summary>
    public static string Twice(string body) => Function("double Twice(double x)", body);

    /// <summary>The cell of question 2 with this body.</summary>
    public static string Shift(string body) => Function("double[] Shift(double[] x, double by)", body);

    /// <summary>The cell of question 3 with this body.</summary>
    public static string Vowels(string body) => Function("int Vowels(string text)", body);

    /// <summary>The right answer to question 1, which does something else first when the visible check calls it (<c>x</c> is 3).</summary>
    public static string Twice3(string first, string declared = "") => declared + Twice($"if (x == 3) {{ {first} }}\nreturn 2 * x;");

    /// <summary>The right answer to question 2, which does something else first when the visible check calls it (<c>by</c> is 0.5).</summary>
    public static string ShiftHalf(string first, string declared = "") => declared + Shift($"if (by == 0.5) {{ {first} }}\nreturn x.Select(v => v + by).ToArray();");

    /// <summary>The right answer to question 3, which does something else first when the visible check calls it (<c>text</c> is "gradient").</summary>
    public static string VowelsGradient(string first, string declared = "") => declared + Vowels($"if (text == \"gradient\") {{ {first} }}\nreturn text.Count(c => \"aeiouAEIOU\".Contains(c));");

    /// <summary>A notebook as a student hands it in: the release with whole answer cells, the right ones where none is given.</summary>
    /// <param name="q1">The text of the answer cell.</param>
    /// <param name="q2">The text of the answer cell.</param>
    /// <param name="q3">The text of the answer cell.</param>
    /// <param name="before">A code cell of the student's before the first question.</param>
    /// <param name="after">A code cell of the student's at the end.</param>
    /// <param name="edit">Changes the notebook at last.</param>
    public static byte[] Handed(string? q1 = null, string? q2 = null, string? q3 = null, string? before = null, string? after = null, Action<JsonObject>? edit = null)
    {
        var notebook = JsonNode.Parse(Exercise.Release.ToString())!.AsObject();
        foreach (var (id, answer) in new[] { ("q1", q1 ?? Twice("return 2 * x;")), ("q2", q2 ?? Shift("return x.Select(v => v + by).ToArray();")), ("q3", q3 ?? Vowels("return text.Count(c => \"aeiouAEIOU\".Contains(c));")) })
            if (answer != Stub)
                notebook.Cell(id)["source"] = answer;
        if (before is not null)
            notebook.Cells().Insert(notebook.Cells().IndexOf(notebook.Cell("given")) + 1, Own(before));
        if (after is not null)
            notebook.Cells().Add(Own(after));
        edit?.Invoke(notebook);
        return Encoding.UTF8.GetBytes(notebook.ToJsonString());
    }

    /// <summary>The cells of a notebook.</summary>
    public static JsonArray Cells(this JsonObject notebook) => notebook["cells"]!.AsArray();

    /// <summary>The cell of a grade_id.</summary>
    public static JsonObject Cell(this JsonObject notebook, string id) => notebook.Cells().First(c => (string?)c!["metadata"]?["nbgrader"]?["grade_id"] == id)!.AsObject();

    /// <summary>Puts code cells of the student's own after the cell of a grade_id.</summary>
    public static void Insert(this JsonObject notebook, string after, params string[] texts)
    {
        var place = notebook.Cells().IndexOf(notebook.Cell(after)) + 1;
        foreach (var (i, text) in texts.Index())
            notebook.Cells().Insert(place + i, Own(text));
    }

    /// <summary>A code cell of the student's own.</summary>
    public static JsonObject Own(string text) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["id"] = $"own-{text.Length}-{(uint)text.Aggregate(7, (hash, letter) => unchecked(31 * hash + letter))}",
        ["metadata"] = new JsonObject(),
        ["outputs"] = new JsonArray(),
        ["source"] = text,
    };

    static string Function(string declaration, string body) => $"{declaration}\n{{\n{body}\n}}";

    static Exercise Read()
    {
        var folder = Directory.CreateTempSubdirectory("descent-sample-").FullName;
        try
        {
            var path = Path.Combine(folder, $"{Assignment}.ipynb");
            File.WriteAllText(path, Source().ToJsonString());
            return Grading.Exercises.Source.Read(path, "a key that no student has"u8.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static JsonObject Source() => new()
    {
        ["cells"] = new JsonArray(
            Text("title", "# Exercises: A sample\n\nThree functions; more checks than you see decide the points."),
            Code("given", Given, Marks("given", locked: true)),
            Text("q1-text", "## 1. Twice · ★☆☆ · 5 min\n\nReturn twice the number."),
            Code("q1", Solved("double Twice(double x)", "return x + x;"), Marks("q1", solution: true)),
            Code("q1-checks", """
                Check.Close("three", () => Twice(3), 6, points: 1, hints: ["Two times three."]);
                // BEGIN HIDDEN TESTS
                Check.Close("a negative number", () => Twice(-1.25), -2.5, points: 1);
                Check.Against("random numbers", rng => 10 * rng.Next() - 5, x => Twice(x), x => x + x, trials: 5, points: 1);
                Check.Mistake("squares", nameof(Twice), (double x) => x * x);
                Check.Mistake("adds two", nameof(Twice), (double x) => x + 2);
                Check.Mistake("loses the sign", nameof(Twice), (double x) => 2 * Abs(x));
                // END HIDDEN TESTS
                Check.Done();
                """, Marks("q1-checks", grade: true, locked: true, points: 3)),
            Text("q2-text", "## 2. Shift · ★★☆ · 5 min\n\nReturn the numbers, each increased by `by`."),
            Code("q2", Solved("double[] Shift(double[] x, double by)", "return x.Select(v => v + by).ToArray();"), Marks("q2", solution: true)),
            Code("q2-checks", """
                Check.Close("two numbers", () => Shift([1, 2], 0.5), [1.5, 2.5], points: 1, hints: ["Add to each."]);
                // BEGIN HIDDEN TESTS
                double[] Some(Descent.Tensors.Rng rng) => Enumerable.Range(0, 4).Select(_ => rng.Next()).ToArray();
                Check.Close("a step back", () => Shift([4, 0, 1], -1), [3, -1, 0], points: 1);
                Check.Against("random vectors", rng => (X: Some(rng), By: rng.Next()), i => Shift(i.X, i.By), i => i.X.Select(v => v + i.By).ToArray(), trials: 5, points: 1);
                Check.Mistake("multiplies", nameof(Shift), (double[] x, double by) => x.Select(v => v * by).ToArray());
                Check.Mistake("subtracts", nameof(Shift), (double[] x, double by) => x.Select(v => v - by).ToArray());
                Check.Mistake("forgets the last", nameof(Shift), (double[] x, double by) => x.Select((v, i) => i < x.Length - 1 ? v + by : v).ToArray());
                // END HIDDEN TESTS
                Check.Done();
                """, Marks("q2-checks", grade: true, locked: true, points: 3)),
            Text("q3-text", "## 3. Vowels · ★★★ · 10 min\n\nCount the vowels (a, e, i, o, u, small or capital)."),
            Code("q3", Solved("int Vowels(string text)", "return text.Count(c => \"aeiou\".Contains(char.ToLowerInvariant(c)));"), Marks("q3", solution: true)),
            Code("q3-checks", """
                Check.Equal("a word", () => Vowels("gradient"), 3, points: 1, hints: ["Which letters count?"]);
                // BEGIN HIDDEN TESTS
                string Word(Descent.Tensors.Rng rng) => string.Concat(Enumerable.Range(0, 12).Select(_ => "abcdeiouXYAEIOU"[rng.Integer(15)]));
                Check.Equal("capitals", () => Vowels("AbacUs"), 3, points: 1);
                Check.Against("random words", Word, text => Vowels(text), text => text.Count(c => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'A' or 'E' or 'I' or 'O' or 'U'), trials: 5, points: 1);
                Check.Mistake("overlooks capitals", nameof(Vowels), (string text) => text.Count(c => c is 'a' or 'e' or 'i' or 'o' or 'u'));
                Check.Mistake("counts each once", nameof(Vowels), (string text) => text.Where(c => "aeiouAEIOU".Contains(c)).Distinct().Count());
                Check.Mistake("counts the others", nameof(Vowels), (string text) => text.Count(c => !"aeiouAEIOU".Contains(c)));
                // END HIDDEN TESTS
                Check.Done();
                """, Marks("q3-checks", grade: true, locked: true, points: 3))),
        ["metadata"] = new JsonObject
        {
            ["descent"] = new JsonObject { ["assignment"] = Assignment },
            ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    };

    static string Solved(string declaration, string body) => $"{declaration}\n{{\n    // BEGIN SOLUTION\n    {body}\n    // END SOLUTION\n}}";

    static JsonObject Text(string id, string text) => new() { ["cell_type"] = "markdown", ["id"] = id, ["metadata"] = new JsonObject(), ["source"] = text };

    static JsonObject Code(string id, string text, JsonObject marks) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = null,
        ["id"] = id,
        ["metadata"] = new JsonObject { ["nbgrader"] = marks },
        ["outputs"] = new JsonArray(),
        ["source"] = text,
    };

    static JsonObject Marks(string id, bool grade = false, bool solution = false, bool locked = false, int? points = null)
    {
        var marks = new JsonObject { ["grade"] = grade, ["grade_id"] = id, ["locked"] = locked, ["schema_version"] = 3, ["solution"] = solution, ["task"] = false };
        if (points is { } number)
            marks["points"] = number;
        return marks;
    }
}
