using System.Diagnostics;
using System.Globalization;
using Descent.Grading.Running;

namespace Descent.SystemTests;

/// <summary>The wall around student code, seen from inside by small shell commands and by the runtime itself.</summary>
static class SandboxChecks
{
    static readonly Limits Small = new(Memory: 200_000_000, File: 1_000_000, Processes: 24, Output: 20_000);

    /// <summary>The shell and its tools stand in no worker's sight: the checks show them for their probes.</summary>
    static readonly string[] Tools = ["/usr/bin", "/bin"];

    public static Task Run(Report report) => report.Guard("bubblewrap works here", () =>
    {
        report.Check("bubblewrap works here", Bubblewrap.Check() is { } problem ? [problem] : []);
        using var wall = new Bubblewrap();
        Console.WriteLine($"        {wall.Isolation}");
        Sight(report, wall);
        Rights(report, wall);
        Bounds(report, wall);
        Ends(report, wall);
        Runtime(report, wall);
        Starts(report, wall);
        return Task.CompletedTask;
    });

    static void Sight(Report report, Bubblewrap wall)
    {
        Same(report, "Its own processes are all that it sees", Said(wall, "for p in /proc/[0-9]*; do echo $p; done"), "/proc/1\n/proc/2");
        Same(report, "There is no network but its own loopback", Said(wall, "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '; cat /proc/net/route /proc/net/ipv6_route 2>/dev/null | grep -v Iface | grep -v ' lo$'"), "lo");
        Same(report, "The root folder shows the runtime, the libraries, the worker and the data", Said(wall, "cd /; echo *"), Roots());
        var hidden = (string[])["/etc", "/home", "/root", "/var", "/mnt", "/srv", "/opt", "/sys", "/run", "/dotnet/sdk", Environment.CurrentDirectory, AppContext.BaseDirectory];
        Same(report, "Nobody's files are there", Said(wall, $"for f in {string.Join(' ', hidden)}; do test -e $f && echo $f; done; true"), "");
        Same(report, "The worker's folder holds nothing of the grader", Said(wall, "ls /worker | grep -Ei 'grading|course'; test -f /worker/Descent.Worker.dll || echo no worker"), "");
        Same(report, "The data files are there", Said(wall, "test -f $DESCENT_DATA/checksums.txt && echo yes"), "yes");
        var variables = Said(wall, "env").Split('\n').Select(line => line.Split('=')[0]).Except(["PWD", "OLDPWD", "SHLVL", "_"]).Order();
        Same(report, "The environment is cleared, that of the first process too", string.Join(' ', variables) + Said(wall, "tr '\\0' '\\n' < /proc/1/environ | grep -v -e ^PATH= -e ^PWD="), string.Join(' ', Parts.Variables(Small, "", "").Select(variable => variable.Name).Order()));
        Same(report, "The computer's name is not told", Said(wall, "cat /proc/sys/kernel/hostname"), "worker");
    }

    static string Roots() => string.Join(' ', ((string[])["bin", "data", "dev", "dotnet", "prlimit", "proc", "tmp", "usr", "worker", .. ((string[])["lib", "lib64"]).Where(name => Directory.Exists("/" + name))]).Order(StringComparer.Ordinal));

