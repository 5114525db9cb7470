using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Course.Tests;

/// <summary><c>course exercise</c> as a process, in a repository with one small exercise.</summary>
[Collection("course")]
public sealed class ExerciseCommandTests : IDisposable
{
    const string Checks = """
        Check.Equal("two", () => Twice(1), 2);
        // BEGIN HIDDEN TESTS
        Check.Against("others", rng => rng.Integer(1000), n => Twice(n), n => n + n, points: 2);
        Check.Mistake("squares", nameof(Twice), (int n) => n * n);
        Check.Mistake("adds two", nameof(Twice), (int n) => n + 2);
        Check.Mistake("thrice", nameof(Twice), (int n) => 3 * n);
        // END HIDDEN TESTS
        Check.Done();
        """;

    readonly string folder = Directory.CreateTempSubdirectory("exercise-").FullName;
    readonly string source, mine;

    public ExerciseCommandTests()
    {
        (source, mine) = (Path.Combine(folder, "notebooks", "exercises", "04-momentum.ipynb"), Path.Combine(folder, "notebooks", "my-exercises", "04-momentum.ipynb"));
        Directory.CreateDirectory(Path.GetDirectoryName(source)!);
        File.WriteAllText(Path.Combine(folder, "Course.sln"), "");
        Write(Checks);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_proved_exercise_becomes_a_release_and_a_bundle()
    {
        var key = Path.Combine(folder, "key");
        File.WriteAllText(key, "0123456789abcdef");

        var (code, output, error) = Course("exercise", "build", "--key", key, "--out", "built");

        Assert.Equal("Warning: " + key + " lies in the repository and Git does not ignore it; keep the key elsewhere.\n", error);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("04-momentum: 1 question, 3 points, release ", output);
        Assert.DoesNotContain("hidden inputs", output);
        Assert.DoesNotContain("Mistake", File.ReadAllText(Path.Combine(folder, "built", "release", "04-momentum.ipynb")));
        Assert.Contains("\"hasKey\": true", File.ReadAllText(Path.Combine(folder, "built", "bundles", "04-momentum.bundle.json")));
    }

    [Fact]
    public void A_set_of_ones_own_is_built_wherever_it_lies()
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "my", "own", "sets")).FullName;
        File.Move(source, Path.Combine(own, "04-momentum.ipynb"));

        var (code, output, error) = Course("exercise", "build", Path.Combine("my", "own", "sets", "04-momentum.ipynb"), "--out", "built");

        Assert.Equal((ExitCode.Done, ""), (code, error));
        Assert.Contains("04-momentum: 1 question, 3 points", output);
        Assert.True(File.Exists(Path.Combine(folder, "built", "release", "04-momentum.ipynb")));
    }

    [Fact]
    public void A_misspelt_marker_is_refused_with_cell_and_line_and_nothing_is_written()
    {
        Write(Checks.Replace("BEGIN HIDDEN TESTS", "BEGIN HIDDEN TEST"));

        var (code, output, error) = Course("exercise", "build", "04");

        Assert.Equal(ExitCode.CellFailed, code);
        Assert.Contains("04-momentum.ipynb cannot be used:\n", error);
        Assert.Contains("\n  cell 5, line 2: '// BEGIN HIDDEN TEST' looks like a marker but is none", error);
        Assert.EndsWith("1 of 1 exercises refused.\n", output.ReplaceLineEndings("\n"));
        Assert.False(Directory.Exists(Path.Combine(folder, "artifacts", "exercises")));
    }

    [Fact]
    public void A_wrong_answer_that_no_check_refutes_is_refused()
    {
        Write(Checks.Replace("(int n) => 3 * n", "(int n) => n + n"));

        var (code, _, error) = Course("exercise", "build", "4");

        Assert.Equal(ExitCode.CellFailed, code);
        Assert.Contains("thrice", error);
    }

    [Fact]
    public void A_student_starts_resets_and_packs_and_no_answer_is_overwritten()
    {
        Assert.Equal(ExitCode.Done, Course("exercise", "start", "04").Code);
        Edit("int Twice(int n) => 2 * n;");
        var edited = File.ReadAllText(mine);
        var again = Course("exercise", "start", "04");
        Assert.Equal((ExitCode.Usage, edited), (again.Code, File.ReadAllText(mine)));
        Assert.Contains("give another folder: course exercise start 04 DIR", again.Error);

        Assert.Contains("hand-in", Course("exercise", "pack", mine).Output);
        var packed = File.ReadAllText(Path.Combine(folder, "notebooks", "my-exercises", "hand-in", "04-momentum.ipynb"));
        Assert.Contains("2 * n", packed);
        Assert.Equal(ExitCode.Usage, Course("exercise", "pack", mine).Code);

        Assert.Contains($"Your answer is kept in {mine}.q1.bak", Course("exercise", "reset", mine, "1").Output);
        Assert.Equal("int Twice(int n) => 2 * n;", File.ReadAllText(mine + ".q1.bak"));
        Assert.Contains("Not answered yet: 1. Twice (3 points)", Course("exercise", "pack", mine, "--out", "later.zip").Output);
        Assert.Equal(packed, File.ReadAllText(Path.Combine(folder, "notebooks", "my-exercises", "hand-in", "04-momentum.ipynb")));
    }

    [Theory]
    [InlineData("There is no exercise 99; there are 04-momentum.", "start", "99")]
    [InlineData("There is no file ", "pack", "nothing.ipynb")]
    [InlineData("There is no file nothing.ipynb.", "build", "nothing.ipynb")]
    [InlineData("notebooks is a folder; name the notebook in it.", "check", "notebooks")]
    [InlineData("Course.sln is a file; give a folder.", "start", "04", "Course.sln")]
    [InlineData("Course.sln", "pack", "Course.sln")]
    [InlineData("04-momentum has no question 7; it has 1 to 1.", "reset", "notebooks/exercises/04-momentum.ipynb", "7")]
    [InlineData("--out needs a file that ends in .ipynb or .zip, not x.pdf.", "pack", "notebooks/exercises/04-momentum.ipynb", "--out", "x.pdf")]
    [InlineData("there is no such key file", "build", "--key", "nothing")]
    public void Wrong_usage_is_told_in_words_and_gives_2(string words, params string[] arguments)
    {
        var (code, _, error) = Course(["exercise", .. arguments]);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(words, error);
        Assert.DoesNotContain("   at ", error);
    }

    void Edit(string answer)
    {
        var notebook = JsonNode.Parse(File.ReadAllText(mine))!;
        notebook["cells"]![3]!["source"] = answer;
        File.WriteAllText(mine, notebook.ToJsonString());
    }

    void Write(string checks)
    {
        var library = Path.GetRelativePath(Path.GetDirectoryName(source)!, Path.Combine(Above(AppContext.BaseDirectory), "artifacts", "notebook", "Descent.dll"));
        object Text(string id, string source) => new { cell_type = "markdown", id, metadata = new { }, source };
        object Code(string id, bool grade, bool solution, bool locked, string source) => new
        {
            cell_type = "code",
            execution_count = (int?)null,
            id,
            metadata = new
            {
                nbgrader = grade
                ? (object)new { grade, grade_id = id, locked, points = 3, schema_version = 3, solution, task = false }
                : new { grade, grade_id = id, locked, schema_version = 3, solution, task = false },
            },
            outputs = Array.Empty<int>(),
            source,
        };
        File.WriteAllText(source, JsonSerializer.Serialize(new
        {
            cells = new[]
            {
                Text("title", "# Exercises: Momentum\n\nOne question."),
                Code("given", false, false, true, $"#r \"{library}\"\nusing Descent.Checks;"),
                Text("question", "## 1. Twice · ★☆☆ · 5 min\n\nReturn twice `n`."),
                Code("q1", false, true, false, "int Twice(int n)\n{\n    // BEGIN SOLUTION\n    return 2 * n;\n    // END SOLUTION\n}"),
                Code("q1-checks", true, false, true, checks),
            },
            metadata = new { descent = new { assignment = "04-momentum" }, kernelspec = new { display_name = ".NET (C#)", language = "C#", name = ".net-csharp" } },
            nbformat = 4,
            nbformat_minor = 5,
        }));
    }

    static string Above(string folder) => File.Exists(Path.Combine(folder, "Course.sln")) ? folder : Above(Path.GetDirectoryName(folder)!);

    (int Code, string Output, string Error) Course(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "course.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result.ReplaceLineEndings("\n"));
    }
}
