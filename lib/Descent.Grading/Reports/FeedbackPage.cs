using System.Text;
using Descent.Checks;
using Descent.Grading.Results;

namespace Descent.Grading.Reports;

/// <summary>The page of one student.</summary>
static class FeedbackPage
{
    public static string Html(Feedback feedback) => Sheet.Html($"Feedback · {feedback.Title}", $"""
        <main id="content" class="sheet">
        <article>
        <p class="kicker">Feedback</p>
        <h1>{Plain.Name(feedback.Title)}</h1>
        <p class="who"><strong>{Plain.Name(feedback.Student)}</strong> handed in {Plain.Name(feedback.File)}</p>
        {Score(feedback)}{(feedback.IsGraded ? Overview(feedback) : "")}{Repairs(feedback)}{Problems(feedback)}{(feedback.IsGraded ? string.Concat(feedback.Questions.Select(Question)) : "")}{Legend(feedback)}</article>
        <footer class="facts">
        <p>{Plain.Name(feedback.Assignment)}, version {Plain.Name(feedback.Version)}. Graded by {Plain.Name(feedback.Grader)}, isolation: {Plain.Name(feedback.Isolation)}.</p>
        <p>The file’s SHA-256 begins with <code>{Plain.Html(feedback.Hash[..Math.Min(16, feedback.Hash.Length)])}</code>.</p>
        </footer>
        </main>

        """);

    static string Score(Feedback feedback) => feedback.IsGraded
        ? $"""
            <section class="score" aria-label="Result">
            <p><strong>{feedback.Points:0.###}</strong> of {Plain.Points(feedback.Maximum)}</p>
            {Sheet.Bar(feedback.Maximum > 0 ? feedback.Points / feedback.Maximum : 0)}
            <p class="next" dir="auto">{Plain.Html(feedback.Next)}</p>
            </section>

            """
        : $"""
            <section class="notice bad" aria-labelledby="not-graded">
            <h2 id="not-graded">{Plain.Sentence(Label.Of(feedback.State))}</h2>
            {(feedback.Reason is { } reason ? $"<p class=\"words\" dir=\"auto\">{Plain.Html(Plain.Sentence(reason))}</p>\n" : "")}<p>{Plain.Html(feedback.Next)}</p>
            </section>

            """;

    static string Overview(Feedback feedback) => $"""
        <div class="scroll">
        <table class="overview">
        <caption class="unseen">Points of each question</caption>
        <thead><tr><th scope="col">Question</th><th scope="col">Checks you see</th><th scope="col">Hidden checks</th><th scope="col" class="number">Points</th></tr></thead>
        <tbody>
        {string.Concat(feedback.Questions.Select((q, i) => $"<tr><th scope=\"row\"><a href=\"#question-{i + 1}\">{i + 1}. {Plain.Name(q.Title)}</a></th><td>{q.Visible.Count(c => c.Verdict == Verdict.Passed)} of {q.Visible.Count} passed</td><td>{q.Hidden.Passed} of {q.Hidden.Count} passed</td><td class=\"number\">{q.Points:0.###} of {q.Maximum:0.###}</td></tr>\n"))}</tbody>
        </table>
        </div>

        """;

    static string Repairs(Feedback feedback) => feedback.Repairs.Count == 0 ? "" : $"""
        <section class="notice" aria-labelledby="repairs">
        <h2 id="repairs">Put right before grading</h2>
        <p>{Label.Meaning(State.GradedWithRepairs)}</p>
        <ul>
        {string.Concat(feedback.Repairs.Select(r => $"<li class=\"words\" dir=\"auto\">{Plain.Html(r)}</li>\n"))}</ul>
        </section>

        """;

    static string Problems(Feedback feedback) => feedback.Problems.Count == 0 ? "" : $"""
        <section aria-labelledby="cells">
        <h2 id="cells">Cells that did not run to their end</h2>
        <p>{Label.Counting}</p>
        {string.Concat(feedback.Problems.Select(Problem))}</section>

        """;

    static string Problem(CellProblem problem) => $"""
        <div class="check {Kind(problem.State)}">
        <h3>{Plain.Name(problem.Cell)}{(problem.Line is { } line ? $", line {line}" : "")} <span class="state">{Label.Of(problem.State)}</span></h3>
        {(problem.Code is { } code ? $"<pre class=\"code\" dir=\"ltr\"><code>{Plain.Html(code.Trim(), 500)}</code></pre>\n" : "")}<p class="words" dir="auto">{Plain.Html(Plain.Sentence(problem.Message))}</p>
        </div>

        """;

