using System.CommandLine;
using System.Diagnostics;
using Descent.Grading.Exercises;
using Descent.Grading.Judging;
using Descent.Grading.Running;
using Descent.Notebooks;

namespace Course.Commands;

/// <summary><c>course exercise build</c>: the students' notebooks and the instructor's bundles, or why not.</summary>
static class ExerciseBuild
{
    public static Command Build()
    {
        var which = new Argument<string[]>("NN|FILE") { Description = "Numbers of chapters, or the files of sets of your own (NN-name.ipynb, anywhere); without any, all chapters.", Arity = ArgumentArity.ZeroOrMore };
        var key = new Option<string?>("--key") { Description = "Draw hidden inputs from this secret file of at least 16 bytes; without it anybody can compute them.", HelpName = "FILE" };
        var target = new Option<string?>("--out") { Description = "Folder for release/ and bundles/ (default: artifacts/exercises).", HelpName = "DIR" };
        var command = new Command("build", "For instructors: prove the exercises, write the students' notebooks and the bundles to grade with.") { which, key, target };
        command.SetAction(parsed =>
        {
            var sources = parsed.GetValue(which) is { Length: > 0 } named ? [.. named.Select(Named).Distinct()] : Exercises.Sources;
            var secret = parsed.GetValue(key) is { } file ? Keys.Read(file) : null;
            if (parsed.GetValue(key) is { } path && !IsPrivate(Path.GetFullPath(path)))
                Console.Error.WriteLine($"Warning: {path} lies in the repository and Git does not ignore it; keep the key elsewhere.");
            var folder = Path.GetFullPath(parsed.GetValue(target) ?? Path.Combine(Repository.Root, "artifacts", "exercises"));
            _ = Session.Prepare();
            using var wall = Bubblewrap.Check() is null ? new Bubblewrap() : null;
            var launcher = wall ?? (ILauncher)new PlainProcess();   // the code is the instructor's own
            using var stopping = new Stopping();
            var refused = sources.TakeWhile(_ => !stopping.Token.IsCancellationRequested).Count(source => !Build(source, secret, folder, launcher));
            if (stopping.Token.IsCancellationRequested)
                return ExitCode.Interrupted;
            Console.WriteLine(refused > 0 ? $"{refused} of {sources.Count} exercises refused." : $"For students: {Path.Combine(folder, "release")}\nTo grade with: {Path.Combine(folder, "bundles")}");
            if (secret is null && refused < sources.Count)
                Console.WriteLine("Built without --key: the hidden inputs can be computed from public text.");
            return refused > 0 ? ExitCode.CellFailed : ExitCode.Done;
        });
        return command;
    }

    static bool Build(string source, byte[]? key, string folder, ILauncher launcher)
    {
        var (clock, name) = (Stopwatch.StartNew(), Path.GetFileNameWithoutExtension(source));
        Console.WriteLine($"{name}: proving …");
        try
        {
            var exercise = Source.Read(source, key);
            if (Proof(exercise, launcher) is { Count: > 0 } problems)
                throw new ExerciseException(Path.GetFileName(source), problems);
            exercise.Release.Write(Path.Combine(folder, "release", name + ".ipynb"));
            exercise.Bundle.Write(Path.Combine(folder, "bundles", name + ".bundle.json"));
            Console.WriteLine($"{name}: {ExerciseCommand.Plural(exercise.Bundle.Questions.Count, "question")}, {ExerciseCommand.Plural(exercise.Bundle.Maximum, "point")}, release {exercise.Bundle.Version}, {clock.Elapsed.TotalSeconds:0.0} s");
            return true;
        }
        catch (Exception e) when (e is ExerciseException or NotebookException)
        {
            Console.Error.WriteLine(e.Message);
            return false;
        }
        catch (InfrastructureException e)
        {
            throw new EnvironmentException(e.Message);
        }
    }

    static string Named(string which) => File.Exists(which) ? Path.GetFullPath(which)
        : which.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) ? throw new EnvironmentException($"There is no file {which}.") : Exercises.Source(which);

    // First as a plain notebook, whose messages name cell and line, from where the course's sets lie; then as the grader sees it.
    static IReadOnlyList<Problem> Proof(Exercise exercise, ILauncher launcher) =>
        Rehearsal.Run(exercise.Bundle.Parts, Path.Combine(Repository.Root, "notebooks", "exercises")) is { Count: > 0 } problems ? problems
        : [.. Verification.Run(exercise.Bundle, launcher).Problems.Select(p => new Problem(0, null, p))];

    // Outside the repository, or ignored by its Git.
    static bool IsPrivate(string file)
    {
        if (Path.GetRelativePath(Repository.Root, file).StartsWith("..", StringComparison.Ordinal))
            return true;
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", Repository.Root, "check-ignore", "-q", file]) { RedirectStandardError = true })!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
