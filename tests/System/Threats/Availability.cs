using Descent.Checks;
using Descent.Grading.Results;
using static Descent.SystemTests.Threats.Sample;

namespace Descent.SystemTests.Threats;

/// <summary>What never ends, ends too early or takes too much: it costs its own check, and nothing else.</summary>
static class Availability
{
    public static IEnumerable<Threat> All => [.. Loops, .. Ends, .. Memory, .. Waits, .. Output, .. Crowds, .. Files, .. Compiling, .. Sizes];

    /// <summary>A verdict for the visible check of a question; the others pass, in a fresh worker where need be.</summary>
    static Func<Result, string?> Only(string question, Verdict[] verdicts, params string[] words) => See.All(
        result => verdicts.Select(v => See.Check(question, 1, v, words)(result)) is var problems && problems.Any(p => p is null) ? null : problems.First(),
        See.Check(question, 2, Verdict.Passed), See.Check(question, 3, Verdict.Passed));

    static Func<Result, string?> Only(string question, Verdict verdict, params string[] words) => Only(question, [verdict], words);

    static IEnumerable<Threat> Loops
    {
        get
        {
            var functions = Handed(
                Twice3("while (true) { }"),
                Shift("try { return x.Select(v => v + by).ToArray(); } finally { while (by == 0.5) try { System.Threading.Thread.Sleep(1); } catch { } }"),
                VowelsGradient("return Slow.One;", "class Slow { public static int One = 1; static Slow() { while (true) { } } }\n"));
            yield return new("endless loop in a function", functions, Only("q1", Verdict.Timeout, "3 s"));
            yield return new("endless loop in finally", functions, Only("q2", Verdict.Timeout, "3 s"));
            yield return new("endless loop in a static constructor", functions, Only("q3", Verdict.Timeout, "3 s"));
            var cell = Handed(q1: Twice("return 2 * x;") + "\nwhile (true) { }");
            yield return new("endless loop at the top of a cell", cell, See.All(See.Cell(Verdict.Timeout, "8 s"), See.Verdict("q1", Verdict.NotRun, "needs Cell 2"), See.Full("q2", "q3")));
        }
    }

    static IEnumerable<Threat> Ends
    {
        get
        {
            var first = Handed(
                Twice3("Span<byte> large = stackalloc byte[100_000]; large[1] = 1; return Twice(x) + large[1];"),
                ShiftHalf("Environment.Exit(0);"),
                VowelsGradient("Environment.FailFast(\"enough\");"));
            yield return new("unbounded recursion", first, Only("q1", Verdict.Crashed, "stack overflow"));
            yield return new("Environment.Exit(0)", first, Only("q2", Verdict.Crashed, "exit code 0"));
            yield return new("Environment.FailFast", first, Only("q3", Verdict.Crashed, "enough"));
            var second = Handed(
                Twice3("System.Diagnostics.Process.GetCurrentProcess().Kill(); System.Threading.Thread.Sleep(-1);"),
                ShiftHalf("var thread = new System.Threading.Thread(() => throw new InvalidOperationException(\"from a thread\")); thread.Start(); thread.Join(); System.Threading.Thread.Sleep(-1);"),
                VowelsGradient("C.abort();", "static class C { [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern void abort(); }\n"));
            yield return new("Process.Kill on itself", second, Only("q1", Verdict.Crashed, "SIGKILL"));
            yield return new("exception on a background thread", second, Only("q2", Verdict.Crashed, "unhandled exception", "from a thread"));
            yield return new("abort()", second, Only("q3", Verdict.Crashed, "SIGABRT"));
            var third = Handed(
                Twice3("Bad.Make(); GC.Collect(); GC.WaitForPendingFinalizers(); System.Threading.Thread.Sleep(1000);",
                    "class Bad { public static void Make() { for (var i = 0; i < 100; i++) _ = new Bad(); } ~Bad() => throw new InvalidOperationException(\"from a finalizer\"); }\n"),
                ShiftHalf("System.Runtime.InteropServices.Marshal.WriteInt32((IntPtr)0x1234567890, 1);"),
                VowelsGradient("C.raise(9);", "static class C { [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern int raise(int signal); }\n"));
            yield return new("finalizer that throws", third, Only("q1", Verdict.Crashed, "from a finalizer"));
            yield return new("access violation", third, Only("q2", Verdict.Crashed));
            yield return new("raise(SIGKILL)", third, Only("q3", Verdict.Crashed, "SIGKILL"));
        }
    }

