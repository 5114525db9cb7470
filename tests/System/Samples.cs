using System.Text.Json.Nodes;

namespace Descent.SystemTests;

/// <summary>Cells that the front ends are tried with, and what must become of them in a page.</summary>
static class Samples
{
    public const string Library = """
        #r "../artifacts/notebook/Descent.dll"
        using Descent.Figures;
        using Descent.Front;
        """;

    /// <summary>The curve's highest point is the parameter.</summary>
    public const string Experiment = """
        Interact.Of(Parameter.Range("curvature λ", 1, 5, steps: 4, start: 2), λ => new Figure("A parabola", "w", "E").Line("E", Enumerable.Range(-10, 21).Select(i => i / 10.0), w => λ * w * w))
        """;

    /// <summary>The label says what the slider says.</summary>
    public const string Widgets = """
        var slider = new FloatSlider("rate η", 0, 1, 0.5, step: 0.01) { Format = ".2f" };
        var label = new Label("value 0.50");
        slider.ValueChanged += v => label.Text = FormattableString.Invariant($"value {v:F2}");
        new VBox(slider, label)
        """;

    public const string Progress = """
        var sum = 0;
        foreach (var i in Work.Each(Enumerable.Range(0, 40), "items")) { System.Threading.Thread.Sleep(50); sum += i; }
        sum
        """;

    public const string Loop = "while (true) { }";

    public const string Input = """
        Console.WriteLine("Hello " + Console.ReadLine());
        """;

    /// <summary>Writes a notebook of code cells beside the chapters.</summary>
    public static void Write(Jupyter jupyter, string name, params string[] cells)
    {
        var notebook = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select(cell => new JsonObject
            {
                ["cell_type"] = "code", ["execution_count"] = null, ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = cell,
            })]),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["display_name"] = ".NET (C#)", ["language"] = "C#" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 4,
        };
        File.WriteAllText(Path.Combine(jupyter.Notebooks, name), notebook.ToJsonString());
    }

    /// <summary>The experiment in a page: its own slider changes the figure, and so does the live one, for values between the stored ones too. The root is a selector of the cell's output.</summary>
    public static async Task Explore(Report report, Browser browser, string where, string root)
    {
        var plot = $"document.querySelector(\"{root} .js-plotly-plot\")";
        var top = $"Math.max(...{plot}.calcdata[0].map(p => p.y))";
        report.Check($"{where}: the experiment is drawn with the start's value", await browser.Until($"{plot}?.calcdata && Math.abs({top} - 2) < 1e-3", 20), await Seen(browser, root));
        await browser.Evaluate($"(document.querySelector(\"{root} .descent-controls input[type=range]\").focus(), 0)");
        await browser.Press("ArrowRight");
        report.Check($"{where}: an arrow key on the experiment's own slider changes the figure", await browser.Until($"Math.abs({top} - 3) < 1e-3", 5), $"the curve ends at {await browser.Evaluate(top)}, not at 3");
        report.Check($"{where}: the experiment can be run live", await browser.Until($"[...document.querySelectorAll(\"{root} button\")].some(b => b.textContent.includes('Run live'))", 5), await Seen(browser, root));
        await browser.Page.Locator($"{root} button", new() { HasText = "Run live" }).First.ClickAsync();
        var slider = new Slider(browser, root);
        if (!await slider.Ready()) throw new InvalidOperationException($"no live slider within 15 s: {await Seen(browser, root)}");
        await slider.Press("ArrowRight", 7);
        await Follows("by keyboard");
        foreach (var share in (double[])[0.83, 0.12, 0.57])
        {
            await slider.Drag(share);
            await Follows($"by mouse to {share:p0}");
        }

        async Task Follows(string how)
        {
            var holds = await browser.Until($"Math.abs({top} - parseFloat({slider.Readout})) <= 0.006", 5);
            report.Check($"{where}: moved {how}, the live slider's last value is the figure's", holds, $"the slider says {await slider.Value()}, the curve ends at {await browser.Evaluate(top)}");
        }
    }

    /// <summary>The slider and its label in a page: C# hears every last value.</summary>
    public static async Task Slide(Report report, Browser browser, string where, string root)
    {
        var slider = new Slider(browser, root);
        if (!await slider.Ready()) throw new InvalidOperationException($"no slider within 15 s: {await Seen(browser, root)}");
        var label = $"[...document.querySelectorAll(\"{root} .widget-label, {root} .widget-html-content\")].map(e => e.textContent).find(t => t.startsWith('value'))";
        await slider.Press("ArrowRight", 5);
        await Follows("five keys", "value 0.55");
        foreach (var share in (double[])[0.9, 0.05, 0.4])
        {
            await slider.Drag(share);
            await Follows($"a drag to {share:p0}", $"value {await slider.Value()}");
        }

        async Task Follows(string how, string expected) =>
            report.Check($"{where}: after {how} C# has heard the slider's last value", await browser.Until($"{label} === '{expected}'", 5), $"the label says “{await browser.Evaluate(label)}”, not “{expected}”");
    }

    /// <summary>Scrolls to every figure of the page and names those that stay undrawn.</summary>
    public static async Task<string[]> Undrawn(Browser browser)
    {
        const string figures = "[...document.querySelectorAll('[data-plotly]')]", drawn = "f.querySelector('svg.main-svg, canvas') && (f.querySelector('.descent-alt')?.hidden ?? true)";
        await browser.Evaluate($"(async () => {{ for (const f of {figures}) {{ f.scrollIntoView({{ block: 'center' }}); for (let k = 0; k < 200 && !({drawn}); k++) await new Promise(r => setTimeout(r, 50)); }} }})()");
        return await browser.Texts($"{figures}.filter(f => !({drawn})).map(f => f.querySelector('figcaption')?.textContent ?? f.outerHTML.slice(0, 80))");
    }

    static async Task<string> Seen(Browser browser, string root) => $"the page shows “{await browser.Evaluate($"document.querySelector(\"{root}\")?.innerText.slice(0, 500)")}”; errors: {string.Join("; ", browser.Errors)}";
}

