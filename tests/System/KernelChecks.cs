using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Descent.SystemTests;

/// <summary>The installed kernel under Jupyter's own clients: its test suite, nbclient, nbconvert; its ports, its life and its end; chapters from the first on.</summary>
static partial class KernelChecks
{
    public static async Task Run(Report report, int chapters)
    {
        using var jupyter = await Jupyter.Install();
        var list = await jupyter.Run(60, "jupyter_client.kernelspecapp", "list", "--json");
        report.Check("Jupyter lists the installed kernel", (string?)JsonNode.Parse(list.Output)?["kernelspecs"]?[".net-csharp"]?["resource_dir"] == jupyter.Kernelspec, list.Output + list.Error);
        report.Check("The kernelspec names no place of the repository", !File.ReadAllText(Path.Combine(jupyter.Kernelspec, "kernel.json")).Contains(Jupyter.Root, StringComparison.Ordinal), File.ReadAllText(Path.Combine(jupyter.Kernelspec, "kernel.json")));
        await report.Guard("jupyter_kernel_test runs", () => Suite(report, jupyter));
        await report.Guard("A kernel lives and ends with its client", () => Life(report, jupyter));
        foreach (var chapter in Directory.GetFiles(jupyter.Notebooks, "*.ipynb").Order().Take(chapters))
            await report.Guard($"{Path.GetFileName(chapter)} runs in nbclient and nbconvert", () => Chapter(report, jupyter, chapter));
        foreach (var exercise in Directory.GetFiles(Path.Combine(jupyter.Notebooks, "exercises"), "??-*.ipynb").Order().Take(chapters))
            await report.Guard($"The exercises of {Path.GetFileName(exercise)} run in a plain kernel", () => Exercise(report, jupyter, exercise));
        await report.Guard("A kernelspec can be moved and read-only", () => Moved(report, jupyter));
    }

    /// <summary>Each test of jupyter_kernel_test with our samples; a test that does not apply says why.</summary>
    static async Task Suite(Report report, Jupyter jupyter)
    {
        var suite = await Processes.Run(Path.Combine(Jupyter.Root, "tests", "System"), jupyter.Environment, 240, "/usr/bin/python3", "kernel_test.py");
        var tests = Test().Matches(suite.Error);
        foreach (Match test in tests)
        {
            var (name, outcome) = (test.Groups["name"].Value, test.Groups["outcome"].Value);
            var reason = suite.Output.Split('\n').FirstOrDefault(line => line.StartsWith($"skipped {name}: ", StringComparison.Ordinal));
            if (outcome.StartsWith("skipped", StringComparison.Ordinal) && reason is not null) report.Check($"jupyter_kernel_test: {reason}", []);
            else report.Check($"jupyter_kernel_test: {name}", outcome is "ok" ? [] : [outcome, .. Details(suite.Error, name)]);
        }
        report.Check("jupyter_kernel_test runs its tests", tests.Count >= 10 && suite.Code is 0 or 1, $"{tests.Count} tests, {string.Join('\n', suite.Problems)}");
    }

    /// <summary>The part of unittest's report that belongs to one failed test.</summary>
    static IEnumerable<string> Details(string log, string name) =>
        log.Split(new string('=', 70)).Where(part => part.Contains($": {name} ", StringComparison.Ordinal)).SelectMany(part => part.Trim().Split('\n').TakeLast(12));

    static async Task Life(Report report, Jupyter jupyter)
    {
        using var client = jupyter.Script("client.py", ".net-csharp", "Console.WriteLine(40 + 2);");
        var started = await Started(client);
        report.Check("A cell prints under jupyter_client", (string?)started["text"] == "42\n" && (string?)started["status"] == "ok", started.ToJsonString());
        var kernel = (int)started["process"]!;
        int[] expected = [.. started["ports"]!.AsArray().Select(p => (int)p!).Order()], listening = [.. Ports(kernel).Order()];
        report.Check("The kernel listens on the five ports of the connection file and no other, on the loopback address", expected.SequenceEqual(listening), $"listens on {string.Join(", ", listening)}, should on {string.Join(", ", expected)}");
        client.Kill();
        var watch = Stopwatch.StartNew();
        while (Alive(kernel) && watch.Elapsed.TotalSeconds < 10) await Task.Delay(50);
        report.Check("A kernel whose client was killed ends within 10 s", !Alive(kernel), $"process {kernel} still runs");
    }

