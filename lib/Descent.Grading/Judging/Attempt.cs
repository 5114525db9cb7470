using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Descent.Checks;
using Descent.Figures;
using Descent.Grading.Exercises;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;

namespace Descent.Grading.Judging;

/// <summary>One submission in a worker: its cells run in order, its functions are called for the checks. When the worker ends, a fresh one runs again what
/// ran through, and the next check goes on. Hidden checks come last: what a function learns from their inputs, no check that students see can tell.</summary>
sealed partial class Attempt(Bundle bundle, Submission submission, Func<IWorker> start, Limits limits) : ICheckListener, IDisposable
{
    readonly Stopwatch total = Stopwatch.StartNew(), check = new();
    readonly List<SubmittedCell> ran = [];
    readonly Dictionary<string, SubmittedCell[]> before = [];                    // question → what had run when it was asked
    readonly Dictionary<(string Question, string Check), Outcome> outcomes = [];
    readonly Dictionary<string, string> stopped = [];
    IWorker? worker;
    Question? question;
    bool isHidden;

    /// <summary>The cells that failed.</summary>
    public List<CellProblem> Problems { get; } = [];

    /// <summary>Runs the cells and, where they stand, the checks that students see; then the hidden ones, each question's with the functions as they were when
    /// it was asked.</summary>
    /// <returns>A result for every check.</returns>
    /// <exception cref="InfrastructureException">No worker can be started.</exception>
    public IReadOnlyList<QuestionResult> Grade(Judge judge)
    {
        foreach (var cell in submission.Cells)
            if (bundle.Questions.FirstOrDefault(q => q.ChecksId == cell.Id) is { } asked)
            {
                before[asked.Id] = [.. ran];
                Ask(asked, judge, hidden: false);
            }
            else
                Run(cell);
        foreach (var asked in bundle.Questions.Where(q => q.Checks.Any(c => c.IsHidden)))
            Ask(asked, judge, hidden: true);
        return [.. bundle.Questions.Select(q => Told(q, c => outcomes.GetValueOrDefault((q.Id, c.Title))
            ?? new Outcome(c.Title, Verdict.NotRun, 0, c.Points, stopped.GetValueOrDefault(q.Id, "it was not reached"), null, null, [])))];
    }

    /// <summary>Runs a cell.</summary>
    /// <exception cref="InfrastructureException">No worker can be started.</exception>
    public void Run(SubmittedCell cell)
    {
        if (cell.Problem is { } problem)
            Add(cell, Verdict.Error, problem);
        else if (IsSpent)
            Add(cell, Verdict.NotRun, Spent);
        else
            try
            {
                var failure = Live().Run(cell.Name, cell.Source, Left(limits.Cell));
                ran.Add(cell);
                if (failure is not null)
                    Add(cell, Verdict.Error, $"{failure.Name}: {failure.Message}{Later(cell, failure.Message)}{Network(failure.Name)}", failure.Line);
            }
            catch (LostException e)
            {
                Lose();
                Add(cell, e.Verdict, e.Verdict == Verdict.Timeout ? $"it ran longer than {limits.Cell:0.###} s" : e.Message);
            }
    }

    /// <summary>A question's result from an outcome per check; the points are the exercise's, whatever an outcome says.</summary>
    public static QuestionResult Told(Question question, Func<CheckInfo, Outcome> outcome)
    {
        List<CheckResult> checks = [.. question.Checks.Select(c => (Check: c, Outcome: outcome(c))).Select(x => new CheckResult(x.Check.Title, x.Check.IsHidden, x.Outcome.Verdict,
            x.Outcome.Verdict == Verdict.Passed ? x.Check.Points : 0, x.Check.Points, x.Outcome.Message, x.Outcome.Expected, x.Outcome.Got, x.Outcome.Hints))];
        return new(question.Id, question.Title, checks.Sum(c => c.Points), question.Maximum, checks);
    }

    /// <summary>Calls a function of the submission, as it was when the present question was asked.</summary>
    public object? Call(string function, Type result, IReadOnlyList<object?> arguments)
    {
        try
        {
            var live = Live();
            var cells = question is null ? ran.Count : ran.Count(c => before[question.Id].Contains(c, ReferenceEqualityComparer.Instance));
            var value = live.Call(function, result, arguments, cells, Left(limits.Check - check.Elapsed.TotalSeconds));
            return result == typeof(Figure) ? Figure.FromJson((string)value!) : value;
        }
        catch (ArgumentException e) when (result == typeof(Figure))
        {
            throw new UnansweredException(Verdict.Failed, e.Message);
        }
        catch (LostException e)
        {
            Lose();
            throw new UnansweredException(e.Verdict, e.Verdict != Verdict.Timeout ? e.Message : IsSpent ? Spent : $"it ran longer than {limits.Check:0.###} s");
        }
        catch (ThrownException e) when (Text(e.Place) is { Length: > 0 } text)
        {
            throw new ThrownException(e.Types, e.Message + Network(e.Types is [var type, ..] ? type.Split('.')[^1] : ""), $"{e.Place} ({text})");
        }
        catch (UnansweredException) when (Failed() is { } cell)
        {
            throw new UnansweredException(Verdict.NotRun, $"it needs {cell.Cell}, which failed");
        }
    }

