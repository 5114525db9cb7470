using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Descent.SystemTests;

/// <summary>Figures with controls: each control, by mouse and by keyboard, shows the numbers and the words that are stored for its value; what can be played plays.</summary>
static class MotionChecks
{
    public static async Task Run(Report report, Browser browser, string name)
    {
        var kinds = await browser.Texts($"(window.experiments = {Experiments}).flatMap((e, i) => e.kinds.map((kind, k) => `${{i}} ${{k}} ${{kind}}`))");
        foreach (var parts in kinds.Select(k => k.Split(' ')))
        {
            var control = $"experiments[{parts[0]}].control({parts[1]})";
            var what = $"{name}, {(string)(await browser.Evaluate($"{control}.name"))!}";
            await report.Guard($"{what} can be set", async () =>
            {
                if (parts[2] == "play") await Played(report, browser, what, control);
                else await Set(report, browser, what, control, parts[2]);
            });
        }
        await Resized(report, browser, name);
        if (kinds.Length == 0) return;
        await Calm(browser, ReducedMotion.Reduce);
        report.Check($"{name}: who wants less motion steps and is played nothing", await browser.Texts("[...document.querySelectorAll('.descent-controls button')].map(b => b.title).filter(t => t.startsWith('Play'))"));
        await Calm(browser, ReducedMotion.NoPreference);
    }

    /// <summary>A phone that is turned: figures take the new width, and say nothing on the console.</summary>
    static async Task Resized(Report report, Browser browser, string name)
    {
        var (size, errors) = (browser.Page.ViewportSize!, browser.Errors.Count);
        foreach (var width in (int[])[375, size.Width])
        {
            await browser.Page.SetViewportSizeAsync(width, size.Height);
            const string other = "[...document.querySelectorAll('[data-plotly] .js-plotly-plot')].filter(g => g.clientWidth && Math.abs(g._fullLayout.width - g.clientWidth) > 1)";
            await browser.Until($"{other}.length === 0", 10);
            report.Check($"{name}: every figure follows the page to {width} px", await browser.Texts($"{other}.map(g => g.closest('[data-plotly]').querySelector('figcaption').textContent.slice(0, 50))"));
        }
        report.Check($"{name}: no error on the console while controls and widths change", [.. browser.Errors.Skip(errors)]);
    }

    static async Task Calm(Browser browser, ReducedMotion motion)
    {
        var figures = (int)(await browser.Evaluate("experiments.length"))!;
        await browser.Page.EmulateMediaAsync(new() { ReducedMotion = motion });
        await browser.Page.ReloadAsync();
        await browser.Until($"(window.experiments = [...document.querySelectorAll('.descent-controls')]).length === {figures}", 30);
    }

    static async Task Set(Report report, Browser browser, string what, string control, string kind)
    {
        var before = (int)(await browser.Evaluate($"{control}.value()"))!;
        var done = kind switch
        {
            "slider" => await Press(browser, $"{control}.input()", before == 0 ? "ArrowRight" : "ArrowLeft"),
            "choice" => await Press(browser, $"{control}.input()", before == 0 ? "ArrowDown" : "ArrowUp"),
            _ => await Click(browser, control, "middle()"),
        };
        report.Check($"{what}: it takes {(kind is "slider" or "choice" ? "an arrow key" : "a click")}", done && await browser.Until($"{control}.value() !== {before}", 5), $"it stays at {before}");
        report.Check($"{what}: the figure shows the numbers of the new value", await browser.Until($"{control}.shown()", 10), $"at {await browser.Evaluate($"{control}.value()")}");
        report.Check($"{what}: the alternative text is that of the new value", await browser.Until($"{control}.said()", 10), (string)(await browser.Evaluate($"{control}.words()"))!);
        if (kind != "slider") return;
        await Click(browser, control, "rail(1)");
        report.Check($"{what}: the right end of the slider shows the last value", await browser.Until($"{control}.value() === {control}.last && {control}.shown()", 10), await Where(browser, control));
    }

