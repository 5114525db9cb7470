namespace Descent.SystemTests;

/// <summary>What a reader needs who hears the page or has no mouse.</summary>
static class ReaderChecks
{
    public static async Task Run(Report report, Browser browser, string name)
    {
        report.Check($"{name}: language, title, one first heading and one main landmark", await browser.Texts(Landmarks));
        var count = (int)(await browser.Evaluate($"(window.things = {Things}, window.reached = new Set(), addEventListener('focusin', e => reached.add(e.target)), document.activeElement.blur(), scrollTo(0, 0), things.length)"))!;
        for (var k = 0; k < count + 20; k++) await browser.Press("Tab");
        report.Check($"{name}: everything interactive of the page is reached by Tab", await browser.Texts(Unreached("!e.closest('.js-plotly-plot')")));
        report.Check($"{name}: everything interactive in its figures is reached by Tab", await browser.Texts(Unreached("e.closest('.js-plotly-plot')")));
    }

    /// <summary>Search and copying, by keyboard.</summary>
    public static async Task Use(Report report, Browser browser, string name)
    {
        if ((bool)(await browser.Evaluate("!!document.querySelector('.search')"))!) await Search(report, browser, name);
        if ((int)(await browser.Evaluate("document.querySelectorAll('.copy').length"))! == 0) return;
        await browser.Evaluate("(window.copied = '', document.addEventListener('copy', () => copied = getSelection().toString() || document.activeElement.value), document.querySelector('.copy').focus(), 0)");
        await browser.Press("Enter");
        report.Check($"{name}: code is copied by keyboard, and that is said", await browser.Until("document.querySelector('.copy').textContent === 'Copied' && /copied/.test([...document.querySelectorAll('[role=status]')].at(-1).textContent)", 5),
            $"the button says “{await browser.Evaluate("document.querySelector('.copy').textContent")}”");
    }

    static async Task Search(Report report, Browser browser, string name)
    {
        var here = browser.Page.Url;
        await browser.Evaluate("(document.activeElement.blur(), scrollTo(0, 0), 0)");
        await browser.Press("/");
        report.Check($"{name}: the key / goes to the search", (bool)(await browser.Evaluate("document.activeElement.matches('.search input')"))!, "the focus is elsewhere");
        await browser.Page.Keyboard.TypeAsync((string)(await browser.Evaluate("(document.querySelector('.chapters h3 a') ?? document.querySelector('h1')).textContent.match(/\\p{L}{4,}/u)[0]"))!);
        report.Check($"{name}: a search shows sections and says how many", await browser.Until("document.querySelectorAll('.search [role=option]').length > 0 && /^\\d+ sections?/.test(document.querySelector('.search [role=status]').textContent)", 10),
            $"it says “{await browser.Evaluate("document.querySelector('.search [role=status]').textContent")}”");
        await Task.Delay(500);                                // the last letter's results stand
        await browser.Press("ArrowDown");
        report.Check($"{name}: an arrow key chooses a result", (bool)(await browser.Evaluate("document.querySelector('.search [aria-selected=true]')?.id === document.activeElement.getAttribute('aria-activedescendant')"))!, "nothing is chosen");
        var target = (string)(await browser.Evaluate("document.querySelector('.search [aria-selected=true] a').href"))!;
        await browser.Press("Enter");
        report.Check($"{name}: Enter goes to it", await browser.Until($"location.href === '{target}' && !!document.getElementById(decodeURIComponent(location.hash.slice(1)))", 30),
            $"the page is {browser.Page.Url}, not {target}");
        await browser.Page.GotoAsync(here);
    }

    const string Landmarks = """
        [[/^[a-z]{2}(-|$)/.test(document.documentElement.lang), 'html has no lang'], [document.title.trim(), 'no title'],
         [document.querySelectorAll('h1').length === 1, `${document.querySelectorAll('h1').length} h1`], [document.querySelectorAll('main, [role=main]').length === 1, 'not exactly one main']]
          .filter(([holds]) => !holds).map(([, problem]) => problem)
        """;

    const string Controls = "a[href], button, summary, input, select, textarea, [tabindex]:not([tabindex=\"-1\"]), .updatemenu-button, .slider-grip-rect, .modebar-btn";

    // Links, controls (plotly's too) and what scrolls sideways.
    const string Things = $$"""
        [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility({ visibilityProperty: true }) && (e.matches('{{Controls}}')
          || e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX)))
        """;

    static string Unreached(string which) => $$"""
        (() => { const kinds = Map.groupBy(things.filter(e => ({{which}}) && !reached.has(e) && !reached.has(e.closest('[tabindex="0"]'))), e => `${e.localName}.${e.getAttribute('class') ?? ''}`);
          return [...kinds].map(([kind, all]) => `${all.length} × ${kind}, the first ${all[0].outerHTML.slice(0, 100)}`); })()
        """;
}
