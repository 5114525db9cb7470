using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Descent.SystemTests;

/// <summary>One headless Chromium with one page, driven over the DevTools protocol.</summary>
sealed class Browser : IAsyncDisposable
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    static readonly Dictionary<string, int> Keys = new() { ["Tab"] = 9, ["Enter"] = 13, ["ArrowRight"] = 39 };
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Process process;
    readonly string profile;
    readonly ClientWebSocket socket = new();
    readonly Dictionary<int, TaskCompletionSource<JsonNode>> pending = [];
    readonly SemaphoreSlim sending = new(1, 1);
    TaskCompletionSource loaded = new();
    string? session;
    int last;

    Browser(Process process, string profile) => (this.process, this.profile) = (process, profile);

    /// <summary>Console errors and uncaught exceptions of the page since it was opened.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Addresses the page asked for that are neither file: nor data: nor blob:.</summary>
    public List<string> Requests { get; } = [];

    public static async Task<Browser> Start()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var program = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"No Chromium on the PATH: looked for {string.Join(", ", Names)}. Install one of them (Debian: `apt-get install chromium`) and run again.");
        var profile = Directory.CreateTempSubdirectory("descent-browser-").FullName;
        string[] arguments =
        [
            "--headless", "--remote-debugging-port=0", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader", "--hide-scrollbars", "--user-data-dir=" + profile, "about:blank",
        ];
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var browser = new Browser(process, profile);
        using var limit = new CancellationTokenSource(Patience);
        const string announcement = "DevTools listening on ";
        string? line;
        try
        {
            do line = await process.StandardError.ReadLineAsync(limit.Token)
                ?? throw new InvalidOperationException($"{program} ended without opening its debugging port. Run `{program} --headless about:blank` to see why.");
            while (!line.StartsWith(announcement, StringComparison.Ordinal));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} did not open its debugging port within {Patience.TotalSeconds} s. Run `{program} --headless about:blank` to see why.");
        }
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await browser.socket.ConnectAsync(new Uri(line[announcement.Length..]), limit.Token);
        _ = browser.Listen();
        var target = await browser.Send("Target.createTarget", new() { ["url"] = "about:blank" });
        var attached = await browser.Send("Target.attachToTarget", new() { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true });
        browser.session = (string)attached["sessionId"]!;
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"]) await browser.Send(domain + ".enable");
        return browser;
    }

    /// <summary>Opens an address at a width and colour scheme and waits for its load event.</summary>
    public async Task Open(string address, int width = 1000, int height = 800, bool dark = false)
    {
        await View(width, height, dark);
        Errors.Clear();
        Requests.Clear();
        loaded = new();
        var reply = await Send("Page.navigate", new() { ["url"] = address });
        if (reply["errorText"] is { } error) throw new InvalidOperationException($"{address}: {error}");
        await loaded.Task.WaitAsync(Patience);
    }

    public async Task View(int width, int height, bool dark)
    {
        await Send("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await Send("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }),
        });
    }

    /// <summary>The value of an expression in the page, promises awaited.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        var reply = await Send("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return reply["exceptionDetails"] is { } thrown
            ? throw new InvalidOperationException((string?)thrown["exception"]?["description"] ?? thrown.ToJsonString())
            : reply["result"]!["value"];
    }

    /// <summary>The value of an expression that is an array of strings.</summary>
    public async Task<string[]> Texts(string expression) => [.. ((JsonArray)(await Evaluate(expression))!).Select(t => (string)t!)];

    /// <summary>Clicks at a point of the window with the left button.</summary>
    public async Task Click(double x, double y)
    {
        foreach (var type in (string[])["mouseMoved", "mousePressed", "mouseReleased"])
            await Send("Input.dispatchMouseEvent", new() { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = type == "mouseMoved" ? "none" : "left", ["clickCount"] = 1 });
    }

    /// <summary>Presses and releases a key that types no text.</summary>
    public async Task Press(string key)
    {
        var code = Keys[key];
        foreach (var type in (string[])["rawKeyDown", "keyUp"])
            await Send("Input.dispatchKeyEvent", new() { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
    }

    /// <summary>Waits until an expression is true; false when it never is.</summary>
    public async Task<bool> Until(string expression, double seconds = 20)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds; await Task.Delay(50))
            if ((bool?)await Evaluate($"!!({expression})") == true) return true;
        return false;
    }

    /// <summary>The whole page as PNGs of at most 8000 pixels' height: name-1.png, name-2.png, ….</summary>
    public async Task Screenshot(string name)
    {
        const double most = 8000;
        var size = (await Send("Page.getLayoutMetrics"))["cssContentSize"]!;
        var (width, height) = ((double)size["width"]!, (double)size["height"]!);
        for (var part = 0; part * most < height; part++)
        {
            var clip = new JsonObject { ["x"] = 0, ["y"] = part * most, ["width"] = width, ["height"] = Math.Min(most, height - part * most), ["scale"] = 1 };
            var reply = await Send("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true, ["clip"] = clip });
            await File.WriteAllBytesAsync($"{name}-{part + 1}.png", Convert.FromBase64String((string)reply["data"]!));
        }
    }

    public async ValueTask DisposeAsync()
    {
        try { await Send("Browser.close", browserWide: true); }
        catch (Exception) when (process.HasExited) { }
        if (!process.WaitForExit(5000)) process.Kill(entireProcessTree: true);
        process.Dispose();
        socket.Dispose();
        sending.Dispose();
        try { Directory.Delete(profile, recursive: true); }
        catch (IOException) { }
    }

    async Task<JsonNode> Send(string method, JsonObject? parameters = null, bool browserWide = false)
    {
        var id = Interlocked.Increment(ref last);
        var reply = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (pending) pending[id] = reply;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null && !browserWide) message["sessionId"] = session;
        await sending.WaitAsync();
        try { await socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, default); }
        finally { sending.Release(); }
        return await reply.Task.WaitAsync(Patience);
    }

    async Task Listen()
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                using var message = new MemoryStream();
                WebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer, default);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                if (message.Length > 0) Receive(JsonNode.Parse(message.ToArray())!);
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException) { }
        lock (pending)
            foreach (var reply in pending.Values) reply.TrySetException(new InvalidOperationException("The browser closed the connection."));
    }

    void Receive(JsonNode message)
    {
        if ((int?)message["id"] is { } id)
        {
            TaskCompletionSource<JsonNode> reply;
            lock (pending) pending.Remove(id, out reply!);
            if (message["error"] is { } error) reply.SetException(new InvalidOperationException((string?)error["message"]));
            else reply.SetResult(message["result"]!);
            return;
        }
        var what = message["params"];
        switch ((string?)message["method"])
        {
            case "Page.loadEventFired": loaded.TrySetResult(); break;
            case "Runtime.exceptionThrown": Add(Errors, (string?)what!["exceptionDetails"]!["exception"]?["description"] ?? (string?)what["exceptionDetails"]!["text"]); break;
            case "Runtime.consoleAPICalled" when (string?)what!["type"] is "error" or "assert":
                Add(Errors, string.Join(' ', what["args"]!.AsArray().Select(a => a!["description"] ?? a["value"]))); break;
            case "Log.entryAdded" when (string?)what!["entry"]!["level"] == "error": Add(Errors, (string?)what["entry"]!["text"]); break;
            case "Network.requestWillBeSent":
                var url = (string)what!["request"]!["url"]!;
                if (url.Split(':')[0] is not ("file" or "data" or "blob" or "about")) Add(Requests, url);
                break;
        }
    }

    static void Add(List<string> list, string? text)
    {
        lock (list) list.Add(text ?? "(no text)");
    }
}
