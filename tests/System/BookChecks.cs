namespace Descent.SystemTests;

/// <summary>The HTML book as a reader sees it: wide and narrow, light and dark, without network.</summary>
static class BookChecks
{
    const int Wide = 1000;
    const int Narrow = 375;

    public static Task Run(Report report, string book, int chapters, string? shots) => report.Guard($"The book in {book} can be read in a browser", async () =>
    {
        string[] all = Directory.Exists(book) ? [.. Directory.GetFiles(book, "*.html").Order()] : [];
        string[] pages = [.. all.Where(page => !IsIndex(page)).Take(chapters), .. all.Where(IsIndex)];
        report.Check("The book has chapters", pages.Any(page => !IsIndex(page)), $"no chapter in {book}: build it with `dotnet run --project lib/Course`, or give the book's folder as the argument");
        if (pages.Length == 0) return;
        await using var browser = await Browser.Start();
        foreach (var page in pages)
            await report.Guard($"{Path.GetFileName(page)} can be checked", () => Page(report, browser, page, shots));
        await report.Guard("The book is safe", () => SafetyChecks.Run(report, browser, book, pages));
    });

    static bool IsIndex(string page) => Path.GetFileName(page) == "index.html";

    static async Task Page(Report report, Browser browser, string page, string? shots)
    {
        var name = Path.GetFileName(page);
        // Without screenshots, which is the quick loop, two of the four views.
        foreach (var dark in (bool[])[false, true])
            foreach (var width in shots is not null ? (int[])[Wide, Narrow] : [dark ? Narrow : Wide])
            {
                var how = $"{name}, {(dark ? "dark" : "light")}, {width} px";
                await browser.Open(new Uri(page).AbsoluteUri, width, dark: dark);
                report.Check($"{how}: every figure is drawn", await Undrawn(browser));
                report.Check($"{how}: no console error", [.. browser.Errors]);
                report.Check($"{how}: no network request", [.. browser.Requests]);
                report.Check($"{how}: the page does not scroll sideways", await browser.Texts(Sideways));
                report.Check($"{how}: text contrast is at least 4.5", await browser.Texts(Contrast));
                if (dark) report.Check($"{how}: the background is dark", await browser.Texts(Background));
                if (dark == (width == Narrow)) report.Check($"{how}: axe finds nothing", await Axe.Problems(browser));
                if (shots is not null)
                    await browser.Screenshot(Path.Combine(shots, $"{Path.GetFileNameWithoutExtension(page)}-{(dark ? "dark" : "light")}-{width}"));
            }
        await browser.Open(new Uri(page).AbsoluteUri, Wide);
        await Undrawn(browser);
        report.Check($"{name}: every figure has a caption, alternative text and a data table", await browser.Texts(Described));
        report.Check($"{name}: plotly finds nothing wrong in any figure", await browser.Texts(Valid));
        report.Check($"{name}: every figure follows a change of the colour scheme", await Unchanged(browser));
        await ReaderChecks.Run(report, browser, name);
        await ReaderChecks.Use(report, browser, name);
        await browser.Open(new Uri(page).AbsoluteUri, Wide);
        await Undrawn(browser);
        await NumberChecks.Run(report, browser, name);
        await MotionChecks.Run(report, browser, name);
        report.Check($"{name}: internal links lead somewhere", await DeadLinks(browser, page));
    }

    /// <summary>Scrolls from top to bottom, then waits for every figure.</summary>
    public static async Task<string[]> Undrawn(Browser browser)
    {
        await browser.Evaluate("(async () => { for (let y = 0; y < document.documentElement.scrollHeight; y += 600) { scrollTo(0, y); await new Promise(r => setTimeout(r, 20)); } scrollTo(0, 0); })()");
        const string undrawn = "[...document.querySelectorAll('[data-plotly]')].filter(f => !f.querySelector('svg.main-svg, canvas') || !(f.querySelector('.descent-alt')?.hidden ?? true))";
        await browser.Until($"{undrawn}.length === 0", 30);
        return await browser.Texts($"{undrawn}.map(f => f.querySelector('figcaption')?.textContent ?? f.outerHTML.slice(0, 80))");
    }

