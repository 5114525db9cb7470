using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Judging;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;

namespace Descent.Grading.Tests.Judging;

/// <summary>One submission through judge and worker.</summary>
public sealed class GraderTests(GraderTests.Shared shared) : IClassFixture<GraderTests.Shared>
{
    static readonly Bundle Sample = new("99-sample", "Sample", "0", Convert.ToBase64String(new byte[32]), false,
    [
        new("given", Role.Given, "", "#r \"../../artifacts/notebook/Descent.dll\"\nusing Descent.Checks;"),
        new("q1", Role.Answer, "", ""),
        new("q1-checks", Role.Checks, "", """
            Check.Close("two", () => Twice(2), 4.0, hints: ["Add it to itself."]);
            Check.Close("a secret", () => Twice(1234.5), 2469.0, points: 2);
            Check.Against("random", rng => rng.Next(), x => Twice(x), x => x + x, points: 3);
            Check.Done();
            """),
        new("q2", Role.Answer, "", ""),
        new("q2-checks", Role.Checks, "", """
            Check.Equal("length", () => Name(), "Descent");
            Check.Done();
            """),
    ],
    [
        new("q1", "Twice", 1, 5, "q1-checks", [new("Twice", "double Twice(double x)", "double", ["x"], ["double"])], [new("two", 1, false), new("a secret", 2, true), new("random", 3, true)]),
        new("q2", "Name", 1, 5, "q2-checks", [new("Name", "string Name()", "string", [], [])], [new("length", 1, false)]),
    ]);

    static Submission Handed(string q1, string q2, string hash = "", params SubmittedCell[] own) => new("ann", "ann.ipynb", hash,
    [
        new("given", "Cell 1", Sample.Parts[0].Source), new("q1", "Cell 2", q1), new("q1-checks", "Cell 3", ""), new("q2", "Cell 4", q2), .. own, new("q2-checks", "Cell 5", ""),
    ], []);

    Result Grade(Submission submission) => shared.Grader.Grade(submission);

    [Fact]
    public void Right_answers_get_every_point()
    {
        var result = Grade(Handed("double Twice(double x) => 2 * x;", "string Name() => \"Descent\";"));

        Assert.Equal((State.Graded, 7m, 7m), (result.State, result.Points, result.Maximum));
        Assert.All(result.Questions.SelectMany(q => q.Checks), c => Assert.Equal(Verdict.Passed, c.Verdict));
    }

    [Fact]
    public void What_a_function_learns_from_hidden_inputs_comes_too_late_for_a_check_that_students_see()
    {
        var result = Grade(Handed("static string seen = \"\";\ndouble Twice(double x) { seen += $\"{x} \"; return 2 * x; }", "string Name() => seen;"));

        Assert.Equal("\"2 \"", result.Questions[1].Checks[0].Got!.Replace('“', '"').Replace('”', '"'));
    }

    [Fact]
    public void Checks_see_the_last_definition_before_them_the_hidden_ones_too()
    {
        var result = Grade(Handed("double Twice(double x) => 2 * x;", "string Name() => \"Descent\";", "", new SubmittedCell("", "Cell 6", "double Twice(double x) => 3 * x;")));

        Assert.Equal(7m, result.Points);
    }

    [Fact]
    public void A_crash_costs_its_check_and_the_others_go_on()
    {
        var result = Grade(Handed("double Twice(double x) { if (x > 1000) Environment.Exit(0); return 2 * x; }", "string Name() => \"Descent\";"));

        Assert.Equal([Verdict.Passed, Verdict.Crashed, Verdict.Passed, Verdict.Passed], result.Questions.SelectMany(q => q.Checks).Select(c => c.Verdict));
        Assert.Equal(5m, result.Points);
    }

    [Fact]
    public void A_cell_that_fails_costs_only_its_own_question()
    {
        var result = Grade(Handed("double Twice(double x) => 2 * y;", "string Name() => \"Descent\";"));

        Assert.Equal([Verdict.NotRun, Verdict.NotRun, Verdict.NotRun, Verdict.Passed], result.Questions.SelectMany(q => q.Checks).Select(c => c.Verdict));
        Assert.Equal(("Cell 2", 1, "double Twice(double x) => 2 * y;"), (result.Problems[0].Cell, result.Problems[0].Line, result.Problems[0].Code));
    }

    [Fact]
    public void The_same_file_meets_the_same_inputs_and_another_file_others()
    {
        Result Told(string hash) => Grade(Handed("double Twice(double x) => x;", "string Name() => \"\";", hash));
        var (first, again, other) = (Told("a"), Told("a"), Told("b"));

        Assert.Equal(first.Questions[0].Checks[2], again.Questions[0].Checks[2] with { Hints = first.Questions[0].Checks[2].Hints });
        Assert.NotEqual(first.Questions[0].Checks[2].Message, other.Questions[0].Checks[2].Message);
    }

    public sealed class Shared : IDisposable
    {
        public Grader Grader { get; } = new(Sample, "", new PlainProcess(), new Limits());

        public void Dispose() => Grader.Dispose();
    }
}
