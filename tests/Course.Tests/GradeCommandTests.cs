using Descent.Grading.Batch;
using Descent.Grading.Exercises;

namespace Course.Tests;

/// <summary><c>course grade</c>: usage, and what it writes where nothing has to run.</summary>
[Collection("course")]                       // one console
public sealed class GradeCommandTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("grade-").FullName;

    public GradeCommandTests()
    {
        Exercise().Write(Path.Combine(folder, "bundles", "04-momentum.bundle.json"));
        Write("in/ann.ipynb", "%PDF");
        Write("in/bob/hw.ipynb", "{");
    }

    [Theory]
    [InlineData("Option '--bundle' is required.", "grade", "in")]
    [InlineData("Give the submissions: files, folders or zip archives.", "grade", "--bundle", "bundles")]
    [InlineData("There is no file or folder", "grade", "none", "--bundle", "bundles")]
    [InlineData("there is no such file. Build it: course exercise build.", "grade", "in", "--bundle", "none")]
    [InlineData("must hold one bundle", "grade", "in", "--bundle", "in")]
    [InlineData("There is no submission of eve; there are those of ann, bob.", "grade", "in", "--bundle", "bundles", "--only", "eve")]
    [InlineData("There are no results of 04-momentum", "grade", "in", "--bundle", "bundles", "--previous", "in")]
    [InlineData("--cell-timeout needs a positive number of seconds, not '-1'.", "grade", "in", "--bundle", "bundles", "--cell-timeout", "-1")]
    [InlineData("'none'", "grade", "in", "--bundle", "bundles", "--isolation", "none")]
    [InlineData("must hold the submission of one student", "grade", "one", "--submission", "in", "--bundle", "bundles", "--out", "x.json")]
    public void Wrong_usage_is_told_in_a_sentence_and_gives_2(string message, params string[] arguments)
    {
        var (code, _, error) = Run(arguments);
        Assert.Contains(message, error);
        Assert.Equal(ExitCode.Usage, code);
    }

    [Theory]
    [InlineData("grade", "--help")]
    [InlineData("grade", "one", "--help")]
    public void Help_has_an_example(params string[] arguments)
    {
        var (code, output, _) = Run(arguments);
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("Example:", output);
    }

    [Fact]
    public void A_second_grader_in_the_folder_is_refused()
    {
        using (new FolderLock(Path.Combine(folder, "graded")))
            Assert.Contains("Another grader is working in", Run("grade", "in", "--bundle", "bundles").Error);
    }

    [Fact]
    public void A_class_gets_tables_pages_and_the_wall_is_named()
    {
        if (OperatingSystem.IsWindows())
            return;                                   // no grading there yet
        var (code, output, error) = Run("grade", "in", "--bundle", "bundles", "--isolation", "process", "-j", "1");
        Assert.Equal(ExitCode.NeedsAttention, code);
        Assert.Contains("Isolation: process. Student code runs with your rights", error);
        Assert.Contains("1 of 2  ann  rejected", output);
        Assert.Contains("2 submissions: 2 rejected.", output);
        foreach (var file in new[] { "results/ann.json", "results/bob.json", "feedback/ann.html", "report.html", "grades.csv", "questions.csv", "summary.json" })
            Assert.True(File.Exists(Path.Combine(folder, "graded", file)), file);
        Assert.Contains("\"isolation\": \"process\"", File.ReadAllText(Path.Combine(folder, "graded", "results", "bob.json")));

        var old = Path.Combine(folder, "graded", "results", "bob.json");
        File.WriteAllText(old, File.ReadAllText(old).Replace("\"bundle\": \"", "\"bundle\": \"0"));
        Assert.Contains("The tables also hold 1 result of earlier runs into this folder: bob. 1 of them was graded with another bundle.",
            Run("grade", "in", "--bundle", "bundles", "--isolation", "process", "--only", "ann").Output);

        Assert.Equal(ExitCode.NeedsAttention, Run("grade", "one", "--submission", "in/bob", "--bundle", "bundles", "--out", "one.json", "--student", "X", "--isolation", "process").Code);
        Assert.Contains("\"student\": \"X\"", File.ReadAllText(Path.Combine(folder, "one.json")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static Bundle Exercise() => Source.Read(Path.Combine(Repository.Root, "notebooks", "exercises", "04-momentum.ipynb")).Bundle;

    void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
        File.WriteAllText(Path.Combine(folder, name), text);
    }

    (int Code, string Output, string Error) Run(params string[] arguments)
    {
        lock (CommandLineTests.OneAtATime)
        {
            var (before, output, error) = (Directory.GetCurrentDirectory(), Console.Out, Console.Error);
            using var written = new StringWriter();
            using var wrong = new StringWriter();
            try
            {
                Directory.SetCurrentDirectory(folder);
                Console.SetOut(written);
                Console.SetError(wrong);
                return (CommandLine.Run(arguments), written.ToString(), wrong.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
                Directory.SetCurrentDirectory(before);
            }
        }
    }
}
