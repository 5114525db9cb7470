using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Descent.Grading.Running;

/// <summary>A process, its descendants, and whatever was once seen among them and has left the tree since.</summary>
sealed partial class Family
{
    const int Sigkill = 9;
    readonly Lock door = new();
    Dictionary<int, string> seen = [];

    readonly record struct Member(int Id, int Parent, string Born, long Memory);

    /// <summary>The family of a process that has just been started.</summary>
    public Family(int root)
    {
        foreach (var member in Table([root]))
            if (member.Id == root) seen[root] = member.Born;
    }

    /// <summary>Resident bytes of all members that live.</summary>
    public long Memory() => Members().Sum(member => member.Memory);

    /// <summary>SIGKILL to every member until none is left.</summary>
    public void Kill()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < 10 && Members() is { Length: > 0 } members; Thread.Sleep(1))
            foreach (var member in members) _ = Send(member.Id, Sigkill);
    }

    /// <summary>Members that live now. An id counts as the same process only with the same time of birth.</summary>
    Member[] Members()
    {
        lock (door)
        {
            if (seen.Count == 0) return [];
            var members = new Dictionary<int, Member>();
            // A table lists parents in any order: it is gone through until nothing is added.
            for (var (table, before) = (Table(seen.Keys).ToArray(), -1); before < members.Count;)
            {
                before = members.Count;
                foreach (var member in table)
                    if (seen.TryGetValue(member.Id, out var born) ? born == member.Born : members.ContainsKey(member.Parent))
                        members[member.Id] = member;
            }
            seen = members.Values.ToDictionary(member => member.Id, member => member.Born);
            return [.. members.Values];
        }
    }

    /// <summary>These processes and all their descendants; where the system does not say who descends from whom, all processes.</summary>
    static IEnumerable<Member> Table(IEnumerable<int> from) => File.Exists("/proc/thread-self/children") ? Descendants(from) : All();

    static IEnumerable<Member> Descendants(IEnumerable<int> from)
    {
        var (queue, done) = (new Queue<int>(from), new HashSet<int>());
        while (queue.TryDequeue(out var id))
        {
            if (!done.Add(id)) continue;
            string[] tasks;
            Member? member;
            try
            {
                tasks = Directory.GetDirectories($"/proc/{id}/task");
                foreach (var task in tasks)
                    foreach (var child in Words(File.ReadAllText($"{task}/children")))
                        queue.Enqueue(Number(child));
                member = Read(id, tasks);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { continue; }
            if (member is { } lives) yield return lives;
        }
    }

    /// <summary>A process of Linux, or null when it has ended and only waits to be collected. Its memory is asked of its last thread: the first may have ended alone.</summary>
    static Member? Read(int id, string[] tasks)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = Words(stat[(stat.LastIndexOf(')') + 1)..]);
        if (fields[0] is "Z" or "X" && tasks.Length <= 1) return null;
        var pages = Words(File.ReadAllText($"{tasks.MaxBy(task => Number(Path.GetFileName(task)))}/statm"))[1];
        return new(id, Number(fields[1]), fields[19], long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize);
    }

    static IEnumerable<Member> All()
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-Ao", "pid=,ppid=,rss=,stat=,lstart="]) { RedirectStandardOutput = true })!;
        foreach (var line in ps.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (Words(line) is [var id, var parent, var kilobytes, var state, .. var born] && !state.StartsWith('Z'))
                yield return new(Number(id), Number(parent), string.Join(' ', born), 1024L * Number(kilobytes));
    }

    static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int id, int signal);
}
