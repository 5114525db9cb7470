using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Descent.Checks;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.SystemTests.Threats;

namespace Descent.SystemTests;

/// <summary>Hostile and broken submissions beside honest ones, graded in one batch by <c>course grade</c> behind the real wall.</summary>
static class GradeChecks
{
    /// <summary>Seconds of a cell, a check and a submission: small, so that what never ends does not take long.</summary>
    const int Cell = 8, Check = 3, Total = 45;

    static readonly string[] Limits = ["--cell-timeout", $"{Cell}", "--check-timeout", $"{Check}", "--total-timeout", $"{Total}"];

    static IEnumerable<Threat> All => [.. Availability.All, .. Integrity.All, .. Confidentiality.All, .. HostSafety.All, .. Malformed.All, .. Tampered.All, .. Nondeterminism.All];

    /// <summary>What honest students hand in: right, half right (two the same), untouched, with a mistake that does not compile, with cells of their own.</summary>
    static IEnumerable<(string Student, byte[] File)> Honest =>
    [
        ("honest-right", Sample.Handed()),
        ("honest-half", Sample.Handed(q2: Sample.Shift("return x;"), q3: Sample.Vowels("return text.Count(c => \"aeiou\".Contains(c));"))),
        ("honest-half-too", Sample.Handed(q2: Sample.Shift("return x;"), q3: Sample.Vowels("return text.Count(c => \"aeiou\".Contains(c));"))),
        ("honest-untouched", Sample.Handed(Sample.Stub, Sample.Stub, Sample.Stub)),
        ("honest-typo", Sample.Handed(q1: Sample.Twice("retrun 2 * x;"), q2: Sample.Shift("return x.Select(v => v - by).ToArray();"))),
        ("honest-own-cells", Sample.Handed(before: "Console.WriteLine(Tensor.Of([1.0, 2]));", after: "Twice(4)")),
    ];

