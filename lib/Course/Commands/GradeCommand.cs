using System.CommandLine;
using Descent.Grading.Batch;
using Descent.Grading.Exercises;
using Descent.Grading.Judging;
using Descent.Grading.Reports;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;

namespace Course.Commands;

/// <summary><c>course grade submissions…</c>: grades a class into a folder; <c>course grade one</c>: one submission into one file, for any batch system.</summary>
static class GradeCommand
{
    const string Example = """
        Grade a class: files, folders (one for each student, as nbgrader, Moodle and Canvas make them) or zip archives.

        Example:
          course grade submitted/ --bundle artifacts/exercises/bundles/03-minibatches.bundle.json --out graded -j 2

        Writes into --out: results/STUDENT.json, grades.csv, questions.csv, summary.json, report.html for you, feedback/STUDENT.html for each student.
        The same command goes on where it was stopped and grades again only what is new. Regrade after a change of the exercise with another --out and
        --previous graded: changes.csv and the report say who changed and why.

        Returns 0: all graded as handed in; 1: some need attention (repaired, rejected, crashed, stopped at a limit); 2: wrong usage; 3: the grader failed; 130: stopped.
        """;

    const string ExampleOfOne = """
        Grade one submission into one file: the job of a batch system. A file that holds the result already is left as it is.

        Example:
          course grade one --submission ann.ipynb --bundle 03-minibatches.bundle.json --out results/ann.json --student ann
        """;

    public static Command Build()
    {
        var submissions = new Argument<string[]>("submissions") { Description = "Files, folders and zip archives.", Arity = ArgumentArity.ZeroOrMore };
        var target = new Option<string>("--out") { Description = "Folder for results, tables and pages.", HelpName = "DIR", DefaultValueFactory = _ => "graded" };
        var workers = new Option<int>("-j", "--jobs") { Description = "Submissions at a time; one for each core fits.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var only = new Option<string[]>("--only") { Description = "Only these students.", HelpName = "STUDENT", AllowMultipleArgumentsPerToken = true };
        var previous = new Option<string?>("--previous") { Description = "The folder of an earlier run: say who changed and why.", HelpName = "DIR" };
        var again = new Option<bool>("--again") { Description = "Also grade again what has a result already, for example with other limits." };
        var shared = new Shared();
        var command = new Command("grade", Example) { submissions, target, workers, only, previous, again, One() };
        shared.AddTo(command);
        command.SetAction(parsed => Guarded(() =>
        {
            if (parsed.GetValue(submissions) is not { Length: > 0 } paths)
                throw new EnvironmentException("Give the submissions: files, folders or zip archives. Try course grade --help.");
            var folder = Path.GetFullPath(parsed.GetValue(target)!);
            using var stopping = new Stopping();
            var bundle = shared.Bundle(parsed);
            var before = parsed.GetValue(previous) is { } old ? Previous(old, bundle) : null;
            var handIns = Chosen(Finder.Find(paths, bundle.Assignment), parsed.GetValue(only)!, paths);
            using var locked = new FolderLock(folder);
            var wall = shared.Wall(parsed);
            using var owned = wall as IDisposable;
            using var graders = shared.Graders(parsed, bundle, wall, stopping.Token);
            var batch = new BatchRun(new(bundle, bundle.Hash, Grader.Versions, wall.Isolation, graders.Grade, !parsed.GetValue(again)), folder);
            var results = GradeProgress.Show(handIns.Count, told => batch.Run(handIns, parsed.GetValue(workers), told, stopping.Token));
            if (results.Count < handIns.Count)
            {
                Console.WriteLine($"Stopped. Finished: {results.Count} of {handIns.Count} submissions; the same command goes on from there.");
                return ExitCode.Interrupted;
            }
            var all = batch.All(results);
            var changes = before is null ? null : Changes.Between([.. before.Where(Regraded)], [.. all.Where(Regraded)]);
            Tables.Write(folder, bundle, all, changes);
            Report.Write(folder, bundle, all, changes);
            Tell(results, [.. all.ExceptBy(results.Select(r => r.Student), r => r.Student)], bundle.Hash, changes, folder);
            return Code(results);

            bool Regraded(Result result) => parsed.GetValue(only) is not { Length: > 0 } chosen || chosen.Contains(result.Student);
        }));
        return command;
    }

    static Command One()
    {
        var file = new Option<string>("--submission") { Description = "A notebook, or a folder or zip archive with one student's.", HelpName = "FILE", Required = true };
        var target = new Option<string>("--out") { Description = "The file for the result.", HelpName = "FILE", Required = true };
        var student = new Option<string?>("--student") { Description = "Who handed it in (default: by the name of folder or file).", HelpName = "ID" };
        var shared = new Shared();
        var command = new Command("one", ExampleOfOne) { file, target, student };
        shared.AddTo(command);
        command.SetAction(parsed => Guarded(() =>
        {
            using var stopping = new Stopping();
            var bundle = shared.Bundle(parsed);
            var path = parsed.GetValue(file)!;
            var handIn = Finder.Find([path], bundle.Assignment) is [var only] ? only : throw new EnvironmentException($"{path} must hold the submission of one student.");
            var wall = shared.Wall(parsed);
            using var owned = wall as IDisposable;
            using var graders = shared.Graders(parsed, bundle, wall, stopping.Token);
            try
            {
                var (result, isKept) = new GradeJob(bundle, bundle.Hash, Grader.Versions, wall.Isolation, graders.Grade)
                    .Run(handIn with { Student = parsed.GetValue(student) ?? handIn.Student }, Path.GetFullPath(parsed.GetValue(target)!), stopping.Token);
                Console.WriteLine(GradeProgress.Line(result, isKept));
                return Code([result]);
            }
            catch (Exception) when (stopping.Token.IsCancellationRequested)
            {
                Console.WriteLine("Stopped; nothing was written.");
                return ExitCode.Interrupted;
            }
        }));
        return command;
    }

    static int Guarded(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (InfrastructureException e)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.GraderFailed;
        }
    }

