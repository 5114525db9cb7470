using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Descent.Notebooks.Book;

/// <summary>A terminal's text as HTML: its colours, bold, italic and underline as classes (<c>a1</c> red … <c>a6</c> cyan, <c>ab</c>, <c>ai</c>, <c>au</c>),
/// a line written over by carriage returns as what it last showed, every other control sequence gone.</summary>
static partial class Ansi
{
    public static string Html(string text)
    {
        var html = new StringBuilder();
        string[] state = ["", "", "", ""];                         // colour, bold, italic, underlined
        var at = 0;
        text = Overwritten().Replace(text.Replace("\r\n", "\n"), "");
        foreach (Match control in Control().Matches(text))
        {
            Write(html, text[at..control.Index], state);
            at = control.Index + control.Length;
            if (control.Groups["sgr"].Success)
                Apply(control.Groups["sgr"].Value.Split(';').Select(n => int.TryParse(n, out var code) ? code : 0).ToArray(), state);
        }
        Write(html, text[at..], state);
        return html.ToString();
    }

    static void Apply(int[] codes, string[] state)
    {
        for (var i = 0; i < codes.Length; i++)
            switch (codes[i])
            {
                case 0: Array.Fill(state, ""); break;
                case 1: state[1] = "ab"; break;
                case 3: state[2] = "ai"; break;
                case 4: state[3] = "au"; break;
                case 22: state[1] = ""; break;
                case 23: state[2] = ""; break;
                case 24: state[3] = ""; break;
                case >= 30 and <= 37: state[0] = $"a{codes[i] - 30}"; break;
                case >= 90 and <= 97: state[0] = $"a{codes[i] - 90}"; break;
                case 39: state[0] = ""; break;
                case 38 or 48: i += codes.ElementAtOrDefault(i + 1) == 5 ? 2 : 4; break;      // 256 colours or RGB: the text keeps the page's
            }
    }

    static void Write(StringBuilder html, string text, string[] state)
    {
        var kind = string.Join(' ', state.Where(s => s is not ""));
        if (text is not "")
            html.Append(kind is "" or "a0" or "a7" ? WebUtility.HtmlEncode(text) : $"<span class=\"{kind}\">{WebUtility.HtmlEncode(text)}</span>");
    }

    [GeneratedRegex(@"^[^\n]*\r(?=[^\n])", RegexOptions.Multiline)]
    private static partial Regex Overwritten();

    [GeneratedRegex(@"\x1b\[(?<sgr>[\d;]{0,40})m|\x1b\[[\d;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|[\x00-\x08\x0b-\x1f\x7f]")]
    private static partial Regex Control();
}
