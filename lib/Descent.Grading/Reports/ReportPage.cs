using System.Globalization;
using System.Text;
using Descent.Checks;
using Descent.Grading.Exercises;
using Descent.Grading.Results;

namespace Descent.Grading.Reports;

/// <summary>The instructor's page.</summary>
static class ReportPage
{
    public static string Html(Bundle bundle, Statistics all, IReadOnlyList<Change> changes) => Sheet.Html($"Report · {bundle.Title}", $"""
        <main id="content" class="sheet wide">
        <article>
        <p class="kicker">Report for the instructor: hidden checks are named here</p>
        <h1>{Plain.Name(bundle.Title)}</h1>
        <p class="who">{Plain.Name(bundle.Assignment)}, version {Plain.Name(bundle.Version)}, {Plain.Count(bundle.Questions.Count, "question")}, {Plain.Points(bundle.Maximum)}</p>
        {Totals(all)}{Changed(changes)}{Attention(all)}{Questions(all)}{Slipped(all)}{Students(bundle, all)}{Origin(bundle, all)}</article>
        </main>

        """);

    static string Totals(Statistics all) => $"""
        <section aria-labelledby="totals">
        <h2 id="totals">Totals</h2>
        <dl class="numbers">
        <div><dt>submissions</dt><dd>{all.All.Count}</dd></div>
        {string.Concat(Enum.GetValues<State>().Select(s => (s, Count: all.All.Count(r => r.State == s))).Where(s => s.Count > 0 || s.s == State.Graded).Select(s => $"<div><dt>{Label.Of(s.s)}</dt><dd>{s.Count}</dd></div>\n"))}</dl>
        {(all.Graded.Count == 0 ? "" : $"""
        <h3>Points of the {Plain.Count(all.Graded.Count, "graded submission")}</h3>
        <dl class="numbers">
        <div><dt>mean</dt><dd>{Number(all.Mean)}</dd></div>
        <div><dt>lowest</dt><dd>{Number(all.Quantile(0))}</dd></div>
        <div><dt>lower quarter</dt><dd>{Number(all.Quantile(0.25m))}</dd></div>
        <div><dt>median</dt><dd>{Number(all.Quantile(0.5m))}</dd></div>
        <div><dt>upper quarter</dt><dd>{Number(all.Quantile(0.75m))}</dd></div>
        <div><dt>highest</dt><dd>{Number(all.Quantile(1))}</dd></div>
        </dl>
        {Distribution(all.Histogram())}
        """)}</section>

        """;