    static void Rights(Report report, Bubblewrap wall)
    {
        Same(report, "It has no capability and can gain none", Said(wall, "grep -E '^(Cap|NoNew)' /proc/self/status | tr -s '\\t\\n' ' '").Trim(),
            "CapInh: 0000000000000000 CapPrm: 0000000000000000 CapEff: 0000000000000000 CapBnd: 0000000000000000 CapAmb: 0000000000000000 NoNewPrivs: 1");
        var user = Said(wall, "id -u; id -g; id -G").Split('\n');
        report.Check("It is not root and in no group of others", user.Distinct().Count() == 1 && user[0] != "0", $"uid, gid, groups: {string.Join(", ", user)}");
        if (Environment.IsPrivilegedProcess)
        {
            using Launched first = Shell(wall, "read line <&3; id -u"), second = Shell(wall, "id -u");
            second.Wait();
            first.Requests.Close();
            first.Wait();
            report.Check("Two workers at once are two users", first.Text != second.Text, $"both are {first.Text}");
        }
        Same(report, "Nothing outside its private folder can be written", Said(wall, "for f in / /worker /data /dotnet /usr /usr/lib /dev /dev/shm /proc /proc/sys/kernel/hostname; do (echo x > $f/x || echo x > $f) 2>/dev/null && echo $f; done; rm -f /worker/Descent.Worker.dll 2>/dev/null && echo removed; true"), "");
        Same(report, "It cannot make namespaces or mount", Said(wall, "unshare -U true 2>/dev/null && echo users; unshare -n true 2>/dev/null && echo network; mount -t tmpfs none /tmp 2>/dev/null && echo mounted; true"), "");
        Same(report, "It has no terminal", Said(wall, "(: > /dev/tty) 2>/dev/null && echo terminal; true"), "");
    }

    static void Bounds(Report report, Bubblewrap wall)
    {
        Same(report, "Its descriptors are 0 to 4 (5 is the folder that lists them)", Said(wall, "cd /proc/self/fd; echo *; for i in 3 4; do test -p $i && echo pipe; done"), "0 1 2 3 4 5\npipe\npipe");
        Same(report, "Its folder is /tmp/work, and empty", Said(wall, "pwd; ls -A /tmp /tmp/work"), "/tmp/work\n/tmp:\nwork\n\n/tmp/work:");
        var written = int.Parse(Said(wall, "for i in 1 2 3 4 5 6; do head -c 300000 /dev/zero > $i 2>/dev/null; done; cat * | wc -c"), CultureInfo.InvariantCulture);
        report.Check("All its files together have room up to the file limit", written is > 900_000 and <= 1_000_000, $"{written} bytes could be written");
        Same(report, "A folder of the run before is gone", Said(wall, "echo note > /tmp/note") + Said(wall, "cat /tmp/note 2>/dev/null; true"), "");
        var started = Stopwatch.StartNew();
        using (var bomb = Shell(wall, "i=0; while [ $i -lt 200 ]; do sleep 60 & i=$((i+1)); done"))
        {
            bomb.Wait();
            report.Check("More processes than the limit cannot be started", bomb.Text.Contains("fork", StringComparison.OrdinalIgnoreCase), bomb.Text);
        }
        using (var bomb = Shell(wall, "b() { b | b & }; b; sleep 2"))
        {
            var outside = Stopwatch.StartNew();
            using (var other = Shell(wall, "echo here")) Same(report, "A fork bomb does not hinder a neighbour", Text(other), "here");
            report.Check("A fork bomb leaves the computer responsive", outside.Elapsed.TotalSeconds < 5, $"a neighbour took {outside.Elapsed.TotalSeconds:F1} s");
            Thread.Sleep(500);
            bomb.Kill();
        }
        report.Check("A fork bomb is over when it is killed", started.Elapsed.TotalSeconds < 20, $"{started.Elapsed.TotalSeconds:F1} s");
        using (var large = Shell(wall, "head -c 900000000 /dev/zero | tail"))
        {
            var (words, isMemory) = large.Wait();
            report.Check("Memory over the limit ends it", isMemory && words == "it used more than 200 MB of memory", words);
        }
        using (var loud = Shell(wall, "yes 2>/dev/null | head -c 50000000; echo done >&4"))
        using (var replies = new StreamReader(loud.Replies))
        {
            Same(report, "Printing without end does not block", replies.ReadLine() ?? "no reply", "done");
            loud.Wait();
            report.Check("The head and the tail of what it printed are kept", loud.Text.Length is > 10_000 and < 21_000 && loud.Text.Contains("bytes left out", StringComparison.Ordinal), $"{loud.Text.Length} characters are kept");
        }
    }

