using System.Diagnostics;
using System.Text.Json;

namespace Course.Tests;

/// <summary>The command as a process: what a shell sees.</summary>
[Collection("course")]
public sealed class CommandLineTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("course-").FullName;

    [Fact]
    public void A_good_and_a_bad_chapter_give_a_book_timings_and_exit_code_1()
    {
        Write("Course.sln");
        Write("notebooks/01-good.ipynb", "1 + 1");
        Write("notebooks/02-bad.ipynb", "var a = 1;", "var b = 0;\nConsole.WriteLine(a / b);");
        Write("notebooks/03-long.ipynb", "while (true) { }");
        Write("notebooks/notes.ipynb", "throw new Exception();");
        Directory.CreateDirectory(Path.Combine(folder, "notebooks", "deep"));

        var (code, output, error) = Course("notebooks/deep", "--cell-timeout", "0.5");

        Assert.Equal(ExitCode.CellFailed, code);
        Assert.Contains("01-good  cell 1 of 1", output);
        Assert.Contains("The book: " + Path.Combine(folder, "artifacts", "book", "index.html"), output);
        Assert.Contains("02-bad: cell 2 failed in line 2: Console.WriteLine(a / b);\nDivideByZeroException: Attempted to divide by zero.", error);
        Assert.Contains("03-long: cell 1 failed\nTimeLimit: Cell 1 was stopped: it ran longer than the time limit of 0.5 s.", error);
        var timings = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "artifacts", "book", "timings.json"))).RootElement;
        Assert.Equal(["01-good", "02-bad", "03-long"], timings.EnumerateArray().Select(t => t.GetProperty("chapter").GetString()));
        Assert.True(File.Exists(Path.Combine(folder, "artifacts", "book", "03-long.html")));
    }

    [Fact]
    public void Run_writes_executed_notebooks_and_leaves_the_originals()
    {
        var original = Write("x.ipynb", "6 * 7");
        var before = File.ReadAllText(original);
        var (code, output, _) = Course("", "run", "x.ipynb", "--out", "done");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("Executed notebooks: " + Path.Combine(folder, "done"), output);
        Assert.Contains("\"42\"", File.ReadAllText(Path.Combine(folder, "done", "x.ipynb")));
        Assert.Equal(before, File.ReadAllText(original));
    }

    [Fact]
    public void A_single_chapter_is_one_file_and_a_dead_link_gives_1()
    {
        Write("Course.sln");
        Write("notebooks/01-one.ipynb", "1 + 1");
        Write("notebooks/02-two.ipynb", "2 + 2");
        var (code, output, _) = Course("", "book", "--single", "02", "--out", "alone");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("The chapter: " + Path.Combine(folder, "alone", "02-two.html"), output);
        Assert.Equal(["02-two.html"], Directory.GetFiles(Path.Combine(folder, "alone")).Select(Path.GetFileName));

        File.WriteAllText(Path.Combine(folder, "notebooks", "02-two.ipynb"), File.ReadAllText(Path.Combine(folder, "notebooks", "02-two.ipynb")).Replace("\"cells\":[", "\"cells\":[{\"cell_type\":\"markdown\",\"metadata\":{},\"source\":\"[x](nowhere.md)\"},"));
        var (broken, _, error) = Course("", "book");
        Assert.Equal(ExitCode.CellFailed, broken);
        Assert.Contains("The book: 02-two.html: nowhere.md leads nowhere.", error);
        Assert.True(File.Exists(Path.Combine(folder, "artifacts", "book", "index.html")));
    }

    [Fact]
    public void A_stop_says_what_is_finished_and_gives_130()
    {
        if (OperatingSystem.IsWindows())
            return;                                   // there is no signal to send to another process
        Write("a.ipynb", "1");
        Write("b.ipynb", "Console.WriteLine(1);", "while (true) { }");
        using var process = Start("", "run", "a.ipynb", "b.ipynb", "--out", "done");
        var output = "";
        while (!output.Contains("b  cell 2") && process.StandardOutput.ReadLine() is { } line)
            output += line + "\n";
        using (Process.Start("kill", ["-TERM", process.Id.ToString()]))
            output += process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Contains("Stopped. Finished: a.", output);
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        Assert.Equal(["a.ipynb"], Directory.GetFiles(Path.Combine(folder, "done")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("Unrecognized command or argument '--bogus'.", "--bogus")]
    [InlineData("There is no notebook nowhere.ipynb.", "run", "nowhere.ipynb")]
    [InlineData("text.ipynb is not a notebook: expected JSON, line 1 is not.", "run", "text.ipynb")]
    [InlineData("--cell-timeout needs a positive number of seconds, not 'soon'.", "run", "--cell-timeout", "soon")]
    [InlineData("--cell-timeout needs a positive number of seconds, not '0'.", "book", "--cell-timeout", "0")]
    [InlineData("x.ipynb is in the folder of --out and would be overwritten; choose another folder.", "run", "x.ipynb", "--out", ".")]
    [InlineData("There are no chapters (NN-name.ipynb) in", "book")]
    [InlineData("There are no chapters (NN-name.ipynb) in", "book", "--single", "01")]
    public void Wrong_usage_is_told_in_a_sentence_and_gives_2(string message, params string[] arguments)
    {
        Write("x.ipynb", "1");
        Write("Course.sln");
        File.WriteAllText(Path.Combine(folder, "text.ipynb"), "text");
        var (code, error) = InProcess(arguments);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(message, error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("book", "--help")]
    public void Help_is_no_failure(params string[] arguments) => Assert.Equal(ExitCode.Done, InProcess(arguments).Code);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    internal static readonly Lock OneAtATime = new();

    (int Code, string Error) InProcess(string[] arguments)
    {
        lock (OneAtATime)
        {
            var (before, error) = (Directory.GetCurrentDirectory(), Console.Error);
            using var written = new StringWriter();
            try
            {
                Directory.SetCurrentDirectory(folder);
                Console.SetError(written);
                return (CommandLine.Run(arguments), written.ToString());
            }
            finally
            {
                Console.SetError(error);
                Directory.SetCurrentDirectory(before);
            }
        }
    }

    (int Code, string Output, string Error) Course(string from, params string[] arguments)
    {
        using var process = Start(from, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result.ReplaceLineEndings("\n"));
    }

    Process Start(string from, params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "course.dll"), .. arguments])
    {
        WorkingDirectory = Path.Combine(folder, from),
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    string Write(string name, params string[] code)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var cells = code.Select(c => new { cell_type = "code", execution_count = (int?)null, metadata = new { }, outputs = Array.Empty<int>(), source = c });
        File.WriteAllText(path, JsonSerializer.Serialize(new { cells, metadata = new { }, nbformat = 4, nbformat_minor = 5 }));
        return path;
    }
}
