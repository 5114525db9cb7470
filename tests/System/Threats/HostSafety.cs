using System.Diagnostics;
using System.IO.Compression;
using System.Net.Sockets;
using Descent.Checks;
using Descent.Grading.Results;
using static Descent.SystemTests.Threats.Sample;

namespace Descent.SystemTests.Threats;

/// <summary>What would harm the computer: inside the wall there is nothing to harm, and what is no notebook is not opened.</summary>
static class HostSafety
{
    /// <summary>The name of every file that a threat tries to leave behind.</summary>
    public static string Trace { get; } = $"trace-{Environment.ProcessId}";

    public static IEnumerable<Threat> All => [.. Inside, .. Directives, .. Places, .. Archives];

    // Throws when a file can be made in a folder, or one of its files can be removed or emptied.
    const string Harm = """
        static void Write(params string[] folders)
        {
            foreach (var folder in folders)
            {
                try { System.IO.File.WriteAllText(System.IO.Path.Combine(folder, "TRACE"), "here"); } catch { continue; }
                throw new Exception($"{folder} can be written");
            }
        }
        static void Remove(params string[] folders)
        {
            foreach (var folder in folders.Where(System.IO.Directory.Exists))
                foreach (var file in System.IO.Directory.EnumerateFiles(folder, "*", new System.IO.EnumerationOptions { RecurseSubdirectories = true }).Take(300))
                {
                    try { System.IO.File.Delete(file); } catch { try { System.IO.File.WriteAllText(file, ""); } catch { continue; } }
                    throw new Exception($"{file} can be removed");
                }
        }

        """;

    const string Calls = """
        static class C
        {
            [System.Runtime.InteropServices.DllImport("libc")] public static extern int kill(int process, int signal);
            [System.Runtime.InteropServices.DllImport("libc")] public static extern int setuid(int user);
            [System.Runtime.InteropServices.DllImport("libc")] public static extern int unshare(int flags);
            [System.Runtime.InteropServices.DllImport("libc")] public static extern int mount(string what, string where, string type, long flags, string data);
            [System.Runtime.InteropServices.DllImport("libc")] public static extern long ptrace(long request, long process, long address, long data);
        }

        """;

    static IEnumerable<Threat> Inside
    {
        get
        {
            var harm = Harm.Replace("TRACE", Trace, StringComparison.Ordinal);
            var files = Handed(
                Twice3("Remove(\"/home\", \"/root\", \"/data\", \"/worker\", \"/dotnet\", \"/usr/lib\", \"/lib\", \"/etc\");", harm),
                ShiftHalf("Write(\"/\", \"/home\", \"/root\", \"/root/.nuget\", \"/root/.dotnet\", \"/data\", \"/worker\", \"/dotnet\", \"/usr\", \"/usr/bin\", \"/usr/lib\", \"/etc\", \"/dev\", \"/dev/shm\", \"/var/tmp\", \"/run\", AppContext.BaseDirectory); Write(Environment.GetEnvironmentVariable(\"PATH\").Split(':'));", harm),
                $$"""
                static class Early { [System.Runtime.CompilerServices.ModuleInitializer] public static void Begin() { try { System.IO.File.WriteAllText("/tmp/{{Trace}}", "here"); } catch { } } }

                """ + Vowels("return text.Count(c => \"aeiouAEIOU\".Contains(c));"));
            yield return new("deleting or encrypting home", files, See.Full("q1"));
            yield return new("writing to tool folders, profiles and PATH", files, See.Full("q2"));
            yield return new("the judge loads the student's assemblies", files, See.Full("q3"));
            var programs = Handed(
                Twice3("System.Diagnostics.Process.Start(\"/bin/sh\", \"-c true\");"),
                ShiftHalf("Type.GetType(\"System.Diagnostics.Process, System.Diagnostics.Process\").GetMethod(\"Start\", [typeof(string)]).Invoke(null, [\"/bin/sh\"]);"),
                VowelsGradient("new System.Net.Sockets.TcpClient().Connect(\"192.0.2.1\", 25);"));
            yield return new("Process.Start(\"/bin/sh\")", programs, See.Check("q1", 1, Verdict.Error));
            yield return new("Process.Start by reflection", programs, See.Check("q2", 1, Verdict.Error));
            yield return new("mining, scanning, mail", programs, See.All(See.Check("q3", 1, Verdict.Error), See.Check("q3", 2, Verdict.Passed)));
            var calls = Handed(
                Twice3("C.kill(-1, 9);", Calls),
                ShiftHalf($"var done = new long[] {{ C.setuid(0), C.unshare(0x10000000), C.unshare(0x40000000), C.mount(\"none\", \"/tmp\", \"tmpfs\", 0, \"\"), C.ptrace(16, {Environment.ProcessId}, 0, 0), C.kill({Environment.ProcessId}, 9) }}; if (done.Contains(0)) throw new Exception(string.Join(' ', done));"));
            yield return new("kill(-1, 9)", calls, See.All(r => See.Check("q1", 1, Verdict.Passed)(r) is null ? null : See.Check("q1", 1, Verdict.Crashed)(r), See.Full("q3")));
            yield return new("setuid, namespaces, mount, ptrace", calls, See.Full("q2"));
        }
    }

