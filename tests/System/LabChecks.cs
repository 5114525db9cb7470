using System.Text.Json;

namespace Descent.SystemTests;

/// <summary>Widgets and figures in JupyterLab's own output area and widget manager (its npm packages, as thebe-core bundles them), over a real Jupyter server.</summary>
static class LabChecks
{
    /// <summary>The one server there is on Debian does not know the websocket subprotocol that JupyterLab asks for first.</summary>
    const string OldServer = "Sec-WebSocket-Protocol";

    public static async Task Run(Report report, string? shots)
    {
        using var jupyter = await Jupyter.Install();
        var bundle = Path.Combine(Jupyter.Root, "artifacts", "npm", "node_modules", "thebe-core", "dist", "lib");
        if (!Directory.Exists(bundle)) throw new InvalidOperationException($"{bundle} is missing: copy tests/System/npm/*.json to artifacts/npm and run `npm ci --prefix artifacts/npm`, as .ci/run does.");
        var served = Path.Combine(jupyter.Folder, "share", "jupyter", "nbextensions", "lab");
        Jupyter.Copy(bundle, served);
        File.Copy(Path.Combine(Jupyter.Root, "tests", "System", "lab.html"), Path.Combine(served, "lab.html"));
        await using var server = await jupyter.Serve();
        await using var browser = await Browser.Start();
        foreach (var dark in (bool[])[false, true])
        {
            await browser.Open($"{server.Address}/nbextensions/lab/lab.html?token={server.Token}&kernel=.net-csharp", 900, 1600, dark);
            var where = dark ? "lab, dark" : "lab";
            await report.Guard($"{where}: the sample cells", () => Cells(report, browser, where));
            report.Check($"{where}: figures are drawn in the theme's ink", await browser.Texts("[...document.querySelectorAll('.js-plotly-plot')].map(g => [g._fullLayout.font.color, getComputedStyle(g.closest('.descent-figure')).color]).filter(([ink, text]) => (parseInt(ink.slice(1, 3), 16) > 127) !== (parseInt(text.match(/\\d+/)[0]) > 127)).map(([ink, text]) => `${ink} beside ${text}`)"));
            report.Check($"{where}: no error in the page's console", [.. browser.Errors.Where(e => !e.Contains(OldServer, StringComparison.Ordinal))]);
            report.Check($"{where}: nothing is asked of any other server", [.. browser.Requests.Where(r => !r.Contains(new Uri(server.Address).Authority, StringComparison.Ordinal))]);
            if (shots is not null) await browser.Page.ScreenshotAsync(new() { Path = Path.Combine(shots, dark ? "lab-dark.png" : "lab.png") });
        }
    }

    static async Task Cells(Report report, Browser browser, string where)
    {
        string[] cells = [Samples.Library, Samples.Experiment, Samples.Widgets, Samples.Progress];
        for (var i = 0; i < cells.Length; i++)
        {
            var result = (await browser.Evaluate($"lab.then(l => l.run({JsonSerializer.Serialize(cells[i])}))"))!;
            report.Check($"{where}: sample cell {i + 1} runs", (string?)result["status"] == "ok", result["outputs"]!.ToJsonString());
        }
        await Samples.Explore(report, browser, $"{where}, experiment", ".cell:nth-of-type(2)");
        await Samples.Slide(report, browser, $"{where}, widgets", ".cell:nth-of-type(3)");
        var last = (string)(await browser.Evaluate("document.querySelector('.cell:nth-of-type(4)').innerText"))!;
        report.Check($"{where}: progress has become a line, and the result follows", last.Contains("780", StringComparison.Ordinal) && (bool)(await browser.Evaluate("!document.querySelector('.cell:nth-of-type(4) progress')"))!, last);
        report.Check($"{where}: every figure is drawn", await Samples.Undrawn(browser));
    }
}
