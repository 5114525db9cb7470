using Descent.Checks;
using Descent.Grading.Results;

namespace Descent.SystemTests.Threats;

/// <summary>Something hostile or broken that is handed in, and what must be seen in its result.</summary>
/// <param name="Name">Its row in threats.md.</param>
/// <param name="File">What is handed in; threats that share the very array share one submission. Empty: no file.</param>
/// <param name="Problem">Null when the result is as it must be, else a sentence.</param>
/// <param name="Extension">Of the file.</param>
/// <param name="Arrange">Puts what is no plain file (pipes, links, further files) into the student's folder.</param>
sealed record Threat(string Name, byte[] File, Func<Result, string?> Problem, string Extension = ".ipynb", Action<string>? Arrange = null);

/// <summary>What is seen in a result. Each claim gives null, or a sentence that says what is there instead.</summary>
static class See
{
    /// <summary>The first problem of several claims.</summary>
    public static Func<Result, string?> All(params Func<Result, string?>[] claims) => result => claims.Select(claim => claim(result)).FirstOrDefault(problem => problem is not null);

    /// <summary>The submission's state; its reason holds the words.</summary>
    public static Func<Result, string?> State(State state, params string[] words) => result =>
        result.State != state ? $"expected {state}, got {result.State}: {result.Reason}{string.Join(' ', result.Repairs)}" : Words(result.Reason ?? string.Join('\n', result.Repairs), words);

    /// <summary>Every check of these questions passed with all points.</summary>
    public static Func<Result, string?> Full(params string[] questions) => All([.. questions.Select(question => Verdict(question, global::Descent.Checks.Verdict.Passed))]);

    /// <summary>All questions passed and the submission was graded, as it was handed in or after repairs.</summary>
    public static Func<Result, string?> FullMarks { get; } = All(result => result.State is Grading.Results.State.Graded or Grading.Results.State.GradedWithRepairs ? null : $"it is {result.State}: {result.Reason}", Full("q1", "q2", "q3"));

    /// <summary>Every check of a question has this verdict, no points unless passed, and one of the messages holds the words.</summary>
    public static Func<Result, string?> Verdict(string question, Verdict verdict, params string[] words) => Any(question, [verdict], words);

    /// <summary>Every check of a question has one of these verdicts.</summary>
    public static Func<Result, string?> Any(string question, Verdict[] verdicts, params string[] words) => result =>
        Asked(result, question).FirstOrDefault(c => !verdicts.Contains(c.Verdict)) is { } other ? $"{question}, \"{other.Title}\": expected {string.Join(" or ", verdicts)}, got {Told(other)}"
        : Points(result, question) ?? Words(string.Join('\n', Asked(result, question).Select(c => c.Message)), words);

    /// <summary>One check of a question, the n-th from 1, has this verdict, and its message holds the words.</summary>
    public static Func<Result, string?> Check(string question, int number, Verdict verdict, params string[] words) => result =>
        Asked(result, question)[number - 1] is var check && check.Verdict != verdict ? $"{question}, \"{check.Title}\": expected {verdict}, got {Told(check)}" : Points(result, question) ?? Words(check.Message, words);

    /// <summary>A cell failed in this way, and its message, line or text holds the words.</summary>
    public static Func<Result, string?> Cell(Verdict verdict, params string[] words) => result =>
        result.Problems.Any(p => p.State == verdict && Words($"{p.Cell}: {p.Message} {p.Line} {p.Code}", words) is null) ? null
        : $"no cell is told as {verdict} with {string.Join(", ", words)}; told are: {string.Join(" | ", result.Problems.Select(p => $"{p.Cell} {p.State}: {p.Message} {p.Line}"))}";

    /// <summary>No cell failed.</summary>
    public static string? NoCell(Result result) => result.Problems is [var p, ..] ? $"{p.Cell} {p.State}: {p.Message}" : null;

    /// <summary>The words stand nowhere in the result.</summary>
    public static Func<Result, string?> Nowhere(params string[] words) => result =>
        words.FirstOrDefault(word => ResultFile.Text(result).Contains(word, StringComparison.Ordinal)) is { } found ? $"\"{found}\" stands in the result" : null;

    /// <summary>What holds for every result: the maximum is the exercise's, points add up and only passed checks have any, and every point not given has a reason.</summary>
    public static string? Sound(Result result)
    {
        var checks = result.Questions.SelectMany(q => q.Checks).ToList();
        return result.Maximum != Sample.Maximum || checks.Sum(c => c.Maximum) != Sample.Maximum ? $"the maximum is {result.Maximum}, its parts {checks.Sum(c => c.Maximum)}, expected {Sample.Maximum}"
            : checks.Sum(c => c.Points) != result.Points || result.Questions.Any(q => q.Points != q.Checks.Sum(c => c.Points)) ? "points do not add up"
            : checks.FirstOrDefault(c => c.Points != (c.Verdict == Descent.Checks.Verdict.Passed ? c.Maximum : 0)) is { } paid ? $"{Told(paid)} has {paid.Points} points"
            : checks.FirstOrDefault(c => c.Verdict != Descent.Checks.Verdict.Passed && string.IsNullOrWhiteSpace(c.Message)) is { } mute ? $"\"{mute.Title}\" is {mute.Verdict} without a reason"
            : result.State is Grading.Results.State.Rejected or Grading.Results.State.InfrastructureError && string.IsNullOrWhiteSpace(result.Reason) ? $"it is {result.State} without a reason"
            : null;
    }

    static string? Points(Result result, string question) =>
        Asked(result, question).FirstOrDefault(c => c.Verdict != Descent.Checks.Verdict.Passed && c.Points != 0) is { } paid ? $"{Told(paid)} has {paid.Points} points" : null;

    static string? Words(string text, string[] words) =>
        words.FirstOrDefault(word => !text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } missing ? $"\"{missing}\" is not in: {text}" : null;

    static IReadOnlyList<CheckResult> Asked(Result result, string question) => result.Questions.First(q => q.Id == question).Checks;

    static string Told(CheckResult check) => $"{check.Verdict}: {check.Message}{(check.Got is null ? "" : $" (got {check.Got})")}";
}
