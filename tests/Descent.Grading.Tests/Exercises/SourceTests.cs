using System.Text.Json.Nodes;
using Descent.Grading.Exercises;
using Descent.Notebooks;

namespace Descent.Grading.Tests.Exercises;

public sealed class SourceTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public static TheoryData<string, int, string, string, int?, string> Texts => new()
    {
        // what, cell, text, what it becomes, line of the problem, words of its message
        { "one word less in the plural", 5, "BEGIN HIDDEN TESTS", "BEGIN HIDDEN TEST", 2, "looks like a marker" },
        { "one word more", 4, "END SOLUTION", "END SOLUTIONS", 9, "looks like a marker" },
        { "a letter lost", 4, "BEGIN SOLUTION", "BEGIN SOLUTON", 3, "looks like a marker" },
        { "letters swapped", 5, "END HIDDEN TESTS", "END HIDDEN TETSS", 8, "looks like a marker" },
        { "lower case", 4, "BEGIN SOLUTION", "begin solution", 3, "looks like a marker" },
        { "joined", 4, "BEGIN SOLUTION", "BEGINSOLUTION", 3, "looks like a marker" },
        { "underscore", 5, "BEGIN HIDDEN TESTS", "BEGIN_HIDDEN_TESTS", 2, "looks like a marker" },
        { "two spaces", 4, "BEGIN SOLUTION", "BEGIN  SOLUTION", 3, "looks like a marker" },
        { "a synonym", 4, "BEGIN SOLUTION", "START SOLUTION", 3, "looks like a marker" },
        { "words after it", 4, "BEGIN SOLUTION", "BEGIN SOLUTION of the mean", 3, "looks like a marker" },
        { "the end is missing", 4, "    // END SOLUTION\n", "", 3, "without an '// END SOLUTION'" },
        { "the beginning is missing", 4, "    // BEGIN SOLUTION\n", "", 8, "without a '// BEGIN SOLUTION'" },
        { "the end of the hidden checks is missing", 5, "// END HIDDEN TESTS\n", "", 2, "without an '// END HIDDEN TESTS'" },
        { "nested", 4, "    var total = 0.0;", "    // BEGIN SOLUTION", 5, "again before" },
        { "no region", 6 + 1, "    // BEGIN SOLUTION\n    return f(at);\n    // END SOLUTION\n", "    return f(at);\n", 4, "every function" },
        { "signature inside", 4, "double Mean(double[] x)\n{\n    // BEGIN SOLUTION\n", "// BEGIN SOLUTION\ndouble Mean(double[] x)\n{\n", 1, "outside the region" },
        { "a helper beside the function", 4, "        total += value;\n", "        total += value;\n    return total;\n}\ndouble Other()\n{\n", 3, "takes a function" },
        { "solution markers in a checks cell", 5, "Check.Done();", "// BEGIN SOLUTION\n// END SOLUTION\nCheck.Done();", 9, "outside an answer cell" },
        { "hidden markers in an answer cell", 4, "    var total = 0.0;", "    // BEGIN HIDDEN TESTS\n    var total = 0.0;", 5, "outside a checks cell" },
        { "a marker in text", 3, "Return", "BEGIN SOLUTION", 3, "in a Markdown cell" },
        { "a marker in a given cell", 2, "using static", "// BEGIN SOLUTION\nusing static", 3, "outside an answer cell" },
        { "nbgrader's autotest", 5, "Check.Done();", "/// AUTOTEST Mean(x)\nCheck.Done();", 9, "marker" },
        { "does not parse", 4, "return total / x.Length;", "return total /;", 8, "Invalid expression term ';'" },
        { "given does not parse", 2, "using Descent.Checks;", "using Descent.Checks", 2, "; expected" },
        { "a variable in an answer", 4, "double Mean", "int n = 3;\ndouble Mean", 1, "functions only" },
        { "a using in an answer", 4, "double Mean", "using System.IO;\ndouble Mean", 1, "functions only" },
        { "a directive in an answer", 4, "double Mean", "#pragma warning disable\ndouble Mean", 1, "no directives" },
        { "a type that cannot cross", 4, "double Mean(double[] x)", "double Mean(List<double> x)", 1, "cannot cross from the judge" },
        { "a result that cannot cross", 4, "double Mean(double[] x)", "object Mean(double[] x)", 1, "cannot cross to the judge" },
        { "a modifier", 4, "double Mean(double[] x)", "static double Mean(double[] x)", 1, "plain function" },
        { "an out parameter", 4, "double Mean(double[] x)", "double Mean(out double x)", 1, "without modifiers" },
        { "another question's function", 7, "double Apply(", "double Mean(", null, "has the name Mean" },
        { "a type in a checks cell", 5, "Check.Done();", "class A;\nCheck.Done();", 9, "no types" },
        { "a using in a checks cell", 5, "Check.Close", "using System.IO;\nCheck.Close", 1, "no usings" },
        { "a goto in a checks cell", 5, "Check.Done();", "goto end; end: Check.Done();", 9, "no goto" },
        { "not done", 5, "\nCheck.Done();", "", 7, "last statement" },
        { "done twice", 5, "Check.Done();", "Check.Done();\nCheck.Done();", 9, "stands there once" },
        { "done in the hidden region", 5, "// END HIDDEN TESTS\nCheck.Done();", "Check.Done();\n// END HIDDEN TESTS", 8, "outside the hidden region" },
        { "a title twice", 5, "\"random numbers\"", "\"three numbers\"", 4, "has the title" },
        { "a computed title", 5, "\"three numbers\"", "$\"{3} numbers\"", 1, "title" },
        { "computed points", 5, "points: 2", "points: 1 + 1", 4, "literal number" },
        { "no points", 5, "points: 2", "points: 0", 4, "literal number" },
        { "points do not add up", 5, "points: 2", "points: 1.5", null, "nbgrader says 3 points; the cell's checks have 2.5" },
        { "a check in a loop", 5, "Check.Close(", "for (var i = 0; i < 3; i++) Check.Close(", 1, "statement of its own" },
        { "an unknown check", 5, "Check.Close(", "Check.That(", 1, "no Check.That" },
        { "half hidden", 5, "// BEGIN HIDDEN TESTS\n", "", 7, "without a '// BEGIN HIDDEN TESTS'" },
        { "split by the marker", 8, "Range(numbers, false).Low, 1.0, points: 0.5);\n// BEGIN HIDDEN TESTS", "Range(numbers, false).Low,\n// BEGIN HIDDEN TESTS\n1.0, points: 0.5);", 2, "partly in the hidden region" },
        { "no hidden check", 5, "Check.Against", "// Check.Against", 1, "one that is hidden" },
        { "the answer called outside a check", 8, "double[] numbers = [2, 1, 3];", "double[] numbers = [2, 1, Apply(v => v, 3)];", 1, "Apply is called outside a check" },
        { "the expected value by the answer", 8, "Range(numbers, false).Low, 1.0", "Range(numbers, false).Low, Range(numbers, true).Low", 2, "Range is called outside a check" },
        { "the reference by the answer", 5, "x => Reference(x), trials", "x => Mean(x), trials", 4, "Mean is called outside a check's answer" },
        { "the answer as the reference", 5, "x => Reference(x), trials", "Mean, trials", 4, "Mean is called outside a check's answer" },
        { "inputs drawn by the answer", 5, "rng => Enumerable", "rng => Mean([1]) > 2 ? [] : Enumerable", 4, "Mean is called outside a check's answer" },
        { "a measure by the answer", 8, "r => r.High", "r => Range([r.High], true).High", 4, "Range is called outside a check's answer" },
        { "a helper that calls the answer", 5, "Reference(double[] x) => x.Average()", "Reference(double[] x) => Mean(x)", 4, "Reference is called outside a check's answer" },
        { "another question's answer", 8, "3.0, points", "Mean([3]), points", 4, "Mean is called outside a check's answer" },
        { "two mistakes only", 5, "Check.Mistake(\"takes the middle\", nameof(Mean), (double[] x) => x[x.Length / 2]);\n", "", 1, "not 2" },
        { "a reason twice", 5, "\"takes the middle\"", "\"forgets to divide\"", 7, "no other mistake has" },
        { "a mistake of another function", 5, "nameof(Mean), (double[] x) => x.Sum());", "nameof(Math), (double[] x) => x.Sum());", 5, "nameof a function" },
        { "a mistake of another signature", 5, "(double[] x) => x.Sum());", "(double x) => x);", 5, "with the parameters of double Mean(double[] x)" },
        { "a mistake without types", 5, "(double[] x) => x.Sum());", "x => x.Sum());", 5, "their types written" },
        { "a mistake that throws", 5, "=> x.Sum());", "=> throw new Exception($\"{x}\"));", 5, "throw" },
        { "a constant mistake", 5, "=> x.Sum());", "=> 0.5);", 5, "does not look at its arguments" },
        { "a visible mistake", 5, "Check.Done();", "Check.Mistake(\"other\", nameof(Mean), (double[] x) => x[0]);\nCheck.Done();", 9, "belongs into the hidden region" },
        { "no stars", 3, " · ★☆☆", "", 1, "begins '## 1. Title" },
        { "four stars", 3, "★☆☆", "★☆☆☆", 1, "begins '## 1. Title" },
        { "another number", 6, "## 2.", "## 3.", 1, "begins '## 2. Title" },
        { "another heading", 3, "Return", "## Return", 3, "another heading" },
        { "another title", 1, "# Exercises: ", "# ", null, "'# Exercises: <chapter title>'" },
        { "a carriage return", 2, "using Descent.Checks;\n", "using Descent.Checks;\r\n", null, "line feed" },
        { "a solution told in text", 3, "Return", "return total / x.Length\n\nReturn", 8, "a text cell tells" },
    };

    public static TheoryData<string> Changes => [.. Broken.Keys];

    static readonly Dictionary<string, (int Cell, string Words, Action<JsonObject> Change)> Broken = new()
    {
        ["no kernelspec"] = (0, "kernelspec", n => n["metadata"]!.AsObject().Remove("kernelspec")),
        ["another language"] = (0, "kernelspec", n => n["metadata"]!["kernelspec"]!["language"] = "csharp"),
        ["another assignment"] = (0, "\"assignment\": \"03-minibatches\"", n => n["metadata"]!["descent"]!["assignment"] = "04-momentum"),
        ["no nbgrader metadata"] = (4, "needs nbgrader metadata", n => n.Cell(4)["metadata"] = new JsonObject()),
        ["an old schema"] = (4, "schema_version 3", n => n.Nbgrader(4)["schema_version"] = 2),
        ["an unknown key"] = (4, "'dlgrader'", n => n.Nbgrader(4)["dlgrader"] = 1),
        ["a checksum in the source"] = (4, "'checksum'", n => n.Nbgrader(4)["checksum"] = new string('0', 32)),
        ["no task"] = (4, "needs grade, solution, locked, task", n => n.Nbgrader(4).Remove("task")),
        ["a manually graded answer"] = (4, "needs grade, solution, locked, task", n => n.Nbgrader(4)["grade"] = true),
        ["an unlocked checks cell"] = (5, "needs grade, solution, locked, task", n => n.Nbgrader(5)["locked"] = false),
        ["no points"] = (5, "needs nbgrader points", n => n.Nbgrader(5).Remove("points")),
        ["points as text"] = (5, "to be a number", n => n.Nbgrader(5)["points"] = "3"),
        ["points of an answer"] = (4, "only a checks cell", n => n.Nbgrader(4)["points"] = 3),
        ["an id with a space"] = (2, "needs a grade_id", n => n.Nbgrader(2)["grade_id"] = "the given"),
        ["a grade_id twice"] = (7, "the grade_id q1 too", n => n.Nbgrader(7)["grade_id"] = "q1"),
        ["an answer of another question"] = (4, "has the grade_id q1", n => n.Nbgrader(4)["grade_id"] = "q3"),
        ["checks of another answer"] = (5, "with -checks", n => n.Nbgrader(5)["grade_id"] = "q1-tests"),
        ["checks without an answer"] = (4, "follows its answer", n => n["cells"]!.AsArray().RemoveAt(3)),
        ["a question without checks"] = (5, "cannot begin", n => n["cells"]!.AsArray().RemoveAt(4)),
        ["a last question without checks"] = (7, "the last question", n => n["cells"]!.AsArray().RemoveAt(7)),
        ["an answer without a heading"] = (3, "heading of its question", n => n["cells"]!.AsArray().RemoveAt(2)),
        ["no cell id"] = (3, "an id of its own", n => n.Cell(3).Remove("id")),
        ["a cell id twice"] = (3, "not 'title'", n => n.Cell(3)["id"] = "title"),
        ["attachments"] = (1, "attachments", n => n.Cell(1)["attachments"] = new JsonObject()),
        ["a raw cell"] = (1, "code and Markdown", n => n.Cell(1)["cell_type"] = "raw"),
        ["nbgrader metadata on text"] = (3, "no nbgrader metadata", n => n.Cell(3)["metadata"]!["nbgrader"] = new JsonObject()),
        ["no question"] = (0, "no question", n => n["cells"] = new JsonArray([.. n["cells"]!.AsArray().Take(2).Select(c => c!.DeepClone())])),
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_source_gives_its_questions_functions_and_checks()
    {
        var bundle = Source.Read(Sample.Write(folder.Path)).Bundle;

        Assert.Equal((Sample.Name, "Exercises: Minibatches", 6m), (bundle.Assignment, bundle.Title, bundle.Maximum));
        Assert.Equal([("q1", "The mean", 1, 5, "q1-checks"), ("q2", "The range", 3, 15, "q2-checks")],
            bundle.Questions.Select(q => (q.Id, q.Title, q.Stars, q.Minutes, q.ChecksId)));
        Assert.Equal(["double Mean(double[] x)", "(double Low, double High) Range(double[] x, bool isSorted)", "double Apply(Func<double, double> f, double at)"],
            bundle.Questions.SelectMany(q => q.Functions).Select(f => f.Declaration));
        Assert.Equal([("(double Low, double High)", "x isSorted", "double[] bool"), ("double", "f at", "Func<double, double> double")],
            bundle.Questions[1].Functions.Select(f => (f.Returns, string.Join(' ', f.Parameters), string.Join(' ', f.Types))));
        Assert.Equal([new("three numbers", 1, false), new("random numbers", 2, true), new("the smallest", 0.5m, false), new("the largest", 1, true), new("a square", 1.5m, true)],
            bundle.Questions.SelectMany(q => q.Checks));
        Assert.Equal([Role.Text, Role.Given, Role.Text, Role.Answer, Role.Checks, Role.Text, Role.Answer, Role.Checks], bundle.Parts.Select(p => p.Role));
    }

    [Fact]
    public void A_solution_becomes_the_stub_at_its_indent_and_hidden_checks_disappear()
    {
        var parts = Source.Read(Sample.Write(folder.Path)).Bundle.Parts;

        Assert.Equal("double Mean(double[] x)\n{\n    // YOUR CODE HERE\n    throw new System.NotImplementedException();\n}", parts[3].Released);
        Assert.Equal("Check.Close(\"three numbers\", () => Mean(new[] { 1.0, 2, 6 }), 3.0, points: 1, hints: [\"Add them up.\"]);\nCheck.Done();", parts[4].Released);
        Assert.Equal(Sample.Checks1, parts[4].Source);
    }

    [Theory, MemberData(nameof(Texts))]
    public void A_broken_text_is_refused_with_cell_and_line(string what, int cell, string text, string becomes, int? line, string words)
    {
        var path = Sample.Write(folder.Path, n =>
        {
            var before = (string)n.Cell(cell)["source"]!;
            Assert.Contains(text, before, StringComparison.Ordinal);
            n.Cell(cell)["source"] = before.Replace(text, becomes, StringComparison.Ordinal);
        });
        var shown = what == "a solution told in text" ? 4 : cell;

        var problems = Assert.Throws<ExerciseException>(() => Source.Read(path)).Problems;

        Assert.Contains(problems, p => p.Cell == shown && p.Line == line && p.Message.Contains(words, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Changes))]
    public void A_broken_notebook_is_refused_with_its_cell(string what)
    {
        var (cell, words, change) = Broken[what];
        var path = Sample.Write(folder.Path, change);

        var problems = Assert.Throws<ExerciseException>(() => Source.Read(path)).Problems;

        Assert.Contains(problems, p => p.Cell == cell && p.Message.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_the_cells()
    {
        var path = Sample.Write(folder.Path, n =>
        {
            n.Cell(7)["source"] = Sample.Answer2.Replace("END SOLUTION", "END SOLUTIONS", StringComparison.Ordinal);
            n.Cell(5)["source"] = Sample.Checks1.Replace("points: 2", "points: 7", StringComparison.Ordinal);
        });

        var refused = Assert.Throws<ExerciseException>(() => Source.Read(path));

        Assert.Equal([5, 7, 7], refused.Problems.Select(p => p.Cell));
        Assert.Contains("cell 7, line 6: '// END SOLUTIONS'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "BEGIN HIDDEN TESTS", "BEGIN HIDEN TESTS", "'// BEGIN HIDDEN TESTS'")]
    [InlineData(4, "    // BEGIN SOLUTION\n", "", "without a '// BEGIN SOLUTION'")]
    [InlineData(3, "## 1. The mean · ★☆☆ · 5 min", "## The mean", "begins '## 1. Title")]
    [InlineData(5, "\"random numbers\"", "\"three numbers\"", "has the title")]
    [InlineData(5, "points: 2", "points: 0", "literal number above 0")]
    public void What_only_follows_from_a_mistake_is_not_told(int cell, string text, string becomes, string words) =>
        Assert.All(Assert.Throws<ExerciseException>(() => Source.Read(Sample.Write(folder.Path, n =>
            n.Cell(cell)["source"] = ((string)n.Cell(cell)["source"]!).Replace(text, becomes, StringComparison.Ordinal)))).Problems, p => Assert.Contains(words, p.Message, StringComparison.Ordinal));

    [Fact]
    public void An_answer_may_be_called_by_a_helper_of_the_answer() =>
        Assert.Equal(2, Source.Read(Sample.Write(folder.Path, n => n.Cell(5)["source"] = Sample.Checks1
            .Replace("double Reference", "double Half(double[] x) => Mean(x) / 2;\ndouble Reference", StringComparison.Ordinal)
            .Replace("x => Mean(x), x => Reference(x)", "x => Half(x), x => Reference(x) / 2", StringComparison.Ordinal))).Bundle.Questions.Count);

    [Fact]
    public void A_helper_or_a_type_may_have_the_name_of_another_questions_function() =>
        Assert.Equal(2, Source.Read(Sample.Write(folder.Path, n => n.Cell(8)["source"] = Sample.Checks2
            .Replace("double[] numbers", "double Mean(int n) => n;\ndouble Apply2() => new Range(0, 1).End.Value + Range.All.End.Value;\ndouble two = Apply2();\ndouble[] numbers", StringComparison.Ordinal).Replace("1.0, points", "Mean(1), points", StringComparison.Ordinal))).Bundle.Questions.Count);

    [Fact]
    public void Words_that_are_no_markers_are_free() =>
        Assert.Equal(2, Source.Read(Sample.Write(folder.Path, n => n.Cell(3)["source"] =
            "## 1. The mean · ★☆☆ · 5 min\n\nAt the end the solution counts; hidden tests decide, and solutions differ. Begin with the sum.")).Bundle.Questions.Count);

    [Fact]
    public void A_file_of_another_name_is_refused() =>
        Assert.Contains(Assert.Throws<ExerciseException>(() => Source.Read(Sample.Write(folder.Path, name: "Minibatches"))).Problems, p => p.Message.Contains("NN-name.ipynb", StringComparison.Ordinal));

    [Fact]
    public void A_file_that_is_no_notebook_is_refused()
    {
        var path = Path.Combine(folder.Path, "03-minibatches.ipynb");
        File.WriteAllText(path, "{");

        Assert.Throws<NotebookException>(() => Source.Read(path));
    }
}
