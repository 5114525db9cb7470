using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Descent.Notebooks.Tests.Book;

public class BookTests(BookFixture book) : IClassFixture<BookFixture>
{
    [Fact]
    public void There_is_an_index_and_a_page_for_each_chapter() =>
        Assert.Equal(["01-surfaces.html", "02-convergence.html", "index.html"], book.Pages.Keys.Order());

    [Fact]
    public void Every_link_inside_the_book_resolves()
    {
        foreach (var (name, page) in book.Pages)
            foreach (var url in page.QuerySelectorAll("[href], [src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!).Where(u => !u.StartsWith("data:")))
            {
                var parts = url.Split('#', 2);
                var file = parts[0] == "" ? Path.Combine(book.Folder, name) : Path.Combine(book.Folder, parts[0]);
                Assert.True(File.Exists(file), $"{name} → {url}");
                if (parts.Length == 2)
                    Assert.True(book.Pages[Path.GetFileName(file)].GetElementById(parts[1]) is not null, $"{name} → {url}");
            }
    }

    [Fact]
    public void No_page_loads_anything_from_elsewhere()
    {
        foreach (var (name, page) in book.Pages)
            foreach (var element in page.QuerySelectorAll("[src], link[href]"))
                Assert.False(Regex.IsMatch(element.GetAttribute("src") ?? element.GetAttribute("href")!, "^([a-z]+:)?//"), $"{name}: {element.OuterHtml}");
        Assert.DoesNotMatch(@"url\((https?:)?//", File.ReadAllText(Path.Combine(book.Folder, "assets", "book.css")));
        var fonts = Regex.Matches(File.ReadAllText(Path.Combine(book.Folder, "assets", "katex", "katex.min.css")), @"url\((fonts/[^)]*\.woff2)\)");
        Assert.All(fonts, f => Assert.True(File.Exists(Path.Combine(book.Folder, "assets", "katex", f.Groups[1].Value)), f.Value));
    }

    [Fact]
    public void Headings_descend_by_one_and_there_is_one_title()
    {
        foreach (var (name, page) in book.Pages)
        {
            var levels = page.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(h => h.TagName[1] - '0').ToList();
            Assert.Equal(1, levels[0]);
            Assert.Single(levels, 1);
            Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"{name}: h{pair.First} → h{pair.Second}"));
        }
    }

    [Fact]
    public void Ids_are_unique_images_have_text_and_landmarks_are_there()
    {
        foreach (var page in book.Pages.Values)
        {
            var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(page.QuerySelectorAll("img"), i => Assert.True(i.HasAttribute("alt")));
            Assert.NotNull(page.QuerySelector("main#content"));
            Assert.Equal("#content", page.QuerySelector("body > a.skip")!.GetAttribute("href"));
            Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
            Assert.All(page.QuerySelectorAll("nav"), n => Assert.True(n.HasAttribute("aria-label")));
        }
    }

    [Fact]
    public void Every_heading_of_a_chapter_is_in_its_contents() =>
        Assert.Equal(["The question", "Theory", "Detail"], book.First.QuerySelectorAll(".contents li").Select(l => l.TextContent.Trim()));

    [Fact]
    public void Equal_headings_get_different_anchors() =>
        Assert.Equal(["theory", "theory-2"], book.Second.QuerySelectorAll("h2").Select(h => h.Id));

    [Fact]
    public void Code_is_shown_letter_for_letter() =>
        Assert.Equal("// a <comment>\nvar s = $\"{1 + 1} <b>\";\nConsole.WriteLine(s);", book.First.QuerySelectorAll("pre.code")[1].TextContent);

    [Fact]
    public void Outputs_are_shown_in_their_richest_form()
    {
        Assert.Equal("2 <b>", book.First.QuerySelector("pre.stdout")!.TextContent);
        Assert.NotNull(book.First.QuerySelector(".html [data-plotly] figcaption"));
        Assert.StartsWith("data:image/png;base64,iVBOR", book.First.QuerySelector("img")!.GetAttribute("src"));
        Assert.Equal("bold", book.First.QuerySelector(".html strong")!.TextContent);
        Assert.NotNull(book.First.QuerySelector(".html table"));
    }

