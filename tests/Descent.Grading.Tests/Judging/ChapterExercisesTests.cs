using System.Collections.Concurrent;
using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Judging;
using Descent.Grading.Running;

namespace Descent.Grading.Tests.Judging;

/// <summary>Every check of every exercise, as the grader runs it.</summary>
public class ChapterExercisesTests
{
    static readonly string Folder = Path.Combine(Above(AppContext.BaseDirectory), "notebooks", "exercises");

    static readonly ConcurrentDictionary<string, Lazy<Verification>> Verified = new();

    public static TheoryData<string, string, string> Checks
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var file in Directory.EnumerateFiles(Folder, "??-*.ipynb").Order(StringComparer.Ordinal))
                foreach (var question in Source.Read(file).Bundle.Questions)
                    foreach (var check in question.Checks)
                        rows.Add(Path.GetFileName(file), question.Id, check.Title);
            return rows;
        }
    }

    public static TheoryData<string> Exercises => [.. Directory.EnumerateFiles(Folder, "??-*.ipynb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Checks))]
    public void The_solution_passes_and_the_stub_is_not_done_yet(string exercise, string question, string check)
    {
        var verification = Of(exercise);

        Assert.Equal((Verdict.Passed, ""), verification.Solution(question, check));
        Assert.Equal((Verdict.NoAnswer, "not done yet"), verification.Stub(question, check));
    }

    [Theory, MemberData(nameof(Exercises))]
    public void Each_wrong_answer_is_refuted_by_a_check(string exercise) => Assert.Empty(Of(exercise).Problems);

    static Verification Of(string exercise) =>
        Verified.GetOrAdd(exercise, name => new(() => Verification.Run(Source.Read(Path.Combine(Folder, name)).Bundle, new PlainProcess()))).Value;

    static string Above(string folder) => File.Exists(Path.Combine(folder, "Course.sln")) ? folder : Above(Path.GetDirectoryName(folder)!);
}