    static void Ends(Report report, Bubblewrap wall)
    {
        var (words, isMemory) = End(wall, "exit 0");
        Same(report, "An end by itself is not a success", words, "it ended by itself (exit code 0)");
        Same(report, "The words of an end by a signal name it", End(wall, "kill -ABRT $$").Words, "it was ended by SIGABRT (it aborted)");
        Same(report, "It cannot kill what is outside", End(wall, "kill -9 -1; kill -9 $PPID; echo still here; exit 5").Words, "it ended by itself (exit code 5)");
        Same(report, "Processor time is limited", End(wall, "while :; do :; done", Small with { Total = 0.5 }).Words, "it was ended by SIGXCPU (its processor time was used up)");
        var mark = (31_000_000 + Environment.ProcessId).ToString(CultureInfo.InvariantCulture);
        using (var stubborn = Shell(wall, $"trap '' TERM INT HUP; setsid sleep {mark} & (setsid sh -c 'trap \"\" TERM; sleep {mark}' &) ; echo ready >&4; while :; do sleep {mark}; done"))
        using (var replies = new StreamReader(stubborn.Replies))
        {
            replies.ReadLine();
            report.Check("Its processes run", Until(() => Running(mark).Length >= 3), $"{Running(mark).Length} of 3 are seen");
            stubborn.Kill();
            Same(report, "A kill is told as what it is", stubborn.Wait().Words, "it was stopped");
            report.Check("A kill leaves nothing, children in other sessions included", Left(mark));
        }
        using (var orphan = Shell(wall, $"(setsid sleep {mark} >/dev/null 2>&1 3<&- 4>&- &) ; exit 0"))
        {
            orphan.Wait();
            report.Check("Its own end leaves nothing", Left(mark));
        }
        Launched? begun = null;
        var caller = new Thread(() =>
        {
            begun = Shell(wall, "echo ready >&4; read line <&3; exit 7");
            new StreamReader(begun.Replies).ReadLine();
        });
        caller.Start();
        caller.Join();
        using (var alone = begun!)
        {
            Thread.Sleep(300);
            alone.Requests.Close();
            Same(report, "The end of the thread that asked for it is not its own", alone.Wait().Words, "it ended by itself (exit code 7)");
        }
        using (var outer = Shell(wall, $"setsid sleep {mark} & echo ready >&4; wait"))
        using (var replies = new StreamReader(outer.Replies))
        {
            replies.ReadLine();
            Process.GetProcessById(outer.Id).Kill();
            outer.Wait();
            report.Check("The death of the outer process alone takes all with it", Left(mark));
        }
    }

    static void Runtime(Report report, Bubblewrap wall)
    {
        using var runtimes = wall.Launch(new(), ["/dotnet/dotnet", "--list-runtimes"]);
        var (words, _) = runtimes.Wait();
        report.Check("The runtime starts with the limits a worker gets", runtimes.Code == 0 && runtimes.Text.Contains("Microsoft.NETCore.App", StringComparison.Ordinal), $"{words}: {runtimes.Text}");
        using (var worker = new WorkerProcess(wall, new()))
        {
            var failure = worker.Run("q1", "#r \"../../artifacts/notebook/Descent.dll\"\nusing System; double Twice(double x) => 2 * x; Console.WriteLine(Descent.Data.DataFiles.Folder);", TimeSpan.FromSeconds(60));
            report.Check("The worker runs a cell behind the wall and finds the data", failure is null && worker.Printed.Trim() == "/data", $"{failure} {worker.Printed}");
            var twice = failure is null ? worker.Call("Twice", typeof(double), [21.0], 1, TimeSpan.FromSeconds(30)) : null;
            report.Check("It answers a call", twice is 42.0, $"Twice(21) is {twice}");
            Same(report, "Recursion without end is told as what it is", Lost(worker, "int F(int x) => F(x + 1) + 1; F(0)"), "Crashed: stack overflow");
        }
        using (var worker = new WorkerProcess(wall, new()))
            Same(report, "Native memory without end is told as what it is", Lost(worker, "for (;;) unsafe { var p = (byte*)System.Runtime.InteropServices.NativeMemory.Alloc(10_000_000); new System.Span<byte>(p, 10_000_000).Fill(1); }"), "Memory: it used more than 1500 MB of memory");
        using var shell = wall.Launch(new(), ["/bin/sh", "-c", "true"]);
        shell.Wait();
        report.Check("A worker has no shell in sight", shell.Code != 0, "/bin/sh ran");
    }

