using Descent.Grading.Exercises;

namespace Descent.Grading.Submissions;

/// <summary>What one student handed in: one notebook, or files of which one is to be chosen.</summary>
/// <param name="Student">Who handed it in.</param>
/// <param name="Assignment">The exercise's name.</param>
/// <param name="Candidates">The files.</param>
public sealed record HandIn(string Student, string Assignment, IReadOnlyList<Candidate> Candidates)
{
    /// <summary>Reads the notebook; of several the one that fits the exercise best. Where that is not clear nothing is guessed: the submission is rejected and names them.</summary>
    public Submission Read(Bundle bundle)
    {
        var notebooks = Notebooks();
        if (notebooks.Count == 0)
            return Candidates.Count == 0 ? Rejected("nothing was handed in: the folder is empty.")
                : Reader.Read(Candidates[0].Open(), Candidates[0].File, Student, bundle).Submission is { Rejection: not null } other && Candidates.Count == 1 ? other
                : Rejected($"there is no notebook (.ipynb) among {Text.Listed([.. Candidates.Select(c => Text.Quoted(c.File, 80))])}.");
        var readings = notebooks.Select(n => Reader.Read(n.Open(), n.File, Student, bundle)).ToList();
        return readings.Count == 1 ? readings[0].Submission : Choose(readings);
    }

    // Those in a folder named after the exercise, where there are some; no automatic copies.
    List<Candidate> Notebooks()
    {
        var all = Candidates.Where(c => c.IsNotebook).ToList();
        var named = all.Where(c => c.Folders.Contains(Assignment, StringComparer.OrdinalIgnoreCase)).ToList();
        var chosen = named.Count > 0 ? named : all;
        return chosen.Where(c => !c.Name.EndsWith("-checkpoint.ipynb", StringComparison.Ordinal)).ToList() is { Count: > 0 } originals ? originals : chosen;
    }

    Submission Choose(List<Reading> readings)
    {
        var different = readings.DistinctBy(r => (r.Submission.Hash, r.Submission.Rejection)).ToList();
        var usable = different.Where(r => r.Submission.Rejection is null).ToList();
        if (usable.Count == 0)
            return Rejected($"none of {readings.Count} notebooks can be graded. {Text.Listed([.. readings.Select(r => r.Submission.Rejection!.TrimEnd('.'))], 4)}.");
        var best = usable.Where(r => r.Quality == usable.Max(u => u.Quality)).ToList();
        if (best.Exists(r => r.Answered > 0))
            best.RemoveAll(r => r.Answered == 0);
        if (best.Count > 1)
            return Rejected($"{best.Count} different notebooks fit equally well: {Text.Listed([.. best.Select(r => r.Submission.File)])}. Keep the one that counts.");
        var taken = best[0].Submission;
        List<string> others = [.. readings.Select(r => r.Submission).Where(s => s != taken).Select(s => s.File)];
        return taken with { Repairs = [$"{readings.Count} notebooks were handed in; {taken.File} fits the exercise and was graded, {Text.Listed(others)} {(different.Count == 1 ? "is the same" : "was not")}.", .. taken.Repairs] };
    }

    Submission Rejected(string why) => new(Student, Candidates.Count == 0 ? "" : Text.Quoted(Candidates[0].File, 200), "", [], [], char.ToUpperInvariant(why[0]) + why[1..]);
}

/// <summary>A file that may be a submission.</summary>
/// <param name="Folders">The folders it lies in, from the given one.</param>
/// <param name="Name">Its name; empty for an empty folder.</param>
/// <param name="Open">Reads it, within limits.</param>
public sealed record Candidate(IReadOnlyList<string> Folders, string Name, Func<Content> Open)
{
    /// <summary>Its path from the given folder or archive; empty for an empty folder.</summary>
    public string File => Name.Length == 0 ? "" : string.Join('/', Folders.Append(Name));

    /// <summary>Whether its name is that of a notebook, also one that a browser saved as text.</summary>
    public bool IsNotebook => Name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) || Name.Contains(".ipynb.", StringComparison.OrdinalIgnoreCase);
}