    ulong ICheckListener.Begin(string title)
    {
        check.Restart();
        return !IsAsked(title) ? throw new UnansweredException(Verdict.NotRun, "")
            : IsSpent ? throw new UnansweredException(Verdict.NotRun, Spent)
            : Seed(title);
    }

    void ICheckListener.End(Outcome outcome)
    {
        if (IsAsked(outcome.Title))
            outcomes[(question!.Id, outcome.Title)] = outcome;
    }

    void ICheckListener.Mistake(string why, string function, Delegate answer)
    {
    }

    public void Dispose() => Lose();

    bool IsSpent => total.Elapsed.TotalSeconds > limits.Total;

    string Spent => $"the submission has used up its {limits.Total:0.###} s";

    bool IsAsked(string title) => question!.Checks.Any(c => c.Title == title && c.IsHidden == isHidden);

    void Ask(Question asked, Judge judge, bool hidden)
    {
        (question, isHidden) = (asked, hidden);
        if (judge.Run(asked, Call, this) is { } why)
            stopped[asked.Id] = why;
    }

    // The same whenever this file is graded, another for each file and student, and nobody's without the key.
    ulong Seed(string title) => BitConverter.ToUInt64(HMACSHA256.HashData(Convert.FromBase64String(bundle.Key),
        Encoding.UTF8.GetBytes(string.Join('\n', bundle.Assignment, submission.Student, submission.Hash, question!.Id, title))));

    TimeSpan Left(double seconds) => TimeSpan.FromSeconds(Math.Max(0.01, Math.Min(seconds, limits.Total + 1 - total.Elapsed.TotalSeconds)));

    // The student's text at a place such as "Cell 3, line 5".
    string? Text(string? place) =>
        place?.Split(", line ") is [var name, var line] && int.TryParse(line, out var at) && submission.Cells.FirstOrDefault(c => c.Name == name) is { } cell
            ? cell.Source.Split('\n').ElementAtOrDefault(at - 1)?.Trim() : null;

    // What such an exception does not say.
    static string Network(string exception) => exception is nameof(SocketException) or nameof(HttpRequestException) ? " (the network is off in grading)" : "";

    // The failed cell that should have declared what this question asks for.
    CellProblem? Failed() => submission.Cells.FirstOrDefault(c => c.Id == question?.Id) is { } answer ? Problems.FirstOrDefault(p => p.Cell == answer.Name) : null;

    // The cell further down that declares what this one lacks: on the student's machine they ran in another order.
    string Later(SubmittedCell cell, string message) =>
        Missing().Match(message) is { Success: true } missing && missing.Groups["name"].Value is var name
        && submission.Cells.SkipWhile(c => c != cell).Skip(1).FirstOrDefault(c => Regex.IsMatch(c.Source, $@"[\w>\]] +{name}\s*[=;(]", RegexOptions.NonBacktracking)) is { } later
            ? $" {name} is defined in {later.Name}, which runs after it." : "";

    [GeneratedRegex(@"'(?<name>\w+)' does not exist in the current context")]
    private static partial Regex Missing();

    IWorker Live()
    {
        var isChecking = check.IsRunning;
        check.Stop();                                                            // a new worker is not the check's time
        while (worker is null)
        {
            worker = start();
            var again = 0;
            try
            {
                for (; again < ran.Count; again++)
                    worker.Run(ran[again].Name, ran[again].Source, Left(limits.Cell));
            }
            catch (LostException e)                                              // it ran before and does not now: not a third time
            {
                Add(ran[again], e.Verdict, $"when it ran again: {e.Message}");
                ran.RemoveAt(again);
                Lose();
            }
        }
        if (isChecking)
            check.Start();
        return worker;
    }

    void Lose()
    {
        worker?.Dispose();
        worker = null;
    }

    void Add(SubmittedCell cell, Verdict verdict, string message, int? line = null) =>
        Problems.Add(new(cell.Name, verdict, message, line, line is { } l ? cell.Source.Split('\n').ElementAtOrDefault(l - 1)?.Trim() : null));
}
