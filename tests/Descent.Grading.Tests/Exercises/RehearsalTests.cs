using Descent.Grading.Exercises;

namespace Descent.Grading.Tests.Exercises;

public sealed class RehearsalTests
{
    static readonly string Folder = Path.Combine(Above(AppContext.BaseDirectory), "notebooks", "exercises");

    [Fact]
    public void A_good_exercise_runs_with_solutions_and_says_not_done_yet_without() => Assert.Empty(Rehearse());

    [Fact]
    public void A_solution_that_fails_a_check_is_told_with_the_check() =>
        Assert.Contains(Rehearse(("return total / x.Length;", "return total;")), p => p.Cell == 5 && p.Message.Contains("✗ three numbers: ", StringComparison.Ordinal));

    [Fact]
    public void A_solution_that_does_not_compile_is_told_with_its_line() =>
        Assert.Contains(Rehearse(("total / x.Length", "total / y.Length")), p => p == new Problem(4, 8, "with the solution q1 fails: CompilationError: CS0103: The name 'y' does not exist in the current context"));

    [Fact]
    public void A_visible_check_that_needs_a_hidden_function_is_told() =>
        Assert.Contains(Rehearse(("2, 6 }), 3.0", "2, 6 }), Reference([1, 2, 6])")), p => p.Cell == 5 && p.Message.Contains("with the stubs q1-checks", StringComparison.Ordinal) && p.Message.Contains("Reference", StringComparison.Ordinal));

    [Fact]
    public void A_check_that_the_stub_passes_is_told() =>
        Assert.Contains(Rehearse(("Check.Close(\"three numbers\", () => Mean(new[] { 1.0, 2, 6 }), 3.0", "Check.Close(\"three numbers\", () => 3.0, 3.0")),
            p => p.Cell == 5 && p.Message.Contains("it runs through ✓ three numbers", StringComparison.Ordinal));

    static IReadOnlyList<Problem> Rehearse(params (string Text, string Becomes)[] changes)
    {
        using var folder = new TemporaryFolder();
        var parts = Source.Read(Sample.Write(folder.Path)).Bundle.Parts;
        foreach (var (text, becomes) in changes)
            parts = [.. parts.Select(p => p with { Source = p.Source.Replace(text, becomes, StringComparison.Ordinal), Released = p.Released.Replace(text, becomes, StringComparison.Ordinal) })];
        return Rehearsal.Run(parts, Folder);
    }

    static string Above(string folder) => File.Exists(Path.Combine(folder, "Course.sln")) ? folder : Above(Path.GetDirectoryName(folder)!);
}
