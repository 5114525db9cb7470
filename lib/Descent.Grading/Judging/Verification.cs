using System.Reflection;
using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;

namespace Descent.Grading.Judging;

/// <summary>What an exercise must show before students see it: the solution gets every point, the untouched stub compiles and gets none, and each wrong
/// answer it names is refuted by a value, not by an exception.</summary>
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
        var limits = new Limits();
        var submission = new Submission("verification", "", "", [.. bundle.Parts.Where(p => p.Role != Role.Text).Select((p, i) => new SubmittedCell(p.Id, $"Cell {i + 1}", text(p)))], []);
        using var attempt = new Attempt(bundle, submission, () => new WorkerProcess(launcher, limits), limits);
        foreach (var cell in submission.Cells)
            if (bundle.Questions.FirstOrDefault(q => q.ChecksId == cell.Id) is { } question)
                attempt.Ask(question, judge);
            else
                attempt.Run(cell);
        foreach (var (question, result) in bundle.Questions.Zip(attempt.Results(judge)))
        {
            results[question.Id] = result;
            problems.AddRange(result.Checks.Where(c => c.Verdict != expected).Select(c =>
                $"{question.Id}, \"{c.Title}\": {what} must be {expected} and is {c.Verdict}: {c.Message}{(c.Expected is null ? "" : $" (expected {c.Expected}, got {c.Got})")}"));
            if (results == solution)
                Refute(attempt, question, judge);
        }
        problems.AddRange(attempt.Problems.Select(p => $"{p.Cell} of {what}: {p.Message}"));
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
            if (!witness.Verdicts.Contains(Verdict.Failed))
                problems.Add($"{question.Id}: the wrong answer \"{why}\" is not refuted by its values ({string.Join(", ", witness.Verdicts.Distinct())}).");
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

    /// <summary>Hears of all checks of a question.</summary>
    sealed class Witness : ICheckListener
    {
        public List<Verdict> Verdicts { get; } = [];

        public List<(string Why, string Function, Delegate Answer)> Mistakes { get; } = [];

        public ulong Begin(string title) => 1;

        public void End(Outcome outcome) => Verdicts.Add(outcome.Verdict);

        public void Mistake(string why, string function, Delegate answer) => Mistakes.Add((why, function, answer));
    }
}
