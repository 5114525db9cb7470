using Descent.Notebooks.Book;

namespace Descent.Notebooks.Tests.Book;

public class HighlighterTests
{
    [Theory]
    [InlineData("var x = 1;", "<span class=\"k\">var</span> x = <span class=\"n\">1</span>;")]
    [InlineData("Math.Exp(x)", "<span class=\"t\">Math</span>.<span class=\"m\">Exp</span>(x)")]
    [InlineData("#r \"a.dll\"\n", "<span class=\"d\">#r &quot;a.dll&quot;\n</span>")]
    [InlineData("// c\n$\"{a}<\"", "<span class=\"c\">// c</span>\n<span class=\"s\">$&quot;</span>{a}<span class=\"s\">&lt;</span><span class=\"s\">&quot;</span>")]
    [InlineData("new Dense(2)", "<span class=\"k\">new</span> <span class=\"t\">Dense</span>(<span class=\"n\">2</span>)")]
    public void Tokens_get_the_class_of_their_kind(string code, string html) => Assert.Equal(html, Highlighter.Html(code));

    [Theory]
    [InlineData("int x = ; } ) §")]
    [InlineData("\"\"\"\n raw \n \"\"\"")]
    [InlineData("#if A\nx\n#endif")]
    [InlineData("")]
    public void No_text_is_lost_even_when_it_is_not_csharp(string code) =>
        Assert.Equal(code, System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(Highlighter.Html(code), "<[^>]*>", "")));
}
