using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Descent.Grading.Submissions;

/// <summary>Whose a file is, told by the names around it as learning platforms and people write them.</summary>
static partial class StudentName
{
    const int Longest = 100;

    /// <summary>The student of a folder's name.</summary>
    public static string OfFolder(string name) => Clean(Platform(name) ?? name);

    /// <summary>The student of a file's name: what is left without the exercise's name and the marks of copies; empty when nothing is.</summary>
    public static string OfFile(string name, string assignment)
    {
        var stem = Stem(name);
        return Platform(stem) is { } student ? Clean(student)
            : Clean(stem.Replace(assignment, " ", StringComparison.OrdinalIgnoreCase)).Trim('-', '_', '.', ' ');
    }

    /// <summary>Whether a folder is a student's by Moodle's naming.</summary>
    public static bool IsMoodle(string folder) => Moodle().IsMatch(folder);

    /// <summary>A file's name without extensions and without what browsers and editors add to copies.</summary>
    public static string Stem(string name) => Copies().Replace(Extensions().Replace(name, ""), "");

    // Moodle: “Ann Lee_123_assignsubmission_file_…”; Canvas: “leeann_LATE_12_345_file”; Blackboard: “Set 3_ann_attempt_2026-…”.
    static string? Platform(string name) =>
        Moodle().Match(name) is { Success: true } moodle ? moodle.Groups["student"].Value
        : Canvas().Match(name) is { Success: true } canvas ? $"{canvas.Groups["student"].Value}_{canvas.Groups["id"].Value}"
        : Blackboard().Match(name) is { Success: true } blackboard ? blackboard.Groups["student"].Value : null;

    // Without characters that steer terminals or change the direction of writing.
    static string Clean(string name)
    {
        var clean = new StringBuilder();
        foreach (var rune in name.EnumerateRunes().Take(Longest))
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
                clean.Append(rune);
        return clean.ToString().Trim();
    }

    [GeneratedRegex(@"(\.ipynb|\.txt|\.json|\.[A-Za-z0-9]{1,5})+$")]
    private static partial Regex Extensions();

    [GeneratedRegex(@"([ _-]*\(\d+\)|[ _-]+copy( ?\d+)?|[ _-]+kopie( ?\d+)?)+$", RegexOptions.IgnoreCase)]
    private static partial Regex Copies();

    [GeneratedRegex(@"^(?<student>.+?)_assignsubmission_(file|onlinetext)")]
    private static partial Regex Moodle();

    [GeneratedRegex(@"^(?<student>[^_]+)_(LATE_)?(?<id>\d+)_\d+_.+$")]
    private static partial Regex Canvas();

    [GeneratedRegex(@"^.+?_(?<student>[^_]+)_attempt_\d{4}-\d\d-\d\d")]
    private static partial Regex Blackboard();
}
