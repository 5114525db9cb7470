using System.CommandLine;
using Descent.Grading.Exercises;

namespace Course.Commands;

/// <summary><c>course exercise start</c>, <c>check</c>, <c>reset</c>, <c>pack</c> for students, <c>build</c> for instructors.</summary>
static class ExerciseCommand
{
    public static Command Build() => new("exercise", "Exercises of the chapters: start one, check it, hand it in; build the set for a class.")
    {
        Start(),
        CheckCommand.Build(),
        Reset(),
        Pack(),
        ExerciseBuild.Build(),
    };

    static Command Start()
    {
        var which = new Argument<string>("NN") { Description = "The exercise: its chapter's number." };
        var folder = new Argument<string?>("DIR") { Description = "Where to (default: notebooks/my-exercises of the repository, which Git ignores).", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("start", "Write a copy of an exercise to work on.") { which, folder };
        command.SetAction(parsed =>
        {
            var release = Source.Read(Exercises.Source(parsed.GetValue(which)!)).Release;
            var to = Path.GetFullPath(parsed.GetValue(folder) ?? Path.Combine(Repository.Root, "notebooks", "my-exercises"));
            if (File.Exists(to))
                throw new EnvironmentException($"{to} is a file; give a folder. Nothing was written.");
            var path = Path.Combine(to, release.Name + ".ipynb");
            if (Path.Exists(path))
                throw new EnvironmentException($"{path} exists already and may hold your answers; nothing was written. For a fresh copy give another folder: course exercise start {parsed.GetValue(which)} DIR");
            StudentCopy.Write(release, path);
            Console.WriteLine($"Your copy: {path}\nOpen it with: course lab {Shown(path)}\nCheck it with: course exercise check {Shown(path)}");
            return ExitCode.Done;
        });
        return command;
    }

    static Command Reset()
    {
        var file = new Argument<string>("FILE") { Description = "Your notebook." };
        var question = new Argument<string>("QUESTION") { Description = "The question's number." };
        var command = new Command("reset", "Put one answer back to how it was given, in the notebook as it is saved; the old answer is kept in a file beside the notebook.") { file, question };
        command.SetAction(parsed =>
        {
            var (path, id) = (parsed.GetValue(file)!, "q" + parsed.GetValue(question)!.TrimStart('q'));
            var bundle = Exercises.Of(path).Exercise.Bundle;
            var answer = bundle.Parts.FirstOrDefault(p => p.Role == Role.Answer && p.Id == id)
                ?? throw new EnvironmentException($"{bundle.Assignment} has no question {parsed.GetValue(question)}; it has 1 to {bundle.Questions.Count}.");
            Console.WriteLine(StudentCopy.Reset(path, answer) is { } backup ? $"Question {id[1..]} is as it was given. Your answer is kept in {backup}\nIf the notebook is open somewhere, reload it there before you save." : $"Question {id[1..]} still is as it was given; nothing was changed.");
            return ExitCode.Done;
        });
        return command;
    }

    static Command Pack()
    {
        var file = new Argument<string>("FILE") { Description = "Your notebook." };
        var target = new Option<string?>("--out") { Description = "The file to write, .ipynb or .zip (default: NN-name.ipynb in the folder hand-in beside FILE).", HelpName = "FILE" };
        var command = new Command("pack", "Make the file to hand in: your notebook as it is saved, without outputs. Tells what is not answered yet.") { file, target };
        command.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            var (exercise, submission) = Exercises.Of(path);
            var to = Path.GetFullPath(parsed.GetValue(target) ?? Path.Combine(Path.GetDirectoryName(path)!, "hand-in", exercise.Bundle.Assignment + ".ipynb"));
            if (!to.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) && !to.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                throw new EnvironmentException($"--out needs a file that ends in .ipynb or .zip, not {Path.GetFileName(to)}.");
            if (Path.Exists(to))
                throw new EnvironmentException($"{to} exists already; nothing was written. Name another file: course exercise pack {Shown(path)} --out FILE");
            StudentCopy.Pack(path, exercise.Bundle.Assignment, to);
            foreach (var repair in submission.Repairs)
                Console.WriteLine($"Note: {repair}");
            foreach (var question in exercise.Bundle.Questions.Where(q => submission.Cells.First(c => c.Id == q.Id).IsUntouched))
                Console.WriteLine($"Not answered yet: {question.Id[1..]}. {question.Title} ({Plural(question.Maximum, "point")})");
            Console.WriteLine($"Hand in: {to}");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A number with its noun.</summary>
    public static string Plural(decimal count, string noun) => $"{count:0.##} {noun}{(count == 1 ? "" : "s")}";

    // As one types it here.
    static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        var shown = relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
        return shown.Contains(' ') ? $"\"{shown}\"" : shown;
    }
}
