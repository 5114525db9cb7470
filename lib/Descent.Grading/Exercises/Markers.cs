using System.Text.RegularExpressions;

namespace Descent.Grading.Exercises;

/// <summary>The regions of a cell that students do not get, by nbgrader's markers: a line that contains one begins or ends a region and is dropped with it.</summary>
sealed partial class Markers
{
    /// <summary>What an answer cell offers in place of a solution.</summary>
    public static readonly IReadOnlyList<string> Stub = ["// YOUR CODE HERE", "throw new System.NotImplementedException();"];

    /// <summary>Regions of answer cells, which the stub replaces.</summary>
    public static readonly Markers Solution = new("SOLUTION", 3, Stub);

    /// <summary>Regions of checks cells, which disappear.</summary>
    public static readonly Markers Hidden = new("HIDDEN TESTS", 4, []);

    readonly string begin, end;
    readonly int slips;
    readonly IReadOnlyList<string> replacement;

    Markers(string what, int slips, IReadOnlyList<string> replacement)
    {
        (begin, end, this.slips) = ($"BEGIN {what}", $"END {what}", slips);
        this.replacement = replacement;
    }

    /// <summary>The line that begins a region.</summary>
    public string Begin => "// " + begin;

    /// <summary>The line that ends a region.</summary>
    public string End => "// " + end;

    /// <summary>Whether a line is one of these markers or seems to be meant as one.</summary>
    public bool IsMeantBy(string line) =>
        line.Contains(begin, StringComparison.Ordinal) || line.Contains(end, StringComparison.Ordinal) || IsNear(line, begin) || IsNear(line, end);

    /// <summary>Cuts the regions out of a cell's text.</summary>
    /// <param name="text">The cell's text.</param>
    /// <param name="problem">Told of a line (from 1) and what is wrong with it.</param>
    /// <returns>The text students get, and for each line of <paramref name="text"/> whether it lies in a region (its markers included).</returns>
    public (string Released, IReadOnlyList<bool> IsSecret) Cut(string text, Action<int, string> problem)
    {
        var lines = text.Split('\n');
        var secret = new bool[lines.Length];
        List<string> released = [];
        int? begun = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var (line, begins, ends) = (lines[i], lines[i].Contains(begin, StringComparison.Ordinal), lines[i].Contains(end, StringComparison.Ordinal));
            if ((begins || ends || IsNear(line, begin) || IsNear(line, end)) && line.Trim() is var written && written != Begin && written != End)
                problem(i + 1, $"'{written}' looks like a marker but is none: write '{Begin}' or '{End}' alone in its line.");
            secret[i] = begun is not null || begins;
            if (begins)
            {
                if (begun is { } first)
                    problem(i + 1, $"'{Begin}' again before the '{End}' of line {first}.");
                begun = i + 1;
                var indent = line[..^line.TrimStart().Length];
                released.AddRange(replacement.Select(l => indent + l));
            }
            else if (ends)
            {
                secret[i] = true;
                if (begun is null)
                    problem(i + 1, $"'{End}' without a '{Begin}' before it.");
                begun = null;
            }
            else if (begun is null)
                released.Add(line);
        }
        if (begun is { } open)
            problem(open, $"'{Begin}' without an '{End}' after it.");
        return (string.Join('\n', released), secret);
    }

    // The words of the marker with slips, a synonym of its first word, or in another case.
    bool IsNear(string line, string marker)
    {
        string[] words = [.. Words().Matches(line).Select(m => m.Value)], wanted = marker.Split(' ');
        if (words.Length == 0)
            return false;
        var joined = string.Concat(words).ToUpperInvariant();
        if (Math.Abs(joined.Length - marker.Length) <= slips && Slips(joined, string.Concat(wanted)) < slips)
            return true;
        return Enumerable.Range(0, Math.Max(0, words.Length - wanted.Length + 1)).Any(at =>
            IsVerb(words[at], wanted[0]) && wanted.Skip(1).Select((w, i) => Slips(words[at + 1 + i].ToUpperInvariant(), w)).All(n => n <= 2));
    }

    static bool IsVerb(string word, string verb) => word.ToUpperInvariant() is var upper
        && (upper == verb || upper == (verb == "END" ? "STOP" : "START") || upper == word && Slips(upper, verb) <= 1);

    // Insertions, deletions, replacements and swaps of neighbours.
    static int Slips(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
                d[i, j] = i == 0 ? j : j == 0 ? i
                    : Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, Math.Min(d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1),
                        i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? d[i - 2, j - 2] + 1 : int.MaxValue));
        return d[a.Length, b.Length];
    }

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Words();
}
