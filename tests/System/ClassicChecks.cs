namespace Descent.SystemTests;

/// <summary>Debian's classic notebook as a student uses it: Run All, figures, sliders by keyboard and mouse, interrupt, restart, completion, tooltip.</summary>
static class ClassicChecks
{
    /// <summary>The notebook's own MathJax 2 asks for an empty font.</summary>
    const string BlankFont = "about:blank";

    public static async Task Run(Report report, int chapters, string? shots)
    {
        using var jupyter = await Jupyter.Install();
        Samples.Write(jupyter, "checks.ipynb", Samples.Library, Samples.Experiment, Samples.Widgets, Samples.Progress, Samples.Loop, "sum + 1", Samples.Input, "Math.S", "Math.Sqrt");
        await using var server = await jupyter.Serve();
        await using var browser = await Browser.Start();
        await report.Guard("classic: the sample cells", () => Cells(report, browser, server, shots));
        foreach (var chapter in Directory.GetFiles(jupyter.Notebooks, "??-*.ipynb").Select(Path.GetFileName).Order().Take(chapters))
            await report.Guard($"classic, {chapter}", () => Chapter(report, browser, server, chapter!, shots));
    }

    static async Task Cells(Report report, Browser browser, Jupyter.Server server, string? shots)
    {
        var page = new ClassicPage(browser);
        await page.Open(server.Page("checks.ipynb"));
        await page.Run(0, 60);
        await page.Run(1);
        await report.Guard("classic, experiment", () => Samples.Explore(report, browser, "classic, experiment", ClassicPage.Root(1)));
        await page.Run(2);
        await report.Guard("classic, widgets", () => Samples.Slide(report, browser, "classic, widgets", ClassicPage.Root(2)));
        await Shot(browser, shots, "classic-widgets");

        await page.Begin(3);
        report.Check("classic: long work shows a progress bar", await browser.Until($"document.querySelector(\"{ClassicPage.Root(3)} progress\")", 5), await page.Output(3));
        report.Check("classic: the bar becomes a line, and the result follows", await page.Idle(15) && (await page.Output(3)).Contains("780", StringComparison.Ordinal)
            && (bool)(await browser.Evaluate($"!document.querySelector(\"{ClassicPage.Root(3)} progress\")"))!, await page.Output(3));

        await page.Begin(4);
        await Task.Delay(1500);
        await page.Interrupt();
        report.Check("classic: the toolbar's button ends a loop that never ends", await page.Idle(5), await page.Output(4));
        await page.Run(5);
        report.Check("classic: after an interrupt the next cell runs and knows what was before", (await page.Output(5)).EndsWith("781", StringComparison.Ordinal), await page.Output(5));

        await page.Begin(6);
        await browser.Page.WaitForSelectorAsync("input.raw_input");
        await page.Answer("Ada");
        report.Check("classic: a cell that reads a line gets it", await page.Idle(5) && (await page.Output(6)).Contains("Hello Ada", StringComparison.Ordinal), await page.Output(6));

        var offered = await page.Complete(7, "");
        report.Check("classic: Tab offers the members that begin so", offered.Contains("Sqrt") && offered.All(o => o.StartsWith("S", StringComparison.OrdinalIgnoreCase)), string.Join(", ", offered));
        await Shot(browser, shots, "classic-completion");
        await browser.Press("Escape");
        var tip = await page.Tooltip(8, "(");
        report.Check("classic: Shift-Tab shows the signature", tip.Contains("double", StringComparison.Ordinal) && tip.Contains("Sqrt", StringComparison.Ordinal), tip);
        await Shot(browser, shots, "classic-tooltip");

        await page.Restart();
        await page.Run(5);
        report.Check("classic: a restarted kernel knows nothing of before", (await page.CellErrors()).Any(e => e.Contains("sum", StringComparison.Ordinal)), await page.Output(5));
        await page.Run(0, 60);
        await page.Run(2);
        await Samples.Slide(report, browser, "classic, widgets after a restart", ClassicPage.Root(2));
        report.Check("classic: no error in the page's console", [.. browser.Errors]);
    }

    static async Task Chapter(Report report, Browser browser, Jupyter.Server server, string chapter, string? shots)
    {
        var page = new ClassicPage(browser);
        await page.Open(server.Page(chapter));
        await page.RunAll();
        report.Check($"classic, {chapter}: Run All comes to its end", await page.Idle(120), "cells still wait after 120 s");
        report.Check($"classic, {chapter}: every cell has run", await page.Unrun());
        report.Check($"classic, {chapter}: no cell has an error", await page.CellErrors());
        report.Check($"classic, {chapter}: it has figures, and every one is drawn", (bool)(await browser.Evaluate("!!document.querySelector('[data-plotly]')"))! ? await Samples.Undrawn(browser) : ["no figure"]);
        report.Check($"classic, {chapter}: no error in the page's console", [.. browser.Errors.Where(e => !e.Contains(BlankFont, StringComparison.Ordinal))]);
        report.Check($"classic, {chapter}: nothing is asked of any other server", [.. browser.Requests.Where(r => !r.Contains(new Uri(server.Address).Authority, StringComparison.Ordinal))]);
        await Shot(browser, shots, $"classic-{Path.GetFileNameWithoutExtension(chapter)}");
    }

    static async Task Shot(Browser browser, string? shots, string name)
    {
        if (shots is not null) await browser.Page.ScreenshotAsync(new() { Path = Path.Combine(shots, name + ".png") });
    }
}
