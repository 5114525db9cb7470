using System.Text;
using System.Text.Json.Nodes;
using Descent.Grading.Submissions;

namespace Descent.Grading.Tests.Submissions;

/// <summary>Hostile and broken bytes: every file gives a submission, with a reason where it is rejected.</summary>
public sealed class ReaderTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("reader-").FullName;

    static string Good => Sample.Notebook().ToJsonString();

    [Fact]
    public void A_notebook_as_released_with_answers_needs_no_repair()
    {
        var submission = Sample.Read(Sample.Notebook());
        Assert.Null(submission.Rejection);
        Assert.Empty(submission.Repairs);
        Assert.Equal("given q1 q1-checks q2 q2-checks", submission.Order());
        Assert.Equal(["Cell 1", "Cell 2", "Cell 3", "Cell 4", "Cell 5"], submission.Cells.Select(c => c.Name));
        Assert.Equal([Sample.Given + "\n// for the grader", Sample.Answer1, "", Sample.Answer2, ""], submission.Cells.Select(c => c.Source));
        Assert.All(submission.Cells, c => Assert.True(!c.IsUntouched && c.Problem is null));
        Assert.Equal(64, submission.Hash.Length);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \n ", "not a notebook but empty (white space only)")]
    [InlineData("%PDF-1.7 …", "not a notebook but a PDF")]
    [InlineData("PK\u0003\u0004…", "not a notebook but a zip archive")]
    [InlineData("<!DOCTYPE html><html></html>", "a web page (HTML); download or save the notebook itself")]
    [InlineData("#!meta\n\n{\"kernelInfo\":1}", "in .dib form; in VS Code choose “Save As”")]
    [InlineData("using System;\nclass A { }", "but C# source; copy each answer")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "a pointer to a file in Git LFS")]
    [InlineData("[]", "its JSON is no object")]
    [InlineData("{}", "it has no list of cells")]
    [InlineData("{\"cells\": []}", "it has no cells")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "the old format 3; convert it with: jupyter nbconvert --to notebook --nbformat 4")]
    [InlineData("{\"worksheets\": []}", "the old format 3")]
    [InlineData("{\"nbformat\": 99, \"cells\": []}", "it has nbformat 99; this grader reads 4")]
    [InlineData("{\n \"cells\": [\n  {,}", "its JSON is broken at line 3, column 4")]
    [InlineData("{\n \"πππ\": x", "its JSON is broken at line 2, column 9")]
    [InlineData("{\n \"cells\": [\n  {", "its JSON ends early (line 3, column 4); the file was cut off")]
    [InlineData("{\n<<<<<<< HEAD\n\"a\": 1,\n=======\n\"a\": 2,\n>>>>>>> other\n}", "it holds merge-conflict markers of Git (line 2)")]
    [InlineData("{\"a\ud800\": 1}", "it has no list of cells")]                                     // Encoding writes � for it
    public void What_is_no_notebook_is_rejected_with_what_it_is(string text, string reason)
    {
        var file = Path.Combine(folder, "hw.ipynb");
        File.WriteAllText(file, text);
        var submission = Reader.Read(file, "ann", Sample.Bundle);
        Assert.StartsWith("hw.ipynb: ", submission.Rejection);
        Assert.Contains(reason, submission.Rejection);
        Assert.Empty(submission.Cells);
    }

    [Theory]
    [InlineData("a.dib", "in .dib form")]
    [InlineData("a.csx", "but C# source")]
    [InlineData("a.cs", "but C# source")]
    [InlineData("a.html", "a web page")]
    public void A_file_of_another_type_is_told_by_its_name(string name, string reason) => Assert.Contains(reason, Sample.Read("var x = 1;", name).Rejection);

    [Fact]
    public void Encodings_other_than_UTF8_are_rejected_with_the_byte()
    {
        Assert.Contains("UTF-16", Sample.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Good)).ToArray()).Rejection);
        Assert.Contains("UTF-16", Sample.Read(Encoding.Unicode.GetBytes(Good)).Rejection);
        Assert.Contains("UTF-16", Sample.Read(Encoding.BigEndianUnicode.GetBytes(Good)).Rejection);
        Assert.Contains("byte 4 is not UTF-8", Sample.Read([(byte)'{', (byte)'"', 0xc3, 0xa4, 0xe4, (byte)'"']).Rejection);
        Assert.Contains("byte 3 is NUL", Sample.Read("{\"a\0\": 1}").Rejection);
        Assert.Null(Sample.Read([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Good)]).Rejection);
    }

    [Theory]
    [InlineData("\\ud83d", "half a character")]
    [InlineData("\\ude00", "half a character")]
    [InlineData("\\ud83d\\ud83d", "half a character")]
    [InlineData("\\u0000", "NUL")]
    public void Half_characters_in_a_cell_are_rejected_with_the_byte(string escape, string reason)
    {
        var text = Good.Replace("x.Length", "x.Length \\\\u \\ud83d\\ude00 " + escape);
        var submission = Sample.Read([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(text)]);
        Assert.Contains($"byte {text.LastIndexOf(escape.Length == 12 ? escape[..6] : escape, StringComparison.Ordinal) - (escape.Length == 12 ? 6 : 0) + 3} is {reason}", submission.Rejection);
    }

    [Fact]
    public void Half_characters_where_nobody_looks_do_no_harm()
    {
        Assert.Null(Sample.Read(Good.Replace("\"outputs\":[]", "\"outputs\":[\"\\ud83d\"]")).Rejection);
        Assert.Contains("a name in its JSON", Sample.Read("{\"\\ud83d\": 1}").Rejection);
        Assert.Empty(Sample.Read(Good.Replace("\"metadata\":{\"descent\"", "\"metadata\":{\"title\":\"\\ud83d\",\"descent\"")).Repairs);
    }

    [Fact]
    public void Sizes_and_depths_have_limits()
    {
        var large = Path.Combine(folder, "large.ipynb");
        using (var file = File.Create(large))
            file.SetLength(2_000_000_000);
        Assert.Contains("it is too large: more than 20 MB", Reader.Read(large, "ann", Sample.Bundle).Rejection);
        Assert.Contains("more than 20 MB", Content.OfStream(new Endless()).Refusal);
        var many = Sample.Notebook();
        for (var i = 0; i < 2000; i++)
            many.Cells().Add(Sample.Code("1"));
        Assert.Contains("2008 cells, at most 2000", Sample.Read(many).Rejection);
        Assert.Contains("cell 4 has more than 1 MB of text", Sample.Read(Sample.Notebook(new string('x', 1_000_001))).Rejection);
        Assert.Contains("nested more than 256 deep (line 1, column", Sample.Read(string.Concat(Enumerable.Repeat("[", 100_000))).Rejection);
        Assert.Null(Sample.Read(Good.Replace("\"outputs\":[]", $"\"outputs\":[{new string('[', 100)}1e999999{new string(']', 100)}]")).Rejection);
    }

    [Fact]
    public void Links_folders_and_missing_files_are_not_read()
    {
        File.WriteAllText(Path.Combine(folder, "real.ipynb"), Good);
        File.CreateSymbolicLink(Path.Combine(folder, "link.ipynb"), Path.Combine(folder, "real.ipynb"));
        Directory.CreateDirectory(Path.Combine(folder, "folder.ipynb"));
        Assert.Contains("it is a link", Reader.Read(Path.Combine(folder, "link.ipynb"), "ann", Sample.Bundle).Rejection);
        Assert.Contains("it is a folder", Reader.Read(Path.Combine(folder, "folder.ipynb"), "ann", Sample.Bundle).Rejection);
        Assert.Contains("there is no such file", Reader.Read(Path.Combine(folder, "none.ipynb"), "ann", Sample.Bundle).Rejection);
    }

    [Fact]
    public void Pipes_and_devices_are_not_opened()
    {
        if (OperatingSystem.IsWindows())
            return;                                   // there are none
        var pipe = Path.Combine(folder, "pipe.ipynb");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            mkfifo.WaitForExit();
        Assert.Contains("no regular file", Reader.Read(pipe, "ann", Sample.Bundle).Rejection);
        Assert.Contains("no regular file", Reader.Read("/dev/zero", "ann", Sample.Bundle).Rejection);
    }

    [Fact]
    public void Missing_and_odd_members_are_repaired_and_noted()
    {
        var notebook = Sample.Notebook();
        notebook.Remove("nbformat");
        var cells = notebook.Cells();
        cells[0]!.AsObject().Remove("metadata");
        cells[1]!.AsObject().Remove("outputs");
        cells[2]!.AsObject().Remove("id");
        cells[3]!["id"] = cells[4]!["id"]!.DeepClone();
        cells.Add(new JsonObject { ["cell_type"] = "heading", ["source"] = "x" });
        cells.Add(7);
        cells.Add(new JsonObject { ["cell_type"] = "code", ["id"] = "z", ["metadata"] = 1, ["outputs"] = 1, ["source"] = 1 });
        var submission = Sample.Read(notebook);
        Assert.Equal("given q1 q1-checks q2 q2-checks", submission.Order());
        Assert.Equal(
        [
            "The file says no nbformat (missing); read as 4.",
            "Cells 9, 10 of the file: no cells of a known type; ignored.",
            "Cell 11 of the file: without source; read as empty.",
            "Cells 1, 11 of the file: without metadata; read as empty.",
            "Cell 2 of the file: without outputs; read as not run.",
            "Cells 3, 5 of the file: without an id of its own (missing or used twice); read all the same.",
        ], submission.Repairs);
    }

    [Fact]
    public void Sources_as_lines_and_foreign_line_ends_are_the_same_text()
    {
        var notebook = Sample.Notebook(Sample.Answer1.Replace("\n", "\r\n"), Sample.Answer2 + "\r");
        notebook.Cell("given")["source"] = new JsonArray([.. Sample.Given.Split('\n').Select(l => (JsonNode)(l + "  \r\n"))]);
        notebook.Cell("q1-checks")["source"] = Sample.Checks1.Replace(" ", "\t") + "\n\n";
        var submission = Sample.Read(notebook);
        Assert.Empty(submission.Repairs);
        Assert.Equal([Sample.Answer1, Sample.Answer2 + "\n"], submission.Cells.Where(c => c.Id is "q1" or "q2").Select(c => c.Source));
    }

    [Theory]
    [InlineData("\"metadata\":{\"descent\":[1]")]
    [InlineData("\"metadata\":{\"descent\":{\"assignment\":{},\"version\":7}")]
    [InlineData("\"metadata\":{\"kernelspec\":null,\"language_info\":{\"name\":\"python\"}")]
    public void Wrong_types_in_the_metadata_do_no_harm(string metadata) =>
        Assert.Empty(Sample.Read(Good.Replace($"\"metadata\":{{\"descent\":{{\"assignment\":\"{Sample.Assignment}\",\"version\":\"{Sample.Bundle.Version}\"}}", metadata)).Repairs);

    [Fact]
    public void Every_cut_and_every_changed_byte_of_a_notebook_gives_a_submission()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        for (var i = 0; i < bytes.Length; i += 7)
            Assert.NotNull(Sample.Read(bytes[..i]).Rejection);
        var random = new Random(1);
        for (var trial = 0; trial < 2000; trial++)
        {
            var changed = (byte[])bytes.Clone();
            for (var k = random.Next(1, 4); k > 0; k--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var submission = Sample.Read(changed);
            Assert.True(submission.Rejection is not null ^ submission.Cells.Count > 0);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    sealed class Endless : MemoryStream
    {
        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
