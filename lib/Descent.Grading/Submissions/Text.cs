using System.Globalization;
using System.Text;

namespace Descent.Grading.Submissions;

/// <summary>Comparing and quoting what students wrote.</summary>
static class Text
{
    /// <summary>With line feeds only.</summary>
    public static string Lines(string text) => text.Replace("\r\n", "\n").Replace('\r', '\n');

    /// <summary>What decides whether two cells are the same: everything but white space and lines that reference an assembly by its place.</summary>
    public static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var line in Lines(text).Split('\n'))
            if (!line.StartsWith("#r ", StringComparison.Ordinal))
                foreach (var c in line)
                    if (!char.IsWhiteSpace(c))
                        bare.Append(c);
        return bare.ToString();
    }

    /// <summary>The share of a released text's telling lines that stand in a text, in any order.</summary>
    public static double Likeness(string released, string text)
    {
        var telling = released.Split('\n').Select(Bare).Where(l => l.Length > 15).ToHashSet();
        return telling.Count == 0 ? 0 : telling.Intersect(Lines(text).Split('\n').Select(Bare)).Count() / (double)telling.Count;
    }

    /// <summary>A foreign text on one line, without control and direction characters, cut.</summary>
    public static string Quoted(string text, int length = 40)
    {
        var quoted = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(length))
            quoted.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? "·" : rune.ToString());
        return text.EnumerateRunes().Skip(length).Any() ? quoted.Append('…').ToString() : quoted.ToString();
    }

    /// <summary>Names joined as in a sentence, the first few of them.</summary>
    public static string Listed(IReadOnlyCollection<string> names, int most = 8) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");

    /// <summary>The line, from 1, that begins with one of Git's conflict markers, or 0.</summary>
    public static int ConflictLine(string text) =>
        Array.FindIndex(text.Split('\n'), l => l.StartsWith("<<<<<<< ", StringComparison.Ordinal) || l.StartsWith(">>>>>>> ", StringComparison.Ordinal)) + 1;
}
