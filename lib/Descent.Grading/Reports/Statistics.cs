using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Results;

namespace Descent.Grading.Reports;

/// <summary>What a batch of results says about the exercise and about the submissions.</summary>
sealed class Statistics
{
    public Statistics(Bundle bundle, IReadOnlyList<Result> results)
    {
        All = [.. results.OrderBy(r => r.Student, StringComparer.Ordinal)];
        Graded = [.. All.Where(r => Label.IsGraded(r.State))];
        Points = [.. Graded.Select(r => r.Points).Order()];
        Questions = [.. bundle.Questions.Select(q => Question(q, [.. Graded.SelectMany(r => r.Questions.Where(a => a.Id == q.Id).Take(1))]))];
        var files = All.Where(r => r.Hash != "").GroupBy(r => r.Hash).ToDictionary(g => g.Key, g => g.Select(r => r.Student).ToList());
        Attention = [.. All.Select(r => (r, (IReadOnlyList<string>)[.. Reasons(r, files.GetValueOrDefault(r.Hash) ?? [])])).Where(a => a.Item2.Count > 0)];
    }

    /// <summary>All results by student.</summary>
    public IReadOnlyList<Result> All { get; }

    /// <summary>Those that have points.</summary>
    public IReadOnlyList<Result> Graded { get; }

    /// <summary>Their points in ascending order.</summary>
    public IReadOnlyList<decimal> Points { get; }

    public IReadOnlyList<QuestionStatistics> Questions { get; }

    /// <summary>Submissions that somebody should look at, each with why.</summary>
    public IReadOnlyList<(Result Result, IReadOnlyList<string> Why)> Attention { get; }

    public decimal Mean => Points.Count == 0 ? 0 : Points.Average();

    /// <summary>The p-quantile of the points, 0 ≤ p ≤ 1, linear between its neighbours.</summary>
    public decimal Quantile(decimal p)
    {
        if (Points.Count == 0) return 0;
        var (place, last) = (p * (Points.Count - 1), Points.Count - 1);
        var below = (int)place;
        return Points[below] + (place - below) * (Points[Math.Min(below + 1, last)] - Points[below]);
    }

    /// <summary>How many graded submissions have [0, 10 %), [10 %, 20 %), … [90 %, 100 %) and 100 % of their points.</summary>
    public int[] Histogram()
    {
        var bars = new int[11];
        foreach (var result in Graded.Where(r => r.Maximum > 0))
            bars[Math.Clamp((int)(10 * result.Points / result.Maximum), 0, 10)]++;
        return bars;
    }

    static QuestionStatistics Question(Question question, IReadOnlyList<QuestionResult> answers)
    {
        var slipped = answers.Where(a => a.Checks.Any(c => c.IsHidden && c.Verdict != Verdict.Passed) && a.Checks.All(c => c.IsHidden || c.Verdict == Verdict.Passed)).ToList();
        return new(question, answers.Count, answers.Count == 0 ? 0 : answers.Average(a => a.Points), answers.Count(a => a.Points >= a.Maximum), answers.Count(a => a.Checks.All(c => c.Verdict == Verdict.NoAnswer)), slipped.Count,
            [.. question.Checks.Select(c => new CheckStatistics(c,
                answers.SelectMany(a => a.Checks).Where(r => r.Title == c.Title).CountBy(r => r.Verdict).ToDictionary(),
                slipped.Count(a => a.Checks.Any(r => r.Title == c.Title && r.Verdict != Verdict.Passed))))]);
    }

    static IEnumerable<string> Reasons(Result result, List<string> sameFile)
    {
        if (!Label.IsGraded(result.State))
            yield return $"{Label.Of(result.State)}: {result.Reason}";
        foreach (var repair in result.Repairs)
            yield return $"repaired: {repair}";
        foreach (var verdict in Label.Ends)
        {
            if (result.Problems.Where(p => p.State == verdict).Select(p => p.Cell).ToList() is { Count: > 0 } cells)
                yield return $"{Label.Of(verdict)}: {string.Join(", ", cells.Distinct())}";
            if (result.Questions.SelectMany(q => q.Checks.Where(c => c.Verdict == verdict).Select(c => $"“{c.Title}” of {q.Title}")).ToList() is { Count: > 0 } checks)
                yield return $"{Label.Of(verdict)}: {string.Join(", ", checks)}";
        }
        if (sameFile.Where(s => s != result.Student).ToList() is { Count: > 0 } others)
            yield return $"the same file, byte for byte, as {string.Join(", ", others.Take(5))}{(others.Count > 5 ? $" and {others.Count - 5} more" : "")}";
    }
}

/// <summary>How a question went.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answers">Graded submissions.</param>
/// <param name="Mean">Their mean points.</param>
/// <param name="Full">How many have all points.</param>
/// <param name="Missing">How many have no answer.</param>
/// <param name="Slipped">How many pass all visible checks but not all hidden ones.</param>
/// <param name="Checks">Its checks.</param>
sealed record QuestionStatistics(Question Question, int Answers, decimal Mean, int Full, int Missing, int Slipped, IReadOnlyList<CheckStatistics> Checks);

/// <summary>How a check went.</summary>
/// <param name="Check">The check.</param>
/// <param name="Verdicts">How often each verdict.</param>
/// <param name="Slipped">How many fail it although they pass all visible checks of its question.</param>
sealed record CheckStatistics(CheckInfo Check, IReadOnlyDictionary<Verdict, int> Verdicts, int Slipped)
{
    /// <summary>How many results it has.</summary>
    public int Tried => Verdicts.Values.Sum();

    /// <summary>How many passed.</summary>
    public int Passed => Verdicts.GetValueOrDefault(Verdict.Passed);

    /// <summary>What is odd about it, or empty: nobody passes, or everybody.</summary>
    public string Oddity => Tried == 0 ? "" : Passed == 0 ? "nobody passes" : Passed == Tried ? "everybody passes" : "";
}