    [Fact]
    public void Mathematics_keeps_its_tex()
    {
        Assert.Equal("\\sum_i a_i < b", book.First.QuerySelector(".math.display")!.TextContent.Trim());
        Assert.Contains("L(\\theta)", book.First.QuerySelectorAll("span.math").Select(m => m.TextContent));
    }

    [Fact]
    public void Plotly_and_katex_are_loaded_only_where_needed()
    {
        static bool Loads(IDocument page, string script) => page.QuerySelector($"script[src='assets/{script}'][defer]") is not null;
        Assert.True(Loads(book.First, "plotly.min.js") && Loads(book.First, "katex/katex.min.js"));
        Assert.False(Loads(book.Second, "plotly.min.js") || Loads(book.Second, "katex/katex.min.js") || Loads(book.First, "plotly-full.min.js"));
        Assert.True(Loads(book.Index, "katex/katex.min.js"));
        Assert.False(File.Exists(Path.Combine(book.Folder, "assets", "plotly-full.min.js")));
    }

    [Fact]
    public void A_chapter_says_at_its_top_what_its_run_took() =>
        Assert.Matches(@"^Ran 6 code cells in \d+\.\d s with at most \d+ MB\.$", book.First.QuerySelector("article > .kicker + .run")!.TextContent);

    [Fact]
    public void A_failed_cell_and_the_cells_not_run_are_told()
    {
        Assert.Contains("Exception: <no>\n  at Cell 1, line 1", book.Second.QuerySelector(".failure pre")!.TextContent);
        Assert.Equal("Not run: an earlier cell failed.", book.Second.QuerySelector("#cell-2 .not-run")!.TextContent);
    }

    [Fact]
    public void Chapters_lead_to_each_other()
    {
        Assert.Equal("02-convergence.html", book.First.QuerySelector("main a[rel=next]")!.GetAttribute("href"));
        Assert.Null(book.First.QuerySelector("a[rel=prev]"));
        Assert.Equal("01-surfaces.html", book.Second.QuerySelector("main a[rel=prev]")!.GetAttribute("href"));
    }

    [Fact]
    public void The_index_lists_title_question_and_numbers_of_each_chapter()
    {
        var entry = book.Index.QuerySelector(".chapters li")!;
        Assert.Equal("Error surfaces & more", entry.QuerySelector("h3 a")!.TextContent);
        Assert.Equal("How curved is L(\\theta) at \\theta < 1?", entry.QuerySelector("p")!.TextContent);
        Assert.Matches(@"Ran 6 code cells in \d+\.\d s with at most \d+ MB\.", entry.QuerySelector(".run")!.TextContent);
        Assert.Contains("Cell 1 failed.", book.Index.QuerySelectorAll(".chapters .run")[1].TextContent);
    }

    [Fact]
    public void Without_a_bold_question_the_first_paragraph_is_shown()
    {
        var prose = new Descent.Notebooks.Book.Prose("/c/n", new("/c"), []);
        Assert.Equal("<strong>One</strong>.", prose.Question("# T\n\nNo.\n\n## The question\n\n**One**.\n\nTwo.\n\n## Next\n\n**No.**"));
        Assert.Equal("", prose.Question("# T\n\n**No.**"));
    }

    [Fact]
    public void Predictions_and_answers_stand_apart()
    {
        Assert.Equal("Before you run. More or less?", book.First.QuerySelector("blockquote.predict")!.TextContent.Trim());
        Assert.Equal("What we saw. Less.", book.First.QuerySelector("p.saw")!.TextContent);
        Assert.NotNull(book.First.QuerySelector("section.question"));
    }

    [Fact]
    public void The_number_in_a_title_is_left_to_the_book() => Assert.Equal("Error surfaces & more", book.First.QuerySelector("h1")!.TextContent);

