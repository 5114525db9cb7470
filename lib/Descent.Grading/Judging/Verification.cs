using System.Reflection;
using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Reports;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;

namespace Descent.Grading.Judging;

/// <summary>What an exercise must show before students see it: the solution gets every point, also from each check alone; the untouched stub compiles and gets
/// none; and each wrong answer it names is refuted by a value, not by an exception.</summary>
public sealed class Verification
{
    const int FewestMistakes = 3;

    readonly Dictionary<string, QuestionResult> solution = [], stub = [];
    readonly List<string> problems = [];

    Verification()
    {
    }

    /// <summary>What is wrong, a sentence each; empty when nothing.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Runs solution, stub and wrong answers through the grader.</summary>
    /// <exception cref="InfrastructureException">No worker can be started.</exception>
    public static Verification Run(Bundle bundle, ILauncher launcher)
    {
        var verification = new Verification();
        try
        {
            using var judge = new Judge(bundle);
            verification.Try(bundle, launcher, judge, p => p.Source, verification.solution, Verdict.Passed, "the solution");
            verification.Try(bundle, launcher, judge, p => p.Released, verification.stub, Verdict.NoAnswer, "the untouched stub");
            if (verification.problems.Count == 0)
                verification.Alone(bundle, launcher, judge);
        }
        catch (ExerciseException e)
        {
            verification.problems.AddRange(e.Problems.Select(p => p.ToString()));
        }
        return verification;
    }

    /// <summary>What became of a check of the solution, and why.</summary>
    public (Verdict Verdict, string Message) Solution(string question, string check) => Of(solution, question, check);

    /// <summary>What became of a check of the untouched stub, and why.</summary>
    public (Verdict Verdict, string Message) Stub(string question, string check) => Of(stub, question, check);

    static (Verdict, string) Of(Dictionary<string, QuestionResult> results, string question, string check) =>
        results.TryGetValue(question, out var asked) && asked.Checks.FirstOrDefault(c => c.Title == check) is { } result ? (result.Verdict, result.Message)
        : (Verdict.NotRun, "The exercise's checks do not run.");

    void Try(Bundle bundle, ILauncher launcher, Judge judge, Func<Part, string> text, Dictionary<string, QuestionResult> results, Verdict expected, string what)
    {
        using var attempt = Open(bundle, launcher, Cells(bundle, text));
        foreach (var (question, result) in bundle.Questions.Zip(attempt.Grade(judge)))
        {
            results[question.Id] = result;
            problems.AddRange(result.Checks.Where(c => c.Verdict != expected).Select(c =>
                $"{question.Id}, \"{c.Title}\": {what} is \"{Label.Of(c.Verdict)}\", not \"{Label.Of(expected)}\"{(c.Message is "" ? "." : $": {c.Message}")}"));
            if (results == solution)
                Refute(attempt, question, judge);
        }
        problems.AddRange(attempt.Problems.Select(p => $"{p.Cell} of {what}: {p.Message}"));
    }

    // No check needs another one, or inputs as lucky as its own: each runs by itself, the last first, on other random inputs and in another process.
    void Alone(Bundle bundle, ILauncher launcher, Judge judge)
    {
        var cells = Cells(bundle, p => p.Source);
        using var attempt = Open(bundle, launcher, cells);
        foreach (var cell in cells.Where(c => bundle.Questions.All(q => q.ChecksId != c.Id)))
            attempt.Run(cell);
        foreach (var question in bundle.Questions.Reverse())
            foreach (var check in question.Checks.Reverse())
            {
                var alone = new Witness(check.Title);
                var why = judge.Run(question, attempt.Call, alone);
                if (alone.Outcomes is not [{ Verdict: Verdict.Passed }])
                    problems.Add($"{question.Id}, \"{check.Title}\": the solution does not pass it alone, on other inputs: {why ?? string.Join(", ", alone.Outcomes.Select(o => o.Message))}");
            }
    }

    static SubmittedCell[] Cells(Bundle bundle, Func<Part, string> text) =>
        [.. bundle.Parts.Where(p => p.Role != Role.Text).Select((p, i) => new SubmittedCell(p.Id, $"Cell {i + 1}", text(p)))];

    static Attempt Open(Bundle bundle, ILauncher launcher, SubmittedCell[] cells)
    {
        var limits = new Limits();
        return new(bundle, new Submission("verification", "", "", cells, []), () => new WorkerProcess(launcher, limits), limits);
    }

    void Refute(Attempt attempt, Question question, Judge judge)
    {
        var right = new Witness();
        judge.Run(question, attempt.Call, right);
        if (right.Mistakes.Count < FewestMistakes)
            problems.Add($"{question.Id} names {right.Mistakes.Count} wrong answers; expected {FewestMistakes} that its checks refute.");
        foreach (var (why, function, answer) in right.Mistakes)
        {
            var witness = new Witness();
            judge.Run(question, (name, result, arguments) => name == function ? Invoke(answer, arguments) : attempt.Call(name, result, arguments), witness);
            if (witness.Outcomes.All(o => o.Verdict != Verdict.Failed))
                problems.Add($"{question.Id}: the wrong answer \"{why}\" is not refuted by its values ({string.Join(", ", witness.Outcomes.Select(o => o.Verdict).Distinct())}).");
        }
    }

    static object? Invoke(Delegate answer, IReadOnlyList<object?> arguments)
    {
        try
        {
            return answer.DynamicInvoke([.. arguments]);
        }
        catch (TargetInvocationException e)
        {
            throw new ThrownException([e.InnerException!.GetType().FullName!], e.InnerException.Message);
        }
    }

    /// <summary>Hears of all checks of a question, or lets one of them run alone.</summary>
    sealed class Witness(string? only = null) : ICheckListener
    {
        public List<Outcome> Outcomes { get; } = [];

        public List<(string Why, string Function, Delegate Answer)> Mistakes { get; } = [];

        public ulong Begin(string title) => only is null || title == only ? 1UL : throw new UnansweredException(Verdict.NotRun, "");

        public void End(Outcome outcome)
        {
            if (only is null || outcome.Title == only)
                Outcomes.Add(outcome);
        }

        public void Mistake(string why, string function, Delegate answer) => Mistakes.Add((why, function, answer));
    }
}
