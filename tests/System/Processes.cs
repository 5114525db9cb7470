using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Descent.SystemTests;

/// <summary>Programs that the checks start. Each carries a mark in its environment, which its children inherit: whatever outlives its check is found and ended.</summary>
static class Processes
{
    const string Mark = "DESCENT_SYSTEM_TESTS";
    static readonly string Id = Guid.NewGuid().ToString("N");

    static Processes() => Environment.SetEnvironmentVariable(Mark, Id);

    /// <summary>What a program did: its exit code, and all it wrote.</summary>
    public sealed record Result(int Code, string Output, string Error)
    {
        /// <summary>No problem, or the end of what the program wrote.</summary>
        public string[] Problems => Code == 0 ? [] : [$"exit code {Code}", .. (Output + "\n" + Error).Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(15)];
    }

    /// <summary>Runs a program to its end, or ends it with all its children after the time.</summary>
    public static async Task<Result> Run(string folder, IReadOnlyDictionary<string, string> environment, double seconds, string program, params string[] arguments)
    {
        using var process = Start(folder, environment, program, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        try { await process.WaitForExitAsync(limit.Token); }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new Result(-1, await output, $"{await error}\n{program} did not end within {seconds} s");
        }
        return new Result(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a program whose input, output and errors the caller holds.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment[Mark] = Id;
        return Process.Start(start)!;
    }

    /// <summary>Ends what this run started and what still runs, and says what it was. The browser's and dotnet's own helpers get a moment to leave by themselves.</summary>
    public static string[] Leftovers()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < 5 && Marked().Any(); Thread.Sleep(100)) { }
        var left = Marked().ToArray();
        foreach (var (id, _) in left)
            try { Process.GetProcessById(id).Kill(); }
            catch (ArgumentException) { }
        return [.. left.Select(p => $"process {p.Id}: {p.Command}")];
    }

    static IEnumerable<(int Id, string Command)> Marked()
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId) continue;
            if (Read(Path.Combine(folder, "environ")).Contains($"{Mark}={Id}", StringComparison.Ordinal))
                yield return (id, Read(Path.Combine(folder, "cmdline")).Replace('\0', ' '));
        }
    }

    static string Read(string file)
    {
        try { return File.ReadAllText(file); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return ""; }
    }
}
