using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Descent.Checks;
using Descent.Grading.Reports;
using Descent.Grading.Results;
using Markdig;

namespace Descent.Grading.Tests.Reports;

public class FeedbackTests
{
    static readonly HashSet<string> Elements = ["a", "article", "bdi", "body", "caption", "code", "dd", "details", "div", "dl", "dt", "footer", "h1", "h2", "h3", "head", "header", "html", "li", "main", "meta", "p", "pre",
        "rect", "section", "span", "strong", "style", "summary", "svg", "table", "tbody", "td", "th", "thead", "title", "tr", "ul"];

    static readonly HashSet<string> Attributes = ["aria-hidden", "aria-label", "aria-labelledby", "charset", "class", "content", "dir", "height", "href", "http-equiv", "id", "lang", "name", "preserveaspectratio", "scope", "viewbox", "width"];

    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAutoLinks().UsePipeTables().UseEmphasisExtras().UseMathematics().Build();

    public static TheoryData<string> Attacks => [.. SampleResults.Attacks];

    public static TheoryData<int> Class => [.. Enumerable.Range(0, SampleResults.Class().Count)];

    [Fact]
    public void Of_hidden_checks_a_student_learns_numbers_only()
    {
        var sentinels = 0;
        string Sentinel() => $"SECRET{sentinels++}X";
        var result = SampleResults.Mixed("ada");
        result = result with
        {
            Questions = [.. result.Questions.Select(q => q with
            {
                Checks = [.. q.Checks.Where(c => !c.IsHidden), .. Enum.GetValues<Verdict>().Select(v => new CheckResult(Sentinel(), true, v, v == Verdict.Passed ? 2 : 0, 2, Sentinel(), Sentinel(), Sentinel(), [Sentinel(), Sentinel()]))],
            })],
        };
        string[] told = [Feedback.Html(result), Feedback.Markdown(result), .. result.Questions.SelectMany(q => Words.Of(q, hints: 9))];

        Assert.Equal(2 * 8 * 6, sentinels);
        Assert.All(told, text => Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal));
        Assert.Equal(2, told.Count(line => line == "  1 of 8 hidden checks passed (2 of 16 points)"));
        Assert.Contains("1 of 8 hidden checks passed (2 of 16 points)", told[1], StringComparison.Ordinal);
        Assert.Equal(2, Page(result).QuerySelectorAll("li").Count(li => Text(li).EndsWith("1 of 8 hidden checks passed 2 of 16 points Hidden checks try your answer on inputs you do not see.", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Class))]
    public void A_page_has_only_elements_and_attributes_of_ours_and_its_policy_allows_its_own_style_only(int student)
    {
        var result = SampleResults.Class()[student];
        var html = Feedback.Html(result, result.Assignment);
        var page = new HtmlParser().ParseDocument(html);

        Assert.Empty(page.All.Select(e => e.LocalName.ToLowerInvariant()).Distinct().Except(Elements));
        Assert.Empty(page.All.SelectMany(e => e.Attributes).Select(a => a.Name.ToLowerInvariant()).Distinct().Except(Attributes));
        Assert.All(page.QuerySelectorAll("[href]"), a => Assert.Matches(@"^#question-\d+$", a.GetAttribute("href")));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.QuerySelector("style")!.TextContent)))}'; base-uri 'none'; form-action 'none'",
            page.QuerySelector("meta[http-equiv]")!.GetAttribute("content"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal(page.All.Where(e => e.Id is not null).Select(e => e.Id).Distinct().Count(), page.All.Count(e => e.Id is not null));
        Assert.DoesNotMatch("[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u202A-\u202E\u2066-\u2069\u2028]", html);
        Assert.InRange(html.Length, 1000, 100_000);
    }

    [Theory, MemberData(nameof(Attacks))]
    public void Text_stays_text_in_the_page_and_in_Markdown(string attack)
    {
        var result = SampleResults.Hostile(attack);
        Assert.Contains(Page(result).QuerySelectorAll("p.words"), p => p.TextContent == Plain.Of(attack));

        var markdown = new HtmlParser().ParseDocument(Markdig.Markdown.ToHtml(Feedback.Markdown(result), Pipeline));
        Assert.Empty(markdown.Body!.QuerySelectorAll("*").Select(e => e.LocalName).Except(["h1", "h2", "p", "strong", "ul", "li", "pre", "code", "hr"]));
        Assert.Equal(2, markdown.QuerySelectorAll("pre").Length);
    }

    [Theory, MemberData(nameof(Class))]
    public void Every_point_not_given_has_a_reason_in_words(int student)
    {
        var result = SampleResults.Class()[student];
        var page = Page(result);
        if (Feedback.For(result).IsGraded)
            foreach (var check in result.Questions.SelectMany(q => q.Checks).Where(c => !c.IsHidden))
                Assert.Contains(page.QuerySelectorAll("li.check"), li => Text(li).Contains(Label.Of(check.Verdict), StringComparison.Ordinal) && li.TextContent.Contains(Plain.Of(Label.Message(check)), StringComparison.Ordinal));
        else
        {
            Assert.Equal(result.State == State.Rejected ? Plain.Sentence(result.Reason!) : null, page.QuerySelector(".notice .words")?.TextContent);
            Assert.Contains(Label.Meaning(result.State), Text(page.QuerySelector(".notice")!), StringComparison.Ordinal);
            Assert.DoesNotContain("points", Text(page.Body!), StringComparison.Ordinal);
        }
        Assert.All(result.Repairs, r => Assert.Contains(Plain.Of(r), page.QuerySelector("#repairs")!.ParentElement!.TextContent, StringComparison.Ordinal));
        Assert.Equal(result.Problems.Count > 0, page.Body!.TextContent.Contains(Label.Counting, StringComparison.Ordinal));
        Assert.All(result.Problems, p => Assert.Contains(page.QuerySelectorAll("#cells ~ .check"), e => e.TextContent.Contains(Plain.Of(Plain.Sentence(p.Message)), StringComparison.Ordinal)));
    }

    [Fact]
    public void A_wrong_value_stands_below_the_expected_one_and_each_hint_lies_behind_the_one_before()
    {
        var check = Page(SampleResults.Mixed("ada")).QuerySelector("li.check.wrong")!;

        Assert.Equal(["expected", "got"], check.QuerySelectorAll("tr th").Select(th => th.TextContent));
        Assert.Equal(["[[0.7071, 0.0000],\n [0.0000, 0.3536]]", "[[0.7071, 0.0000],\n [0.1250, 0.3536]]"], check.QuerySelectorAll("tr td").Select(td => td.TextContent));
        Assert.Equal(["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"], check.QuerySelectorAll("summary").Select(s => s.TextContent));
        Assert.Equal("Solve λ r² = C for r.", check.QuerySelector("details > details > p")!.TextContent);
        Assert.NotNull(check.QuerySelector("details > details > details"));
    }

    [Fact]
    public void The_page_says_where_to_go_on()
    {
        Assert.Equal("Every check passes. Well done!", Feedback.For(SampleResults.Right("ada")).Next);
        Assert.Equal("Go on with question 1, “Semi-axes”: look at the check “an upright bowl” first.", Feedback.For(SampleResults.Mixed("ada")).Next);
        Assert.StartsWith("Go on with question 1, “Semi-axes”: it passes every check you see.", Feedback.For(SampleResults.Wrong("ada")).Next, StringComparison.Ordinal);
        Assert.StartsWith("Begin with Cell 5", Feedback.For(SampleResults.Crashed("ada")).Next, StringComparison.Ordinal);
        var later = SampleResults.With(SampleResults.Wrong("ada"), "random bowls", c => c with { Verdict = Verdict.Passed, Points = 2 });
        Assert.Equal("Go on with question 2, “A valley's mode”: it is not done yet.", Feedback.For(later).Next);
        Assert.Contains("says nothing about your work", Feedback.For(SampleResults.Lost("ada")).Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_leave_no_trace() => Assert.Equal(Feedback.Html(SampleResults.Mixed("ada")), Feedback.Html(SampleResults.Mixed("ada") with { Seconds = 77 }));

    static IDocument Page(Result result) => new HtmlParser().ParseDocument(Feedback.Html(result));

    static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
