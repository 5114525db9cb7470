using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Descent.SystemTests;

/// <summary>One headless Chromium (the system's, nothing is downloaded) with one page, driven by Playwright.</summary>
sealed class Browser : IAsyncDisposable
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    const float Patience = 30_000;

    readonly IPlaywright playwright;
    readonly IBrowser browser;

    Browser(IPlaywright playwright, IBrowser browser, IPage page)
    {
        (this.playwright, this.browser, Page) = (playwright, browser, page);
        page.SetDefaultTimeout(Patience);
        page.PageError += (_, text) => Add(Errors, text);
        page.Console += (_, message) => { if (message.Type is "error" or "assert") Add(Errors, $"{message.Text} {message.Location}".TrimEnd()); };
        page.Request += (_, request) => { if (request.Url.Split(':')[0] is not ("file" or "data" or "blob" or "about")) Add(Requests, request.Url); };
        page.WebSocket += (_, socket) => Add(Requests, socket.Url);
        page.Dialog += (_, dialog) => dialog.AcceptAsync();
    }

    /// <summary>Console errors and uncaught exceptions of the page since it was opened.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Addresses the page asked for that are neither file: nor data: nor blob:.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The page itself, for what a check needs beyond the members here.</summary>
    public IPage Page { get; }

    public static async Task<Browser> Start()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var program = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"No Chromium on the PATH: looked for {string.Join(", ", Names)}. Install one of them (Debian: `apt-get install chromium`) and run again.");
        var playwright = await Playwright.CreateAsync();
        try
        {
            string[] arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--enable-unsafe-swiftshader"];
            var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = arguments, Timeout = Patience });
            return new Browser(playwright, browser, await browser.NewPageAsync());
        }
        catch { playwright.Dispose(); throw; }
    }

    /// <summary>Opens an address at a width and colour scheme and waits for its load event.</summary>
    public async Task Open(string address, int width = 1000, int height = 800, bool dark = false)
    {
        await View(width, height, dark);
        Errors.Clear();
        Requests.Clear();
        await Page.GotoAsync(address);
    }

    public async Task View(int width, int height, bool dark)
    {
        await Page.SetViewportSizeAsync(width, height);
        await Page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
    }

    /// <summary>The value of an expression in the page, promises awaited.</summary>
    public async Task<JsonNode?> Evaluate(string expression) =>
        await Page.EvaluateAsync<string?>($"(async () => JSON.stringify(await (\n{expression}\n)) ?? null)()") is { } json ? JsonNode.Parse(json) : null;

    /// <summary>The value of an expression that is an array of strings.</summary>
    public async Task<string[]> Texts(string expression) => [.. ((JsonArray)(await Evaluate(expression))!).Select(t => (string)t!)];

    /// <summary>Clicks at a point of the window with the left button.</summary>
    public Task Click(double x, double y) => Page.Mouse.ClickAsync((float)x, (float)y);

    /// <summary>Presses and releases a key or a combination: Tab, ArrowRight, Shift+Tab, ….</summary>
    public Task Press(string key) => Page.Keyboard.PressAsync(key);

    /// <summary>Waits until an expression is true, on whatever page there is by then; false when it never is.</summary>
    public async Task<bool> Until(string expression, double seconds = 20)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds; await Task.Delay(50))
            try
            {
                if ((bool?)await Evaluate($"!!({expression})") == true) return true;
            }
            catch (PlaywrightException e) when (e.Message.Contains("Execution context was destroyed", StringComparison.Ordinal)) { }   // the page went away meanwhile
        return false;
    }

    /// <summary>The whole page as PNGs of at most 8000 pixels' height: name-1.png, name-2.png, ….</summary>
    public async Task Screenshot(string name)
    {
        const int most = 8000;
        var size = (await Evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"))!;
        var (width, height) = ((int)size[0]!, (int)size[1]!);
        for (var part = 0; part * most < height; part++)
            await Page.ScreenshotAsync(new()
            {
                Path = $"{name}-{part + 1}.png",
                FullPage = true,
                Clip = new() { X = 0, Y = part * most, Width = width, Height = Math.Min(most, height - part * most) },
            });
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }

    static void Add(List<string> list, string? text)
    {
        lock (list) list.Add(text ?? "(no text)");
    }
}