    static string Distribution(int[] bars)
    {
        const int width = 46, height = 120;
        var most = Math.Max(1, bars.Max());
        var svg = new StringBuilder();
        foreach (var (i, count) in bars.Index())
        {
            var (x, bar) = (i * width, (decimal)height * count / most);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"part\" x=\"{x + 4}\" y=\"{20 + height - bar:0.#}\" width=\"{width - 8}\" height=\"{bar:0.#}\"/><text x=\"{x + width / 2}\" y=\"{14 + height - bar:0.#}\">{(count == 0 ? "" : count)}</text><text class=\"axis\" x=\"{x + width / 2}\" y=\"{height + 38}\">{Range(i)}</text>\n");
        }
        return $"""
            <figure class="histogram">
            <figcaption>Graded submissions by share of the points, in per cent</figcaption>
            <svg viewBox="0 0 {bars.Length * width} {height + 46}" role="img" aria-label="{string.Join(", ", bars.Select((b, i) => (b, i)).Where(b => b.b > 0).Select(b => $"{Range(b.i)} per cent: {b.b}"))}">
            <line class="ground" x1="0" x2="{bars.Length * width}" y1="{20 + height}" y2="{20 + height}"/>
            {svg}</svg>
            </figure>

            """;
    }

    static string Range(int i) => i == 10 ? "100" : $"{10 * i}–{10 * i + 10}";

    static string Changed(IReadOnlyList<Change> changes) => changes.Count == 0 ? "" : $"""
        <section aria-labelledby="changes">
        <h2 id="changes">Changed since the run before</h2>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="changes"><table>
        <thead><tr><th scope="col">Student</th><th scope="col" class="number">Before</th><th scope="col" class="number">Now</th><th scope="col">Why</th></tr></thead>
        <tbody>
        {string.Concat(changes.Select(c => $"<tr><th scope=\"row\">{Plain.Name(c.Student, 100)}</th><td class=\"number\">{Worth(c.Old)}</td><td class=\"number\">{Worth(c.New)}</td><td class=\"why\">{Items(c.Why)}</td></tr>\n"))}</tbody>
        </table></div>
        </section>

        """;

    static string Attention(Statistics all) => $"""
        <section aria-labelledby="attention">
        <h2 id="attention">To look at</h2>
        {(all.Attention.Count == 0 ? "<p>Nothing: no submission was rejected or repaired, none crashed or ran into a limit, no file was handed in twice.</p>\n" : $"""
        <p>{Plain.Count(all.Attention.Count, "submission")} of {all.All.Count}: rejected, repaired, stopped at a limit, or handed in twice.</p>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="attention"><table>
        <thead><tr><th scope="col">Student</th><th scope="col">Why</th></tr></thead>
        <tbody>
        {string.Concat(all.Attention.Select(a => $"<tr><th scope=\"row\">{Link(a.Result)}</th><td class=\"why\">{Items(a.Why)}</td></tr>\n"))}</tbody>
        </table></div>

        """)}</section>

        """;

    static string Questions(Statistics all) => $"""
        <section aria-labelledby="questions">
        <h2 id="questions">Questions and checks</h2>
        {string.Concat(all.Questions.Select(Question))}</section>

        """;

    static string Question(QuestionStatistics question, int at) => $"""
        <h3 id="question-{at + 1}">{at + 1}. {Plain.Name(question.Question.Title)}</h3>
        <p class="worth">Mean {Number(question.Mean)} of {Plain.Points(question.Question.Maximum)}; {question.Full} of {question.Answers} have all points, {question.Missing} {(question.Missing == 1 ? "has" : "have")} no answer.</p>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="question-{at + 1}"><table class="rates">
        <thead><tr><th scope="col">Check</th><th scope="col">Seen</th><th scope="col" class="number">Points</th><th scope="col" class="number">Passed</th><th scope="col"><span class="unseen">Share</span></th><th scope="col">Otherwise</th></tr></thead>
        <tbody>
        {string.Concat(question.Checks.Select(Check))}</tbody>
        </table></div>

        """;

    static string Check(CheckStatistics check) =>
        $"<tr><th scope=\"row\">{Plain.Name(check.Check.Title)}{(check.Oddity == "" ? "" : $" <span class=\"flag\">{check.Oddity}</span>")}</th><td>{(check.Check.IsHidden ? "hidden" : "visible")}</td><td class=\"number\">{Number(check.Check.Points)}</td>"
        + $"<td class=\"number\">{Share(check.Passed, check.Tried)}</td><td class=\"share\">{Sheet.Bar(check.Tried == 0 ? 0 : (decimal)check.Passed / check.Tried)}</td>"
        + $"<td class=\"why\">{string.Join(", ", check.Verdicts.Where(v => v.Key != Verdict.Passed).OrderBy(v => v.Key).Select(v => $"{Label.Of(v.Key)} {v.Value}"))}</td></tr>\n";

    static string Slipped(Statistics all)
    {
        var rows = all.Questions.Where(q => q.Slipped > 0).ToList();
        return $"""
            <section aria-labelledby="slipped">
            <h2 id="slipped">Wrong answers that slipped through the visible checks</h2>
            {(rows.Count == 0 ? "<p>None: whoever passes all visible checks of a question passes its hidden ones.</p>\n" : $"""
            <p>They pass all visible checks of the question and fail a hidden one. Many of them may mean that a visible check is missing.</p>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="slipped"><table>
            <thead><tr><th scope="col">Question</th><th scope="col">Students</th><th scope="col">Failed hidden checks</th></tr></thead>
            <tbody>
            {string.Concat(rows.Select(q => $"<tr><th scope=\"row\">{Plain.Name(q.Question.Title)}</th><td>{Share(q.Slipped, q.Answers)}</td><td class=\"why\">{Items([.. q.Checks.Where(c => c.Slipped > 0).Select(c => $"{c.Check.Title}: {c.Slipped}")])}</td></tr>\n"))}</tbody>
            </table></div>

            """)}</section>

            """;
    }

    static string Students(Bundle bundle, Statistics all) => $"""
        <section aria-labelledby="students">
        <h2 id="students">Students</h2>
        <div class="scroll" tabindex="0" role="group" aria-labelledby="students"><table>
        <thead><tr><th scope="col">Student</th><th scope="col">State</th>{string.Concat(bundle.Questions.Select((q, i) => $"<th scope=\"col\" class=\"number\"><abbr title=\"{Plain.Html(Plain.Line(q.Title))}\">{i + 1}</abbr></th>"))}<th scope="col" class="number">Points</th><th scope="col">Result</th></tr></thead>
        <tbody>
        {string.Concat(all.All.Select(r => $"<tr><th scope=\"row\">{Link(r)}</th><td>{Label.Of(r.State)}</td>{string.Concat(bundle.Questions.Select(q => $"<td class=\"number\">{(r.Questions.FirstOrDefault(a => a.Id == q.Id) is { } a && Label.IsGraded(r.State) ? Number(a.Points) : "–")}</td>"))}<td class=\"number\">{Worth(r)}</td><td><a href=\"results/{Address(r)}.json\" aria-label=\"Result of {Plain.Html(Plain.Line(r.Student))} as JSON\">JSON</a></td></tr>\n"))}</tbody>
        </table></div>
        </section>

        """;

    static string Origin(Bundle bundle, Statistics all) => $"""
        <section aria-labelledby="origin">
        <h2 id="origin">How it was graded</h2>
        {(bundle.HasKey ? "" : "<p class=\"notice\">Without an instructor’s key: the hidden inputs are drawn from public text, so students can compute them.</p>\n")}<dl class="origin">
        <dt>Hidden inputs</dt><dd>{(bundle.HasKey ? "drawn from the instructor’s key" : "drawn from public text")}</dd>
        {Values("Isolation", all.All.Select(r => r.Isolation))}{Values("Grader", all.All.Select(r => r.Grader))}{Values("Version of the exercise", all.All.Select(r => r.Version))}{Values("SHA-256 of the bundle", all.All.Select(r => r.Bundle))}</dl>
        </section>

        """;

    // One value is the rule; several are results of different runs, each with how many.
    static string Values(string name, IEnumerable<string> values)
    {
        var counts = values.CountBy(v => v).OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).ToList();
        return $"<dt>{name}</dt>{string.Concat(counts.Select(v => $"<dd>{Plain.Name(v.Key)}{(counts.Count > 1 ? $" ({Plain.Count(v.Value, "result")})" : "")}</dd>"))}\n";
    }

    static string Link(Result result) => $"<a href=\"feedback/{Address(result)}.html\">{Plain.Name(result.Student, 100)}</a>";

    static string Address(Result result) => Uri.EscapeDataString(FileName.Of(result.Student));

    static string Items(IReadOnlyList<string> items) => items.Count == 1 ? Plain.Name(items[0], 500) : $"<ul>{string.Concat(items.Select(i => $"<li>{Plain.Name(i, 500)}</li>"))}</ul>";

    static string Worth(Result? result) => result is null ? "–" : Label.IsGraded(result.State) ? $"{Number(result.Points)} of {Number(result.Maximum)}" : "not graded";

    static string Share(int part, int whole) => whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{part} of {whole} ({100m * part / whole:0} %)");

    static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
