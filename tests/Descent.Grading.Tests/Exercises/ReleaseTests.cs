using System.Text.Json.Nodes;
using Descent.Grading.Exercises;

namespace Descent.Grading.Tests.Exercises;

public sealed class ReleaseTests : IDisposable
{
    static readonly string[] CodeKeys = ["cell_type", "execution_count", "id", "metadata", "outputs", "source"], TextKeys = ["cell_type", "id", "metadata", "source"];

    readonly TemporaryFolder folder = new();

    public static TheoryData<string> Sources => ["", .. Directory.GetFiles(Folder, "??-*.ipynb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    static string Folder => Path.Combine(Above(AppContext.BaseDirectory), "notebooks", "exercises");

    public void Dispose() => folder.Dispose();

    [Theory, MemberData(nameof(Sources))]
    public void A_release_is_what_nbgrader_would_generate(string file)
    {
        var (source, release, _, _) = Read(file);

        var (expected, _) = NbgraderOracle.Generate(source);

        Assert.Equal(expected["metadata"]!["kernelspec"]!.ToJsonString(), release["metadata"]!["kernelspec"]!.ToJsonString());
        var ours = NbgraderOracle.Cells(release).ToList();
        foreach (var (theirs, i) in NbgraderOracle.Cells(expected).Select((c, i) => (c, i)))
        {
            Assert.Equal(NbgraderOracle.Text(theirs), NbgraderOracle.Text(ours[i]));
            Assert.Equal((string)theirs["id"]!, (string)ours[i]["id"]!);
            Assert.True(JsonNode.DeepEquals(theirs["metadata"], ours[i]["metadata"]), $"cell {i + 1}: {theirs["metadata"]!.ToJsonString()} and {ours[i]["metadata"]!.ToJsonString()}");
        }
        Assert.Equal(NbgraderOracle.Cells(expected).Count(), ours.Count);
    }

    [Theory, MemberData(nameof(Sources))]
    public void Autograding_gives_locked_cells_back_with_their_hidden_tests_and_leaves_answers(string file)
    {
        var (source, release, _, _) = Read(file);
        var (_, database) = NbgraderOracle.Generate(source);
        foreach (var cell in NbgraderOracle.Graded(release))
        {
            cell["source"] = "// mine";
            if (cell["metadata"]!["nbgrader"]!["points"] is not null)
                cell["metadata"]!["nbgrader"]!["points"] = 100;
        }

        var graded = NbgraderOracle.Graded(NbgraderOracle.Autograde(release, database)).ToList();

        var sources = NbgraderOracle.Graded(source).ToList();
        Assert.Equal(sources.Select(NbgraderOracle.Id), graded.Select(NbgraderOracle.Id));
        foreach (var (before, after) in sources.Zip(graded))
        {
            var isAnswer = (bool)before["metadata"]!["nbgrader"]!["solution"]!;
            Assert.Equal(isAnswer ? "// mine" : NbgraderOracle.Text(before), NbgraderOracle.Text(after));
            Assert.Equal(before["metadata"]!["nbgrader"]!["points"]?.ToJsonString(), after["metadata"]!["nbgrader"]!["points"]?.ToJsonString());
        }
    }

    [Fact]
    public void A_copied_cell_an_unknown_id_and_flipped_flags_stop_nbgrader()
    {
        var (source, release, _, _) = Read("");
        var (_, database) = NbgraderOracle.Generate(source);
        JsonObject Changed(Action<JsonObject> change)
        {
            var copy = release.DeepClone().AsObject();
            change(copy);
            return copy;
        }

        Assert.Throws<InvalidOperationException>(() => NbgraderOracle.Autograde(Changed(n => n["cells"]!.AsArray().Add(n.Cell(4).DeepClone())), database));
        Assert.Throws<InvalidOperationException>(() => NbgraderOracle.Autograde(Changed(n => n.Nbgrader(4)["grade_id"] = "other"), database));
        Assert.Throws<InvalidOperationException>(() => NbgraderOracle.Autograde(Changed(n => n.Nbgrader(5)["grade"] = false), database));
    }

    [Theory, MemberData(nameof(Sources))]
    public void A_check_cell_pays_in_full_when_it_runs_through_and_nothing_when_it_throws(string file)
    {
        JsonObject line = new() { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "✓ three numbers (1 point)\n" };
        JsonObject thrown = new() { ["output_type"] = "error", ["ename"] = "CheckFailedException" };

        Assert.All(NbgraderOracle.Graded(Read(file).Release).Where(c => c["metadata"]!["nbgrader"]!["points"] is not null), cell =>
        {
            var points = (double)cell["metadata"]!["nbgrader"]!["points"]!.AsValue().GetValue<decimal>();
            Assert.Equal(points, NbgraderOracle.Score(points, line));
            Assert.Equal(0, NbgraderOracle.Score(points, line, thrown));
            Assert.EndsWith("Check.Done();", NbgraderOracle.Text(cell), StringComparison.Ordinal);   // no value of the cell that would be read as a score
        });
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("0", 0.0)]
    [InlineData("NaN", 2.0)]
    [InlineData("-1", 2.0)]
    [InlineData("1,5", 2.0)]
    [InlineData("True", 2.0)]
    [InlineData("3", null)]
    [InlineData("Infinity", null)]
    [InlineData("", null)]
    public void A_value_is_scored_as_the_table_says(string text, double? score) =>
        Assert.Equal(score, NbgraderOracle.Score(2, new JsonObject { ["output_type"] = "execute_result", ["data"] = new JsonObject { ["text/plain"] = text } }));

    [Theory, MemberData(nameof(Sources))]
    public void A_release_has_the_allowed_keys_only_and_no_secret_line(string file)
    {
        var (_, release, bundle, text) = Read(file);

        Assert.Equal(["cells", "metadata", "nbformat", "nbformat_minor"], release.Select(p => p.Key));
        Assert.Equal(["descent", "kernelspec", "language_info"], release["metadata"]!.AsObject().Select(p => p.Key));
        Assert.All(NbgraderOracle.Cells(release), cell => Assert.Equal((string)cell["cell_type"]! == "code" ? CodeKeys : TextKeys, cell.Select(p => p.Key)));
        Assert.All(NbgraderOracle.Cells(release), cell => Assert.Empty(cell["metadata"]!.AsObject().Select(p => p.Key).Except(["deletable", "editable", "nbgrader"])));
        Assert.DoesNotContain(bundle.Key, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Mistake", text, StringComparison.Ordinal);
        Assert.All(bundle.Questions.SelectMany(q => q.Checks).Where(c => c.IsHidden), check => Assert.DoesNotContain($"\"{check.Title}\"", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Outputs_and_foreign_metadata_of_the_source_are_not_released()
    {
        var path = Sample.Write(folder.Path, n =>
        {
            n.Cell(5)["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "the answer is 42" });
            n.Cell(5)["execution_count"] = 7;
            n.Cell(4)["metadata"]!["note"] = "the answer is 42";
            n["metadata"]!["widgets"] = "the answer is 42";
        });

        var text = Source.Read(path).Release.ToString();

        Assert.DoesNotContain("42", text, StringComparison.Ordinal);
        Assert.Equal(Source.Read(Sample.Write(folder.Path)).Release.ToString(), text);
    }

    [Fact]
    public void The_version_changes_with_the_text_of_the_release_only()
    {
        var version = Source.Read(Sample.Write(folder.Path)).Bundle.Version;
        string With(int cell, string text, string becomes) => Source.Read(Sample.Write(folder.Path, n => n.Cell(cell)["source"] = ((string)n.Cell(cell)["source"]!).Replace(text, becomes, StringComparison.Ordinal))).Bundle.Version;

        Assert.Matches("^[0-9a-f]{12}$", version);
        Assert.Equal(version, With(5, "trials: 10", "trials: 11"));
        Assert.NotEqual(version, With(3, "Return the mean", "Return a mean"));
        Assert.Contains($"\"version\": \"{version}\"", Source.Read(Sample.Write(folder.Path)).Release.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_line_in_a_release_is_found_wherever_it_is()
    {
        var cells = new List<ReleasedCell> { new(1, "a", new("q1", Role.Answer, "int F()\n{\n}", "int F()\n{\n    var secret = 12345;\n}"), null, [false, false, true, false]) };
        var release = Release.Of(Sample.Name, "var secret = 12345;", cells);

        Assert.Equal([(1, 3)], Leaks.In(release, cells).Select(p => (p.Cell, p.Line ?? 0)));
        Assert.Empty(Leaks.In(Release.Of(Sample.Name, "", cells), cells));
    }

    (JsonObject Source, JsonObject Release, Bundle Bundle, string Text) Read(string file)
    {
        var path = file == "" ? Sample.Write(folder.Path) : Path.Combine(Folder, file);
        var exercise = Source.Read(path);
        var text = exercise.Release.ToString();
        return (JsonNode.Parse(File.ReadAllText(path))!.AsObject(), JsonNode.Parse(text)!.AsObject(), exercise.Bundle, text);
    }

    static string Above(string folder) => File.Exists(Path.Combine(folder, "Course.sln")) ? folder : Above(Path.GetDirectoryName(folder)!);
}
