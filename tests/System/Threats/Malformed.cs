using System.Text;
using System.Text.Json.Nodes;
using Descent.Checks;
using Descent.Grading.Results;
using static Descent.SystemTests.Threats.Sample;

namespace Descent.SystemTests.Threats;

/// <summary>Files that are no notebooks, or broken ones: repaired and reported, or rejected with a reason, never lost.</summary>
static class Malformed
{
    public static IEnumerable<Threat> All => [.. Files, .. Encodings, .. Forms, .. Several, .. Languages, .. Cells];

    static string Good => Encoding.UTF8.GetString(Handed());

    static Threat Rejected(string name, string text, params string[] words) => new(name, Encoding.UTF8.GetBytes(text), See.State(State.Rejected, words));

    static IEnumerable<Threat> Files =>
    [
        Rejected("a notebook cut off", Good[..^100], "its JSON ends early (line 1, column "),
        Rejected("invalid JSON", "{\n \"cells\": [\n  {,}", "its JSON is broken at line 3, column 4"),
        new("an empty file", [], See.State(State.Rejected, "it is empty (0 bytes)"), Arrange: folder => File.WriteAllBytes(Path.Combine(folder, $"{Assignment}.ipynb"), [])),
        Rejected("no cells", "{\"nbformat\": 4, \"cells\": []}", "it has no cells"),
        Rejected("HTML renamed", "<!DOCTYPE html><html></html>", "a web page (HTML)"),
        Rejected("PDF renamed", "%PDF-1.7", "not a notebook but a PDF"),
        Rejected("zip renamed", "PK\u0003\u0004", "not a notebook but a zip archive"),
        new("a .dib", Encoding.UTF8.GetBytes("#!csharp\ndouble Twice(double x) => 2 * x;"), See.State(State.Rejected, "in .dib form", "choose “Save As”"), ".dib"),
        new("a .cs", Encoding.UTF8.GetBytes("double Twice(double x) => 2 * x;"), See.State(State.Rejected, "C# source; copy each answer into its cell"), ".cs"),
        new("a .csx", Encoding.UTF8.GetBytes("double Twice(double x) => 2 * x;"), See.State(State.Rejected, "C# source; copy each answer into its cell"), ".csx"),
        Rejected("very deep nesting", new string('[', 1_000_000), "nested more than 256 deep"),
        new("a file of 2 GB", [], See.State(State.Rejected, "it is too large: more than 20 MB"), Arrange: folder =>
        {
            using var file = File.Create(Path.Combine(folder, $"{Assignment}.ipynb"));
            file.SetLength(2_000_000_000);
        }),
        Rejected("merge-conflict markers", Good.Replace("{\"cells\":", "{\n<<<<<<< HEAD\n\"cells\":", StringComparison.Ordinal), "merge-conflict markers of Git (line 2)"),
        Rejected("nbformat 3", "{\"nbformat\": 3, \"worksheets\": []}", "the old format 3", "jupyter nbconvert --to notebook --nbformat 4"),
        Rejected("nbformat 99", Good.Replace("\"nbformat\":4", "\"nbformat\":99", StringComparison.Ordinal), "it has nbformat 99; this grader reads 4"),
    ];

    static IEnumerable<Threat> Encodings =>
    [
        new("a byte order mark", [.. Encoding.UTF8.Preamble, .. Handed()], See.All(See.State(State.Graded), See.FullMarks)),
        new("UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Good)], See.State(State.Rejected, "UTF-16", "byte 0")),
        new("bytes that are not UTF-8", [.. Handed()[..50], 0xe4, .. Handed()[50..]], See.State(State.Rejected, "byte 50 is not UTF-8")),
        Rejected("a lone surrogate", Good.Replace("return 2 * x;", "return 2 * x; // \\ud83d", StringComparison.Ordinal), "half a character (a lone surrogate)", "byte "),
        Rejected("NUL", Good.Replace("return 2 * x;", "return 2 * x; // \\u0000", StringComparison.Ordinal), "NUL", "byte "),
    ];

    static IEnumerable<Threat> Forms
    {
        get
        {
            var repaired = Handed(edit: notebook =>
            {
                notebook.Remove("nbformat");
                notebook.Cells()[0]!.AsObject().Remove("metadata");
                notebook.Cell("q1").Remove("outputs");
                notebook.Cell("q1-checks").Remove("id");
                notebook.Cell("q2")["id"] = notebook.Cell("q3")["id"]!.DeepClone();
                notebook.Cells().Add(new JsonObject { ["cell_type"] = "heading", ["source"] = "x" });
                notebook.Cells().Add(7);
            });
            yield return new("nbformat missing", repaired, See.All(See.FullMarks, See.State(State.GradedWithRepairs, "The file says no nbformat (missing)")));
            yield return new("metadata, outputs or ids missing, ids used twice", repaired, See.All(See.FullMarks, See.State(State.GradedWithRepairs, "without metadata", "without outputs", "without an id of its own (missing or used twice)")));
            yield return new("unknown cell types", repaired, See.All(See.FullMarks, See.State(State.GradedWithRepairs, "no cells of a known type; ignored")));
            yield return new("an answer in a raw cell", Handed(edit: notebook => notebook.Cell("q1")["cell_type"] = "raw"),
                See.All(See.Verdict("q1", Verdict.NoAnswer), See.Full("q2", "q3"), See.State(State.GradedWithRepairs, "is a raw cell, which never runs", "make it a code cell")));
            var space = Handed(Twice("\treturn 2 * x;  ").Replace("\n", "\r\n", StringComparison.Ordinal), Shift("return x.Select(v => v + by).ToArray();").Replace('\n', '\r'), edit: notebook =>
            {
                foreach (var id in (string[])["given", "q1-checks", "q2-checks", "q3-checks"])
                    notebook.Cell(id)["source"] = string.Concat(notebook.Cell(id)["source"]!.AsArray().Select(l => (string)l!)).Replace("\n", "  \r\n", StringComparison.Ordinal) + "\r\n\n";
            });
            yield return new("line ends, tabs and trailing spaces", space, See.All(See.State(State.Graded), See.FullMarks));
            yield return new("huge attachments, thousands of outputs", Handed(edit: notebook =>
            {
                notebook.Cells()[0]!["attachments"] = new JsonObject { ["a.png"] = new JsonObject { ["image/png"] = new string('A', 12_000_000) } };
                notebook.Cell("q1")["outputs"] = new JsonArray([.. Enumerable.Range(0, 5000).Select(i => new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = $"{i}" })]);
                notebook["metadata"]!["number"] = JsonNode.Parse($"1{new string('0', 5000)}e999999");
            }), See.All(See.State(State.Graded), See.FullMarks));
        }
    }

