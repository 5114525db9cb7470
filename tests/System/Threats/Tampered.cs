using System.Text.Json.Nodes;
using Descent.Checks;
using Descent.Grading.Results;
using static Descent.SystemTests.Threats.Sample;

namespace Descent.SystemTests.Threats;

/// <summary>Notebooks whose metadata, cells or order was changed: graded against the instructor's bundle, with what was changed reported.</summary>
static class Tampered
{
    public static IEnumerable<Threat> All => [.. Metadata, .. Cells, .. Text, .. Order, .. Origin];

    static Func<Result, string?> Repaired(params string[] words) => See.All(See.FullMarks, See.State(State.GradedWithRepairs, words));

    static JsonObject Marks(this JsonObject notebook, string id) => notebook.Cell(id)["metadata"]!["nbgrader"]!.AsObject();

    static IEnumerable<Threat> Metadata
    {
        get
        {
            var file = Handed(edit: notebook =>
            {
                notebook.Marks("q1-checks")["points"] = 100;
                (notebook.Marks("q2")["locked"], notebook.Marks("q2")["task"], notebook.Marks("q2-checks")["grade"], notebook.Marks("q2-checks")["solution"]) = (true, true, false, true);
                notebook.Marks("given")["schema_version"] = "3";
                notebook.Marks("q1")["schema_version"] = 4;
                notebook.Marks("q3").Remove("schema_version");
                (notebook.Marks("q3-checks")["schema_version"], notebook.Marks("q3-checks")["points"]) = (1, "three");
                notebook.Marks("q3")["extra"] = new string('x', 1_000_000);
                notebook.Cell("q3")["metadata"]!["tags"] = 7;
                var metadata = notebook["metadata"]!.AsObject();
                metadata["kernelspec"] = new JsonObject { ["name"] = "python3", ["language"] = "python" };
                metadata["language_info"] = new JsonArray(1);
                (metadata["student_id"], metadata["name"], metadata["timestamp"]) = ("somebody-else", "Somebody Else", "2000-01-01T00:00:00Z");
            });
            yield return new("points edited", file, Repaired("(q1-checks): changed metadata is ignored: points (100 instead of 3)"));
            yield return new("grade, solution, locked and task flipped", file, Repaired("(q2): changed metadata is ignored: locked, task", "(q2-checks): changed metadata is ignored: grade, solution"));
            yield return new("another schema version", file, Repaired([.. ((string[])["given", "q1", "q3", "q3-checks"]).Select(id => $"({id}): its nbgrader metadata is not of schema version 3")]));
            yield return new("extra keys, huge texts and wrong types in the metadata", file, See.All(See.FullMarks, See.Nowhere("xxxxxxxx")));
            yield return new("kernelspec and language changed", file, See.FullMarks);
            yield return new("name, student id and time in the notebook", file, See.All(See.Nowhere("somebody-else", "Somebody Else", "2000-01-01"), result => char.IsAsciiDigit(result.Student[0]) ? null : $"the student is {result.Student}"));
        }
    }

    static IEnumerable<Threat> Cells
    {
        get
        {
            var file = Handed(edit: notebook =>
            {
                var copy = notebook.Cell("q1").DeepClone().AsObject();
                copy["source"] = "double Twice(double x) => 0; // a copy";
                notebook.Cells().Insert(notebook.Cells().IndexOf(notebook.Cell("q1")), copy.DeepClone());
                notebook.Cells().Add(copy);
                notebook.Cells().Remove(notebook.Cell("q2"));
                notebook.Cells().Remove(notebook.Cell("q3-checks"));
                var unknown = Own("var mine = 1;");
                unknown["metadata"] = new JsonObject { ["nbgrader"] = new JsonObject { ["grade_id"] = "cell-0123", ["grade"] = false, ["solution"] = true, ["locked"] = false, ["task"] = false, ["schema_version"] = 3 } };
                notebook.Cells().Add(unknown);
            });
            yield return new("a cell copied with its grade_id", file, See.All(See.Full("q1"), See.State(State.GradedWithRepairs, "is another cell with the id q1; run as own code")));
            yield return new("an answer deleted", file, See.All(See.Verdict("q2", Verdict.NoAnswer), See.State(State.GradedWithRepairs, "The answer cell q2 is missing")));
            yield return new("checks deleted", file, See.All(See.Full("q3"), See.State(State.GradedWithRepairs, "The cell q3-checks is missing; the instructor's is used")));
            yield return new("an unknown grade_id", file, See.All(See.NoCell, See.State(State.GradedWithRepairs, "has the id cell-0123, which the exercise does not know; run as own code")));
        }
    }

