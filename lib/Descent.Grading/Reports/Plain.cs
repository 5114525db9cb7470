using System.Globalization;
using System.Net;
using System.Text;

namespace Descent.Grading.Reports;

/// <summary>Text of others as text: nothing invisible, nothing that turns the line around, nothing endless, nothing that a page or a terminal obeys.</summary>
static class Plain
{
    /// <summary>How much of a message or value is shown.</summary>
    public const int Most = 2000;

    const int Marks = 4;

    /// <summary>The text with visible control, format and bidirectional characters (␛, ⟨U+202E⟩), at most so many characters and a note how many are left out. Line ends become \n; tabs stay.</summary>
    public static string Of(string text, int most = Most)
    {
        var plain = new StringBuilder();
        var (taken, read, marks) = (0, 0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (taken++ == most)
                return plain.Append(CultureInfo.InvariantCulture, $"… ({text.Length - read:#,0} more characters)").ToString();
            read += rune.Utf16SequenceLength;
            var kind = Rune.GetUnicodeCategory(rune);
            marks = kind is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (rune.Value == '\r' && read < text.Length && text[read] == '\n')
                continue;
            plain.Append(rune.Value switch
            {
                '\n' or '\t' or 0x200C or 0x200D => rune.ToString(),   // the two joiners belong to scripts and emoji
                < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
                0x7F => "␡",
                _ when marks > Marks || kind is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                    => $"⟨U+{rune.Value:X4}⟩",
                _ => rune.ToString(),
            });
        }
        return plain.ToString();
    }

    /// <summary>The same on one line.</summary>
    public static string Line(string text, int most = 200) => Of(text.ReplaceLineEndings(" ").Replace('\t', ' '), most);

    /// <summary>The text as HTML, in an element or in an attribute.</summary>
    public static string Html(string text, int most = Most) => WebUtility.HtmlEncode(Of(text, most));

    /// <summary>A message that begins with a word, begun with a capital letter.</summary>
    public static string Sentence(string text)
    {
        var word = text.TakeWhile(char.IsAsciiLetterLower).Count();
        return word > 0 && (word == text.Length || text[word] == ' ') ? char.ToUpperInvariant(text[0]) + text[1..] : text;
    }

    /// <summary>One line as HTML, kept from turning its surroundings around.</summary>
    public static string Name(string text, int most = 200) => $"<bdi>{WebUtility.HtmlEncode(Line(text, most))}</bdi>";

    /// <summary>One line as Markdown, without markup or links of its own.</summary>
    public static string Markdown(string text, int most = Most)
    {
        var markdown = new StringBuilder();
        foreach (var c in Line(text, most))
            markdown.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                ':' => "&#58;",
                '@' => "&#64;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '#' or '|' or '~' or '$' or '!' => $"\\{c}",
                _ => c.ToString(),
            });
        return markdown.Replace("www.", "www&#46;").Replace("WWW.", "WWW&#46;").ToString();
    }

    /// <summary>A block of code in Markdown, with a fence longer than any in it.</summary>
    public static string Fenced(string text, int most = Most)
    {
        var plain = Of(text, most);
        var (longest, run) = (2, 0);
        foreach (var c in plain)
            longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        var fence = new string('`', longest + 1);
        return $"{fence}text\n{plain}\n{fence}\n";
    }

    /// <summary>Points in words, such as <c>1 point</c>.</summary>
    public static string Points(decimal points) => string.Create(CultureInfo.InvariantCulture, $"{points:0.###} {(points == 1 ? "point" : "points")}");

    /// <summary>Points of a maximum in words, such as <c>1 of 3 points</c>.</summary>
    public static string Points(decimal points, decimal maximum) => string.Create(CultureInfo.InvariantCulture, $"{points:0.###} of {Points(maximum)}");

    /// <summary>A number of things in words, such as <c>2 checks</c>.</summary>
    public static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