    static IEnumerable<Threat> Several
    {
        get
        {
            var (right, wrong) = (Handed(), Handed(q1: Twice("return 5;")));
            Action<string> At(params (string Place, byte[] File)[] files) => folder =>
            {
                foreach (var (place, file) in files)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, place))!);
                    File.WriteAllBytes(Path.Combine(folder, place), file);
                }
            };
            yield return new("nothing handed in", [], See.State(State.Rejected, "nothing was handed in"), Arrange: At());
            yield return new("a renamed copy", [], See.FullMarks, Arrange: At(("my homework (1).ipynb", right)));
            yield return new("a subfolder", [], See.FullMarks, Arrange: At(("code/final/hw.ipynb", right)));
            yield return new("a checkpoint beside it", [], See.All(See.State(State.Graded), See.FullMarks), Arrange: At(($"{Assignment}.ipynb", right), ($".ipynb_checkpoints/{Assignment}-checkpoint.ipynb", wrong)));
            yield return new("an untouched copy beside it", [], See.All(See.FullMarks, See.State(State.GradedWithRepairs, "2 notebooks were handed in", "b.ipynb fits the exercise and was graded")),
                Arrange: At(("a.ipynb", Handed(Stub, Stub, Stub)), ("b.ipynb", right)));
            yield return new("two candidates", [], See.State(State.Rejected, "2 different notebooks fit equally well", "a.ipynb", "b.ipynb"), Arrange: At(("a.ipynb", right), ("b.ipynb", wrong)));
        }
    }

    static IEnumerable<Threat> Languages
    {
        get
        {
            string[] magics = ["#!fsharp\nlet x = 1", "#!pwsh\nls", "#!import /etc/passwd", "#!set --name x --value 1"];
            var file = Handed(edit: notebook =>
            {
                notebook.Insert("given", magics);
                notebook.Cell("q1")["metadata"]!["dotnet_interactive"] = new JsonObject { ["language"] = "fsharp" };
                notebook.Cell("q2")["metadata"]!["polyglot_notebook"] = new JsonObject { ["kernelName"] = "pwsh" };
                notebook.Cell("q3")["metadata"]!["vscode"] = new JsonObject { ["languageId"] = "python" };
            });
            yield return new("magics of Polyglot notebooks", file, See.All([.. magics.Select(m => See.Cell(Verdict.Error, $"Line 1: {m.Split('\n', ' ')[0]} is not allowed in grading")), See.Nowhere("root:")]));
            yield return new("a cell set to F# or PowerShell", file, See.All(See.Cell(Verdict.Error, "the language fsharp; only C# is graded"), See.Cell(Verdict.Error, "the language pwsh"), See.Verdict("q1", Verdict.NotRun, "it needs Cell 6"), See.Verdict("q2", Verdict.NotRun)));
            yield return new("a cell set to Python", file, See.All(See.Cell(Verdict.Error, "the language python; only C# is graded"), See.Verdict("q3", Verdict.NotRun)));
        }
    }

    static IEnumerable<Threat> Cells
    {
        get
        {
            var file = Handed(Twice("return 2 * ;"), Stub, edit: notebook => notebook.Insert("q2-checks", "var a = 1;\n<<<<<<< HEAD\nvar b = 1;\n=======\nvar b = 2;\n>>>>>>> mine"));
            yield return new("a syntax error in one cell", file, See.All(See.Cell(Verdict.Error, "Cell 2", "CS1525", "return 2 * ;"), See.Verdict("q1", Verdict.NotRun, "It needs Cell 2, which failed"), See.Full("q3")));
            yield return new("an untouched stub", file, See.All(See.Verdict("q2", Verdict.NoAnswer, "not done yet"), See.Full("q3")));
            yield return new("merge-conflict markers in a cell", file, See.Cell(Verdict.Error, "Line 2 is a merge-conflict marker"));
        }
    }
}
