using Descent.Checks;
using static Descent.SystemTests.Threats.Sample;

namespace Descent.SystemTests.Threats;

/// <summary>Hidden checks, solutions and other people's files are looked for from inside; each probe is a cell that throws what it found.</summary>
static class Confidentiality
{
    public static IEnumerable<Threat> All => [.. Probes, .. Functions];

    static IEnumerable<Threat> Probes
    {
        get
        {
            (string Name, string Cell, string Seen)[] probes =
            [
                ("names of other students", "throw new Exception($\"{Environment.GetEnvironmentVariables().Values.Cast<string>().Concat([Environment.CommandLine, Environment.MachineName]).Count(t => t.Contains(\"other-students\"))} names\");", ": 0 names"),
                ("files of others", $$"""
                    var there = new[] { "{{Jupyter.Root}}", "{{AppContext.BaseDirectory}}", "{{Path.GetTempPath().TrimEnd('/')}}/descent-threats", "/home", "/root", "/etc", "/var", "/mnt", "/srv" }.Where(System.IO.Path.Exists)
                        .Concat(new[] { "/worker", "/data", "/tmp" }.SelectMany(f => System.IO.Directory.GetFiles(f, "*", System.IO.SearchOption.AllDirectories)).Where(f => System.Text.RegularExpressions.Regex.IsMatch(f, "ipynb|bundle|Grading|gradebook|[.]db$")));
                    throw new Exception($"there are: {string.Join(' ', there)}.");
                    """, "there are: ."),
                ("messages of failed checks", "throw new Exception($\"{Told.Count(t => t.Contains(\"expected\"))} messages\");", ": 0 messages"),
                ("#load of a file", "#load \"/etc/passwd\"", "#load \"/etc/passwd\" is not allowed"),
                ("#r of an assembly", "#r \"/worker/Descent.Worker.dll\"", "is not allowed in grading"),
                ("the grader's assemblies loaded", $"try {{ System.Reflection.Assembly.LoadFrom(\"{Path.Combine(AppContext.BaseDirectory, "Descent.Grading.dll")}\"); }} catch (System.IO.FileNotFoundException) {{ throw new Exception(\"it is not there\"); }}", "it is not there"),
                ("environment variables", "throw new Exception(\"of others: \" + string.Join(' ', Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => !n.StartsWith(\"DOTNET_\") && n is not (\"HOME\" or \"TMPDIR\" or \"PATH\" or \"LANG\" or \"TZ\" or \"PWD\" or \"DESCENT_DATA\" or \"DESCENT_THREADS\" or \"MALLOC_ARENA_MAX\"))) + \".\");", "of others: ."),
                ("other processes", """
                    string Read(string file) { try { return System.IO.File.ReadAllText(file); } catch (Exception) { return ""; } }
                    var processes = System.IO.Directory.GetDirectories("/proc").Where(p => char.IsDigit(p[6])).Select(p => Read(p + "/cmdline") + Read(p + "/environ")).ToList();
                    throw new Exception($"{processes.Count} processes, {processes.Count(p => p.Contains("systemtests") || p.Contains("course.dll") || p.Contains("bundle"))} of the grader");
                    """, " processes, 0 of the grader"),
                ("a TCP connection", "new System.Net.Sockets.TcpClient().Connect(\"1.1.1.1\", 80);", "the network is off in grading"),
                ("HTTP and DNS", "new System.Net.Http.HttpClient().GetStringAsync(\"http://example.org/\").Wait();", "the network is off in grading"),
                ("a raw socket", "new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Raw, System.Net.Sockets.ProtocolType.Icmp);", "the network is off in grading"),
                ("core dumps and diagnostic sockets", "throw new Exception($\"{System.IO.Directory.GetFileSystemEntries(\"/tmp\").Count(f => f.Contains(\"dotnet-diagnostic\") || f.Contains(\"clr-debug\"))} sockets, core \" + string.Join(' ', System.IO.File.ReadLines(\"/proc/self/limits\").First(l => l.StartsWith(\"Max core\")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[4..6]));", "0 sockets, core 0 0"),
            ];
            var file = Handed(q1: Twice("return 5;"), edit: notebook =>
            {
                notebook.Insert("given", "var Told = new System.Collections.Concurrent.ConcurrentBag<string>();\nAppDomain.CurrentDomain.FirstChanceException += (_, e) => Told.Add(e.Exception.Message);");
                notebook.Insert("q3-checks", [.. probes.Select(p => p.Cell)]);
            });
            return probes.Select(p => new Threat(p.Name, file, See.All(See.Cell(Verdict.Error, p.Seen), See.Nowhere("root:"), See.Full("q2", "q3"))));
        }
    }

