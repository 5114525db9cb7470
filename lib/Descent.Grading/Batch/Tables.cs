using System.Text.Json;
using Descent.Grading.Exercises;
using Descent.Grading.Reports;
using Descent.Grading.Results;

namespace Descent.Grading.Batch;

/// <summary>The tables of a batch. Equal results give equal files.</summary>
public static class Tables
{
    /// <summary>Writes <c>grades.csv</c> (a row for each student), <c>questions.csv</c> (a row for each check of each student), <c>summary.json</c>, and <c>changes.csv</c> when there was a run before.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="bundle">The exercise.</param>
    /// <param name="results">One result for each student.</param>
    /// <param name="changes">What is different from the run before, or null.</param>
    /// <remarks>A state stands in every row: 0 points of a submission that was not graded are no grade. Hidden checks are named: these files are not for students.</remarks>
    public static void Write(string folder, Bundle bundle, IReadOnlyList<Result> results, IReadOnlyList<Change>? changes = null)
    {
        ResultFile.Save(Path.Combine(folder, "grades.csv"), Grades(bundle, results));
        ResultFile.Save(Path.Combine(folder, "questions.csv"), Questions(results));
        ResultFile.Save(Path.Combine(folder, "summary.json"), Summary(bundle, results));
        if (changes is not null)
            ResultFile.Save(Path.Combine(folder, "changes.csv"), OfChanges(changes));
    }

    /// <summary>Whether somebody should look at a submission: it was repaired, rejected, not graded, or the process of an answer ended.</summary>
    public static bool NeedsAttention(Result result) => result.State != State.Graded
        || result.Problems.Any(p => Label.Ends.Contains(p.State)) || result.Questions.Any(q => q.Checks.Any(c => Label.Ends.Contains(c.Verdict)));

    static string Grades(Bundle bundle, IReadOnlyList<Result> results) => Csv.Table([
        ["student", "state", "points", "maximum", .. bundle.Questions.Select(q => q.Id), "attention", "reason", "repairs", "file", "sha256", "version", "isolation"],
        .. results.Select(r => (IReadOnlyList<object?>)[r.Student, Kebab(r.State), Points(r, r.Points), r.Maximum,
            .. bundle.Questions.Select(q => Points(r, r.Questions.FirstOrDefault(a => a.Id == q.Id)?.Points)),
            NeedsAttention(r) ? "yes" : "no", r.Reason, string.Join(" ", r.Repairs), r.File, r.Hash, r.Version, r.Isolation])]);

    static string Questions(IReadOnlyList<Result> results) => Csv.Table([
        ["student", "state", "question", "title", "check", "hidden", "verdict", "points", "maximum", "message"],
        .. results.SelectMany(r => r.Questions.SelectMany(q => q.Checks.Select(c => (IReadOnlyList<object?>)[r.Student, Kebab(r.State), q.Id, q.Title, c.Title,
            c.IsHidden ? "yes" : "no", Kebab(c.Verdict), Points(r, c.Points), c.Maximum, c.Message])))]);

    static string Summary(Bundle bundle, IReadOnlyList<Result> results)
    {
        List<decimal> points = [.. results.Where(IsGraded).Select(r => r.Points).Order()];
        return ResultFile.Text(new
        {
            bundle.Assignment,
            bundle.Version,
            Bundles = Different(r => r.Bundle),
            Graders = Different(r => r.Grader),
            Isolations = Different(r => r.Isolation),
            Submissions = results.Count,
            States = Enum.GetValues<State>().ToDictionary(Kebab, s => results.Count(r => r.State == s)),
            bundle.Maximum,
            Mean = points.Count == 0 ? (decimal?)null : decimal.Round(points.Average(), 4),
            Median = points.Count == 0 ? (decimal?)null : (points[(points.Count - 1) / 2] + points[points.Count / 2]) / 2,
            NeedAttention = results.Where(NeedsAttention).Select(r => r.Student),
        });

        IEnumerable<string> Different(Func<Result, string> of) => results.Select(of).Distinct().Order(StringComparer.Ordinal);
    }

    static string OfChanges(IReadOnlyList<Change> changes) => Csv.Table([
        ["student", "state", "points", "before", "why"],
        .. changes.Select(c => (IReadOnlyList<object?>)[c.Student, c.New is null ? "" : Kebab(c.New.State), c.New is null ? null : Points(c.New, c.New.Points), c.Old is null ? null : Points(c.Old, c.Old.Points), string.Join("; ", c.Why)])]);

    // No number where nothing was graded: an import must not take it for a grade.
    static decimal? Points(Result result, decimal? points) => IsGraded(result) ? points : null;

    static bool IsGraded(Result result) => result.State is State.Graded or State.GradedWithRepairs;

    static string Kebab<T>(T value) where T : Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
