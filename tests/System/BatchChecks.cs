using System.Diagnostics;
using Descent.SystemTests.Threats;

namespace Descent.SystemTests;

/// <summary>A class graded by two at a time, killed and stopped in the middle and taken up again: the results are those of a serial run.</summary>
static class BatchChecks
{
    const int Class = 24;

    static readonly string[] Tables = ["grades.csv", "questions.csv"];

    /// <summary>What the students of a class hand in, one kind after the other, and the points it gets.</summary>
    static readonly (byte[] File, decimal Points)[] Kinds =
    [
        (Sample.Handed(), 9),
        (Sample.Handed(q2: Sample.Shift("return x;")), 6),
        (Sample.Handed(Sample.Stub, Sample.Stub, Sample.Stub), 0),
        (Sample.Handed(q1: Sample.Twice3("Environment.Exit(0);")), 8),
        (Sample.Handed(q3: Sample.VowelsGradient("throw new FormatException(\"no vowels\");")), 8),
        (Sample.Handed(q1: Sample.Twice("return 2 * x + 1;"), before: "Console.WriteLine(1);"), 6),
    ];

    /// <param name="report">Where the checks go.</param>
    /// <param name="many">A larger class to grade too, or 0: its results are compared with the points they must have.</param>
    public static async Task Run(Report report, int many)
    {
        using var desk = new Desk();
        var students = HandIn(desk, "class", Class);
        var clock = Stopwatch.StartNew();
        var serial = await desk.Grade("serial", [], ["class", "-j", "1"]);
        Console.WriteLine($"        serial: {Class} submissions in {clock.Elapsed.TotalSeconds:F0} s");
        report.Check("A serial run says that some need attention", serial.Code == 1, $"exit code {serial.Code}: {serial.Error}");
        report.Check("It gives the points that the answers are worth", Unequal(desk, "serial", students));

        clock.Restart();
        report.Check("A second grader on the same folder is refused, and leaves it alone", await Killed(desk, "class", "halves", Class / 4, "-KILL", async () =>
        {
            var second = await desk.Grade("halves", [], ["class", "-j", "2"]);
            return second.Code == 2 && second.Error.Contains("Another grader", StringComparison.Ordinal) ? null : $"exit code {second.Code}: {second.Output}{second.Error}";
        }) is (-1 or 137, { } problem) ? [problem] : []);
        report.Check("A kill leaves no process and no half result", [.. Desk.Left(), .. Broken(desk, "halves")]);
        var (code, _) = await Killed(desk, "class", "halves", Class / 2, "-INT", () => Task.FromResult<string?>(null));
        report.Check("Ctrl-C stops it with exit code 130", code == 130, $"exit code {code}");
        report.Check("A stop leaves no process and no half result", [.. Desk.Left(), .. Broken(desk, "halves")]);
        var kept = desk.Results("halves").Count;
        report.Check("What was finished stays", kept >= Class / 2 && kept < Class, $"{kept} results");
        var rest = await desk.Grade("halves", [], ["class", "-j", "2"]);
        Console.WriteLine($"        two at a time, killed and stopped: {clock.Elapsed.TotalSeconds:F0} s");
        report.Check("The same command goes on to the end", rest.Code == 1 && rest.Output.Contains("as before", StringComparison.Ordinal), $"exit code {rest.Code}: {rest.Output}{rest.Error}");
        report.Check("Its results are those of the serial run, byte for byte except times", [.. students.Where(s => desk.Text("serial", s.Student) != desk.Text("halves", s.Student)).Select(s => s.Student)]);
        report.Check("Its tables are those of the serial run", [.. Tables.Where(t => File.ReadAllText(Path.Combine(desk.Folder("serial"), t)) != File.ReadAllText(Path.Combine(desk.Folder("halves"), t)))]);

        if (many > 0) await Many(report, desk, many);
    }

    static async Task Many(Report report, Desk desk, int many)
    {
        var (students, clock) = (HandIn(desk, "many", many), Stopwatch.StartNew());
        await Killed(desk, "many", "graded", many / 2, "-KILL", () => Task.FromResult<string?>(null));
        var rest = await desk.Grade("graded", [], ["many", "-j", "2"]);
        Console.WriteLine($"        {many} submissions, killed in the middle: {clock.Elapsed.TotalSeconds:F0} s");
        report.Check($"{many} submissions, killed in the middle, get the points that the answers are worth", [.. Unequal(desk, "graded", students), .. rest.Code == 1 ? (string[])[] : [$"exit code {rest.Code}: {rest.Error}"]]);
        report.Check("They leave no process", Desk.Left());
    }

    static List<(string Student, decimal Points)> HandIn(Desk desk, string folder, int count)
    {
        List<(string, decimal)> students = [];
        foreach (var (i, (file, points)) in Enumerable.Range(0, count).Select(i => Kinds[i % Kinds.Length]).Index())
        {
            File.WriteAllBytes(Path.Combine(desk.Folder(folder, $"student-{i:000}"), $"{Sample.Assignment}.ipynb"), file);
            students.Add(($"student-{i:000}", points));
        }
        return students;
    }

    /// <summary>Starts a run and sends it a signal when so many results are there; in the middle something else happens.</summary>
    static async Task<(int Code, string? Problem)> Killed(Desk desk, string from, string target, int results, string signal, Func<Task<string?>> meanwhile)
    {
        using var process = Processes.Start(desk.Path, desk.Environment([]), "dotnet", desk.Command(target, [from, "-j", "2"]));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        string? problem = null;
        var asked = false;
        for (var there = desk.Folder(target, "results"); Directory.GetFiles(there, "*.json").Length < results && !process.HasExited; await Task.Delay(20))
            if (!asked && Directory.GetFiles(there, "*.json").Length > 0)
                (asked, problem) = (true, await meanwhile());
        using (var kill = Process.Start("kill", [signal, $"{process.Id}"]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, error);
        return (process.ExitCode, problem);
    }

    static string[] Broken(Desk desk, string target) =>
        [.. Directory.GetFiles(desk.Folder(target, "results"), "*.json").Where(f => Grading.Results.ResultFile.Read(f) is null).Select(f => $"{Path.GetFileName(f)} is no result")];

    static string[] Unequal(Desk desk, string target, List<(string Student, decimal Points)> students)
    {
        var results = desk.Results(target);
        return [.. students.Where(s => results.GetValueOrDefault(s.Student)?.Points != s.Points).Select(s => $"{s.Student}: expected {s.Points} points, got {results.GetValueOrDefault(s.Student)?.Points}")];
    }
}
