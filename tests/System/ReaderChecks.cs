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
