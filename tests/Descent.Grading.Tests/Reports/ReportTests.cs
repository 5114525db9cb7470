using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Descent.Checks;
using Descent.Grading.Reports;
using Descent.Grading.Results;

namespace Descent.Grading.Tests.Reports;

public sealed class ReportTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("descent-report-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Numbers_of_points_are_those_of_graded_submissions_only()
    {
        var all = new Statistics(SampleResults.Bundle, [SampleResults.Right("ada"), SampleResults.Wrong("ben"), SampleResults.Mixed("eva"), SampleResults.Rejected("grace"), SampleResults.Lost("hedy")]);

        Assert.Equal([1m, 2m, 7m], all.Points);
        Assert.Equal(10m / 3, all.Mean);
        Assert.Equal((1m, 1.5m, 2m, 4.5m, 7m), (all.Quantile(0), all.Quantile(0.25m), all.Quantile(0.5m), all.Quantile(0.75m), all.Quantile(1)));
        Assert.Equal([0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1], all.Histogram());
    }

    [Fact]
    public void Wrong_answers_that_slip_through_the_visible_checks_are_counted_for_each_hidden_one()
    {
        var all = new Statistics(SampleResults.Bundle, [SampleResults.Right("ada"), SampleResults.Wrong("ben"), SampleResults.Wrong("eva"), SampleResults.Mixed("kim")]);

        Assert.Equal([2, 0], all.Questions.Select(q => q.Slipped));
        Assert.Equal([0, 2], all.Questions[0].Checks.Select(c => c.Slipped));
        Assert.Equal((4, 2, 0), (all.Questions[0].Answers, all.Questions[0].Checks[1].Passed, all.Questions[0].Missing));
        Assert.Equal((2, 1), (all.Questions[1].Missing, all.Questions[1].Checks[2].Verdicts[Verdict.Timeout]));
    }

    [Fact]
    public void Checks_that_nobody_or_everybody_passes_are_flagged()
    {
        var page = Page([SampleResults.Wrong("ben"), SampleResults.Wrong("eva")]);
        Assert.Equal(["an upright bowl everybody passes", "random bowls nobody passes"], page.QuerySelectorAll(".rates tbody th").Take(2).Select(th => th.TextContent));
        Assert.DoesNotContain("passes", string.Concat(Page([SampleResults.Right("ada"), SampleResults.Crashed("ben")]).QuerySelectorAll(".flag").Select(f => f.TextContent)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_says_how_many_have_all_points_and_how_many_no_answer()
    {
        Assert.Contains("0 of 1 have all points, 1 has no answer.", Page([SampleResults.Wrong("ben")]).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("0 of 2 have all points, 2 have no answer.", Page([SampleResults.Wrong("ben"), SampleResults.Wrong("eva")]).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_somebody_should_look_at_is_listed_with_why()
    {
        var all = new Statistics(SampleResults.Bundle, [.. SampleResults.Class().Take(9)]);

        Assert.Equal(["ada", "ben", "farid", "grace", "hedy", "ibrahim", "Éloïse Dupont"], all.Attention.Select(a => a.Result.Student));
        Assert.Equal(["the same file, byte for byte, as ibrahim"], all.Attention[0].Why);
        Assert.Equal(["repaired: The cells had lost their metadata and were recognised by their text.", "repaired: The text of a given cell was changed: the instructor's was used."], all.Attention[1].Why);
        Assert.Equal(["crashed: “an upright bowl” of Semi-axes, “random bowls” of Semi-axes", "out of memory: “no step” of A valley's mode"], all.Attention[2].Why);
        Assert.Equal(["not graded: rejected: not a notebook: line 3, column 17"], all.Attention[3].Why);
    }

    [Fact]
    public void Every_student_has_pages_that_the_report_links_to_and_nothing_is_written_elsewhere()
    {
        var results = SampleResults.Class();
        Report.Write(folder, SampleResults.Bundle, results);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order().ToList();
        var links = new HtmlParser().ParseDocument(File.ReadAllText(Path.Combine(folder, "report.html"))).QuerySelectorAll("#students ~ div a").Select(a => Uri.UnescapeDataString(a.GetAttribute("href")!)).ToList();

        Assert.Equal(1 + 2 * results.Count, files.Count);
        Assert.DoesNotContain(files, f => f != "report.html" && Path.GetDirectoryName(f) != "feedback");
        Assert.Equal(files.Where(f => f.EndsWith(".html", StringComparison.Ordinal) && f != "report.html").Select(f => f.Replace('\\', '/')), links.Where(l => l.StartsWith("feedback/", StringComparison.Ordinal)).Order());
        Assert.Equal(links.Where(l => l.StartsWith("feedback/", StringComparison.Ordinal)).Select(l => l.Replace("feedback/", "results/").Replace(".html", ".json")), links.Where(l => l.StartsWith("results/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Written_again_from_equal_results_in_another_order_the_files_are_the_same()
    {
        var results = SampleResults.Class();
        Report.Write(folder, SampleResults.Bundle, results);
        var before = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllText);
        Report.Write(folder, SampleResults.Bundle, [.. results.Reverse().Select(r => r with { Seconds = 99 })]);

        Assert.Equal(before, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllText));
    }

    [Fact]
    public void Hostile_text_stays_text()
    {
        var changes = Changes.Between([.. SampleResults.Attacks.Select(a => SampleResults.Hostile(a) with { Points = 1 })], [.. SampleResults.Attacks.Select(SampleResults.Hostile)]);
        var page = new HtmlParser().ParseDocument(Report.Html(SampleResults.Bundle, SampleResults.Class(), changes));

        Assert.Equal(SampleResults.Attacks.Length, changes.Count);
        Assert.Empty(page.QuerySelectorAll("script, img, iframe, form, input, link, base, [onload], [onerror], [onfocus], [onmouseover], [style], [autofocus]"));
        Assert.Equal(["feedback", "results"], page.QuerySelectorAll("[href]").Select(a => a.GetAttribute("href")!.Split('/')[0]).Distinct());
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal(1, page.QuerySelectorAll("style").Length);
    }

    [Fact]
    public void Where_the_results_come_from_is_said()
    {
        var page = Page([SampleResults.Right("ada"), SampleResults.Right("ben") with { Isolation = "process", Hash = "1" }]);
        Assert.Equal(["drawn from the instructor’s key", "bubblewrap (1 result)", "process (1 result)", "course 0.1.0, .NET 10.0.0", "0a1b2c3d4e5f", new string('e', 64)], page.QuerySelectorAll(".origin dd").Select(d => d.TextContent));
        Assert.Contains("Without an instructor’s key", new HtmlParser().ParseDocument(Report.Html(SampleResults.Bundle with { HasKey = false }, [])).Body!.TextContent, StringComparison.Ordinal);
    }

    static IDocument Page(IReadOnlyList<Result> results) => new HtmlParser().ParseDocument(Report.Html(SampleResults.Bundle, results));
}
