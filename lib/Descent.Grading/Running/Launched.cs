using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Descent.Grading.Running;

/// <summary>A started command: descriptor 3 reads requests, 4 writes replies, 0 is empty, 1 and 2 are the text. A thread reads the text, another starts the process and
/// watches its memory.</summary>
sealed partial class Launched : ILaunched
{
    const uint CloseOnExec = 4;

    /// <summary>The shell sets the limits ($1 to $3: seconds, blocks of 512 bytes, kilobytes) and lays the pipes before it becomes the command. A limit is refused
    /// where a stricter one holds already, and on macOS that of address space.</summary>
    const string Shell = """
        { ulimit -c 0; ulimit -n 256; ulimit -S -t "$1"; ulimit -H -t "$(($1 + 5))"; ulimit -f "$2"; ulimit -v "$3"; } 2>/dev/null
        shift 3; exec "$@" 3<&0 4>&1 0</dev/null 1>&2
        """;

    readonly Process process;
    readonly Family family;
    readonly HeadAndTail text;
    readonly Thread reader, watcher;
    readonly Limits limits;
    readonly Action ended;
    readonly Lock door = new();
    bool isKilled, isMemory, isDisposed;

    /// <summary>Starts it.</summary>
    /// <param name="command">A program's path and its arguments.</param>
    /// <param name="variables">Its whole environment.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="limits">What it may use.</param>
    /// <param name="ended">Called once, when it has ended and is disposed of.</param>
    /// <exception cref="InfrastructureException">It cannot be started.</exception>
    public Launched(IEnumerable<string> command, IEnumerable<(string Name, string Value)> variables, string folder, Limits limits, Action ended)
    {
        (this.limits, this.ended, text) = (limits, ended, new(limits.Output));
        string[] numbers = [.. ((long[])[(long)Math.Ceiling(limits.Total), limits.File / 512, AddressSpace(limits) / 1024]).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var start = new ProcessStartInfo("/bin/sh", ["-c", Shell, "sh", .. numbers, .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables) start.Environment[name] = value;
        KeepDescriptors();
        var born = new TaskCompletionSource<(Process, Family)>();
        (reader, watcher) = (new(Read) { IsBackground = true }, new(() => Watch(start, born)) { IsBackground = true });
        watcher.Start();
        try { (process, family) = born.Task.GetAwaiter().GetResult(); }
        catch (Win32Exception e) { throw new InfrastructureException($"/bin/sh cannot be started: {e.Message}", e); }
        (Requests, Replies) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        reader.Start();
    }

    public Stream Requests { get; }

    public Stream Replies { get; }

    public string Text => text.ToString();

    /// <summary>The process that was started: the outermost.</summary>
    public int Id => process.Id;

    /// <summary>Its exit code, once it has ended.</summary>
    public int Code => process.ExitCode;

    public void Kill()
    {
        lock (door)
        {
            if (isDisposed) return;
            isKilled |= !process.HasExited;
            family.Kill();
        }
    }

    public (string Words, bool IsMemory) Wait()
    {
        process.WaitForExit();
        watcher.Join();
        // What escaped the watch may still hold the pipe: its text is not waited for.
        reader.Join(1000);
        return isMemory ? ($"it used more than {limits.Memory / 1_000_000} MB of memory", true)
            : isKilled ? ("it was stopped", false)
            : Ending.Of(process.ExitCode, Text);
    }

    public void Dispose()
    {
        Kill();
        lock (door)
        {
            if (isDisposed) return;
            isDisposed = true;
        }
        process.WaitForExit();
        watcher.Join();
        reader.Join(1000);
        foreach (var pipe in (Stream[])[Requests, Replies, process.StandardError.BaseStream]) pipe.Dispose();
        process.Dispose();
        ended();
    }

    /// <summary>What the heap reserves, a stack of 8 MB for each thread, and twice what may be resident: 5 GB by default. A worker reserves 2.6 GB, a cell's stack of
    /// 256 MB included; so the watch, not this limit, meets the usual bomb, and this one the bomb that is faster than the watch.</summary>
    static long AddressSpace(Limits limits) => 2 * limits.Heap + 2 * limits.Memory + limits.Processes * 8_000_000L;

    void Read()
    {
        var buffer = new byte[65536];
        try
        {
            while (process.StandardError.BaseStream.Read(buffer) is > 0 and var count) text.Add(buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { }
    }

    /// <summary>The thread that starts the process must live as long: bubblewrap's <c>--die-with-parent</c> is about this thread, and one of the pool may end at any time.</summary>
    void Watch(ProcessStartInfo start, TaskCompletionSource<(Process, Family)> born)
    {
        try
        {
            var started = Process.Start(start)!;
            born.SetResult((started, new(started.Id)));
        }
        catch (Exception e)
        {
            born.SetException(e);
            return;
        }
        var (process, family) = born.Task.Result;
        while (!process.WaitForExit(100))
            if (family.Memory() > limits.Memory)
            {
                isMemory = true;
                family.Kill();
            }
        family.Kill();
    }

    /// <summary>What this process inherited itself, or a library opened, is not passed on. .NET's own files and pipes never are.</summary>
    static void KeepDescriptors()
    {
        if (!OperatingSystem.IsLinux()) return;
        try { _ = CloseRange(3, uint.MaxValue, CloseOnExec); }
        catch (EntryPointNotFoundException) { } // a C library older than 2.34
    }

    [LibraryImport("libc", EntryPoint = "close_range")]
    private static partial int CloseRange(uint first, uint last, uint flags);
}