    /// <param name="report">Where the checks go.</param>
    /// <param name="only">Words in the names of the threats to hand in, or null: all.</param>
    public static async Task Run(Report report, string? only)
    {
        Threat[] threats = [.. All];
        report.Check("Every threat has a row in threats.md, and every row a threat, a test or a reason", Rows.Problems(threats));
        report.Check("bubblewrap works here", Bubblewrap.Check() is { } problem ? [problem] : []);
        threats = [.. threats.Where(t => only is null || t.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        using var desk = new Desk();
        var names = HandIn(threats, desk.Folder("submitted"));
        foreach (var place in (string[])["submitted", "honest"])
            foreach (var (student, file) in Honest)
                File.WriteAllBytes(Path.Combine(desk.Folder(place, student), $"{Sample.Assignment}.ipynb"), file);
        string[] kept = [desk.Folder("submitted"), Path.Combine(Jupyter.Root, "artifacts", "worker"), Path.Combine(Jupyter.Root, "datasets"), Path.GetDirectoryName(Desk.Course)!];
        var (before, clock) = (kept.Select(Hash).ToList(), Stopwatch.StartNew());

        var run = await desk.Grade("out", [], ["submitted", .. Limits, "-j", "2"]);

        var results = desk.Results("out");
        Console.WriteLine($"        {results.Count} submissions in {clock.Elapsed.TotalSeconds:F0} s");
        foreach (var threat in threats)
            report.Check(threat.Name, results.GetValueOrDefault(names[threat]) is not { } result ? ["it has no result"] : (threat.Problem(result) ?? See.Sound(result)) is { } wrong ? [wrong] : []);
        report.Check("The exit code says that some need attention", run.Code == 1 || only is not null, $"exit code {run.Code}: {run.Error}");
        report.Check("Every submission has one result, and none failed for the grader's reasons", [.. Directory.GetDirectories(desk.Folder("submitted")).Select(f => Path.GetFileName(f)!)
            .Where(s => results.GetValueOrDefault(s) is null or { State: State.InfrastructureError }).Select(s => $"{s}: {results.GetValueOrDefault(s)?.Reason ?? "no result"}")]);
        report.Check("No submission took longer than its limits", [.. results.Values.Where(r => r.Seconds > Total + 2 * Cell + 30).Select(r => $"{r.Student}: {r.Seconds:F0} s")]);
        report.Check("Every result names the wall", [.. results.Values.Where(r => !r.Isolation.StartsWith("bubblewrap", StringComparison.Ordinal)).Select(r => $"{r.Student}: {r.Isolation}")]);
        report.Check("Submissions, worker, data and grader are as they were", [.. kept.Zip(before).Where(k => Hash(k.First) != k.Second).Select(k => $"{k.First} has changed")]);
        report.Check("Nothing was written elsewhere", Traces(desk));
        report.Check("No process of a submission is left", Desk.Left());
        await Innocent(report, desk, results);
        await Aloud(report, desk);
    }

    /// <summary>Honest results are the same, byte for byte except times, alone and in company, also in another language, time zone and window; and they are right.</summary>
    static async Task Innocent(Report report, Desk desk, Dictionary<string, Result> results)
    {
        await desk.Grade("alone", new() { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "tr_TR.UTF-8", ["TZ"] = "Asia/Tokyo", ["COLUMNS"] = "40" }, ["honest", .. Limits, "-j", "1"]);
        report.Check("Honest results are the same alone and in company", [.. Honest.Where(h => desk.Text("alone", h.Student) != desk.Text("out", h.Student)).Select(h => $"{h.Student}: {Difference(desk.Text("alone", h.Student), desk.Text("out", h.Student))}")]);
        report.Check("Honest results are right", [.. new[] { ("right", 9m), ("half", 4m), ("half-too", 4m), ("untouched", 0m), ("typo", 3m), ("own-cells", 9m) }
            .Select(h => (Student: $"honest-{h.Item1}", Points: h.Item2)).Where(h => results[h.Student].Points != h.Points || results[h.Student].State != State.Graded)
            .Select(h => $"{h.Student}: expected {h.Points} points, got {results[h.Student].Points}, {results[h.Student].State}: {results[h.Student].Reason}{string.Join(' ', results[h.Student].Repairs)}")]);
        report.Check("What was not touched is no answer", [.. results["honest-untouched"].Questions.SelectMany(q => q.Checks).Where(c => c.Verdict != Verdict.NoAnswer).Select(c => $"{c.Title}: {c.Verdict}")]);
        report.Check("Two students have different hidden inputs", Hidden(results["honest-half"]) != Hidden(results["honest-half-too"]), Hidden(results["honest-half"]));

        static string Hidden(Result result) => result.Questions[1].Checks[2].Message;
    }

    /// <summary>Grading without a wall is said in the result and in the report.</summary>
    static async Task Aloud(Report report, Desk desk)
    {
        var run = await desk.Grade("open", [], ["honest", .. Limits, "-j", "1", "--isolation", "process", "--only", "honest-right"]);
        report.Check("Grading without a wall is said in the result and in the report", [.. desk.Results("open").Values.Where(r => r.Isolation != "process" || r.Points != 9).Select(r => $"{r.Isolation}, {r.Points} points"),
            .. run.Error.Contains("your rights", StringComparison.Ordinal) ? (string[])[] : ["it is not said on the terminal"],
            .. File.ReadAllText(Path.Combine(desk.Folder("open"), "report.html")).Contains("process", StringComparison.Ordinal) ? (string[])[] : ["it is not said in report.html"]]);
    }

    /// <summary>A folder for each file: the student is named after the first threat in it.</summary>
    static Dictionary<Threat, string> HandIn(IEnumerable<Threat> threats, string folder)
    {
        Dictionary<Threat, string> names = [];
        foreach (var (i, group) in threats.GroupBy(t => t.File.Length > 0 ? (object)t.File : t).Index())
        {
            var student = $"{i:000}-{Regex.Replace(group.First().Name, "[^A-Za-z0-9]+", "-").Trim('-')}";
            var (place, first) = (Directory.CreateDirectory(Path.Combine(folder, student)).FullName, group.First());
            if (first.File.Length > 0)
                File.WriteAllBytes(Path.Combine(place, Sample.Assignment + first.Extension), first.File);
            first.Arrange?.Invoke(place);
            foreach (var threat in group)
                names[threat] = student;
        }
        return names;
    }

    /// <summary>Files that threats tried to make, where they could be, and anything that the grader left in its temporary folder.</summary>
    static string[] Traces(Desk desk)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] places = ["/", "/tmp", "/dev/shm", "/var/tmp", home, Path.Combine(home, ".nuget"), Path.Combine(home, ".dotnet"), Path.GetDirectoryName(Desk.Course)!, Path.Combine(Jupyter.Root, "artifacts", "worker"), Path.Combine(Jupyter.Root, "datasets")];
        return [.. places.Select(p => Path.Combine(p, HostSafety.Trace)).Where(Path.Exists), .. Directory.GetFileSystemEntries(desk.Path, HostSafety.Trace, SearchOption.AllDirectories), .. Directory.GetFileSystemEntries(desk.Folder("tmp"))];
    }

    /// <summary>Names and bytes of a folder. What is no plain file counts by its name only.</summary>
    static string Hash(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            if (new FileInfo(path) is { Exists: true, LinkTarget: null, Length: > 0 } file)
                using (var stream = file.OpenRead())
                    hash.AppendData(SHA256.HashData(stream));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    static string Difference(string a, string b) => a.Split('\n').Zip(b.Split('\n')).Where(l => l.First != l.Second).Select(l => $"{l.First.Trim()} ≠ {l.Second.Trim()}").FirstOrDefault() ?? "another length";
}
