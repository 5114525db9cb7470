using System.Diagnostics;
using System.Text.RegularExpressions;
using Descent.Grading.Judging;
using Descent.Grading.Results;
using Descent.Grading.Running;
using Descent.Grading.Submissions;
using Descent.SystemTests.Threats;

namespace Descent.SystemTests;

/// <summary>Hostile and broken submissions beside honest ones, through the real grader behind the real wall.</summary>
static partial class GradeChecks
{
    /// <summary>Small, so that what never ends does not take long.</summary>
    static readonly Limits Small = new(Cell: 8, Check: 2, Total: 45, Memory: 700_000_000, Heap: 256_000_000, Processes: 96);

    static IEnumerable<Threat> All => [.. Availability.All, .. Integrity.All, .. Confidentiality.All, .. Malformed.All, .. Tampered.All];

    public static Task Run(Report report, string? only) => report.Guard("The threats are handed in and graded", () =>
    {
        Threat[] threats = [.. All];
        report.Check("Every threat has a row in threats.md, and every row a threat, a test or a reason", Rows(threats));
        if (only is not null)
            threats = [.. threats.Where(t => t.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        report.Check("bubblewrap works here", Bubblewrap.Check() is { } problem ? [problem] : []);
        var folder = Directory.CreateTempSubdirectory("descent-threats-").FullName;
        try
        {
            var names = HandIn(threats, Path.Combine(folder, "submitted"));
            var clock = Stopwatch.StartNew();
            var results = Grade(Path.Combine(folder, "submitted"));
            Console.WriteLine($"        {results.Count} submissions in {clock.Elapsed.TotalSeconds:F0} s");
            foreach (var threat in threats)
                report.Check(threat.Name, results.GetValueOrDefault(names[threat]) is not { } result ? ["it has no result"] : (threat.Problem(result) ?? See.Sound(result)) is { } wrong ? [wrong] : []);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return Task.CompletedTask;
    });

    /// <summary>A folder for each file: the student is named after the first threat in it.</summary>
    static Dictionary<Threat, string> HandIn(IEnumerable<Threat> threats, string folder)
    {
        Dictionary<Threat, string> names = [];
        foreach (var (i, group) in threats.GroupBy(t => (t.File, t.Extension, t.Arrange)).Index())
        {
            var student = $"{i:000}-{Letters().Replace(group.First().Name, "-").Trim('-')}";
            var place = Directory.CreateDirectory(Path.Combine(folder, student)).FullName;
            if (group.Key.File.Length > 0)
                File.WriteAllBytes(Path.Combine(place, Sample.Assignment + group.Key.Extension), group.Key.File);
            group.Key.Arrange?.Invoke(place);
            foreach (var threat in group)
                names[threat] = student;
        }
        return names;
    }

    static Dictionary<string, Result> Grade(string folder)
    {
        var (bundle, waiting) = (Sample.Exercise.Bundle, new System.Collections.Concurrent.ConcurrentQueue<HandIn>(Finder.Find([folder], Sample.Assignment)));
        var results = new System.Collections.Concurrent.ConcurrentDictionary<string, Result>();
        using var wall = new Bubblewrap();
        Parallel.For(0, 2, _ =>
        {
            using var grader = new Grader(bundle, bundle.Hash, wall, Small);
            while (waiting.TryDequeue(out var handIn))
                results[handIn.Student] = grader.Grade(handIn.Read(bundle));
        });
        return new(results);
    }

    /// <summary>What is wrong with threats.md: rows are | threat | what must be seen | how |.</summary>
    static IEnumerable<string> Problems(Threat[] threats)
    {
        var rows = File.ReadLines(Path.Combine(Jupyter.Root, "tests", "System", "threats.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal) && !l.StartsWith("| threat |", StringComparison.Ordinal))
            .Select(l => l.Trim('|', ' ').Split(" | ")).ToList();
        foreach (var row in rows.Where(r => r.Length != 3))
            yield return $"not three cells: {string.Join(" | ", row)}";
        foreach (var name in rows.CountBy(r => r[0]).Concat(threats.CountBy(t => t.Name)).Where(n => n.Value > 1))
            yield return $"{name.Value} times: {name.Key}";
        foreach (var threat in threats.Where(t => rows.TrueForAll(r => r[0] != t.Name)))
            yield return $"no row: {threat.Name}";
        foreach (var row in rows.Where(r => threats.All(t => t.Name != r[0]) && !r[^1].Contains("cannot be run", StringComparison.Ordinal)))
        {
            var tests = Test().Matches(row[^1]);
            if (tests.Count == 0)
                yield return $"neither threat nor test nor reason: {row[0]}";
            foreach (Match test in tests)
                if (!File.Exists(Path.Combine(Jupyter.Root, test.Groups["file"].Value)) || !Regex.IsMatch(File.ReadAllText(Path.Combine(Jupyter.Root, test.Groups["file"].Value)), $@"\b{test.Groups["method"].Value}\("))
                    yield return $"{row[0]}: there is no {test.Value}";
        }
    }

    static string[] Rows(Threat[] threats) => [.. Problems(threats)];

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Letters();

    [GeneratedRegex(@"`(?<file>tests/[\w./]+): (?<method>\w+)`")]
    private static partial Regex Test();
}
