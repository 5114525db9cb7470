using System.Text.Json.Nodes;

namespace Descent.SystemTests;

/// <summary>Figures that move: the play button, the pause button and the slider do what they promise.</summary>
static class MotionChecks
{
    public static async Task Run(Report report, Browser browser, string name)
    {
        var count = (int)(await browser.Evaluate($"(window.movers = {Movers}).length"))!;
        for (var i = 0; i < count; i++)
        {
            var mover = i;
            var caption = (string)(await browser.Evaluate($"movers[{i}].caption"))!;
            await report.Guard($"{name}, “{caption}” can be played", () => Mover(report, browser, $"{name}, “{caption}”", $"movers[{mover}]"));
        }
    }

    static async Task Mover(Report report, Browser browser, string name, string mover)
    {
        var last = (int)(await browser.Evaluate($"{mover}.last"))!;
        await Click(browser, mover, "button(0)");
        report.Check($"{name}: play moves the points", await browser.Until($"{mover}.frame() > 0", 10), "no frame after the first was shown within 10 s");
        report.Check($"{name}: play ends at the last frame", await browser.Until($"{mover}.frame() === {last} && {mover}.step() === {last}", 20 + last * 0.1),
            $"frame {await browser.Evaluate($"{mover}.frame()")}, slider {await browser.Evaluate($"{mover}.step()")} of {last}");
        await Click(browser, mover, "rail(0)");
        report.Check($"{name}: the slider's left end shows the first frame", await browser.Until($"{mover}.frame() === 0 && {mover}.step() === 0", 10), await Where(browser, mover));
        await Click(browser, mover, "button(0)");
        await browser.Until($"{mover}.frame() > 0", 10);
        await Click(browser, mover, "button(1)");
        await Task.Delay(300);
        var paused = (int)(await browser.Evaluate($"{mover}.frame()"))!;
        await Task.Delay(500);
        report.Check($"{name}: pause holds the points", paused > 0 && paused < last && paused == (int)(await browser.Evaluate($"{mover}.frame()"))!, $"paused at {paused} of {last}; {await Where(browser, mover)}");
        await Click(browser, mover, "rail(0.5)");
        report.Check($"{name}: the slider's middle shows a middle frame", await browser.Until($"Math.abs({mover}.frame() - {last / 2}) <= 1 && {mover}.frame() === {mover}.step()", 10), await Where(browser, mover));
        var from = (int)(await browser.Evaluate($"{mover}.frame()"))!;
        report.Check($"{name}: an arrow key moves the slider", await Press(browser, $"{mover}.slider()", "ArrowRight") && await browser.Until($"{mover}.frame() === {from + 1} && {mover}.step() === {from + 1}", 5),
            $"the slider does not take focus, or not the key; {await Where(browser, mover)}");
        report.Check($"{name}: the Enter key plays", await Press(browser, $"{mover}.play()", "Enter") && await browser.Until($"{mover}.frame() > {from + 1}", 10),
            $"the button does not take focus, or not the key; {await Where(browser, mover)}");
    }

    static async Task<string> Where(Browser browser, string mover) =>
        $"the points are at frame {await browser.Evaluate($"{mover}.frame()")}, the slider at {await browser.Evaluate($"{mover}.step()")}";

    static async Task<bool> Press(Browser browser, string element, string key)
    {
        var focused = (bool)(await browser.Evaluate($"(e => {{ e?.focus(); return !!e && document.activeElement === e; }})({element})"))!;
        if (focused) await browser.Press(key);
        return focused;
    }

    /// <summary>Clicks a place of the figure, in the window and standing still: figures above that are drawn late move those below.</summary>
    static async Task Click(Browser browser, string mover, string place)
    {
        var (at, before) = ("", "-");
        for (var tries = 0; at != before && tries < 40; tries++)
        {
            await Task.Delay(150);
            before = at;
            at = (await browser.Evaluate($"({mover}.plot.scrollIntoView({{ block: 'center', behavior: 'instant' }}), {mover}.{place})"))!.ToJsonString();
        }
        var point = (JsonArray)JsonNode.Parse(at)!;
        await browser.Click((double)point[0]!, (double)point[1]!);
    }

    // frame(): the latest frame whose numbers the traces have; step(): what the slider says.
    const string Movers = """
        [...document.querySelectorAll('[data-plotly] .js-plotly-plot')].filter(g => g._transitionData?._frames.length).map(g => {
          const frames = g._transitionData._frames, numbers = t => JSON.stringify([[...t.x], [...t.y]]);
          const middle = (e, share = 0.5) => { const r = e.getBoundingClientRect(); return [r.left + share * (r.width - 1), r.top + r.height / 2]; };
          return { plot: g, last: frames.length - 1, caption: g.closest('[data-plotly]').querySelector('figcaption').textContent.slice(0, 50),
            frame: () => frames.findLastIndex(f => f.data.every((d, i) => numbers(g.data[f.traces[i]]) === numbers(d))), step: () => g._fullLayout.sliders[0].active,
            button: i => middle(g.querySelectorAll('.updatemenu-button')[i]), rail: share => middle(g.querySelector('.slider-rail-touch-rect'), 0.02 + 0.96 * share),
            slider: () => g.closest('[data-plotly]').querySelector('[role=slider]'), play: () => g.querySelector('.updatemenu-button') };
        })
        """;
}