    [Fact]
    public void Timings_are_written_as_json()
    {
        var timings = JsonDocument.Parse(File.ReadAllText(Path.Combine(book.Folder, "timings.json"))).RootElement;
        Assert.Equal(2, timings.GetArrayLength());
        Assert.Equal(["chapter", "seconds", "peakMB", "cells"], timings[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(("01-surfaces", 6), (timings[0].GetProperty("chapter").GetString(), timings[0].GetProperty("cells").GetInt32()));
    }

    [Fact]
    public void Solutions_are_folded_away_together()
    {
        var solution = Assert.Single(book.First.QuerySelectorAll("details.solution"));
        Assert.False(solution.HasAttribute("open"));
        Assert.Equal("Solution", solution.QuerySelector("summary")!.TextContent);
        Assert.Equal("hint", solution.QuerySelector("em")!.TextContent);
        Assert.Equal("42", solution.QuerySelector(".value")!.TextContent);
    }

    [Fact]
    public void No_page_runs_a_script_of_its_own_and_each_forbids_it()
    {
        foreach (var page in book.Pages.Values)
        {
            Assert.All(page.Scripts.Where(s => s.Type != "application/json"), s => Assert.StartsWith("assets/", s.GetAttribute("src")));
            var policy = page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!;
            Assert.Null(policy.PreviousElementSibling?.GetAttribute("src"));
            var scripts = Regex.Match(policy.GetAttribute("content")!, "^default-src 'none'; script-src ([^;]*);").Groups[1].Value;
            Assert.Equal("'self'", scripts);
        }
    }

    [Fact]
    public void A_chapter_hands_out_its_notebook_without_outputs_and_the_data_it_reads()
    {
        var links = book.First.QuerySelectorAll(".downloads a[download]").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(["files/notebooks/01-surfaces.ipynb", "files/datasets/small.csv"], links);
        var copy = Notebook.Read(Path.Combine(book.Folder, links[0]));
        Assert.All(copy.Code, c => Assert.True(c.ExecutionCount is null && !c.Outputs.Any()));
        Assert.Equal("1,2", File.ReadAllText(Path.Combine(book.Folder, links[1])));
        Assert.Contains("small.csv (1 kB)", book.First.QuerySelector(".downloads")!.TextContent.Replace("\n", ""));
    }

    [Fact]
    public void The_search_knows_headings_and_prose_but_no_code()
    {
        var text = File.ReadAllText(Path.Combine(book.Folder, "assets", "search.js"));
        var index = JsonDocument.Parse(Regex.Match(text, @"^window\.descentSearch = (.*);\n$").Groups[1].Value).RootElement;
        Assert.Equal("01-surfaces.html", index[0][0].GetString());
        var sections = index[0][2].EnumerateArray().ToDictionary(s => s[1].GetString()!, s => s[2].GetString()!);
        Assert.Equal(["Error surfaces & more", "The question", "Theory", "Detail"], sections.Keys);
        Assert.Contains("How curved is L(θ) at θ < 1?", sections["The question"]);
        Assert.DoesNotContain("WriteLine", text);
    }

    [Fact]
    public void A_new_book_removes_what_the_old_one_wrote_and_nothing_else()
    {
        Assert.False(File.Exists(Path.Combine(book.Folder, "files", "notebooks", "03-old.ipynb")));
        Assert.True(File.Exists(Path.Combine(book.Folder, "mine.txt")));
        Assert.Empty(Directory.GetFiles(book.Folder, "*.new", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_book_without_dead_links_reports_nothing() => Assert.Empty(book.Problems);

    [Fact]
    public void A_chapter_in_one_file_loads_nothing_and_allows_only_its_own_scripts()
    {
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(book.Single);
        Assert.Empty(page.QuerySelectorAll("script[src], link[rel=stylesheet]"));
        Assert.All(page.QuerySelectorAll("[src], [href]"), e => Assert.Matches("^(data:|#|https?:)", e.GetAttribute("src") ?? e.GetAttribute("href")!));
        var policy = page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content")!;
        foreach (var (directive, selector) in ((string, string)[])[("script-src", "script:not([type])"), ("style-src", "style")])
        {
            var allowed = Regex.Match(policy, $"{directive} ([^;]*);").Groups[1].Value;
            Assert.DoesNotContain("unsafe", allowed);
            Assert.All(page.QuerySelectorAll(selector), e =>
                Assert.Contains($"'sha256-{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(e.TextContent)))}'", allowed));
        }
        Assert.Contains("src:url(data:font/woff2;base64,", page.QuerySelector("style")!.TextContent);
        Assert.DoesNotContain("url(fonts", book.Single);
        var notebook = page.QuerySelector(".downloads a")!.GetAttribute("href")!;
        Assert.Contains("40 + 2", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(notebook[(notebook.IndexOf(',') + 1)..])));
    }
}
