using Descent.Notebooks.Book;

namespace Descent.Notebooks.Tests.Book;

public class AnsiTests
{
    [Theory]
    [InlineData("a < b", "a &lt; b")]
    [InlineData("\x1b[31mred\x1b[0m plain", "<span class=\"a1\">red</span> plain")]
    [InlineData("\x1b[1;3;4;92mall\x1b[mnone", "<span class=\"a2 ab ai au\">all</span>none")]
    [InlineData("\x1b[1mbold\x1b[22m not", "<span class=\"ab\">bold</span> not")]
    [InlineData("\x1b[38;5;196mx\x1b[38;2;1;2;3my\x1b[34mz", "xy<span class=\"a4\">z</span>")]
    [InlineData("\x1b[37mwhite on a white page", "white on a white page")]
    [InlineData("\x1b[2K\x1b[1A\x1b]0;title\x07text\x1b", "text")]
    [InlineData("\x1b[99999999999999999999mx", "x")]
    [InlineData("10 %\r20 %\r\nnext", "20 %\nnext")]
    [InlineData("\x1b[31m<script>", "<span class=\"a1\">&lt;script&gt;</span>")]
    public void A_terminals_text_keeps_its_colours_and_nothing_else(string text, string html) => Assert.Equal(html, Ansi.Html(text));
}
