using System.Reflection;
using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;

namespace Descent.Grading.Judging;

/// <summary>What an exercise must show before students see it: the solution gets every point, the untouched stub compiles and gets none, and each wrong
/// answer it names is refuted by a check.</summary>
public static class Verification
{
    const int Fewest = 3;

    /// <summary>Runs solution, stub and wrong answers through the grader.</summary>
    /// <returns>What is wrong, a sentence each; empty when nothing.</returns>
    /// <exception cref="InfrastructureException">No worker can be started.</exception>
    public static IReadOnlyList<string> Run(Bundle bundle, ILauncher launcher, Limits? limits = null)
    {
        List<string> problems = [];
        try
        {
            using var judge = new Judge(bundle);
            Try(p => p.Source, Verdict.Passed, "the solution", (attempt, question) => Refute(attempt, question, judge, problems));
            Try(p => p.Released, Verdict.NoAnswer, "the untouched stub", (_, _) => { });

            void Try(Func<Part, string> text, Verdict expected, string what, Action<Attempt, Question> then)
            {
                var submission = new Submission("verification", "", "", Cells(bundle, text), []);
                using var attempt = new Attempt(bundle, submission, () => new WorkerProcess(launcher, limits ?? new()), limits ?? new());
                foreach (var cell in submission.Cells)
                    if (bundle.Questions.FirstOrDefault(q => q.ChecksId == cell.Id) is { } question)
                    {
                        problems.AddRange(attempt.Ask(question, judge).Checks.Where(c => c.Verdict != expected).Select(c =>
                            $"{question.Id}: {what} must be {expected} in \"{c.Title}\" and is {c.Verdict}: {c.Message} {(c.Expected is null ? "" : $"Expected {c.Expected}, got {c.Got}.")}".Trim()));
                        then(attempt, question);
                    }
                    else
                        attempt.Run(cell);
                problems.AddRange(attempt.Problems.Select(p => $"{p.Cell} of {what} failed: {p.Message}"));
            }
        }
        catch (ExerciseException e)
        {
            problems.AddRange(e.Problems.Select(p => p.ToString()));
        }
        return problems;
    }

    /// <summary>The cells as somebody hands them in who wrote the given text into each.</summary>
    public static IReadOnlyList<SubmittedCell> Cells(Bundle bundle, Func<Part, string> text) =>
        [.. bundle.Parts.Where(p => p.Role != Role.Text).Select((p, i) => new SubmittedCell(p.Id, $"Cell {i + 1}", text(p)))];

    static void Refute(Attempt attempt, Question question, Judge judge, List<string> problems)
    {
        List<(string Why, string Function, Delegate Answer)> mistakes = [.. attempt.Mistakes];
        if (mistakes.Count < Fewest)
            problems.Add($"{question.Id} names {mistakes.Count} wrong answers; expected {Fewest} that its checks refute.");
        foreach (var (why, function, answer) in mistakes)
        {
            var verdicts = Verdicts(attempt, question, judge, function, answer);
            if (verdicts.All(v => v == Verdict.Passed))
                problems.Add($"{question.Id}: the wrong answer \"{why}\" passes every check.");
            else if (!verdicts.Contains(Verdict.Failed))
                problems.Add($"{question.Id}: the wrong answer \"{why}\" is not refuted by its values ({string.Join(", ", verdicts.Distinct())}).");
        }
    }

    /// <summary>The verdicts on a wrong answer, the other functions answered by the attempt.</summary>
    static List<Verdict> Verdicts(Attempt attempt, Question question, Judge judge, string function, Delegate answer)
    {
        attempt.Outcomes.Clear();
        judge.Run(question, (name, result, arguments) => name == function ? Invoke(answer, arguments) : attempt.Call(name, result, arguments), attempt);
        return [.. attempt.Outcomes.Select(o => o.Verdict)];
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
}