    static string Question(QuestionFeedback question, int at) => $"""
        <section aria-labelledby="question-{at + 1}">
        <h2 id="question-{at + 1}">{at + 1}. {Plain.Name(question.Title)}</h2>
        <p class="worth">{Plain.Points(question.Points, question.Maximum)}</p>
        <ul class="checks">
        {string.Concat(question.Visible.Select(Check))}{Hidden(question)}</ul>
        </section>

        """;

    static string Check(CheckResult check)
    {
        var html = new StringBuilder($"<li class=\"check {Kind(check.Verdict)}\">\n<p class=\"line\"><span class=\"sign\" aria-hidden=\"true\">{Label.Sign(check.Verdict)}</span> <span><strong>{Plain.Name(check.Title)}</strong> "
            + $"<span class=\"state\">{Label.Of(check.Verdict)}</span></span> <span class=\"worth\">{Plain.Points(check.Points, check.Maximum)}</span></p>\n");
        if (check.Verdict == Verdict.Passed)
            return html.Append("</li>\n").ToString();
        if (Label.Message(check) is { Length: > 0 } message)
            html.Append($"<p class=\"words\" dir=\"auto\">{Plain.Html(message)}</p>\n");
        if (check.Expected is not null || check.Got is not null)
            html.Append($"<table class=\"compare\">\n<caption class=\"unseen\">Expected and got</caption>\n<tbody>\n{Value("expected", check.Expected)}{Value("got", check.Got)}</tbody>\n</table>\n");
        return html.Append(Ladder(check.Hints, 0)).Append("</li>\n").ToString();
    }

    static string Value(string name, string? value) => value is null ? "" : $"<tr><th scope=\"row\">{name}</th><td dir=\"ltr\"><code>{Plain.Html(value)}</code></td></tr>\n";

    // Each hint lies behind the one before it.
    static string Ladder(IReadOnlyList<string> hints, int at) => at == hints.Count ? "" :
        $"<details class=\"hint\">\n<summary>{(hints.Count == 1 ? "A hint" : $"Hint {at + 1} of {hints.Count}")}</summary>\n<p class=\"words\" dir=\"auto\">{Plain.Html(hints[at])}</p>\n{Ladder(hints, at + 1)}</details>\n";

    static string Hidden(QuestionFeedback question)
    {
        if (question.Hidden is not { Count: > 0 } hidden)
            return "";
        var all = hidden.Passed == hidden.Count;
        var (kind, sign) = all ? ("right", "✓") : question.IsTried ? ("wrong", "✗") : ("open", "–");
        return $"""
            <li class="check {kind}">
            <p class="line"><span class="sign" aria-hidden="true">{sign}</span> <strong>{hidden.Passed} of {Plain.Count(hidden.Count, "hidden check")} passed</strong> <span class="worth">{Plain.Points(hidden.Points, hidden.Maximum)}</span></p>
            {(all || !question.IsTried ? "" : "<p>Hidden checks try your answer on inputs you do not see.</p>\n")}</li>

            """;
    }

    static string Legend(Feedback feedback)
    {
        var verdicts = feedback.Questions.SelectMany(q => q.Visible.Select(c => c.Verdict)).Concat(feedback.Problems.Select(p => p.State)).Distinct().Order().ToList();
        return !feedback.IsGraded || verdicts.Count == 0 ? "" : $"""
            <section class="legend" aria-labelledby="words">
            <h2 id="words">What the words mean</h2>
            <dl>
            {string.Concat(verdicts.Select(v => $"<dt>{Label.Sign(v)} {Label.Of(v)}</dt><dd>{Label.Meaning(v)}</dd>\n"))}<dt>hidden checks</dt><dd>They decide with the ones you see, on inputs that are not shown. Of each question you learn how many passed.</dd>
            </dl>
            </section>

            """;
    }

    static string Kind(Verdict verdict) => verdict switch { Verdict.Passed => "right", Verdict.NoAnswer or Verdict.NotRun => "open", _ => "wrong" };
}
