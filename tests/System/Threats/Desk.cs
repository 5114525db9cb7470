using System.Diagnostics;
using System.Text.RegularExpressions;
using Descent.Grading.Results;
using Descent.Grading.Running;

namespace Descent.SystemTests.Threats;

/// <summary>A folder of its own where <c>course grade</c> works: the bundle of the sample, submissions, results, and a private folder for temporary files.</summary>
sealed class Desk : IDisposable
{
    public Desk()
    {
        File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Sample.Exercise.Bundle.Write(System.IO.Path.Combine(Path, "sample.bundle.json"));
        Folder("tmp");
    }

    /// <summary>The course's program.</summary>
    public static string Course { get; } = System.IO.Path.Combine(Jupyter.Root, "artifacts", "bin", "Course", "debug", "course.dll");

    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("descent-desk-").FullName;

    /// <summary>A folder in it, made where needed.</summary>
    public string Folder(params string[] names) => Directory.CreateDirectory(System.IO.Path.Combine([Path, .. names])).FullName;

    /// <summary>The program's start, to be run from the folder.</summary>
    public string[] Command(string target, string[] arguments) => [Course, "grade", .. arguments, "--bundle", "sample.bundle.json", "--out", target];

    /// <summary>The environment, with a temporary folder of its own.</summary>
    public Dictionary<string, string> Environment(Dictionary<string, string> more) => new(more) { ["TMPDIR"] = Folder("tmp") };

    /// <summary>Runs <c>course grade</c>.</summary>
    public Task<Processes.Result> Grade(string target, Dictionary<string, string> environment, string[] arguments) =>
        File.Exists(Course) ? Processes.Run(Path, Environment(environment), 1200, "dotnet", Command(target, arguments))
        : throw new InvalidOperationException($"{Course} is missing: run `dotnet build Course.sln` first");

    /// <summary>The results of a run, by student.</summary>
    public Dictionary<string, Result> Results(string target) =>
        Directory.GetFiles(Folder(target, "results"), "*.json").Select(ResultFile.Read).OfType<Result>().ToDictionary(r => r.Student);

    /// <summary>The text of a student's result without the time it took.</summary>
    public string Text(string target, string student) =>
        Regex.Replace(File.ReadAllText(System.IO.Path.Combine(Folder(target, "results"), $"{student}.json")), "\"seconds\": [0-9.E+-]+", "\"seconds\": 0");

    /// <summary>Processes with the name that a threat's child gives itself, and workers that do not end.</summary>
    public static string[] Left()
    {
        var workers = Workers().ToList();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < 20 && Workers().Intersect(workers).Any(); Thread.Sleep(200)) { }
        return [.. Workers().Intersect(workers).Select(p => p.Item2)];

        static IEnumerable<(string, string)> Workers() => Directory.GetDirectories("/proc").Where(p => char.IsAsciiDigit(System.IO.Path.GetFileName(p)[0])).Select(p => (p, Command(p)))
            .Where(p => p.Item2.Contains(" /worker/" + Parts.Program, StringComparison.Ordinal) || p.Item2.StartsWith(Availability.Escaped, StringComparison.Ordinal));

        static string Command(string folder)
        {
            try { return File.ReadAllText(System.IO.Path.Combine(folder, "comm")).Trim() + " " + File.ReadAllText(System.IO.Path.Combine(folder, "cmdline")).Replace('\0', ' '); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return ""; }
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