    /// <summary>Figures whose ink stays as it was, or whose numbers do not, when the reader's system turns dark.</summary>
    static async Task<string[]> Unchanged(Browser browser)
    {
        await browser.Evaluate("window.inks = () => [...document.querySelectorAll('[data-plotly] .js-plotly-plot')].map(g => g._fullLayout.font.color)");
        await browser.Evaluate("window.numbers = () => [...document.querySelectorAll('[data-plotly] .js-plotly-plot')].map(g => JSON.stringify(g.data.map(t => [t.x, t.y, t.z])))");
        var (before, numbers) = (await browser.Texts("inks()"), await browser.Texts("numbers()"));
        await browser.View(Wide, 800, dark: true);
        await browser.Until($"inks().every(ink => ink !== '{before.FirstOrDefault()}')", 10);
        return
        [
            .. (await browser.Texts("inks()")).Select((ink, i) => (ink, i)).Where(p => p.ink == before[p.i]).Select(p => $"figure {p.i + 1} stays {p.ink}"),
            .. (await browser.Texts("numbers()")).Select((text, i) => (text, i)).Where(p => p.text != numbers[p.i]).Select(p => $"figure {p.i + 1} has other numbers"),
        ];
    }

    static async Task<string[]> DeadLinks(Browser browser, string page)
    {
        var links = await browser.Texts("[...document.querySelectorAll('a[href], link[href]')].map(a => a.href).concat([...document.querySelectorAll('img[src], script[src]')].map(a => a.src)).filter(h => h.startsWith('file:'))");
        return [.. links.Distinct().Select(link => new Uri(link)).Where(link => Dead(link, page)).Select(link => Uri.UnescapeDataString(link.AbsoluteUri))];

        static bool Dead(Uri link, string page)
        {
            if (!File.Exists(link.LocalPath)) return true;
            var anchor = Uri.UnescapeDataString(link.Fragment.TrimStart('#'));
            return anchor.Length > 0 && !File.ReadAllText(link.LocalPath).Contains($"id=\"{System.Net.WebUtility.HtmlEncode(anchor)}\"", StringComparison.Ordinal);
        }
    }

    public const string Sideways = """
        (() => { const w = document.documentElement.clientWidth, s = document.documentElement.scrollWidth;
          if (s <= w) return [];
          const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > w + 1 && !e.closest('[style*="overflow-x"]'));
          return [`the page is ${s} px wide in ${w} px`, ...wide.slice(0, 5).map(e => e.outerHTML.slice(0, 100))]; })()
        """;

    const string Colours = """
        const rgba = c => { const n = c.match(/[\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1]; };
        const linear = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
        const luminance = c => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
        const scheme = matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.documentElement).colorScheme.includes('dark');
        const behind = e => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 0.99) return c; } return scheme ? [18, 18, 18, 1] : [255, 255, 255, 1]; };
        """;

    public const string Background = $$"""
        (() => { {{Colours}} const c = behind(document.body); return luminance(c) < 0.1 ? [] : [`the body's background is ${c}`]; })()
        """;

    public const string Contrast = $$"""
        (() => { {{Colours}}
          const texts = [...document.querySelectorAll('body, p, li, td, th, h1, h2, h3, a, code, pre, span, figcaption, summary')]
            .filter(e => e.checkVisibility() && !e.closest('svg, .katex-mathml') && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
          const bad = texts.map(e => { const f = rgba(getComputedStyle(e).color), b = behind(e), m = [0, 1, 2].map(i => f[3] * f[i] + (1 - f[3]) * b[i]);
            const [lo, hi] = [luminance(m), luminance(b)].sort((x, y) => x - y); return [(hi + 0.05) / (lo + 0.05), e]; }).filter(([r]) => r < 4.5);
          return bad.slice(0, 20).map(([r, e]) => `${r.toFixed(2)}: ${e.outerHTML.slice(0, 100)}`); })()
        """;

    const string Described = """
        [...document.querySelectorAll('[data-plotly]')].filter(f => !f.querySelector('figcaption')?.textContent.trim() || !f.querySelector('[role=img]')?.getAttribute('aria-label')?.trim()
          || !f.querySelector('details table tbody td')).map(f => f.textContent.slice(0, 100))
        """;

    // Two false alarms of plotly's validator: it compares a button's arguments by identity, and knows no name of a colour axis.
    const string Valid = """
        [...document.querySelectorAll('[data-plotly] .js-plotly-plot')].flatMap(g => { const problems = f => { try { return (f() ?? []).filter(p => !p.astr.includes('.args[') && p.astr !== 'coloraxis').map(p => p.msg); } catch (e) { return [e.message]; } };
          return problems(() => Plotly.validate(g.data, g.layout)).map(p => `${g.closest('[data-plotly]').querySelector('figcaption').textContent.slice(0, 50)}: ${p}`); })
        """;
}
