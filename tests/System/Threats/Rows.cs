using System.Text.RegularExpressions;

namespace Descent.SystemTests.Threats;

/// <summary>threats.md: rows of | threat | what must be seen | how |, where how is the topic, a unit test as `tests/…Tests.cs: Method`, or why it cannot be run.</summary>
static partial class Rows
{
    /// <summary>What is wrong with the file: a threat without its row, a row without threat, test or reason, a test that does not exist.</summary>
    public static string[] Problems(IReadOnlyCollection<Threat> threats)
    {
        var rows = File.ReadLines(Path.Combine(Jupyter.Root, "tests", "System", "threats.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal) && !l.StartsWith("| threat |", StringComparison.Ordinal))
            .Select(l => l.Trim('|', ' ').Split(" | ")).ToList();
        return
        [
            .. rows.Where(r => r.Length != 3).Select(r => $"not three cells: {string.Join(" | ", r)}"),
            .. rows.CountBy(r => r[0]).Concat(threats.CountBy(t => t.Name)).Where(n => n.Value > 1).Select(n => $"{n.Value} times: {n.Key}"),
            .. threats.Where(t => rows.TrueForAll(r => r[0] != t.Name)).Select(t => $"no row: {t.Name}"),
            .. rows.Where(r => threats.All(t => t.Name != r[0]) && !r[^1].Contains("cannot be run", StringComparison.Ordinal)).SelectMany(Uncovered),
        ];
    }

    static IEnumerable<string> Uncovered(string[] row) => Test().Matches(row[^1]) is { Count: > 0 } tests ? tests.Where(t => !Exists(t)).Select(t => $"{row[0]}: there is no {t.Value}")
        : [$"neither threat nor test nor reason: {row[0]}"];

    static bool Exists(Match test) => Path.Combine(Jupyter.Root, test.Groups["file"].Value) is var file && File.Exists(file) && Regex.IsMatch(File.ReadAllText(file), $@"\b{test.Groups["method"].Value}\(");

    [GeneratedRegex(@"`(?<file>tests/[\w./]+): (?<method>\w+)`")]
    private static partial Regex Test();
}