    static IEnumerable<Threat> Memory
    {
        get
        {
            var bombs = Handed(
                Twice3("var all = new List<byte[]>(); while (true) all.Add(new byte[1 << 20]);"),
                ShiftHalf("while (true) unsafe { var p = (byte*)System.Runtime.InteropServices.NativeMemory.Alloc(64_000_000); for (var i = 0; i < 64_000_000; i += 4096) p[i] = 1; }"),
                VowelsGradient("var all = new List<Tensor>(); while (true) all.Add(Tensor.Zeros([2000, 2000]));"));
            yield return new("managed memory bomb", bombs, Only("q1", Verdict.Memory));
            yield return new("native memory bomb", bombs, Only("q2", [Verdict.Memory, Verdict.Timeout]));
            yield return new("tensor memory bomb", bombs, Only("q3", Verdict.Memory));
            var leak = Handed(q1: "static List<byte[]> kept = new();\n" + Twice("kept.Add(new byte[100_000_000]);\nreturn 2 * x;"));
            yield return new("slow leak over many checks", leak, See.All(See.Check("q1", 1, Verdict.Passed), See.Check("q1", 2, Verdict.Passed), See.Check("q1", 3, Verdict.Memory), See.Full("q2", "q3")));
        }
    }

    static IEnumerable<Threat> Waits
    {
        get
        {
            var first = Handed(
                Twice3("new System.Threading.Thread(() => { lock (typeof(string)) System.Threading.Thread.Sleep(-1); }) { IsBackground = true }.Start(); System.Threading.Thread.Sleep(100); lock (typeof(string)) return 0;"),
                ShiftHalf("System.Threading.Thread.Sleep(-1);"),
                VowelsGradient("return new TaskCompletionSource<int>().Task.Result;"));
            yield return new("deadlock on a shared object", first, Only("q1", Verdict.Timeout));
            yield return new("Thread.Sleep(-1)", first, Only("q2", Verdict.Timeout, "3 s"));
            yield return new("await of a task that never ends", first, Only("q3", Verdict.Timeout));
            var second = Handed(
                Twice3("return Console.ReadLine() is null ? 2 * x : 0;"),
                ShiftHalf("new System.Threading.Thread(() => { lock (Console.Out) System.Threading.Thread.Sleep(-1); }) { IsBackground = true }.Start(); System.Threading.Thread.Sleep(100);"),
                VowelsGradient("""
                    foreach (var signal in new[] { System.Runtime.InteropServices.PosixSignal.SIGTERM, System.Runtime.InteropServices.PosixSignal.SIGINT, System.Runtime.InteropServices.PosixSignal.SIGHUP })
                        System.Runtime.InteropServices.PosixSignalRegistration.Create(signal, c => c.Cancel = true);
                    while (true) { }
                    """));
            yield return new("Console.ReadLine()", second, See.Full("q1"));
            yield return new("Console.Out locked by a leftover thread", second, Only("q2", [Verdict.Passed, Verdict.Timeout]));
            yield return new("SIGTERM, SIGINT and SIGHUP ignored", second, Only("q3", Verdict.Timeout));
        }
    }

    static IEnumerable<Threat> Output
    {
        get
        {
            var loud = Handed(
                Twice3("for (var i = 0; i < 200_000; i++) Console.WriteLine($\"tick {i}\");"),
                ShiftHalf("Console.WriteLine(new string('x', 30_000_000));"),
                VowelsGradient("return 3;"),
                before: "new string('y', 5_000_000).Display();");
            var isShort = new Func<Result, string?>(r => ResultFile.Text(r).Length < 30_000 ? null : $"the result has {ResultFile.Text(r).Length} characters");
            yield return new("endless small prints", loud, See.All(See.Full("q1"), isShort));
            yield return new("one giant line", loud, See.All(See.Full("q2"), isShort));
            yield return new("giant display bundle", loud, See.All(See.NoCell, isShort));
            var giant = Handed(q2: ShiftHalf("return new double[3_000_000];"), q3: VowelsGradient("throw new Exception(new string('z', 20_000_000));"));
            yield return new("giant result", giant, See.All(Only("q2", Verdict.Failed, "16 MB"), isShort));
            yield return new("giant exception message", giant, See.All(Only("q3", Verdict.Error), isShort));
        }
    }

