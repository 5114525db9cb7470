using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Judging;
using Descent.Grading.Reports;
using Descent.Grading.Running;
using Descent.Grading.Submissions;
using Descent.Grading.Tests.Exercises;

namespace Descent.Grading.Tests.Reports;

public class OwnLineTests
{
    [Fact]
    public void An_exception_in_a_check_is_told_with_the_students_own_line()
    {
        using var folder = new TemporaryFolder();
        var bundle = Source.Read(Sample.Write(folder.Path, n => n.Cell(5)["source"] = Sample.Checks1.Replace("rng.Uniform([]).Item()", "1.0"))).Bundle;
        var cells = bundle.Parts.Where(p => p.Role != Role.Text).Select((p, i) => new SubmittedCell(p.Id, $"Cell {i + 1}", p.Id == "q1" ? "double Mean(double[] x)\n{\n    return x[7];\n}" : p.Released));
        using var grader = new Grader(bundle, new('e', 64), new PlainProcess(), new Limits());
        var result = grader.Grade(new Submission("ada", "03-minibatches.ipynb", new('a', 64), [.. cells], []));
        const string message = "your code threw IndexOutOfRangeException in Cell 2, line 3 (return x[7];): Index was outside the bounds of the array.";

        Assert.Equal((Verdict.Error, message), (result.Questions[0].Checks[0].Verdict, result.Questions[0].Checks[0].Message));
        Assert.Equal($"      {Plain.Sentence(message)}", Words.Of(result.Questions[0])[2]);
        Assert.Contains(Plain.Html(Plain.Sentence(message)), Feedback.Html(result), StringComparison.Ordinal);
        Assert.Equal("Go on with question 1, “The mean”: look at the check “three numbers” first.", Feedback.For(result).Next);
    }
}
