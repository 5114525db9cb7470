using System.Text;
using Descent.Checks;
using Descent.Grading.Results;

namespace Descent.Grading.Reports;

/// <summary>The feedback of one student as Markdown.</summary>
static class FeedbackMarkdown
{
    public static string Of(Feedback feedback)
    {
        var text = new StringBuilder($"# Feedback: {Plain.Markdown(feedback.Title)}\n\n**{Plain.Markdown(feedback.Student)}** handed in {Plain.Markdown(feedback.File)}.\n\n");
        text.Append(feedback.IsGraded ? $"**{Plain.Points(feedback.Points, feedback.Maximum)}.** {Plain.Markdown(feedback.Next)}\n\n"
            : $"**{Plain.Sentence(Label.Of(feedback.State))}.** {(feedback.Reason is { } reason ? Plain.Markdown(Plain.Sentence(reason)) + "\n\n" : "")}{Plain.Markdown(feedback.Next)}\n\n");
        if (feedback.Repairs.Count > 0)
            text.Append($"## Put right before grading\n\n{Label.Meaning(State.GradedWithRepairs)}\n\n{string.Concat(feedback.Repairs.Select(r => $"- {Plain.Markdown(r)}\n"))}\n");
        if (feedback.Problems.Count > 0)
            text.Append($"## Cells that did not run to their end\n\n{Label.Counting}\n\n{string.Concat(feedback.Problems.Select(Problem))}");
        if (feedback.IsGraded)
            foreach (var (at, question) in feedback.Questions.Index())
                text.Append($"## {at + 1}. {Plain.Markdown(question.Title)}: {Plain.Points(question.Points, question.Maximum)}\n\n{string.Concat(question.Visible.Select(Check))}{(question.Hidden.Count > 0 ? $"{question.Hidden}\n\n" : "")}");
        return text.Append($"---\n\n{Plain.Markdown(feedback.Assignment)}, version {Plain.Markdown(feedback.Version)}. Graded by {Plain.Markdown(feedback.Grader)}, isolation: {Plain.Markdown(feedback.Isolation)}.\n").ToString();
    }

    static string Problem(CellProblem problem) =>
        $"**{Plain.Markdown(problem.Cell)}{(problem.Line is { } line ? $", line {line}" : "")}** ({Label.Of(problem.State)}): {Plain.Markdown(Plain.Sentence(problem.Message))}\n\n{(problem.Code is { } code ? Plain.Fenced(code.Trim(), 500) + "\n" : "")}";

    static string Check(CheckResult check)
    {
        var text = new StringBuilder($"{Label.Sign(check.Verdict)} **{Plain.Markdown(check.Title)}**, {Label.Of(check.Verdict)}, {Plain.Points(check.Points, check.Maximum)}\n\n");
        if (check.Verdict == Verdict.Passed)
            return text.ToString();
        if (Label.Message(check) is { Length: > 0 } message)
            text.Append($"{Plain.Markdown(message)}\n\n");
        if (check.Expected is not null || check.Got is not null)
            text.Append(Plain.Fenced(string.Join('\n', new[] { ("expected", check.Expected), ("got", check.Got) }.Where(v => v.Item2 is not null).Select(v => Words.Aligned(v.Item1, Plain.Of(v.Item2!)))))).Append('\n');
        if (check.Hints is [var hint, ..])
            text.Append($"Hint: {Plain.Markdown(hint)}\n\n");
        return text.ToString();
    }
}
