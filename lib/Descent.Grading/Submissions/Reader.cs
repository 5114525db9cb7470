using Descent.Grading.Exercises;

namespace Descent.Grading.Submissions;

/// <summary>Reads what a student handed in: hostile bytes to cells in the order of the release. Nothing of the notebook runs, and nothing it says of itself is believed.</summary>
public static class Reader
{
    /// <summary>Reads a notebook and matches it with the exercise.</summary>
    /// <param name="file">The notebook's file.</param>
    /// <param name="student">Who handed it in.</param>
    /// <param name="bundle">The exercise.</param>
    /// <returns>A submission for every file there can be: with cells, or with a rejection; what was put right is listed.</returns>
    /// <remarks>The cells are the exercise's given, answer and checks cells in the order of the release (a checks cell has its id and no source: there its question is
    /// judged), and the student's own code cells, each after the part it followed in the notebook.</remarks>
    public static Submission Read(string file, string student, Bundle bundle) => Read(Content.OfFile(file), Path.GetFileName(file), student, bundle).Submission;

    /// <summary>Reads content; <paramref name="file"/> is what it is called.</summary>
    internal static Reading Read(Content content, string file, string student, Bundle bundle)
    {
        var submission = new Submission(student, Text.Quoted(file, 200), content.Hash, [], []);
        try
        {
            if (content.Refusal is not null)
                throw new RejectedException(content.Refusal);
            var draft = Draft.Parse(content.Bytes, file);
            var matching = new Matching(draft, bundle);
            return new(submission with { Cells = matching.Cells(), Repairs = Few([.. draft.Repairs, .. matching.Repairs]) }, matching.Quality, matching.Answered);
        }
        catch (RejectedException e)
        {
            return new(submission with { Rejection = $"{submission.File}: {e.Message}." }, 0, 0);
        }
    }

    static List<string> Few(List<string> repairs, int most = 60) =>
        repairs.Count <= most ? repairs : [.. repairs.Take(most), $"And {repairs.Count - most} more repairs."];
}

/// <summary>A submission and how well it fits the exercise.</summary>
/// <param name="Submission">The submission.</param>
/// <param name="Quality">Parts of the exercise that were recognised by their text; 0 when rejected.</param>
/// <param name="Answered">Answer cells that were written in.</param>
sealed record Reading(Submission Submission, int Quality, int Answered);
