using System.IO.Compression;
using System.Text.Json.Nodes;
using Descent.Grading.Exercises;
using Descent.Notebooks;

namespace Descent.Grading.Tests.Exercises;

public sealed class StudentCopyTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly Exercise exercise;
    readonly string mine;

    public StudentCopyTests()
    {
        exercise = Source.Read(Sample.Write(folder.Path));
        mine = Path.Combine(folder.Path, "mine", "03-minibatches.ipynb");
        StudentCopy.Write(exercise.Release, mine);
    }

    Part Answer => exercise.Bundle.Parts.First(p => p.Id == "q1");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_copy_never_overwrites_a_file()
    {
        Write("my answer");
        var before = File.ReadAllText(mine);

        Assert.Throws<IOException>(() => StudentCopy.Write(exercise.Release, mine));

        Assert.Equal(before, File.ReadAllText(mine));
    }

    [Fact]
    public void A_reset_gives_the_stub_back_and_keeps_every_old_answer()
    {
        Write("the first");
        var first = StudentCopy.Reset(mine, Answer)!;
        Assert.Equal(exercise.Release.Cells.Select(c => c.Source), Notebook.Read(mine).Cells.Select(c => c.Source));
        Write("the second");
        var second = StudentCopy.Reset(mine, Answer)!;

        Assert.Equal([mine + ".q1.bak", mine + ".q1.2.bak"], [first, second]);
        Assert.Equal(["the first", "the second"], [File.ReadAllText(first), File.ReadAllText(second)]);
        Assert.Null(StudentCopy.Reset(mine, Answer));
        Assert.Equal(["03-minibatches.ipynb", "03-minibatches.ipynb.q1.2.bak", "03-minibatches.ipynb.q1.bak"], Directory.GetFiles(Path.GetDirectoryName(mine)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_reset_changes_nothing_but_its_cell()
    {
        Change(n => (n.Cell(4)["source"], n.Cell(7)["source"], n["metadata"]!["mine"]) = ("one", "two", "kept"));

        StudentCopy.Reset(mine, Answer);

        var after = JsonNode.Parse(File.ReadAllText(mine))!.AsObject();
        Assert.Equal((Answer.Released, "two", "kept"), (NbgraderOracle.Text(after.Cell(4)), (string)after.Cell(7)["source"]!, (string)after["metadata"]!["mine"]!));
    }

    [Fact]
    public void A_reset_refuses_a_notebook_without_the_cell_or_with_two()
    {
        Change(n => n["cells"]!.AsArray().Add(n.Cell(4).DeepClone()));
        Assert.Contains("several cells q1", Assert.Throws<NotebookException>(() => StudentCopy.Reset(mine, Answer)).Message, StringComparison.Ordinal);
        Change(n => n["cells"] = new JsonArray(n.Cell(1).DeepClone()));
        Assert.Contains("no cell q1", Assert.Throws<NotebookException>(() => StudentCopy.Reset(mine, Answer)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("out/03-minibatches.ipynb"), InlineData("out.zip")]
    public void What_is_handed_in_has_the_answers_and_no_outputs(string name)
    {
        Write("my answer");
        Change(n => n.Cell(5)["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "a lot" }));
        var (before, target) = (File.ReadAllText(mine), Path.Combine(folder.Path, name));

        StudentCopy.Pack(mine, exercise.Bundle.Assignment, target);

        var text = name.EndsWith(".zip", StringComparison.Ordinal) ? Entry(target) : File.ReadAllText(target);
        Assert.Contains("my answer", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a lot", text, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(mine));
        Assert.Throws<IOException>(() => StudentCopy.Pack(mine, exercise.Bundle.Assignment, target));
    }

    static string Entry(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        using var reader = new StreamReader(Assert.Single(zip.Entries, e => e.FullName == "03-minibatches.ipynb").Open());
        return reader.ReadToEnd();
    }

    void Write(string answer) => Change(n => n.Cell(4)["source"] = answer);

    void Change(Action<JsonObject> change)
    {
        var notebook = JsonNode.Parse(File.ReadAllText(mine))!.AsObject();
        change(notebook);
        File.WriteAllText(mine, notebook.ToJsonString());
    }
}
