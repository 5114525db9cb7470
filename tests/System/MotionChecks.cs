using Microsoft.Playwright;

namespace Descent.SystemTests;

/// <summary>Figures that the reader sets: every control changes its figure by keyboard and gives back what was there before; what moves can be played, paused and stepped.</summary>
static class MotionChecks
{
    public static async Task Run(Report report, Browser browser, string name)
    {
        var figures = await browser.Texts($"(window.movers = {Movers}).map(m => m.caption)");
        for (var i = 0; i < figures.Length; i++)
        {
            var (who, mover) = ($"{name}, “{figures[i]}”", $"movers[{i}]");
            await browser.Evaluate($"({mover}.e.scrollIntoView({{ block: 'center', behavior: 'instant' }}), 0)");
            foreach (var control in await browser.Texts($"{mover}.controls.map((c, k) => `${{k}} ${{c.type}} ${{c.name}}`)"))
                await report.Guard($"{who}: {control}", () => Control(report, browser, who, mover, control.Split(' ', 3)));
            if ((bool)(await browser.Evaluate($"!!{mover}.button('Play')"))!)
                await report.Guard($"{who} can be played", () => Play(report, browser, who, mover));
        }
        if (figures.Length == 0) return;
        await browser.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await browser.Page.ReloadAsync();
        await browser.Until($"{Movers}.length === {figures.Length}", 30);
        report.Check($"{name}: who wants less motion steps and is played nothing", await browser.Texts($"{Movers}.filter(m => m.button('Play')).map(m => m.caption)"));
        await browser.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        await browser.Page.ReloadAsync();
        await browser.Until($"{Movers}.length === {figures.Length}", 30);
    }

    /// <summary>To the other end and back by keyboard: the figure changes, then is as before.</summary>
    static async Task Control(Report report, Browser browser, string who, string mover, string[] control)
    {
        var (element, type, label) = ($"{mover}.controls[{control[0]}].e", control[1], control[2]);
        var (seen, value) = ($"{mover}.numbers()", $"{mover}.controls[{control[0]}].value()");
        var (before, start) = ((string)(await browser.Evaluate(seen))!, (string)(await browser.Evaluate(value))!);
        var focused = (bool)(await browser.Evaluate($"({element}.focus(), document.activeElement === {element})"))!;
        string[] there = type switch { "range" => [(string)(await browser.Evaluate($"{element}.value === {element}.max ? 'Home' : 'End'"))!], "select-one" => ["ArrowDown"], "checkbox" => ["Space"], _ => ["Enter"] };
        foreach (var key in there) await browser.Press(key);
        report.Check($"{who}: {label} changes the figure by keyboard", focused && await browser.Until($"{value} !== '{start}' && {seen} !== {System.Text.Json.JsonSerializer.Serialize(before)}", 5),
            focused ? $"{there[0]} leaves it at {await browser.Evaluate(value)}" : "it does not take focus");
        var back = type switch { "range" => "Home", "select-one" => "ArrowUp", "checkbox" => "Space", _ => "Enter" };
        for (var k = 0; k < 200 && (string)(await browser.Evaluate(value))! != start; k++) await browser.Press(k > 0 && type == "range" ? "ArrowRight" : back);
        report.Check($"{who}: back at its start, {label} shows the first figure", await browser.Until($"{seen} === {System.Text.Json.JsonSerializer.Serialize(before)}", 5), $"at {await browser.Evaluate(value)} the numbers are others");
    }

    static async Task Play(Report report, Browser browser, string who, string mover)
    {
        var (at, slider) = ($"+{mover}.moving().value", $"{mover}.moving()");
        var last = (int)(await browser.Evaluate($"+{slider}.max"))!;
        await Press("Play");
        report.Check($"{who}: play moves", await browser.Until($"{at} > 0", 10), "no step after the first within 10 s");
        report.Check($"{who}: play ends at the last step, and the button plays again", await browser.Until($"{at} === {last} && {mover}.button('Play')", 30), $"at {await browser.Evaluate(at)} of {last}");
        await Press("Play");
        await browser.Until($"{at} > 0 && {at} < {last}", 10);
        await Press("Pause");
        var paused = (int)(await browser.Evaluate(at))!;
        await Task.Delay(900);
        report.Check($"{who}: pause holds", paused < last && paused == (int)(await browser.Evaluate(at))!, $"paused at {paused} of {last}, now at {await browser.Evaluate(at)}");
        await Press("Forward");
        report.Check($"{who}: a step forward is one step", await browser.Until($"{at} === {paused + 1}", 5), $"at {await browser.Evaluate(at)}, not {paused + 1}");
        await Press("Back");
        report.Check($"{who}: a step back is one step", await browser.Until($"{at} === {paused}", 5), $"at {await browser.Evaluate(at)}, not {paused}");

        async Task Press(string button) =>
            await browser.Evaluate($"(b => {{ if (!b) throw new Error('no button {button}'); b.click(); return 0; }})({mover}.button('{button}'))");
    }

    const string Movers = """
        [...document.querySelectorAll('.descent-figure')].filter(e => e.querySelector('.descent-controls')).map(e => ({
          e, caption: e.querySelector('figcaption').textContent.slice(0, 50),
          controls: [...e.querySelectorAll('.descent-controls :is(input, select), .descent-controls button:not([aria-label])')].filter(c => !c.textContent.includes('Copy')).map(c => ({
            e: c, type: c.type, name: c.labels?.[0]?.textContent ?? c.textContent, value: () => c.type === 'checkbox' ? `${c.checked}` : c.type === 'submit' || c.type === 'button' ? c.textContent : c.value })),
          button: name => [...e.querySelectorAll('.descent-controls button')].find(b => b.getAttribute('aria-label')?.startsWith(name + ':')),
          moving: () => [...e.querySelectorAll('.descent-controls .slider')].find(s => s.querySelector('button')).querySelector('input'),
          numbers: () => JSON.stringify([...e.querySelectorAll('.js-plotly-plot')].map(g => [g._fullLayout.annotations.map(a => [a.text, a.x, a.y]), g.calcdata?.map(t => t.map(p => [p.x, p.y, p.z, p.text]))])),
        }))
        """;
}