/// <summary>A widget's slider in the page, of ipywidgets 6 (Debian) or 8 (JupyterLab).</summary>
sealed class Slider(Browser browser, string root)
{
    string Handle => $"document.querySelector(\"{root} .ui-slider-handle, {root} .noUi-handle\")";

    /// <summary>An expression for the number beside it.</summary>
    public string Readout => $"document.querySelector(\"{root} .widget-readout\").textContent";

    public async Task<string> Value() => (string)(await browser.Evaluate(Readout))!;

    /// <summary>Whether the page shows it, in time.</summary>
    public Task<bool> Ready() => browser.Until(Handle, 15);

    /// <summary>Presses a key on the focused handle.</summary>
    public async Task Press(string key, int times)
    {
        await browser.Evaluate($"({Handle}.scrollIntoView({{ block: 'center' }}), {Handle}.focus(), 0)");
        for (var k = 0; k < times; k++) await browser.Press(key);
    }

    /// <summary>Drags the handle with the mouse to a share of the rail, in many small steps.</summary>
    public async Task Drag(double share)
    {
        var places = (JsonArray)(await browser.Evaluate($"(h => {{ h.scrollIntoView({{ block: 'center' }}); const r = h.getBoundingClientRect(), p = h.closest('.ui-slider, .noUi-target').getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2, p.left, p.width]; }})({Handle})"))!;
        var (x, y, left, width) = ((float)places[0]!, (float)places[1]!, (float)places[2]!, (float)places[3]!);
        var to = left + (float)share * width;
        var mouse = browser.Page.Mouse;
        await mouse.MoveAsync(x, y);
        await mouse.DownAsync();
        for (var k = 1; k <= 40; k++) await mouse.MoveAsync(x + (to - x) * k / 40, y);
        await mouse.UpAsync();
    }
}