    static IEnumerable<Threat> Directives
    {
        get
        {
            var file = Handed(q1: "#r \"nuget: Newtonsoft.Json, 13.0.3\"\n" + Twice("return 2 * x;"), q2: "#i \"nuget: https://example.org/index.json\"\n" + Shift("return x;"));
            yield return new("#r \"nuget: …\"", file, See.All(See.Cell(Verdict.Error, "Cell 2", "#r", "not allowed"), See.Verdict("q1", Verdict.NotRun, "needs Cell 2"), See.Full("q3")));
            yield return new("#i \"nuget: …\"", file, See.All(See.Cell(Verdict.Error, "Cell 4", "#i", "not allowed"), See.Verdict("q2", Verdict.NotRun, "needs Cell 4")));
        }
    }

    static IEnumerable<Threat> Places
    {
        get
        {
            var name = $"{Assignment}.ipynb";
            yield return new("a pipe", [], See.State(State.Rejected, "no regular file"), Arrange: folder => Make("mkfifo", Path.Combine(folder, name)));
            yield return new("a device", [], See.State(State.Rejected), Arrange: folder =>
            {
                if (Environment.IsPrivilegedProcess) Make("mknod", Path.Combine(folder, name), "c", "1", "5");
                else File.CreateSymbolicLink(Path.Combine(folder, name), "/dev/zero");
            });
            yield return new("a socket", [], See.State(State.Rejected), Arrange: folder =>
            {
                using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "s")));
                File.Move(Path.Combine(folder, "s"), Path.Combine(folder, name));
            });
            yield return new("a link to a file of the grader", [], See.All(See.State(State.Rejected, "link"), See.Nowhere("root:")), Arrange: folder => File.CreateSymbolicLink(Path.Combine(folder, name), "/etc/passwd"));
            yield return new("a link to a folder", [], See.State(State.Rejected, "link"), Arrange: folder => Directory.CreateSymbolicLink(Path.Combine(folder, Assignment), "/etc"));
            yield return new("a hard link", [], See.FullMarks, Arrange: folder =>
            {
                var original = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, ".kept")).FullName, name);
                File.WriteAllBytes(original, Handed());
                Make("ln", original, Path.Combine(folder, name));
            });
        }
    }

    static IEnumerable<Threat> Archives
    {
        get
        {
            yield return new("names in an archive that lead out of it", Zip(zip => Add(zip, $"../../../{Trace}/{Assignment}.ipynb", Handed())), See.State(State.Rejected, "leads out"), ".zip");
            yield return new("absolute names in an archive", Zip(zip => Add(zip, $"/tmp/{Trace}/{Assignment}.ipynb", Handed())), See.State(State.Rejected, "leads out"), ".zip");
            yield return new("links in an archive", Zip(zip => Add(zip, $"{Assignment}.ipynb", "/etc/passwd"u8.ToArray(), unchecked((int)0xA1FF0000))), See.State(State.Rejected, "link"), ".zip");
            yield return new("zip bomb", Zip(zip => Add(zip, $"{Assignment}.ipynb", new byte[200_000_000])), See.State(State.Rejected, "too large"), ".zip");
            yield return new("nested archives", Zip(zip => Add(zip, $"{Assignment}.zip", Zip(inner => Add(inner, $"{Assignment}.ipynb", Handed())))), See.State(State.Rejected), ".zip");
            yield return new("an archive of 30,000 entries", Zip(zip => { for (var i = 0; i < 30_000; i++) zip.CreateEntry($"{i}"); }), See.State(State.Rejected, "too large"), ".zip");
            yield return new("an honest archive", Zip(zip => Add(zip, $"{Assignment}.ipynb", Handed())), See.FullMarks, ".zip");
        }
    }

    static byte[] Zip(Action<ZipArchive> fill)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            fill(zip);
        return bytes.ToArray();
    }

    static void Add(ZipArchive zip, string name, byte[] content, int attributes = 0)
    {
        var entry = zip.CreateEntry(name);
        entry.ExternalAttributes = attributes;
        using var stream = entry.Open();
        stream.Write(content);
    }

    static void Make(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new IOException($"{program} {string.Join(' ', arguments)} failed");
    }
}
