using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Descent.Figures;

namespace Descent.Tests.Figures;

public sealed partial class HtmlTests
{
    [GeneratedRegex("<script.*</script>", RegexOptions.Singleline)]
    static partial Regex Scripts { get; }

    [Theory, MemberData(nameof(Gallery.Names), MemberType = typeof(Gallery))]
    public void Without_its_script_a_figure_still_has_caption_alternative_text_and_numbers(string name)
    {
        var figure = Gallery.Figures[name];
        var html = Scripts.Replace(figure.ToHtml(), "");
        Assert.Contains($"<figcaption>{WebUtility.HtmlEncode(figure.Caption)}", html);
        Assert.Contains($"<p class=\"descent-alt\">{WebUtility.HtmlEncode(figure.AlternativeText)}</p>", html);
        Assert.Contains($"aria-label=\"{WebUtility.HtmlEncode(figure.AlternativeText)}\"", html);
        Assert.Matches("<details.*<table>.*<td>.*</table>.*</details>", html);
    }

    [Theory, MemberData(nameof(Gallery.Names), MemberType = typeof(Gallery))]
    public void The_same_figure_gives_the_same_html_without_ids_or_addresses(string name)
    {
        var html = Gallery.Figures[name].ToHtml();
        Assert.Equal(html, Gallery.Figures[name].ToHtml());
        Assert.DoesNotMatch("<[^>]* id=", html);
        Assert.DoesNotContain("http", html.Replace("/^http/.test", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["<script type=\"application/json\" class=\"descent-payload\">", "<script>"], Regex.Matches(html, "<script.*?>").Select(m => m.Value));
        Assert.Equal(2, Regex.Count(html, "</script>"));
    }

    [Fact]
    public void The_payload_is_inert_json_whatever_the_words_say()
    {
        var html = new Figure("</script><script>alert(1)</script>", x: "<img onerror=x>").Line("</script>", [1, 2], [3, 4]).ToHtml();
        var payload = Regex.Match(html, "<script type=\"application/json\" class=\"descent-payload\">(.*?)</script><script>", RegexOptions.Singleline).Groups[1].Value;
        Assert.DoesNotContain('<', payload);
        Assert.Equal("&lt;/script&gt;", (string?)JsonNode.Parse(payload)!["base"]!["data"]![0]!["name"]);
        Assert.Equal(2, Regex.Count(html, "<script"));
    }

    [Fact]
    public void The_script_is_figures_js_without_comments_and_small() =>
        Assert.InRange(Regex.Match(new Figure("c").Line("L", [1], [2]).ToHtml(), "<script>(.*)</script>", RegexOptions.Singleline).Groups[1].Value is var script
            && script.StartsWith("(window.DescentFigures ??=", StringComparison.Ordinal) && !script.Contains("\n//", StringComparison.Ordinal) ? script.Length : 0, 1, 12_000);

    [Fact]
    public void The_key_follows_the_content()
    {
        static string Key(Figure f) => Regex.Match(f.ToHtml(), "data-figure=\"([0-9a-f]{16})\"").Groups[1].Value;
        var figure = new Figure("c").Line("L", [1, 2], [3, 4]);
        Assert.Equal(Key(figure), Key(new Figure("c").Line("L", [1, 2], [3, 4])));
        Assert.NotEqual(Key(figure), Key(new Figure("d").Line("L", [1, 2], [3, 4])));
        Assert.NotEqual(Key(figure), Key(new Figure("c").Line("L", [1, 2], [3, 5])));
    }

    [Fact]
    public void Series_over_the_same_xs_share_a_table()
    {
        var html = new Figure("c", x: "η").Line("a", [1, 2], [3, 4]).Line("b", [1, 2], [5, 6]).Line("c", [7, 8], [5, 6]).ToHtml();
        Assert.Contains("<tr><td>1</td><td>3</td><td>5</td></tr>", html);
        Assert.Contains("<th scope=\"col\">η</th><th scope=\"col\">a</th><th scope=\"col\">b</th>", html);
        Assert.Equal(2, Regex.Count(html, "<table>"));
    }

    [Fact]
    public void A_long_table_is_cut_to_fifty_rows_and_says_so()
    {
        var html = new Figure("c").Line("L", Enumerable.Range(0, 300), x => x).ToHtml();
        Assert.Contains("50 of 300 rows", html);
        Assert.Equal(50, Regex.Count(html, "<tr><td>"));
        Assert.Contains("<td>299</td>", html);
    }

    [Fact]
    public void Alternative_text_names_axes_ranges_series_and_marks()
    {
        var text = new Figure("The loss falls", x: "step", y: "loss", logY: true).Line("Adam", [0, 1, 2], [4, 0.125, 0.25]).Mark(1, "here").ToString();
        Assert.Equal("The loss falls. Horizontal axis: step from 0 to 2. Vertical axis: loss (logarithmic) from 0.125 to 4. "
            + "Line “Adam”: 3 points, from 4 at 0 to 0.25 at 2, lowest 0.125 at 1, highest 4 at 0. Marked: here at 1 (vertical line).", text);
    }

    [Fact]
    public void Given_alternative_text_wins()
    {
        var figure = new Figure("c").Line("L", [1], [2]).Alt("A single point.");
        Assert.Equal("A single point.", figure.AlternativeText);
        Assert.Contains("aria-label=\"A single point.\"", figure.ToHtml());
    }

    [Fact]
    public void A_confusion_matrix_says_how_many_are_right() =>
        Assert.Contains("100 examples, 93 of them right (93.00 %)", Gallery.Figures["confusion"].AlternativeText);
}
