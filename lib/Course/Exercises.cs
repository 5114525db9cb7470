using System.Text.Json.Nodes;
using Descent.Grading.Exercises;
using Descent.Grading.Submissions;
using Descent.Notebooks;

namespace Course;

/// <summary>The exercises of the repository, and whose copy a student's file is.</summary>
static class Exercises
{
    /// <summary>The source notebooks, in order.</summary>
    /// <exception cref="EnvironmentException">There are none.</exception>
    public static IReadOnlyList<string> Sources
    {
        get
        {
            var folder = Path.Combine(Repository.Root, "notebooks", "exercises");
            string[] sources = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "??-*.ipynb").Order(StringComparer.Ordinal)] : [];
            return sources.Length > 0 ? sources : throw new EnvironmentException($"There are no exercises (NN-name.ipynb) in {folder}.");
        }
    }

    /// <summary>The source of a number such as <c>03</c> or <c>3</c>, or of a name such as <c>03-minibatches</c>.</summary>
    /// <exception cref="EnvironmentException">There is none.</exception>
    public static string Source(string which) =>
        Sources.FirstOrDefault(s => Path.GetFileNameWithoutExtension(s) is var name && (name == which || name.Split('-')[0] == which.PadLeft(2, '0')))
            ?? throw new EnvironmentException($"There is no exercise {which}; there are {string.Join(", ", Sources.Select(s => Path.GetFileNameWithoutExtension(s)))}.");

    /// <summary>The exercise of a student's file, and the file read as its submission.</summary>
    /// <exception cref="EnvironmentException">It is none of this course's exercises.</exception>
    public static (Exercise Exercise, Submission Submission) Of(string file)
    {
        if (!File.Exists(file))
            throw new EnvironmentException(Directory.Exists(file) ? $"{file} is a folder; name the notebook in it." : $"There is no file {file}.");
        var name = Path.GetFileName(file);
        List<string> refusals = [];
        foreach (var source in Sources.OrderByDescending(s => name.StartsWith(Path.GetFileNameWithoutExtension(s), StringComparison.Ordinal)))
        {
            var exercise = Descent.Grading.Exercises.Source.Read(source);
            var submission = Reader.Read(file, "", exercise.Bundle);
            if (submission.Rejection is null && IsCopy(file, exercise.Bundle))
                return (exercise, submission);
            refusals.Add(submission.Rejection ?? "");
        }
        throw new EnvironmentException(refusals.Distinct().Count() == 1 && refusals[0] != "" ? refusals[0] : $"{name} is none of this course's exercises; begin one with: course exercise start NN. The checks of other sets run in their notebooks.");
    }

    // It says so, or a question's text is in it. A chapter may declare a function of its exercise.
    static bool IsCopy(string file, Descent.Grading.Exercises.Bundle bundle)
    {
        var notebook = Notebook.Read(file);
        return notebook.Metadata["descent"] is JsonObject descent && $"{descent["assignment"]}" == bundle.Assignment
            || notebook.Cells.Any(c => c.IsMarkdown && bundle.Parts.Any(p => p.Role == Role.Text && p.Released.Trim() == c.Source.ReplaceLineEndings("\n").Trim()));
    }
}
