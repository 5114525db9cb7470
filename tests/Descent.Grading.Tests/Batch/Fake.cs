using System.Text.Json.Nodes;
using Descent.Checks;
using Descent.Grading.Batch;
using Descent.Grading.Results;
using Descent.Grading.Submissions;
using Descent.Grading.Tests.Submissions;

namespace Descent.Grading.Tests.Batch;

/// <summary>A folder of submissions, and a grader that reads points off the text.</summary>
sealed class Fake : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("batch-").FullName;

    public string Out => Path.Combine(Folder, "out");

    public int Graded;

    /// <summary>Called for each submission that is graded.</summary>
    public Action<Submission> During { get; set; } = _ => { };

    public GradeJob Job(string hash = "b0") => new(Sample.Bundle, hash, "grader 1", "fake wall", Grade);

    public void HandIn(string student, int points = 3, Action<JsonObject>? change = null)
    {
        var notebook = Sample.Notebook($"double Mean(double[] x) => {points};");
        change?.Invoke(notebook);
        Write($"in/{student}.ipynb", notebook.ToJsonString());
    }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, path))!);
        File.WriteAllText(Path.Combine(Folder, path), text);
    }

    public IReadOnlyList<HandIn> Found() => Finder.Find([Path.Combine(Folder, "in")], Sample.Assignment);

    public IReadOnlyList<Result> Run(int workers = 1, Action<Step>? told = null, string? folder = null, GradeJob? job = null, CancellationToken stop = default) =>
        new BatchRun(job ?? Job(), folder ?? Out).Run(Found(), workers, told ?? (_ => { }), stop);

    /// <summary>The names and texts of the results, without the time of each.</summary>
    public static IEnumerable<(string, string)> Files(string folder) => Directory.GetFiles(Path.Combine(folder, "results")).Order(StringComparer.Ordinal)
        .Select(f => (Path.GetFileName(f), string.Join('\n', File.ReadAllLines(f).Where(l => !l.Contains("\"seconds\"")))));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    Result Grade(Submission submission)
    {
        During(submission);
        var number = Interlocked.Increment(ref Graded);
        var points = decimal.Parse(submission.Cells.Single(c => c.Id == "q1").Source.Split("=> ")[1].TrimEnd(';'));
        CheckResult[] checks = [new("two numbers", false, points > 0 ? Verdict.Passed : Verdict.Failed, Math.Min(1, points), 1, points > 0 ? "" : "=1+1", null, null, []),
            new("many", true, points > 1 ? Verdict.Passed : Verdict.Crashed, Math.Max(0, points - 1), 2, "", null, null, [])];
        CheckResult[] others = [new("a constant", false, Verdict.Passed, 2, 2, "", null, null, []), new("random", true, Verdict.Passed, 3, 3, "", null, null, [])];
        return new(Sample.Assignment, Sample.Bundle.Version, "b0", submission.Student, submission.File, submission.Hash, submission.Repairs.Count > 0 ? State.GradedWithRepairs : State.Graded, null,
            points + 5, 8, [new("q1", "Mean", points, 3, checks), new("q2", "Variance", 5, 5, others)], [], submission.Repairs, "fake wall", "grader 1", number);
    }
}