    static async Task Moved(Report report, Jupyter jupyter)
    {
        var place = Path.Combine(jupyter.Folder, "moved");
        var spec = Path.Combine(place, "kernels", ".net-csharp");
        Directory.CreateDirectory(Path.GetDirectoryName(spec)!);
        Directory.Move(jupyter.Kernelspec, spec);
        foreach (var entry in Directory.EnumerateFileSystemEntries(spec, "*", SearchOption.AllDirectories).Append(spec))
            File.SetUnixFileMode(entry, File.GetUnixFileMode(entry) & ~(UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        // Root may write anywhere: then the client and its kernel run as nobody, with a home of their own.
        var home = Directory.CreateDirectory(Path.Combine(jupyter.Folder, "home")).FullName;
        foreach (var folder in (string[])[jupyter.Folder, jupyter.Notebooks, home]) File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        string[] nobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];
        var environment = new Dictionary<string, string> { ["JUPYTER_PATH"] = place, ["HOME"] = home, ["JUPYTER_DATA_DIR"] = home, ["JUPYTER_CONFIG_DIR"] = home, ["JUPYTER_RUNTIME_DIR"] = home, ["TMPDIR"] = home };
        using var client = Processes.Start(jupyter.Notebooks, environment, nobody[0],
            [.. nobody[1..], "/usr/bin/python3", "-c", await File.ReadAllTextAsync(Path.Combine(Jupyter.Root, "tests", "System", "client.py")), ".net-csharp", "#r \"../artifacts/notebook/Descent.dll\"\nConsole.WriteLine(Descent.Tensors.Tensor.Of([1f, 2f]));"]);
        var started = await Started(client);
        report.Check("A moved, read-only kernelspec runs a cell with the library for another user", (string?)started["status"] == "ok", started.ToJsonString());
        client.StandardInput.Close();
        await client.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>The line a client prints when its cell has run.</summary>
    static async Task<JsonNode> Started(Process client)
    {
        var errors = client.StandardError.ReadToEndAsync();
        var line = await client.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(90));
        return line is not null ? JsonNode.Parse(line)! : throw new InvalidOperationException($"The client ended: {await errors}");
    }

    /// <summary>A chapter through nbclient gives what the headless runner gives, cell by cell; nbconvert writes it as a page.</summary>
    static async Task Chapter(Report report, Jupyter jupyter, string chapter)
    {
        var name = Path.GetFileName(chapter);
        var executed = chapter.Replace(".ipynb", ".executed.ipynb", StringComparison.Ordinal);
        var source = JsonNode.Parse(await File.ReadAllTextAsync(chapter))!;
        var watch = Stopwatch.StartNew();
        var convert = await jupyter.Run(300, "nbconvert", "--execute", "--to", "notebook", "--output", executed, chapter);
        report.Check($"{name}: nbconvert --execute runs it unchanged ({watch.Elapsed.TotalSeconds:f1} s)", convert.Problems);
        watch.Restart();
        var client = await Processes.Run(jupyter.Notebooks, jupyter.Environment, 300, "/usr/bin/python3", "-c", "from nbclient.cli import main; main()", "--timeout=120", chapter);
        report.Check($"{name}: nbclient runs it unchanged ({watch.Elapsed.TotalSeconds:f1} s)", client.Problems);
        if (!File.Exists(executed)) return;
        var result = JsonNode.Parse(await File.ReadAllTextAsync(executed))!;
        report.Check($"{name}: no cell has an error", [.. Cells(result).SelectMany(Outputs).Where(o => (string?)o["output_type"] == "error").Select(o => (string)o["evalue"]!)]);
        report.Check($"{name}: every cell is as long as before", Cells(source).Select(Source).SequenceEqual(Cells(result).Select(Source)), "a cell's source differs");
        var runner = Path.Combine(Jupyter.Root, "artifacts", "executed", name);
        report.Check($"{name}: Jupyter and the headless runner give the same outputs", File.Exists(runner)
            ? [.. Cells(JsonNode.Parse(await File.ReadAllTextAsync(runner))!).Zip(Cells(result)).Select((pair, i) => Difference(i + 1, pair.First, pair.Second)).OfType<string>()]
            : [$"{runner} is missing: run `dotnet run --project lib/Course -- run --out artifacts/executed` first"]);
    }

    /// <summary>An instructor's source runs from top to bottom: every check passes, nothing is said on the error stream.</summary>
    static async Task Exercise(Report report, Jupyter jupyter, string exercise)
    {
        var name = Path.GetFileName(exercise);
        var convert = await jupyter.Run(300, "nbconvert", "--execute", "--to", "notebook", "--output", "solved.ipynb", exercise);
        report.Check($"exercises {name}: nbconvert --execute runs the source", convert.Problems);
        var solved = Path.Combine(Path.GetDirectoryName(exercise)!, "solved.ipynb");
        if (!File.Exists(solved)) return;
        var outputs = Cells(JsonNode.Parse(await File.ReadAllTextAsync(solved))!).SelectMany(c => c["outputs"]!.AsArray()).ToList();
        var lines = string.Concat(outputs.Where(o => (string?)o!["name"] == "stdout").Select(o => Text(o!["text"]))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        report.Check($"exercises {name}: all of its checks pass, without error and warning", lines.Length > 0 && lines.All(l => l.StartsWith('✓')) && outputs.All(o => (string?)o!["name"] == "stdout"),
            string.Join("; ", lines.Where(l => !l.StartsWith('✓')).Concat(outputs.Where(o => (string?)o!["name"] != "stdout").Select(o => o!.ToJsonString())).DefaultIfEmpty("no check has run").Take(3)));
        File.Delete(solved);
    }

    static string Source(JsonNode cell) => Text(cell["source"]);

    static JsonNode[] Cells(JsonNode notebook) => [.. notebook["cells"]!.AsArray().Where(c => (string?)c!["cell_type"] == "code")!];

    /// <summary>What a cell leaves in any notebook: not the page's widgets with the place of their values, nor the line that tells how long work took.</summary>
    static IEnumerable<JsonNode> Outputs(JsonNode cell) => cell["outputs"]!.AsArray().Where(o => o!["data"] is not JsonObject data
        || data["application/vnd.jupyter.widget-view+json"] is null && !Text(data["text/html"]).StartsWith("<div hidden>", StringComparison.Ordinal)
        && !(Text(data["text/html"]).StartsWith("<div>", StringComparison.Ordinal) && Duration().IsMatch(Text(data["text/plain"]))))!;

    /// <summary>The first output of a cell that differs.</summary>
    static string? Difference(int cell, JsonNode expected, JsonNode found)
    {
        var (a, b) = (Contents(expected), Contents(found));
        var at = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        return at == a.Length && at == b.Length ? null : $"code cell {cell}, output {at + 1}: {Part(a, at, b)} in the runner, {Part(b, at, a)} in Jupyter";

        static string Part(string[] all, int at, string[] other)
        {
            if (at >= all.Length) return "nothing";
            var from = at < other.Length ? Math.Max(0, all[at].Zip(other[at]).TakeWhile(c => c.First == c.Second).Count() - 20) : 0;
            return all[at][from..Math.Min(all[at].Length, from + 120)];
        }
    }

    static string[] Contents(JsonNode cell)
    {
        var contents = new List<(string Kind, string Text)>();
        foreach (var output in Outputs(cell))
        {
            var kind = (string?)output["name"] ?? (string)output["output_type"]!;
            if (output["text"] is not null && contents.Count > 0 && contents[^1].Kind == kind) contents[^1] = (kind, contents[^1].Text + Text(output["text"]));
            else contents.Add((kind, output["text"] is not null ? Text(output["text"]) : string.Join('\n', output["data"]?.AsObject().OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}: {Text(d.Value)}") ?? [])));
        }
        return [.. contents.Select(c => $"{c.Kind}: {c.Text}")];
    }

    static string Text(JsonNode? text) => text switch
    {
        JsonArray lines => string.Concat(lines.Select(l => (string?)l)),
        JsonValue value when value.TryGetValue<string>(out var s) => s,
        null => "",
        _ => Sorted(text)!.ToJsonString(),
    };

    /// <summary>The same JSON with its keys in order and its numbers as one writes them: nbformat has its own way.</summary>
    static JsonNode? Sorted(JsonNode? json) => json switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        JsonValue v when v.TryGetValue<double>(out var number) => JsonValue.Create(number),
        _ => json?.DeepClone(),
    };

    static bool Alive(int process)
    {
        try { return File.ReadAllText($"/proc/{process}/stat").Split(") ")[1][0] != 'Z'; }
        catch (IOException) { return false; }
    }

    /// <summary>The TCP ports that a process listens on; a port on any other address than 127.0.0.1 counts as negative.</summary>
    static IEnumerable<int> Ports(int process)
    {
        var sockets = Directory.GetFiles($"/proc/{process}/fd").Select(f => new FileInfo(f).LinkTarget).OfType<string>().Where(t => t.StartsWith("socket:[", StringComparison.Ordinal)).Select(t => t[8..^1]).ToHashSet();
        foreach (var table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
            foreach (var line in File.ReadLines(table).Skip(1))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields[3] != "0A" || !sockets.Contains(fields[9])) continue;
                var address = fields[1].Split(':');
                yield return (address[0] == "0100007F" ? 1 : -1) * int.Parse(address[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
    }

    [GeneratedRegex(@"\d (s|min|h)\b")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^(?<name>test_\w+) \(.*?\)(\n.*?)?? \.\.\. (?<outcome>ok|FAIL|ERROR|skipped '.*')$", RegexOptions.Multiline)]
    private static partial Regex Test();
}
