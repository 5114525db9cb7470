using Descent.Grading.Batch;
using Descent.Grading.Results;
using Spectre.Console;

namespace Course.Commands;

/// <summary>How far a batch is: one live line on a terminal, a line for each submission elsewhere.</summary>
static class GradeProgress
{
    /// <summary>Runs a batch and shows its steps.</summary>
    public static IReadOnlyList<Result> Show(int total, Func<Action<Step>, IReadOnlyList<Result>> run)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi)
            return run(step => Console.WriteLine($"{step.Elapsed.TotalSeconds,7:0.0} s  {step.Done} of {step.Total}  {Line(step.Last, step.IsKept)}{Left(step, "  (", ")")}"));
        IReadOnlyList<Result> results = [];
        List<Result> seen = [];
        AnsiConsole.Live(new Markup($"0 of {total}")).Start(live => results = run(step =>
        {
            seen.Add(step.Last);
            live.UpdateTarget(new Markup(Markup.Escape($"{step.Done} of {step.Total}  {Words(step.Elapsed)}{Left(step, ", ", "")}\n{Counts(seen)}\nLast: {Line(step.Last, step.IsKept)}")));
        }));
        return results;
    }

    /// <summary>A result in one line.</summary>
    public static string Line(Result result, bool isKept) => $"{result.Student}  {Label(result.State)}{(IsGraded(result) ? $"  {result.Points:0.##} of {result.Maximum:0.##}" : "")}{(isKept ? "  (as before)" : "")}";

    /// <summary>How many are in which state.</summary>
    public static string Counts(IReadOnlyList<Result> results) =>
        $"{results.Count} submission{(results.Count == 1 ? "" : "s")}: {string.Join(", ", Enum.GetValues<State>().Select(s => (State: s, Count: results.Count(r => r.State == s))).Where(s => s.Count > 0).Select(s => $"{s.Count} {Label(s.State)}"))}.";

    static string Left(Step step, string before, string after) => step.Left is { } left && step.Done < step.Total ? $"{before}about {Words(left)} left{after}" : "";

    static bool IsGraded(Result result) => result.State is State.Graded or State.GradedWithRepairs;

    static string Label(State state) => state switch
    {
        State.Graded => "graded",
        State.GradedWithRepairs => "graded with repairs",
        State.Rejected => "rejected",
        _ => "not graded: the grader failed",
    };

    static string Words(TimeSpan time) => time.TotalSeconds < 90 ? $"{time.TotalSeconds:0} s" : time.TotalMinutes < 90 ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0.0} h";
}
