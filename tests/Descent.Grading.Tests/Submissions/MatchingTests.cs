using System.Text.Json.Nodes;

namespace Descent.Grading.Tests.Submissions;

/// <summary>Tampered, stripped and rearranged notebooks: what is graded, and what is said about it.</summary>
public sealed class MatchingTests
{
    const string Whole = "given q1 q1-checks q2 q2-checks";

    [Theory]
    [InlineData("q1")]
    [InlineData("given")]
    [InlineData("q2-checks")]
    public void A_deleted_cell_keeps_its_place(string id)
    {
        var notebook = Sample.Notebook();
        notebook.Cells().Remove(notebook.Cell(id));
        var submission = Sample.Read(notebook);
        Assert.Equal(Whole, submission.Order());
        Assert.Equal([id == "q1" ? "The answer cell q1 is missing." : $"The cell {id} is missing; the instructor's is used."], submission.Repairs);
        Assert.Equal(id == "q1", submission.Cells[1].IsUntouched);
    }

    [Theory]
    [InlineData(Sample.Stub1)]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("double Mean(double[] x)\r\n{\r\n\t// YOUR CODE HERE\r\n\tthrow new System.NotImplementedException();\r\n}\r\n\r\n")]
    public void An_untouched_stub_is_told_from_an_answer(string answer)
    {
        var submission = Sample.Read(Sample.Notebook(answer));
        Assert.Empty(submission.Repairs);
        Assert.Equal([true, false], submission.Cells.Where(c => c.Id is "q1" or "q2").Select(c => c.IsUntouched));
    }

    [Fact]
    public void A_copy_of_an_answer_runs_as_own_code_where_it_stands()
    {
        var notebook = Sample.Notebook();
        notebook.Cells().Insert(3, Sample.Code("double Mean(double[] x) => 0; // before", "q1", solution: true));
        notebook.Cells().Add(Sample.Code("double Mean(double[] x) => 0; // after", "q1", solution: true));
        notebook.Cells().Add(Sample.Code(Sample.Stub1, "q1", solution: true));
        var submission = Sample.Read(notebook);
        Assert.Equal($"given double Mean(double[] x) => 0; // before q1 q1-checks q2 q2-checks double Mean(double[] x) => 0; // after", submission.Order());
        Assert.Equal(Sample.Answer1, submission.Cells.Single(c => c.Id == "q1").Source);
        Assert.Equal(["Cell 8 is a copy of q1; not run.", "Cell 2 is another cell with the id q1; run as own code.", "Cell 7 is another cell with the id q1; run as own code."], submission.Repairs);
    }

    [Fact]
    public void A_copy_that_was_filled_in_is_preferred_to_its_untouched_original()
    {
        var notebook = Sample.Notebook(Sample.Stub1);
        notebook.Cells().Insert(4, Sample.Code(Sample.Answer1, "q1", solution: true));
        var submission = Sample.Read(notebook);
        Assert.Equal(Whole, submission.Order());
        Assert.False(submission.Cells[1].IsUntouched);
        Assert.Equal(["Cell 2 is a copy of q1; not run."], submission.Repairs);
    }

    [Fact]
    public void A_copied_cell_with_the_answer_of_another_question_is_found_by_its_function()
    {
        var notebook = Sample.Notebook();
        notebook.Marks("q2")["grade_id"] = "q1";
        var submission = Sample.Read(notebook);
        Assert.Equal(Whole, submission.Order());
        Assert.Equal(Sample.Answer2, submission.Cells[3].Source);
        Assert.Equal(["Cell 4 is q2 by its text, though it says q1."], submission.Repairs);
    }

    [Fact]
    public void Flags_and_points_are_taken_from_the_bundle()
    {
        var notebook = Sample.Notebook();
        notebook.Marks("q1-checks")["points"] = 100;
        notebook.Marks("q1-checks")["grade"] = false;
        notebook.Marks("q1")["locked"] = true;
        notebook.Marks("q1")["task"] = true;
        notebook.Marks("given")["schema_version"] = 4;
        notebook.Marks("q2-checks")["points"] = "five";
        notebook.Marks("q2")["solution"] = new JsonArray();
        var submission = Sample.Read(notebook);
        Assert.Equal(Whole, submission.Order());
        Assert.Equal(
        [
            "Cell 1 (given): its nbgrader metadata is not of schema version 3; read as far as it can be.",
            "Cell 2 (q1): changed metadata is ignored: locked, task.",
            "Cell 3 (q1-checks): changed metadata is ignored: grade, points (100 instead of 3).",
            "Cell 4 (q2): its nbgrader metadata is not of schema version 3; read as far as it can be.",
            "Cell 5 (q2-checks): its nbgrader metadata is not of schema version 3; read as far as it can be.",
        ], submission.Repairs);
    }

    [Fact]
    public void Edited_locked_cells_do_not_count()
    {
        var notebook = Sample.Notebook();
        notebook.Cell("given")["source"] = "using Evil;";
        notebook.Cell("q1-checks")["source"] = "Check.Done();";
        var submission = Sample.Read(notebook);
        Assert.Equal(Sample.Bundle.Parts[1].Source, submission.Cells[0].Source);
        Assert.Equal(["Cell 1 (given) was edited; the instructor's text is used.", "Cell 3 (q1-checks) was edited; the instructor's text is used."], submission.Repairs);
    }

    [Fact]
    public void The_place_of_the_library_may_differ()
    {
        var notebook = Sample.Notebook();
        notebook.Cell("given")["source"] = Sample.Given.Replace("../../artifacts/notebook", "..");
        Assert.Empty(Sample.Read(notebook).Repairs);
    }

    [Fact]
    public void Unknown_ids_are_own_code()
    {
        var notebook = Sample.Notebook();
        notebook.Cells().Insert(4, Sample.Code("var mine = 1;", "cell-0123", solution: true));
        var submission = Sample.Read(notebook);
        Assert.Equal("given q1 var mine = 1; q1-checks q2 q2-checks", submission.Order());
        Assert.Equal(["Cell 3 has the id cell-0123, which the exercise does not know; run as own code."], submission.Repairs);
    }

    [Fact]
    public void Without_any_metadata_cells_are_found_by_text_and_place()
    {
        var notebook = Sample.Notebook(Sample.Answer1, "int helper;\n" + Sample.Answer2);
        foreach (var cell in notebook.Cells().OfType<JsonObject>())
            cell["metadata"] = new JsonObject();
        notebook["metadata"] = new JsonObject { ["colab"] = new JsonObject() };
        notebook.Cells().Insert(5, Sample.Code("Mean([1])"));
        var submission = Sample.Read(notebook);
        Assert.Equal("given q1 q1-checks Mean([1]) q2 q2-checks", submission.Order());
        Assert.Equal("int helper;\n" + Sample.Answer2, submission.Cells[4].Source);
        Assert.Equal(["No cell carries an id of the exercise (some editors remove them); 5 of 5 cells were found by their text."], submission.Repairs);
    }

    [Fact]
    public void A_changed_cell_type_is_taken_back()
    {
        var notebook = Sample.Notebook();
        notebook.Cell("q1")["cell_type"] = "markdown";
        var submission = Sample.Read(notebook);
        Assert.Equal(Whole, submission.Order());
        Assert.Equal(Sample.Answer1, submission.Cells[1].Source);
        Assert.Equal(["The markdown cell after Cell 1 is q1 with another cell type; read as code."], submission.Repairs);
    }

    [Fact]
    public void An_answer_in_a_raw_cell_is_no_answer_and_says_why()
    {
        var notebook = Sample.Notebook();
        notebook.Cell("q1")["cell_type"] = "raw";
        var submission = Sample.Read(notebook);
        Assert.True(submission.Cells[1].IsUntouched);
        Assert.Equal(["The answer cell q1 is missing.", "The raw cell after Cell 1 (q1) is a raw cell, which never runs; ignored. To hand in what it holds, make it a code cell."], submission.Repairs);
    }

    [Fact]
    public void Moved_cells_are_graded_in_the_order_of_the_release()
    {
        var notebook = Sample.Notebook();
        var checks = notebook.Cell("q1-checks");
        notebook.Cells().Remove(checks);
        notebook.Cells().Insert(0, checks);
        notebook.Cells().Insert(1, Sample.Code("var own = 1;"));
        var submission = Sample.Read(notebook);
        Assert.Equal("given q1 q1-checks var own = 1; q2 q2-checks", submission.Order());
        Assert.Equal(["Cells of the exercise were moved; graded in the order of the release."], submission.Repairs);
    }

    [Fact]
    public void Own_cells_stay_after_the_part_they_followed()
    {
        var notebook = Sample.Notebook();
        notebook.Cells().Add(Sample.Code("var c = 3;"));
        notebook.Cells().Insert(4, Sample.Code("var b = 2;"));
        notebook.Cells().Insert(0, Sample.Code("var a = 1;"));
        var submission = Sample.Read(notebook);
        Assert.Equal("var a = 1; given q1 var b = 2; q1-checks q2 q2-checks var c = 3;", submission.Order());
        Assert.Empty(submission.Repairs);
    }

    [Fact]
    public void An_answer_beside_its_stub_counts()
    {
        var notebook = Sample.Notebook(Sample.Stub1);
        notebook.Cells().Insert(4, Sample.Code(Sample.Answer1));
        var submission = Sample.Read(notebook);
        Assert.Equal($"given q1 {Sample.Answer1} q1-checks q2 q2-checks", submission.Order());
        Assert.False(submission.Cells[1].IsUntouched);
        Assert.Equal(["The answer q1 stands in Cell 3 instead of its own cell; taken from there."], submission.Repairs);
    }

    [Fact]
    public void A_second_definition_is_said()
    {
        var notebook = Sample.Notebook();
        notebook.Cells().Insert(4, Sample.Code("if (Mean([1]) > 0) { }"));
        notebook.Cells().Add(Sample.Code("// better?\ndouble Mean(double[] x) => 0;"));
        Assert.Equal(["Cell 7 defines Mean again; the last definition before the checks counts."], Sample.Read(notebook).Repairs);
    }

    [Fact]
    public void Two_answers_in_one_cell_count_both()
    {
        var notebook = Sample.Notebook(Sample.Answer1 + "\n" + Sample.Answer2);
        notebook.Cells().Remove(notebook.Cell("q2"));
        var submission = Sample.Read(notebook);
        Assert.False(submission.Cells[3].IsUntouched);
        Assert.Equal(["The answer cell q2 is missing.", "The answer q2 stands in Cell 2 instead of its own cell; taken from there."], submission.Repairs);
    }

    [Fact]
    public void Another_exercise_is_rejected_whatever_its_ids_say()
    {
        var notebook = Sample.Notebook("int Other() => 1;", "int Another() => 2;");
        foreach (var cell in notebook.Cells().OfType<JsonObject>().Where(c => (string?)c["cell_type"] == "markdown"))
            cell["source"] = "# Another exercise\nwith another text";
        notebook.Cell("q1-checks")["source"] = "Check.Equal(\"one\", () => Other(), 1, points: 3);\nCheck.Done();";
        notebook.Cell("q2-checks")["source"] = "Check.Equal(\"two\", () => Another(), 2, points: 3);\nCheck.Done();";
        Assert.Equal("hw.ipynb: it is not 03-minibatches: none of the exercise's cells is in it.", Sample.Read(notebook).Rejection);
        notebook["metadata"]!["descent"]!["assignment"] = "04-momentum";
        Assert.Contains("none of the exercise's cells is in it; it says it is 04-momentum.", Sample.Read(notebook).Rejection);
        notebook.Cell("q1")["source"] = Sample.Answer1;
        Assert.Contains("only 1 of the exercise's cells is in it; it says it is 04-momentum.", Sample.Read(notebook).Rejection);
    }

    [Fact]
    public void A_false_name_or_another_release_is_said_and_graded()
    {
        var notebook = Sample.Notebook();
        notebook["metadata"]!["descent"]!["version"] = "ffffffffffff";
        Assert.Equal(["The notebook comes from release ffffffffffff of 03-minibatches; graded against release 0123456789ab."], Sample.Read(notebook).Repairs);
        notebook["metadata"]!["descent"]!["assignment"] = "04-momentum\u202e\n<b>";
        Assert.Equal(["The notebook says it is 04-momentum··<b>, its cells are those of 03-minibatches; graded as that."], Sample.Read(notebook).Repairs);
    }

    [Theory]
    [InlineData("#!fsharp\nlet x = 1", "Line 1: #!fsharp is not allowed in grading; only C# is.")]
    [InlineData("var x = 1;\n  #!pwsh\nls", "Line 2: #!pwsh is not allowed in grading; only C# is.")]
    [InlineData("#!csharp\nvar x = 1;\n#!time", null)]
    [InlineData("<<<<<<< HEAD\nvar x = 1;\n=======\nvar x = 2;\n>>>>>>> b", "Line 1 is a merge-conflict marker of Git; keep one side of the conflict and remove the markers.")]
    public void A_cell_that_is_not_plain_csharp_does_not_run(string source, string? problem)
    {
        var notebook = Sample.Notebook();
        notebook.Cells().Add(Sample.Code(source));
        var submission = Sample.Read(notebook);
        Assert.Equal(problem, submission.Cells[^1].Problem);
        Assert.All(submission.Cells.SkipLast(1), c => Assert.Null(c.Problem));
    }

    [Theory]
    [InlineData("""{"polyglot_notebook": {"kernelName": "pwsh"}}""", "pwsh")]
    [InlineData("""{"dotnet_interactive": {"language": "fsharp"}}""", "fsharp")]
    [InlineData("""{"vscode": {"languageId": "python"}}""", "python")]
    [InlineData("""{"vscode": {"languageId": "polyglot-notebook"}, "dotnet_interactive": {"language": "csharp"}}""", null)]
    public void A_cell_of_another_language_does_not_run(string metadata, string? language)
    {
        var notebook = Sample.Notebook();
        foreach (var (name, value) in JsonNode.Parse(metadata)!.AsObject().ToList())
            notebook.Cell("q1")["metadata"]![name] = value!.DeepClone();
        Assert.Equal(language is null ? null : $"The cell is set to the language {language}; only C# is graded.", Sample.Read(notebook).Cells[1].Problem);
    }
}
