using Descent.Grading.Results;

namespace Descent.Grading.Reports;

/// <summary>A student whose result is another one after regrading.</summary>
/// <param name="Student">Who.</param>
/// <param name="Old">The result before, or null when there was none.</param>
/// <param name="New">The result now, or null when there is none.</param>
/// <param name="Why">What is different, in plain words for the instructor: hidden checks are named.</param>
public sealed record Change(string Student, Result? Old, Result? New, IReadOnlyList<string> Why)
{
    /// <summary>Points gained; negative when points were lost.</summary>
    public decimal Difference => (New?.Points ?? 0) - (Old?.Points ?? 0);
}

/// <summary>Two runs of the grader compared.</summary>
public static class Changes
{
    /// <summary>The students whose points, maximum, state or verdicts differ, by name; causes (file, exercise, grader, isolation) come before effects.</summary>
    /// <exception cref="ArgumentException">A student occurs twice in a run.</exception>
    public static IReadOnlyList<Change> Between(IReadOnlyList<Result> old, IReadOnlyList<Result> now)
    {
        var (before, after) = (ByStudent(old, "old"), ByStudent(now, "new"));
        return [.. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Select(s => new Change(s, before.GetValueOrDefault(s), after.GetValueOrDefault(s), Why(before.GetValueOrDefault(s), after.GetValueOrDefault(s))))
            .Where(c => c.Why.Count > 0)];
    }

    static Dictionary<string, Result> ByStudent(IReadOnlyList<Result> results, string run) =>
        results.CountBy(r => r.Student, StringComparer.Ordinal).FirstOrDefault(c => c.Value > 1) is { Key: { } twice }
            ? throw new ArgumentException($"The {run} run has more than one result of {twice}: there must be one for each student.")
            : results.ToDictionary(r => r.Student, StringComparer.Ordinal);

    static IReadOnlyList<string> Why(Result? old, Result? now) => (old, now) switch
    {
        (null, not null) => ["no result before"],
        (not null, null) => ["no result any more"],
        ({ } o, { } n) when Effects(o, n).ToList() is { Count: > 0 } effects => [.. Causes(o, n), .. effects],
        _ => [],
    };

    static IEnumerable<string> Causes(Result old, Result now)
    {
        if (old.Hash != now.Hash) yield return "another file was handed in";
        if (old.Bundle != now.Bundle) yield return old.Version == now.Version ? "the hidden part of the exercise changed" : $"the exercise changed from version {old.Version} to {now.Version}";
        if (old.Grader != now.Grader) yield return $"the grader changed from {old.Grader} to {now.Grader}";
        if (old.Isolation != now.Isolation) yield return $"the isolation changed from {old.Isolation} to {now.Isolation}";
    }

    static IEnumerable<string> Effects(Result old, Result now)
    {
        if (old.State != now.State || old.Reason != now.Reason)
            yield return $"{State(old)} → {State(now)}";
        // Without a grade every check is "not run", which the state has said.
        foreach (var (id, title) in old.Questions.Concat(now.Questions).Select(q => (q.Id, q.Title)).DistinctBy(q => q.Id).Where(_ => Label.IsGraded(old.State) && Label.IsGraded(now.State)))
        {
            var (before, after) = (Checks(old, id), Checks(now, id));
            foreach (var check in before.Keys.Union(after.Keys))
                if (Effect(before.GetValueOrDefault(check), after.GetValueOrDefault(check)) is { } effect)
                    yield return $"{title}, “{check}”: {effect}";
        }
        if (old.Points != now.Points || old.Maximum != now.Maximum)
            yield return $"{Plain.Points(old.Points, old.Maximum)} → {Plain.Points(now.Points, now.Maximum)}";
    }

    static string? Effect(CheckResult? old, CheckResult? now) => (old, now) switch
    {
        (null, { } n) => $"new, {Label.Of(n.Verdict)}",
        ({ } o, null) => $"removed, was {Label.Of(o.Verdict)}",
        ({ } o, { } n) when o.Verdict != n.Verdict => $"{Label.Of(o.Verdict)} → {Label.Of(n.Verdict)}",
        ({ } o, { } n) when o.Points != n.Points || o.Maximum != n.Maximum => $"{Plain.Points(o.Points, o.Maximum)} → {Plain.Points(n.Points, n.Maximum)}",
        _ => null,
    };

    // A title is unique in its question; a broken result must not stop the comparison.
    static Dictionary<string, CheckResult> Checks(Result result, string question) =>
        result.Questions.Where(q => q.Id == question).SelectMany(q => q.Checks).DistinctBy(c => c.Title).ToDictionary(c => c.Title, StringComparer.Ordinal);

    static string State(Result result) => result.Reason is null ? Label.Of(result.State) : $"{Label.Of(result.State)} ({result.Reason})";
}
