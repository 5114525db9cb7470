using System.Text.RegularExpressions;

namespace Descent.Notebooks;

/// <summary>The lines of a cell that are not C#: <c>#!markdown</c>, <c>#!html</c> and <c>#!csharp</c> say what follows, <c>#!time</c> measures the cell.</summary>
static partial class Magics
{
    /// <summary>The parts of a cell, and whether it is timed. In a part of C# every line keeps its number.</summary>
    /// <exception cref="DirectiveException">A line begins with <c>#!</c> and a word that means nothing here.</exception>
    public static (IReadOnlyList<Section> Sections, bool IsTimed) Split(string code)
    {
        List<Section> sections = [new(null, "")];
        var isTimed = false;
        var lines = code.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Magic().Match(lines[i]) is not { Success: true } magic)
            {
                sections[^1] = sections[^1] with { Text = sections[^1].Text + lines[i] + "\n" };
                continue;
            }
            var blank = new string('\n', i + 1);
            switch (magic.Groups["name"].Value.ToLowerInvariant())
            {
                case "time":
                    isTimed = true;
                    sections[^1] = sections[^1] with { Text = sections[^1].Text + "\n" };
                    break;
                case "csharp" or "c#":
                    sections.Add(new(null, blank));
                    break;
                case "markdown":
                    sections.Add(new("text/markdown", ""));
                    break;
                case "html":
                    sections.Add(new("text/html", ""));
                    break;
                default:
                    throw new DirectiveException($"Line {i + 1}: {magic.Value.Trim()} is not known here; these are: #!csharp, #!html, #!markdown, #!time.");
            }
        }
        return ([.. sections.Where(s => s.Text.AsSpan().Trim().Length > 0)], isTimed);
    }

    [GeneratedRegex(@"^#!(?<name>[A-Za-z][\w#-]*)")]
    private static partial Regex Magic();
}

/// <summary>A part of a cell.</summary>
/// <param name="MimeType">What the text is to be shown as; null for C#.</param>
/// <param name="Text">The text.</param>
sealed record Section(string? MimeType, string Text);
