using System.CommandLine;
using Descent.Checks;
using Descent.Grading.Judging;
using Descent.Grading.Reports;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;
using Descent.Notebooks;
using Bundle = Descent.Grading.Exercises.Bundle;

namespace Course.Commands;

/// <summary><c>course exercise check FILE</c>: the visible checks of a student's notebook, in plain words.</summary>
static class CheckCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "Your notebook." };
        var hints = new Option<int>("--hints") { Description = "How many hints to show for a check that does not pass.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var command = new Command("check", "Run the checks you see on your notebook as it is saved. More checks, which you do not see, decide the points.") { file, hints };
        command.SetAction(parsed =>
        {
            _ = Session.Prepare();
            var (exercise, submission) = Exercises.Of(parsed.GetValue(file)!);
            return Run(exercise.Bundle, submission, parsed.GetValue(hints));
        });
        return command;
    }

    static int Run(Bundle bundle, Submission submission, int hints)
    {
        using var stopping = new Stopping();
        var grading = Task.Run(() =>
        {
            using var grader = new Grader(bundle.Visible, "", new PlainProcess(), new Limits());   // the code is the student's own
            return grader.Grade(submission);
        });
        try
        {
            grading.Wait(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopped.");
            return ExitCode.Interrupted;
        }
        return Tell(bundle, grading.Result, hints);
    }

    static int Tell(Bundle bundle, Result result, int hints)
    {
        if (result.State == State.InfrastructureError)
            throw new EnvironmentException(result.Reason!);
        var colour = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        foreach (var repair in result.Repairs)
            Console.WriteLine($"Note: {repair}");
        foreach (var line in result.Problems.SelectMany(p => Words.Of(p, colour)).Concat(result.Questions.SelectMany((q, i) => Words.Of(q with { Title = $"{i + 1}. {q.Title}" }, colour, hints))))
            Console.WriteLine(line);
        var hidden = bundle.Questions.Sum(q => q.Checks.Count(c => c.IsHidden));
        Console.WriteLine($"{result.Questions.Sum(q => q.Checks.Count(c => c.Points == c.Maximum))} of {ExerciseCommand.Plural(result.Questions.Sum(q => q.Checks.Count), "visible check")} passed. {hidden} more, which you do not see, decide the other points.");
        if (result.Questions.Any(q => q.Checks.Any(c => c.Verdict is not (Verdict.Passed or Verdict.NoAnswer or Verdict.NotRun) && c.Hints.Count > hints)))
            Console.WriteLine($"More hints: --hints {hints + 1}");
        return result.Points == result.Maximum ? ExitCode.Done : ExitCode.CellFailed;
    }
}