    static IEnumerable<Threat> Crowds
    {
        get
        {
            const string C = "static class C { [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern int fork(); [System.Runtime.InteropServices.DllImport(\"libc\")] public static extern int setsid(); }\n";
            var first = Handed(
                Twice3("for (var i = 0; i < 5000; i++) new System.Threading.Thread(() => System.Threading.Thread.Sleep(-1)) { IsBackground = true }.Start();"),
                ShiftHalf("while (true) C.fork();", C),
                VowelsGradient("System.Threading.ThreadPool.SetMinThreads(1, 1); System.Threading.ThreadPool.SetMaxThreads(2, 1); for (var i = 0; i < 64; i++) Task.Run(() => System.Threading.Thread.Sleep(-1)); return Task.Run(() => 3).Result;"));
            yield return new("thousands of threads", first, Only("q1", [Verdict.Timeout, Verdict.Crashed, Verdict.Memory, Verdict.Error]));
            yield return new("fork bomb", first, Only("q2", [Verdict.Timeout, Verdict.Crashed, Verdict.Memory]));
            yield return new("starved thread pool", first, Only("q3", Verdict.Timeout));
            var second = Handed(
                Twice3($"if (C.fork() == 0) {{ C.setsid(); System.IO.File.WriteAllText(\"/proc/self/comm\", \"{Escaped}\"); while (true) System.Threading.Thread.Sleep(1000); }}", C),
                ShiftHalf("for (var i = 0; i < 16; i++) new System.Threading.Thread(() => { while (true) { } }) { IsBackground = true }.Start(); while (true) { }"),
                VowelsGradient("return Environment.GetEnvironmentVariable(\"DESCENT_THREADS\") == \"1\" && System.IO.Directory.GetFiles(\"/dev\").All(f => !f.Contains(\"nvidia\") && !f.Contains(\"dri\")) ? 3 : 0;"));
            yield return new("child that calls setsid", second, Only("q1", [Verdict.Passed, Verdict.Crashed]));
            yield return new("all cores taken", second, Only("q2", [Verdict.Timeout, Verdict.Crashed]));
            yield return new("all cores taken by tensor threads, the GPU", second, See.Full("q3"));
        }
    }

    /// <summary>The name that a child gives itself, seen from outside too.</summary>
    public static string Escaped { get; } = $"escaped-{Environment.ProcessId % 10_000_000}";

    static IEnumerable<Threat> Files
    {
        get
        {
            var first = Handed(
                Twice3("for (var i = 0; ; i++) System.IO.File.WriteAllBytes($\"/tmp/{i}\", new byte[1_000_000]);"),
                ShiftHalf("while (true) held.Add(System.IO.File.OpenRead(\"/proc/self/status\"));", "static List<object> held = new();\n"),
                VowelsGradient("using var file = System.IO.File.Create(\"/tmp/large\"); while (true) file.Write(new byte[1_000_000]);"));
            yield return new("disk filled", first, Only("q1", Verdict.Error, "No space"));
            yield return new("all file handles used", first, Only("q2", [Verdict.Error, Verdict.Crashed]));
            yield return new("one endless file", first, Only("q3", [Verdict.Error, Verdict.Crashed]));
            yield return new("millions of small files", Handed(q1: Twice3("for (var i = 0; ; i++) System.IO.File.WriteAllText($\"/tmp/{i}\", \"\");")), Only("q1", [Verdict.Timeout, Verdict.Error]));
        }
    }

    static IEnumerable<Threat> Compiling
    {
        get
        {
            var lambdas = string.Concat(Enumerable.Range(0, 12).Select(i => $"M(x{i} => ")) + "x0" + new string(')', 12);
            var overloads = string.Concat("int long double string object".Split(' ').Select(t => $"static {t} M(Func<{t}, {t}> f) => default;\n"));
            var doubling = "const string c0 = \"0123456789\";\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"const string c{i} = c{i - 1} + c{i - 1};\n"));
            var file = Handed(
                $"class O {{ {overloads.Replace("static ", "public static ", StringComparison.Ordinal)} public static object Run() => {lambdas}; }}\n" + Twice("return 2 * x;"),
                Shift($"return {new string('(', 20_000)}x{new string(')', 20_000)};"),
                doubling + Vowels("return c40.Length;"));
            Verdict[] ended = [Verdict.Timeout, Verdict.Memory, Verdict.Error, Verdict.Crashed];
            Func<Result, string?> Lost(string cell, string question) => See.All(r => ended.Any(v => See.Cell(v, cell)(r) is null) ? null : $"{cell} did not fail", See.Any(question, [Verdict.NotRun, Verdict.Error]));
            yield return new("compile-time bomb: nested lambdas with overloads", file, Lost("Cell 2", "q1"));
            yield return new("compile-time bomb: 20,000 nested parentheses", file, Lost("Cell 4", "q2"));
            yield return new("compile-time bomb: doubling const string", file, Lost("Cell 6", "q3"));
        }
    }

    static IEnumerable<Threat> Sizes
    {
        get
        {
            yield return new("50 MB of source", Handed(before: "// " + new string('x', 50_000_000)), See.State(State.Rejected, "too large"));
            yield return new("100,000 cells", Handed(edit: n => { for (var i = 0; i < 100_000; i++) n.Cells().Add(Own($"{i}")); }), See.State(State.Rejected));
            yield return new("many cells each just under the limit",
                Handed(edit: n => { for (var i = 0; i < 7; i++) n.Cells().Insert(2 + i, Own($"System.Threading.Thread.Sleep(7000); // {i}")); }),
                See.All(See.Cell(Verdict.NotRun, "used up"), See.Verdict("q3", Verdict.NotRun, "used up")));
        }
    }
}