    static async Task Played(Report report, Browser browser, string what, string control)
    {
        var last = (int)(await browser.Evaluate($"{control}.last"))!;
        await Click(browser, control, "rail(0)");
        report.Check($"{what}: the slider's left end shows the first step", await browser.Until($"{control}.value() === 0 && {control}.shown()", 10), await Where(browser, control));
        await Click(browser, control, "button(0)");
        report.Check($"{what}: play moves", await browser.Until($"{control}.value() > 0", 10), "still at the first step after 10 s");
        report.Check($"{what}: play ends at the last step", await browser.Until($"{control}.value() === {last} && {control}.shown()", 20 + last * 0.3), await Where(browser, control));
        await Click(browser, control, "button(0)");
        await browser.Until($"{control}.value() > 0 && {control}.value() < {last}", 10);
        await Click(browser, control, "button(0)");
        var paused = (int)(await browser.Evaluate($"{control}.value()"))!;
        await Task.Delay(1300);
        report.Check($"{what}: pause holds", paused < last && paused == (int)(await browser.Evaluate($"{control}.value()"))!, $"paused at {paused} of {last}; {await Where(browser, control)}");
        await Click(browser, control, "rail(0.5)");
        report.Check($"{what}: the slider's middle shows a middle step", await browser.Until($"Math.abs({control}.value() - {last / 2}) <= 1 && {control}.shown()", 10), await Where(browser, control));
        var from = (int)(await browser.Evaluate($"{control}.value()"))!;
        await Click(browser, control, "button(1)");
        report.Check($"{what}: a step back", await browser.Until($"{control}.value() === {from - 1} && {control}.shown()", 5), await Where(browser, control));
        report.Check($"{what}: an arrow key moves the slider", await Press(browser, $"{control}.input()", "ArrowRight") && await browser.Until($"{control}.value() === {from} && {control}.shown()", 5),
            $"the slider does not take focus, or not the key; {await Where(browser, control)}");
        report.Check($"{what}: the Enter key plays", await Press(browser, $"{control}.play()", "Enter") && await browser.Until($"{control}.value() > {from}", 10),
            $"the button does not take focus, or not the key; {await Where(browser, control)}");
        await Click(browser, control, "rail(1)");
    }

    static async Task<string> Where(Browser browser, string control) =>
        $"the slider is at {await browser.Evaluate($"{control}.value()")}, the figure {((bool)(await browser.Evaluate($"{control}.shown()"))! ? "too" : "elsewhere")}";

    static async Task<bool> Press(Browser browser, string element, string key)
    {
        var focused = (bool)(await browser.Evaluate($"(e => {{ e?.focus(); return !!e && document.activeElement === e; }})({element})"))!;
        if (focused) await browser.Press(key);
        return focused;
    }

    /// <summary>Clicks a place of the control, in the window and standing still: figures above that are drawn late move those below.</summary>
    static async Task<bool> Click(Browser browser, string control, string place)
    {
        var (at, before) = ("", "-");
        for (var tries = 0; at != before && tries < 40; tries++)
        {
            await Task.Delay(150);
            before = at;
            at = (await browser.Evaluate($"({control}.row.scrollIntoView({{ block: 'center', behavior: 'instant' }}), {control}.{place})"))!.ToJsonString();
        }
        var point = (JsonArray)JsonNode.Parse(at)!;
        await browser.Click((double)point[0]!, (double)point[1]!);
        return true;
    }

    // Each experiment reads its own stored states: those that agree with the value of control k, and among them one whose numbers are drawn, whose words are said.
    const string Experiments = """
        [...document.querySelectorAll('.descent-figure:has(.descent-controls)')].map(e => {
          const f = JSON.parse(e.querySelector('.descent-payload').textContent), sizes = f.controls.map(c => c.labels.length), g = e.querySelector('.js-plotly-plot');
          const text = v => JSON.stringify(v?.length >= 0 ? [...v] : v), middle = (r, share = 0.5) => { r = r.getBoundingClientRect(); return [r.left + share * r.width, r.top + r.height / 2]; };
          const value = (n, [path, list, ids]) => (i => i < 0 ? undefined : f.pool[Array.isArray(ids) ? ids[i] : ids + i])(f.lists[list][n]);
          const numbers = f.slots.filter(s => /^data\/\d+\/[xyz]$/.test(s[0])), sentences = f.slots.filter(s => s[0].startsWith('alt/'));
          const states = (k, v) => [...Array(sizes.reduce((a, b) => a * b, 1)).keys()].filter(n => Math.floor(n / sizes.slice(k + 1).reduce((a, b) => a * b, 1)) % sizes[k] === v);
          const words = n => Object.values(sentences.reduce((all, s) => ({ ...all, [s[0].slice(4)]: value(n, s) }), { ...f.base.alt })).filter(t => t !== undefined).join('. ');
          return {
            kinds: f.controls.map(c => c.play ? 'play' : c.kind),
            control: k => {
              const row = e.querySelectorAll('.descent-controls > div')[k], input = row.querySelector('input, select'), c = f.controls[k];
              const at = () => c.kind === 'choice' ? input.selectedIndex : c.kind === 'toggle' ? +input.checked : c.kind === 'slider' ? +input.value : c.labels.findIndex(l => row.textContent.endsWith(`(${l})`));
              return {
                row, last: sizes[k] - 1, name: `“${e.querySelector('figcaption').textContent.slice(0, 40)}”, ${c.name}`, input: () => input, value: at, play: () => row.querySelector('button'),
                shown: () => states(k, at()).some(n => numbers.every(s => text(g.data[s[0].split('/')[1]]?.[s[0].at(-1)]) === text(value(n, s)))),
                words: () => e.querySelector('[role=img]').getAttribute('aria-label'),
                said: () => !f.base.alt || states(k, at()).some(n => e.querySelector('[role=img]').getAttribute('aria-label') === words(n)),
                middle: () => middle(input ?? row.querySelector('button')), button: i => middle(row.querySelectorAll('button')[i]), rail: share => middle(input, 0.01 + 0.98 * share),
              };
            },
          };
        })
        """;
}
