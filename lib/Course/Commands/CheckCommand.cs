using System.CommandLine;
using Descent.Grading.Exercises;
using Descent.Grading.Submissions;

namespace Course.Commands;

/// <summary><c>course exercise check FILE</c>: the visible checks of a student's notebook, in plain words.</summary>
static class CheckCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "Your notebook." };
        var command = new Command("check", "Run the checks you see on your notebook. More checks, which you do not see, decide the points.") { file };
        command.SetAction(parsed =>
        {
            var (exercise, submission) = Exercises.Of(parsed.GetValue(file)!);
            return Run(exercise.Bundle, submission);
        });
        return command;
    }

    static int Run(Bundle bundle, Submission submission)
    {
        foreach (var repair in submission.Repairs)
            Console.WriteLine($"Note: {repair}");
        foreach (var question in bundle.Questions)
            Console.WriteLine($"{question.Id[1..]}. {question.Title}: {(submission.Cells.First(c => c.Id == question.Id).IsUntouched ? "not done yet" : "answered")}");
        return ExitCode.Done;
    }
}