    static string Lost(WorkerProcess worker, string cell)
    {
        try { return worker.Run("q2", cell, TimeSpan.FromSeconds(60)) is { } failure ? $"it failed: {failure.Name}, {failure.Message}" : "it ran through"; }
        catch (LostException e) { return $"{e.Verdict}: {e.Message}"; }
    }

    /// <summary>What the wall adds to a start: the difference of medians of 11 starts of the same small program.</summary>
    static void Starts(Report report, Bubblewrap wall)
    {
        var plain = new PlainProcess();
        var runtime = Path.Combine(Parts.Find().Runtime, "dotnet");
        foreach (var (name, inside, outside) in ((string, Func<Launched>, Func<Launched>)[])
            [
                ("/bin/true", () => wall.Launch(new(), ["/bin/true"], Tools), () => plain.Launch(new(), ["/bin/true"])),
                ("the worker", () => wall.Launch(new(), ["/dotnet/dotnet", $"/worker/{Parts.Program}"]), () => plain.Launch(new(), [runtime, Path.Combine(Parts.Find().Worker, Parts.Program)])),
            ])
        {
            var (with, without) = (Median(inside), Median(outside));
            Console.WriteLine($"        {name}: {with:F0} ms behind the wall, {without:F0} ms without");
            report.Check($"The wall adds at most 0.3 s to the start of {name}", with - without <= 300, $"{with:F0} ms with, {without:F0} ms without");
        }
    }

    static double Median(Func<Launched> start)
    {
        var times = new double[11];
        for (var i = 0; i < times.Length; i++)
        {
            var watch = Stopwatch.StartNew();
            using var started = start();
            started.Requests.Close();
            started.Wait();
            times[i] = watch.Elapsed.TotalMilliseconds;
        }
        return times.Order().ElementAt(times.Length / 2);
    }

    static Launched Shell(Bubblewrap wall, string script, Limits? limits = null) => wall.Launch(limits ?? Small, ["/bin/sh", "-c", script], Tools);

    static string Said(Bubblewrap wall, string script)
    {
        using var shell = Shell(wall, script);
        return Text(shell);
    }

    static string Text(Launched shell)
    {
        shell.Wait();
        return shell.Text.Trim();
    }

    static (string Words, bool IsMemory) End(Bubblewrap wall, string script, Limits? limits = null)
    {
        using var shell = Shell(wall, script, limits);
        return shell.Wait();
    }

    static void Same(Report report, string claim, string got, string expected) => report.Check(claim, got == expected, $"expected \"{expected}\", got \"{got}\"");

    /// <summary>What still runs after a second: the system ends a namespace a moment after its first process.</summary>
    static string[] Left(string mark)
    {
        Until(() => Running(mark).Length == 0);
        return Running(mark);
    }

    static bool Until(Func<bool> holds)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < 1 && !holds(); Thread.Sleep(10)) { }
        return holds();
    }

    /// <summary>Processes whose command line holds the mark.</summary>
    static string[] Running(string mark) => [.. Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(Command).Where(command => command.Contains($"sleep\0{mark}", StringComparison.Ordinal)).Select(command => command.Replace('\0', ' '))];

    static string Command(string folder)
    {
        try { return File.ReadAllText(Path.Combine(folder, "cmdline")); }
        catch (IOException) { return ""; }
    }
}
