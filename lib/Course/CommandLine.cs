using System.CommandLine;
using Course.Commands;
using Descent.Grading.Exercises;
using Descent.Notebooks;

namespace Course;

/// <summary>The command <c>course</c>: without arguments it executes every chapter and writes the book.</summary>
public static class CommandLine
{
    // A new command is one line here and one class in Commands/.
    static readonly Func<Command>[] Commands = [BookCommand.Build, RunCommand.Build, BenchCommand.Build, DataCommand.Build, KernelCommand.Build, LabCommand.Build, ExerciseCommand.Build, GradeCommand.Build];

    /// <summary>Runs the command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args)
    {
        var root = new RootCommand("Descent: how neural networks learn. Without a command: execute every chapter and write the book.");
        BookCommand.Define(root);
        foreach (var build in Commands)
            root.Subcommands.Add(build());
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
            return Usage(string.Join("\n", parsed.Errors.Select(e => e.Message)) + "\nTry --help.");
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (e is NotebookException or ExerciseException or EnvironmentException or IOException or UnauthorizedAccessException)
        {
            return Usage(e is UnauthorizedAccessException ? $"{e.Message} Name another place, or change its permissions." : e.Message);
        }
    }

    static int Usage(string message)
    {
        Console.Error.WriteLine(message);
        return ExitCode.Usage;
    }
}

/// <summary>What the process returns.</summary>
public static class ExitCode
{
    /// <summary>Everything ran.</summary>
    public const int Done = 0;

    /// <summary>A cell failed, a data file is damaged, a floor of the benchmark does not hold.</summary>
    public const int CellFailed = 1;

    /// <summary>Wrong usage or environment: an unknown option, a missing file, something that is not a notebook.</summary>
    public const int Usage = 2;

    /// <summary>Every submission has a result, and some need attention: repaired, rejected, or an answer ended its process or met a limit.</summary>
    public const int NeedsAttention = 1;

    /// <summary>The grader's surroundings failed.</summary>
    public const int GraderFailed = 3;

    /// <summary>Stopped by Ctrl-C (128 + SIGINT) or SIGTERM.</summary>
    public const int Interrupted = 130;
}

/// <summary>The place where the program runs lacks something; told in one sentence.</summary>
sealed class EnvironmentException(string message) : Exception(message);