    /// <summary>Looks for titles of hidden checks and mistakes in what the process has written to its memory. The words it looks for are veiled, for they must not
    /// find themselves; a word of the notebook shows that it would find them.</summary>
    static string Memory => $$"""
        // a word of the notebook
        static string Search()
        {
            string[] veiled = ["{{Veiled("a word of the notebook")}}", "{{Veiled("a step back")}}", "{{Veiled("loses the sign")}}", "{{Veiled("random vectors")}}"];
            var found = new bool[veiled.Length];
            var buffer = new byte[1 << 20];
            using var memory = System.IO.File.OpenHandle("/proc/self/mem");
            foreach (var parts in System.IO.File.ReadAllLines("/proc/self/maps").Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(p => p[1].StartsWith("rw") && p.Length < 6))
            {
                var ends = parts[0].Split('-').Select(e => Convert.ToInt64(e, 16)).ToArray();
                for (var at = ends[0]; at < ends[1] && ends[1] - ends[0] < 128_000_000; at += buffer.Length - 256)
                {
                    var read = System.IO.RandomAccess.Read(memory, buffer.AsSpan(0, (int)Math.Min(buffer.Length, ends[1] - at)), at);
                    var text = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(buffer.AsSpan(0, read));
                    for (var k = 0; k < veiled.Length; k++)
                        for (int place = 0, next; !found[k] && (next = text[place..].IndexOf((char)(veiled[k][0] ^ 1))) >= 0; place += next + 1)
                        {
                            var i = 0;
                            while (i < veiled[k].Length && place + next + i < text.Length && (text[place + next + i] ^ 1) == veiled[k][i]) i++;
                            found[k] |= i == veiled[k].Length;
                        }
                }
            }
            return "found: " + string.Concat(found.Select(f => f ? 1 : 0));
        }

        """;

    static string Veiled(string text) => string.Concat(text.Select(c => (char)(c ^ 1)));

    static IEnumerable<Threat> Functions
    {
        get
        {
            var file = Handed(
                Twice3("foreach (var folder in new[] { \"/tmp\", \"/tmp/work\", \"/dev/shm\", \"/worker\", \"/data\", \"/\" }) try { System.IO.File.WriteAllText(folder + \"/note\", \"6\"); } catch (Exception) { }\nEnvironment.Exit(0);",
                    "static int Notes() => new[] { \"/tmp\", \"/tmp/work\", \"/dev/shm\", \"/worker\", \"/data\", \"/\" }.Count(f => System.IO.File.Exists(f + \"/note\"));\n"),
                ShiftHalf("string s = null;\nreturn new[] { (double)s.Length };"),
                VowelsGradient("throw new Exception($\"{Notes()} notes\");"));
            yield return new("notes for the next run", file, See.All(See.Check("q1", 1, Verdict.Crashed), See.Check("q3", 1, Verdict.Error, ": 0 notes")));
            yield return new("stack traces", file, See.All(See.Check("q2", 1, Verdict.Error, "NullReferenceException in Cell 4, line 4 (return new[]"), See.Nowhere(Jupyter.Root, "   at ", ".cs:line", "/worker", "Submission#")));
            var late = Handed(
                "static List<double> Seen = new();\n" + Twice("Seen.Add(x);\nreturn 2 * x;"),
                ShiftHalf("throw new Exception($\"{Seen.Count} inputs were seen\");"),
                Memory + Vowels("if (text == \"AbacUs\") throw new Exception($\"{Search()}\");\nreturn text.Count(c => \"aeiouAEIOU\".Contains(c));"));
            yield return new("inputs of hidden checks told by a visible one", late, See.Check("q2", 1, Verdict.Error, ": 1 inputs were seen"));
            yield return new("hidden text in the process's memory", late, See.Check("q3", 2, Verdict.Error, ": found: 1000"));
        }
    }
}
