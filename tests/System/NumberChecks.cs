using System.Globalization;
using System.Text.RegularExpressions;

namespace Descent.SystemTests;

/// <summary>Every decimal number and percentage in the text that follows an output is a number that an output of the same section shows, at the text's rounding.</summary>
/// <remarks>Text: paragraphs, list items and the verdicts of tables (not their first column, the claims) after the first output; not headings, predictions ("Before you run") and exercises.
/// A formula counts as text when it is nothing but numbers: $0.93$, $(1.5,\ 2.5)$, $1.2\cdot10^{33}$. Outputs: what a cell prints, and a figure's caption and alternative text, of the section (level two),
/// or of the whole chapter where the section has none. The figures' data tables do not count: they hold so many numbers that any number of two digits is among them.
/// The output is written at least as precisely as the text; 97.6 % (or per cent) is the same number as 0.976.</remarks>
static partial class NumberChecks
{
    public static async Task Run(Report report, Browser browser, string name)
    {
        var page = (await browser.Evaluate(Reading))!;
        var outputs = page["outputs"]!.AsArray().SelectMany(o => Numbers((string)o![1]!).Select(n => (Section: (int)o[0]!, Number: n))).ToLookup(o => o.Section, o => o.Number);
        if (outputs.Count == 0) return;
        var all = outputs.SelectMany(o => o).ToArray();
        report.Check($"{name}: every number in the text is one that an output shows",
            [.. page["prose"]!.AsArray().SelectMany(p => Strangers((string)p![1]!, outputs.Contains((int)p[0]!) ? [.. outputs[(int)p[0]!]] : all))]);
    }

    /// <summary>What is wrong with a piece of text: one line for each number that no output has, with the nearest that one has.</summary>
    static IEnumerable<string> Strangers(string text, Quantity[] outputs) =>
        from sentence in SentenceEnd().Split(text)
        from number in Numbers(sentence)
        where (number.Percent || number.Text.Contains('.')) && !outputs.Any(number.Rounds)
        select $"{number.Text} in “{sentence.Trim()}”; the nearest number shown is {outputs.MinBy(number.Distance)!.Text}";

    /// <summary>The numbers of a text without their signs; references such as 27.1.2 are none.</summary>
    static IEnumerable<Quantity> Numbers(string text) => Number().Matches(text).Select(m =>
    {
        var power = Superscript(m.Groups["power"].Value) + (m.Groups["million"].Success ? 6 : 0);
        var digits = m.Groups["digits"].Value.Replace(",", "");
        var decimals = digits.Contains('.') ? digits.Length - digits.IndexOf('.') - 1 : 0;
        return new Quantity(m.Value.Trim(), double.Parse($"{digits}e{power}", CultureInfo.InvariantCulture), double.Parse($"1e{power - decimals}", CultureInfo.InvariantCulture), m.Groups["percent"].Success);
    });

    static int Superscript(string text) =>
        text is "" ? 0 : int.Parse(string.Concat(text.Select(c => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c) is >= 0 and var i ? "-0123456789"[i] : c == '−' ? '-' : c)), CultureInfo.InvariantCulture);

    /// <summary>A number as written: its value, the unit of its last digit, and whether a percent sign follows.</summary>
    sealed record Quantity(string Text, double Value, double Unit, bool Percent)
    {
        /// <summary>Whether another number, rounded to this one's last digit, is this one.</summary>
        public bool Rounds(Quantity other) => Candidates(other).Any(v => v.Unit <= Unit * (1 + 1e-9) && Math.Abs(v.Value - Value) <= Unit * 0.5 * (1 + 1e-9));

        public double Distance(Quantity other) => Candidates(other).Min(v => Math.Abs(v.Value - Value));

        IEnumerable<(double Value, double Unit)> Candidates(Quantity other) =>
            [(other.Value, other.Unit), .. Percent == other.Percent ? [] : Percent ? [(100 * other.Value, 100 * other.Unit)] : ((double, double)[])[(other.Value / 100, other.Unit / 100)]];
    }

    [GeneratedRegex(@"(?<![\d.\p{L}_])(?<digits>\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?)(?!\d|\.\d)([eE](?<power>[+-]?\d+)|\s?[·×]\s?10(\^\{?(?<power>[-−]?\d+)\}?|(?<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)))?(?<million>\smillion)?(?<percent>\s?(%|per cent))?")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=[.!?:;])\s+(?=\P{Ll})")]
    private static partial Regex SentenceEnd();

    const string Reading = """
        (() => {
          const texts = (root, skip) => { const all = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
              n => n.nodeType === 1 && n.matches(skip) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
            while (walk.nextNode()) if (walk.currentNode.nodeType === 3) all.push(walk.currentNode.textContent);
            return all; };
          const results = [...document.querySelectorAll('.cell > :is(.stream, .value, .html, img)')];
          const numeric = tex => /^[\d\s.,;()\[\]{}+^-]*$/.test(tex = tex.replace(/\\cdot|\\times/g, '').replace(/\\[,;: %!]|\\(approx|simeq|pm|quad)\b/g, ' '));
          const plain = e => { const copy = e.cloneNode(true);
            for (const math of copy.querySelectorAll('.math')) {
              const tex = math.querySelector('annotation')?.textContent ?? math.textContent;
              math.replaceWith(numeric(tex) ? tex.replace(/\\cdot|\\times/g, '·').replace(/\\%/g, '%').replace(/\\[,;: !]|\\[a-z]+/g, ' ') : '…'); }
            copy.querySelectorAll('code, pre, .footnote-ref').forEach(c => c.replaceWith('…'));
            return copy.textContent.replace(/\s+/g, ' '); };
          const titles = [...document.querySelectorAll('article h2')], section = e => titles.filter(h => h.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING).length;
          const prose = [...document.querySelectorAll('article :is(p, li:not(:has(p)), td:not(:first-child))')]
            .filter(e => !e.closest('.cell, .predict, .exercises') && results[0]?.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING);
          return { prose: prose.map(e => [section(e), plain(e)]), outputs: results.map(e => [section(e),
            [e.alt, ...texts(e, 'script, style, svg, .descent-data'), ...[...e.querySelectorAll('[role=img]')].map(p => p.ariaLabel)].join(' ')]) };
        })()
        """;
}
