using System.Text;
using Descent.Grading.Exercises;
using Descent.Grading.Results;

namespace Descent.Grading.Reports;

/// <summary>The pages of a batch: one for each student, one for the instructor.</summary>
public static class Report
{
    /// <summary>Writes <c>report.html</c>, and <c>feedback/STUDENT.html</c> and <c>.md</c> for every result; a file is there whole or as it was before. Equal results give equal files.</summary>
    /// <param name="folder">The folder of the batch, whose <c>results/STUDENT.json</c> the report links to.</param>
    /// <param name="bundle">The exercise.</param>
    /// <param name="results">One result for each student.</param>
    /// <param name="changes">What is different from the run before, if there was one.</param>
    public static void Write(string folder, Bundle bundle, IReadOnlyList<Result> results, IReadOnlyList<Change>? changes = null)
    {
        Directory.CreateDirectory(Path.Combine(folder, "feedback"));
        foreach (var result in results)
        {
            var path = Path.Combine(folder, "feedback", FileName.Of(result.Student));
            Save(path + ".html", Feedback.Html(result, bundle.Title));
            Save(path + ".md", Feedback.Markdown(result, bundle.Title));
        }
        Save(Path.Combine(folder, "report.html"), Html(bundle, results, changes));
    }

    /// <summary>The instructor's page, without any script: it names hidden checks and is not for students.</summary>
    /// <inheritdoc cref="Write"/>
    public static string Html(Bundle bundle, IReadOnlyList<Result> results, IReadOnlyList<Change>? changes = null) => ReportPage.Html(bundle, new Statistics(bundle, results), changes ?? []);

    static void Save(string path, string text)
    {
        File.WriteAllText(path + ".new", text, new UTF8Encoding(false));
        File.Move(path + ".new", path, overwrite: true);
    }
}