    static IEnumerable<Threat> Text
    {
        get
        {
            yield return new("locked text edited, its checksum recomputed", Handed(q1: Twice("return 5;"), edit: notebook =>
            {
                notebook.Cell("given")["source"] = "using Evil;";
                notebook.Cell("q1-checks")["source"] = "Check.Done();";
                notebook.Marks("q1-checks")["checksum"] = Grading.Exercises.Nbgrader.Checksum("Check.Done();", "code", grade: true, solution: false, locked: true, "q1-checks", 3);
            }), See.All(See.NoCell, See.Verdict("q1", Verdict.Failed), See.Full("q2", "q3"), See.State(State.GradedWithRepairs, "(given) was edited; the instructor's text is used", "(q1-checks) was edited")));
            yield return new("all metadata stripped", Handed(edit: notebook =>
            {
                foreach (var cell in notebook.Cells())
                    cell!["metadata"] = new JsonObject();
                notebook["metadata"] = new JsonObject { ["colab"] = new JsonObject() };
            }), Repaired("No cell carries an id of the exercise", "7 of 7 cells were found by their text"));
            yield return new("cell types changed", Handed(edit: notebook => (notebook.Cell("q1")["cell_type"], notebook.Cell("q2-checks")["cell_type"]) = ("markdown", "markdown")),
                Repaired("is q1 with another cell type; read as code", "is q2-checks with another cell type"));
        }
    }

    static IEnumerable<Threat> Order
    {
        get
        {
            var file = Handed(edit: notebook =>
            {
                foreach (var id in (string[])["q1-checks", "q3-checks", "q2"])
                {
                    var cell = notebook.Cell(id);
                    notebook.Cells().Remove(cell);
                    notebook.Cells().Insert(id == "q2" ? notebook.Cells().Count : 1, cell);
                }
                notebook.Insert("q2-checks", "static class Check { public static void Done() { } }\nthrow new Exception(\"between\");");
                notebook.Insert("q2", "throw new Exception(\"after\");");
            });
            yield return new("checks before answers, cells reordered", file, Repaired("Cells of the exercise were moved; graded in the order of the release"));
            yield return new("own cells between and after checks", file, See.All(See.FullMarks, See.Cell(Verdict.Error, "between"), See.Cell(Verdict.Error, "after")));
        }
    }

    static IEnumerable<Threat> Origin
    {
        get
        {
            yield return new("a notebook of another exercise", Handed("int Other() => 1;", "int Another() => 2;", "int Third() => 3;", edit: notebook =>
            {
                notebook["metadata"]!["descent"]!["assignment"] = "98-other";
                foreach (var cell in notebook.Cells().Select(c => c!.AsObject()).Where(c => (string?)c["cell_type"] == "markdown"))
                    cell["source"] = "# Another exercise\nwith another text";
                foreach (var id in (string[])["q1-checks", "q2-checks", "q3-checks"])
                    notebook.Cell(id)["source"] = "Check.Equal(\"one\", () => Other(), 1);\nCheck.Done();";
            }), See.State(State.Rejected, "it is not 99-sample", "it says it is 98-other"));
            yield return new("an older release", Handed(edit: notebook => notebook["metadata"]!["descent"]!["version"] = "ffffffffffff"), Repaired("comes from release ffffffffffff", $"graded against release {Exercise.Bundle.Version}"));
            yield return new("the instructor's bundle changed", Handed(), result => result.Bundle == Exercise.Bundle.Hash ? null : $"the result names the bundle {result.Bundle}");
        }
    }
}