    static int Code(IReadOnlyList<Result> results) => results.Any(r => r.State == State.InfrastructureError) ? ExitCode.GraderFailed
        : results.Any(Tables.NeedsAttention) ? ExitCode.NeedsAttention : ExitCode.Done;

    static IReadOnlyList<HandIn> Chosen(IReadOnlyList<HandIn> all, string[] only, string[] paths)
    {
        if (all.Count == 0)
            throw new EnvironmentException($"There are no submissions in {string.Join(", ", paths)}.");
        return only.FirstOrDefault(o => all.All(h => h.Student != o)) is { } unknown
            ? throw new EnvironmentException($"There is no submission of {unknown}; there are those of {string.Join(", ", all.Take(20).Select(h => h.Student))}{(all.Count > 20 ? " …" : "")}.")
            : [.. all.Where(h => only.Length == 0 || only.Contains(h.Student))];
    }

    static IReadOnlyList<Result> Previous(string folder, Bundle bundle) => BatchRun.Results(folder, bundle.Assignment) is { Count: > 0 } results ? results
        : throw new EnvironmentException($"There are no results of {bundle.Assignment} in {Path.Combine(folder, "results")}.");

    static void Tell(IReadOnlyList<Result> results, IReadOnlyList<Result> earlier, string bundle, IReadOnlyList<Change>? changes, string folder)
    {
        foreach (var result in results.Where(Tables.NeedsAttention).Take(30))
            Console.WriteLine($"{result.Student}: {result.Reason ?? (result.Repairs.Count > 0 ? string.Join(" ", result.Repairs.Take(3)) : "the process of an answer ended")}");
        Console.WriteLine($"\n{GradeProgress.Counts(results)}");
        if (earlier.Count > 0)
            Console.WriteLine($"The tables also hold {ExerciseCommand.Plural(earlier.Count, "result")} of earlier runs into this folder: {string.Join(", ", earlier.Take(5).Select(r => r.Student))}{(earlier.Count > 5 ? " …" : "")}."
                + (earlier.Count(r => r.Bundle != bundle) is > 0 and var old ? $" {old} of them {(old == 1 ? "was" : "were")} graded with another bundle." : ""));
        if (changes is not null)
            Console.WriteLine($"Changed since the run before: {changes.Count} ({Path.Combine(folder, "changes.csv")})");
        Console.WriteLine($"Grades: {Path.Combine(folder, "grades.csv")}\nReport: {Path.Combine(folder, "report.html")}");
    }

    /// <summary>The options that <c>grade</c> and <c>grade one</c> share.</summary>
    sealed class Shared
    {
        readonly Option<string> bundle = new("--bundle") { Description = "What course exercise build wrote: NN-name.bundle.json, or a folder with one.", HelpName = "FILE", Required = true };
        readonly Option<string> isolation = new("--isolation") { Description = "bubblewrap: a sandbox without network and files. process: student code runs with your rights; every report says so.", HelpName = "bubblewrap|process", DefaultValueFactory = _ => "bubblewrap" };
        readonly Option<double> cell = Seconds("--cell-timeout", "a cell", new Limits().Cell), check = Seconds("--check-timeout", "a check", new Limits().Check), total = Seconds("--total-timeout", "a submission", new Limits().Total);

        public Shared() => isolation.AcceptOnlyFromAmong("bubblewrap", "process");

        public void AddTo(Command command)
        {
            foreach (var option in (Option[])[bundle, isolation, cell, check, total])
                command.Options.Add(option);
        }

        public Bundle Bundle(ParseResult parsed)
        {
            var path = parsed.GetValue(bundle)!;
            if (!Directory.Exists(path))
                return Descent.Grading.Exercises.Bundle.Read(path);
            return Directory.GetFiles(path, "*.bundle.json") is [var file] ? Descent.Grading.Exercises.Bundle.Read(file)
                : throw new EnvironmentException($"{path} must hold one bundle (NN-name.bundle.json); name the file instead.");
        }

        public ILauncher Wall(ParseResult parsed)
        {
            if (parsed.GetValue(isolation) != "process")
                return Bubblewrap.Check() is { } why ? throw new InfrastructureException(why) : new Bubblewrap();
            Console.Error.WriteLine("Isolation: process. Student code runs with your rights, can read your files and use the network. Every report says so.");
            return new PlainProcess();
        }

        public Graders Graders(ParseResult parsed, Bundle bundle, ILauncher wall, CancellationToken stop)
        {
            var (limits, launcher) = (new Limits(parsed.GetValue(cell), parsed.GetValue(check), parsed.GetValue(total)), new StoppableLauncher(wall, stop));
            return new(() => new Grader(bundle, bundle.Hash, launcher, limits));
        }

        static Option<double> Seconds(string name, string what, double @default)
        {
            var option = new Option<double>(name) { Description = $"Seconds that {what} may take.", HelpName = "S", DefaultValueFactory = _ => @default };
            option.Validators.Add(r =>
            {
                if (r.Tokens.Count == 1 && !(double.TryParse(r.Tokens[0].Value, out var seconds) && seconds is > 0 and < 1e6))
                    r.AddError($"{name} needs a positive number of seconds, not '{r.Tokens[0].Value}'.");
            });
            return option;
        }
    }
}
