using System.Net;
using System.Text.Json.Nodes;
using Descent.Notebooks;
using Descent.Notebooks.Book;

namespace Descent.SystemTests;

/// <summary>The pages' policy holds, from a file and over http; a hostile notebook stays words; a chapter in one file needs nothing else.</summary>
static class SafetyChecks
{
    public static async Task Run(Report report, Browser browser, string book, string[] pages)
    {
        foreach (var page in pages)
        {
            await browser.Open(new Uri(page).AbsoluteUri);
            report.Check($"{Path.GetFileName(page)}: what the policy forbids is refused", await browser.Texts(Foreign));
        }
        using (var server = new Server(book))
            foreach (var page in pages)
            {
                await browser.Open(server.Address + Path.GetFileName(page));
                report.Check($"{Path.GetFileName(page)}, over http: every figure is drawn", await BookChecks.Undrawn(browser));
                report.Check($"{Path.GetFileName(page)}, over http: no console error, no request elsewhere", [.. browser.Errors, .. browser.Requests.Where(r => !r.StartsWith(server.Address, StringComparison.Ordinal))]);
                report.Check($"{Path.GetFileName(page)}, over http: what the policy forbids is refused", await browser.Texts(Foreign));
            }
        var folder = Directory.CreateTempSubdirectory("descent-hostile-").FullName;
        try
        {
            await Hostile(report, browser, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task Hostile(Report report, Browser browser, string folder)
    {
        string[] attacks =
        [
            "<script>window.pwned = 'script'; alert(1)</script>", "<img src=x onerror=\"window.pwned = 'handler'; alert(1)\">", "<svg onload=\"window.pwned = 'svg'\">", "<svg><script>window.pwned = 'svg script'</script></svg>",
            "<iframe srcdoc=\"<script>parent.pwned = 'frame'</script>\"></iframe>", "<img src=\"https://example.invalid/pixel.png\">", "<link rel=stylesheet href=\"https://example.invalid/x.css\">",
            "<style>body { display: none } @import 'https://example.invalid/y.css'</style>", "<meta http-equiv=refresh content=\"0;url=https://example.invalid/\">", "<base href=\"https://example.invalid/\">",
            "<form action=\"https://example.invalid/\"><button>Press</button></form>", "<details open ontoggle=\"window.pwned = 'toggle'\">x</details>", "<input autofocus onfocus=\"window.pwned = 'focus'\">",
            "<math><mtext><table><mglyph><style><img src=x onerror=\"window.pwned = 'mutation'\"></style></mglyph></table></mtext></math>", "<a id=evil href=\"javascript:window.pwned='link'\">press me</a>",
            "<p id=Plotly></p><p id=katex></p><p id=descentSearch></p><p id=DescentFigures></p>", "</div></section></article></main></body></html><h1 style=\"position:fixed;inset:0\">all yours</h1>",
            "<div class=\"descent-figure\" data-figure=\"k\" data-plotly=\"cartesian\"><script type=\"application/json\" class=\"descent-payload\">{\"base\":\"</script><script>window.pwned = 'payload'</script>\"}</script></div>",
        ];
        JsonObject Html(string mime, string text) => new() { ["output_type"] = "display_data", ["data"] = new JsonObject { [mime] = text }, ["metadata"] = new JsonObject() };
        JsonObject Code(params JsonObject[] outputs) => new() { ["cell_type"] = "code", ["execution_count"] = 1, ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray([.. outputs]), ["source"] = "1" };
        JsonObject Words(string text) => new() { ["cell_type"] = "markdown", ["metadata"] = new JsonObject(), ["source"] = text };
        var json = new JsonObject
        {
            ["cells"] = new JsonArray(
                [Words("# <img src=x onerror=\"window.pwned = 'title'\"> Hostile $x^2$\n\nText."), .. attacks.Select(a => Words(a)), .. attacks.Select(a => Code(Html("text/html", a), Html("text/markdown", a), Html("image/svg+xml", a), Html("text/latex", a))),
                 Words("$$\\href{javascript:window.pwned='tex'}{x} \\htmlData{a=b}{y} \\includegraphics{https://example.invalid/z.png}$$")]),
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        var notebook = Notebook.Parse(json.ToJsonString(), Path.Combine(folder, "notebooks", "01-hostile.ipynb"));
        var book = new BookWriter([notebook]);
        book.Add(notebook, new ChapterRun(notebook.Name, 1, 1, attacks.Length, null, false));
        book.Write(Path.Combine(folder, "book"));
        File.WriteAllText(Path.Combine(folder, "single.html"), book.Single(notebook, new ChapterRun(notebook.Name, 1, 1, attacks.Length, null, false)));

        List<string> dialogs = [];
        browser.Page.Dialog += (_, dialog) => dialogs.Add(dialog.Message);
        foreach (var file in (string[])["book/01-hostile.html", "book/index.html", "single.html"])
        {
            await browser.Open(new Uri(Path.Combine(folder, file)).AbsoluteUri);
            await browser.Until("document.readyState === 'complete'", 10);
            await browser.Evaluate("[...document.querySelectorAll('a')].filter(a => a.textContent === 'press me').forEach(a => a.click()), 0");
            await Task.Delay(500);
            report.Check($"A hostile notebook, {file}: nothing of it runs", [.. dialogs, .. await browser.Texts("window.pwned ? [String(pwned)] : []")]);
            // A figure without numbers is broken, and says so; everything else is as quiet as any page.
            report.Check($"A hostile notebook, {file}: no request and no refusal by the policy", [.. browser.Requests, .. browser.Errors.Where(e => e.Contains("Content Security Policy", StringComparison.Ordinal))]);
            report.Check($"A hostile notebook, {file}: the page is intact", await browser.Texts("""
                [[location.protocol === 'file:', location.href], [document.querySelectorAll('main, .site').length === 2, 'landmarks'], [document.body.checkVisibility() && document.querySelector('h1').checkVisibility(), 'hidden'],
                 [document.querySelector('main').contains([...document.querySelectorAll('h1')].at(-1)), 'a heading left the page'], [![...document.querySelectorAll('main *')].some(e => getComputedStyle(e).position === 'fixed'), 'something covers the page']]
                  .filter(([holds]) => !holds).map(([, problem]) => problem)
                """));
        }
    }

    static readonly string Foreign = Broken("add('script', { src: 'data:text/javascript,ran.push(\"data script\")' }); add('img', { src: 'https://example.invalid/a.png' }).hidden = true; "
        + "add('link', { rel: 'stylesheet', href: 'https://example.invalid/a.css' });", "img-src");

    /// <summary>Inline script, handler, frame, style, base, connection, and what <paramref name="more"/> adds: each must end in a violation, none may run.</summary>
    /// <param name="more">Further attempts; <c>add(tag, properties)</c> adds an element.</param>
    /// <param name="directives">What refuses them.</param>
    public static string Broken(string more, params string[] directives) => $$"""
        (async () => {
          const refused = new Set(), add = (tag, set) => { const e = document.createElement(tag); Object.assign(e, set); document.body.append(e); return e; };
          addEventListener('securitypolicyviolation', e => { refused.add(e.effectiveDirective); });
          window.ran = [];
          add('script', { textContent: "ran.push('inline script')" });
          add('button', {}).setAttribute('onclick', "ran.push('handler')"); document.body.lastChild.click(); document.body.lastChild.remove();
          add('iframe', { src: 'data:text/html,x' }).hidden = true;
          add('style', { textContent: 'h1 { color: red }' });
          add('base', { href: 'https://example.invalid/' });
          {{more}}
          fetch('https://example.invalid/').catch(() => {});
          await new Promise(done => setTimeout(done, 600));
          const expected = ['script-src-elem', 'script-src-attr', 'frame-src', 'style-src-elem', 'base-uri', 'connect-src', {{string.Join(", ", directives.Select(d => $"'{d}'"))}}];
          return [...ran.map(r => `${r} ran`), ...expected.filter(d => !refused.has(d)).map(d => `nothing was refused by ${d}`)];
        })()
        """;

    /// <summary>A folder over http on this machine.</summary>
    sealed class Server : IDisposable
    {
        readonly HttpListener listener = new();

        public Server(string folder)
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }
            listener.Prefixes.Add(Address);
            listener.Start();
            _ = Serve(folder);
        }

        public string Address { get; }

        public void Dispose() => listener.Close();

        async Task Serve(string folder)
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    var file = Path.Combine(folder, Uri.UnescapeDataString(context.Request.Url!.AbsolutePath.TrimStart('/')));
                    using var response = context.Response;
                    response.ContentType = Path.GetExtension(file) switch { ".html" => "text/html", ".js" => "text/javascript", ".css" => "text/css", ".svg" => "image/svg+xml", ".woff2" => "font/woff2", _ => "application/octet-stream" };
                    if (File.Exists(file)) await response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
                    else response.StatusCode = 404;
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException) { }
        }
    }
}
