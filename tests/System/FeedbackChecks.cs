using Descent.Grading.Reports;
using Descent.Grading.Results;
using Descent.Grading.Tests.Reports;
using Microsoft.Playwright;

namespace Descent.SystemTests;

/// <summary>The feedback pages and the instructor's report of a class, hostile students among it, as they are read: light and dark, wide, narrow and printed.</summary>
static class FeedbackChecks
{
    const int Wide = 1000;
    const int Narrow = 375;

    public static async Task Run(Report report, string? shots)
    {
        var folder = Directory.CreateTempSubdirectory("descent-feedback-").FullName;
        try
        {
            var results = SampleResults.Class();
            var before = results.Select(r => r.Student == "carla" ? SampleResults.Right("carla") : r).Skip(1).ToList();
            Grading.Reports.Report.Write(folder, SampleResults.Bundle, results, Changes.Between(before, results));
            await using var browser = await Browser.Start();
            List<string> dialogs = [];
            browser.Page.Dialog += (_, dialog) => dialogs.Add(dialog.Message);
            foreach (var (at, result) in results.Index())
                await report.Guard($"The feedback page {at} can be checked", () => Page(report, browser, Path.Combine(folder, "feedback", FileName.Of(result.Student) + ".html"), $"feedback page {at}", dialogs, at < 10 ? shots : null));
            Result[] honest = [.. results.Take(10)];
            File.WriteAllText(Path.Combine(folder, "honest.html"), Grading.Reports.Report.Html(SampleResults.Bundle, honest, Changes.Between([.. before.Take(9)], honest)));
            await report.Guard("The report of an honest class can be checked", () => Page(report, browser, Path.Combine(folder, "honest.html"), "honest report", dialogs, shots));
            await report.Guard("The report can be checked", () => Page(report, browser, Path.Combine(folder, "report.html"), "report", dialogs, shots));
            await report.Guard("Hints can be unfolded", () => Hints(report, browser, Path.Combine(folder, "feedback", FileName.Of("Éloïse Dupont") + ".html")));
            await report.Guard("The links of the report lead to the pages", () => Links(report, browser, folder, results));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task Page(Report report, Browser browser, string page, string name, List<string> dialogs, string? shots)
    {
        foreach (var dark in (bool[])[false, true])
            foreach (var width in shots is not null ? (int[])[Wide, Narrow] : [dark ? Narrow : Wide])
            {
                var how = $"{name}, {(dark ? "dark" : "light")}, {width} px";
                await browser.Open(new Uri(page).AbsoluteUri, width, dark: dark);
                await browser.Evaluate("[...document.querySelectorAll('details')].forEach(d => d.open = true), 0");
                report.Check($"{how}: no request, no console error, no dialog, nothing of a student runs", [.. browser.Requests, .. browser.Errors, .. dialogs, .. await browser.Texts("window.pwned ? [String(pwned)] : []")]);
                report.Check($"{how}: the page does not scroll sideways", await browser.Texts(BookChecks.Sideways));
                report.Check($"{how}: text contrast is at least 4.5", await browser.Texts(BookChecks.Contrast));
                report.Check($"{how}: axe finds nothing", await Axe.Problems(browser));
                if (dark) report.Check($"{how}: the background is dark", await browser.Texts(BookChecks.Background));
                report.Check($"{how}: the page is intact", await browser.Texts(Intact));
                if (shots is not null)
                    await browser.Screenshot(Path.Combine(shots, $"{name.Replace(' ', '-')}-{(dark ? "dark" : "light")}-{width}"));
            }
        await browser.Page.EmulateMediaAsync(new() { Media = Media.Print });
        report.Check($"{name}, printed by a reader with a dark screen: dark text on white", [.. await browser.Texts(BookChecks.Contrast), .. await browser.Texts("getComputedStyle(document.documentElement).backgroundColor === 'rgb(255, 255, 255)' ? [] : ['not white']")]);
        if (shots is not null)
            await browser.Screenshot(Path.Combine(shots, $"{name.Replace(' ', '-')}-print"));
        await browser.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        report.Check($"{name}: scripts, pictures, frames and connections are refused", await browser.Texts(SafetyChecks.Broken(
            "add('p', {}).setAttribute('style', 'color: red'); add('img', { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=' });", "style-src-attr", "img-src")));
    }

    static async Task Hints(Report report, Browser browser, string page)
    {
        await browser.Open(new Uri(page).AbsoluteUri);
        const string seen = "[...document.querySelectorAll('.hint p')].filter(p => p.checkVisibility()).map(p => p.textContent)";
        report.Check("No hint is seen before it is asked for", await browser.Texts(seen));
        await browser.Evaluate("(document.querySelector('.hint summary').focus(), 0)");
        await browser.Press("Enter");
        report.Check("Enter shows the first hint of a ladder, and only it", await browser.Until($"{seen}.join() === 'Along an eigenvector dᵀHd = λ|d|².'", 5), string.Join("; ", await browser.Texts(seen)));
        await browser.Press("Tab");
        await browser.Press("Enter");
        report.Check("Tab and Enter show the next one", await browser.Until($"{seen}.length === 2", 5), string.Join("; ", await browser.Texts(seen)));
    }

    static async Task Links(Report report, Browser browser, string folder, IReadOnlyList<Result> results)
    {
        await browser.Open(new Uri(Path.Combine(folder, "report.html")).AbsoluteUri);
        var links = await browser.Texts("[...document.querySelectorAll('a')].map(a => a.href).filter(h => h.includes('/feedback/'))");
        report.Check("The report links to every student's page", links.Distinct().Count() == results.Count, $"{links.Distinct().Count()} links for {results.Count} students");
        report.Check("Every such link leads to a file of the batch", [.. links.Where(l => !File.Exists(new Uri(l).LocalPath) || !Path.GetFullPath(new Uri(l).LocalPath).StartsWith(folder, StringComparison.Ordinal))]);
        await browser.Page.Locator("#students ~ div a").First.ClickAsync();
        report.Check("A click opens the student's page", await browser.Until("document.querySelector('.kicker').textContent === 'Feedback'", 10), "no feedback page");
    }

    const string Intact = """
        [[location.protocol === 'file:', location.href], [document.querySelectorAll('main').length === 1 && document.querySelectorAll('h1').length === 1, 'landmarks'], [document.querySelector('h1').checkVisibility(), 'hidden'],
         [document.querySelectorAll('style').length === 1 && !document.querySelector('script, img, iframe, form, input, base, link'), 'an element of somebody else'],
         [[...document.querySelectorAll('a')].every(a => a.protocol === 'file:'), 'a link leads elsewhere'], [[...document.body.children].every(e => ['HEADER', 'MAIN'].includes(e.tagName)), 'something left the page']]
          .filter(([holds]) => !holds).map(([, problem]) => problem)
        """;
}
