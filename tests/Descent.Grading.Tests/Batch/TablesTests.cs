using System.Text;
using System.Text.Json.Nodes;
using Descent.Grading.Batch;
using Descent.Grading.Reports;
using Descent.Grading.Results;
using Descent.Grading.Tests.Submissions;

namespace Descent.Grading.Tests.Batch;

/// <summary>What spreadsheets and programs read.</summary>
public sealed class TablesTests : IDisposable
{
    readonly Fake fake = new();

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")")]
    [InlineData("+1")]
    [InlineData("-1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("＝1")]
    [InlineData("'quoted'")]
    [InlineData("a, \"b\"\nc\r\nd")]
    [InlineData(" padded ")]
    [InlineData("")]
    [InlineData("Größe π 漢 😀")]
    public void A_text_comes_back_as_it_was_and_is_no_formula(string text)
    {
        var table = Csv.Table([["x", text, 1.50m], [text, null, 0m]]);
        Assert.Equal('\ufeff', table[0]);
        var rows = Parse(table[1..]);
        Assert.Equal([["x", text, "1.5"], [text, "", "0"]], rows.Select(r => r.Select(c => c.StartsWith('\'') ? c[1..] : c)));
        Assert.All(rows.SelectMany(r => r), c => Assert.True(c.Length == 0 || !"=+-@\t\r\n＝".Contains(c[0])));
    }

    [Fact]
    public void Every_student_has_a_row_and_a_state_and_no_grade_without_grading()
    {
        fake.HandIn("ann");
        fake.HandIn("=bob", 0);
        fake.HandIn("cal", 1, n => n.Marks("q1-checks")["points"] = 100);
        fake.Write("in/dan.ipynb", "{");
        fake.During = s =>
        {
            if (s.Student == "ann")
                throw new InvalidOperationException();
        };
        Tables.Write(fake.Out, Sample.Bundle, fake.Run());
        var grades = Rows("grades.csv");
        Assert.Equal("student,state,points,maximum,q1,q2,attention,reason,repairs,file,sha256,version,isolation", string.Join(',', grades[0]));
        Assert.Equal(
        [
            "'=bob,graded,5,8,0,5,yes",
            "ann,infrastructure-error,,8,,,yes",
            "cal,graded-with-repairs,6,8,1,5,yes",
            "dan,rejected,,8,,,yes",
        ], grades.Skip(1).Select(r => string.Join(',', r.Take(7))));
        Assert.Contains("points (100 instead of 3)", grades[3][8]);
        var questions = Rows("questions.csv");
        Assert.Equal(1 + 4 * 4, questions.Count);
        Assert.Equal("'=bob,graded,q1,Mean,two numbers,no,failed,0,1,'=1+1", string.Join(',', questions[1]));
        Assert.Equal("'=bob,graded,q1,Mean,many,yes,crashed,0,2,", string.Join(',', questions[2]));
        Assert.Equal("ann,infrastructure-error,q1,Mean,two numbers,no,not-run,,1", string.Join(',', questions[5].Take(9)));
        var summary = JsonNode.Parse(File.ReadAllText(Path.Combine(fake.Out, "summary.json")))!;
        Assert.Equal("""{"graded":1,"graded-with-repairs":1,"rejected":1,"infrastructure-error":1}""", summary["states"]!.ToJsonString());
        Assert.Equal((4, 5.5m, 5.5m, 4), ((int)summary["submissions"]!, (decimal)summary["mean"]!, (decimal)summary["median"]!, summary["needAttention"]!.AsArray().Count));
    }

    [Fact]
    public void Regrading_says_who_changed_and_why()
    {
        fake.HandIn("ann");
        fake.HandIn("bob");
        var before = fake.Run();
        fake.HandIn("bob", 1);
        fake.HandIn("cal");
        var after = fake.Run();
        Tables.Write(fake.Out, Sample.Bundle, after, Changes.Between(before, after));
        var rows = Rows("changes.csv");
        Assert.Equal(["student", "bob", "cal"], rows.Select(r => r[0]));
        Assert.Equal(["graded", "6", "8"], rows[1][1..4]);
        Assert.Contains("another file was handed in", rows[1][4]);
        Assert.Equal(["graded", "8", "", "no result before"], rows[2][1..]);
    }

    [Fact]
    public void A_result_comes_back_from_its_file_as_it_was()
    {
        fake.HandIn("ann", 1);
        fake.Write("in/Größe <b>.ipynb", "{");
        foreach (var result in fake.Run())
        {
            var file = Path.Combine(fake.Out, "results", FileName.Of(result.Student) + ".json");
            Assert.Equal(ResultFile.Text(result), File.ReadAllText(file));
            Assert.Equal(ResultFile.Text(result), ResultFile.Text(ResultFile.Read(file)!));
        }
        var text = File.ReadAllText(Path.Combine(fake.Out, "results", "ann.json"));
        Assert.Contains("\"state\": \"graded\"", text);
        Assert.Contains("\"isHidden\": true", text);
        Assert.Contains("\"verdict\": \"crashed\"", text);
        Assert.Contains("\"points\": 6,", text);
    }

    public void Dispose() => fake.Dispose();

    List<string[]> Rows(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(fake.Out, file));
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        return Parse(Encoding.UTF8.GetString(bytes[3..]));
    }

    // RFC 4180, by hand.
    static List<string[]> Parse(string text)
    {
        List<string[]> rows = [];
        List<string> row = [];
        var cell = new StringBuilder();
        for (var (i, isQuoted) = (0, false); i < text.Length; i++)
            if (isQuoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (isQuoted || text[i] is not (',' or '\n'))
                cell.Append(text[i]);
            else
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (text[i] == '\n')
                {
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
        Assert.Empty(row);
        return rows;
    }
}
