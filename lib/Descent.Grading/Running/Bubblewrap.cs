using System.Diagnostics;

namespace Descent.Grading.Running;

/// <summary>Linux namespaces by bubblewrap: no network, no file but the runtime, the system's libraries, the worker and the data, all read-only; a small private
/// <c>/tmp</c>; processes, users and IPC of its own; no capability; a cleared environment. Needs bubblewrap 0.8 and, for root, setpriv. As root it first becomes
/// another user, each worker its own, so that neither files of root nor limits of a neighbour are in reach.</summary>
public sealed class Bubblewrap : ILauncher, IDisposable
{
    /// <summary>No system gives these numbers to anybody: systemd leaves 60578 to 61183 free.</summary>
    const int FirstUser = 60600;
    const string Instead = "Without it: --isolation process, which runs student code with your own rights.";
    static readonly HashSet<int> Users = [];
    readonly bool isRoot = Environment.IsPrivilegedProcess;
    readonly Parts parts;
    readonly string bwrap, prlimit, setpriv;
    readonly string? copies;

    /// <summary>Finds what it needs. For another user than root's, unreadable folders of worker and data are copied once.</summary>
    /// <exception cref="InfrastructureException">Something is missing; the message says what to do.</exception>
    public Bubblewrap()
    {
        if (!OperatingSystem.IsLinux()) throw new InfrastructureException($"bubblewrap exists on Linux only. {Instead}");
        (bwrap, prlimit, setpriv) = (Need("bwrap", "bubblewrap"), Need("prlimit", "util-linux"), isRoot ? Need("setpriv", "util-linux") : "");
        parts = Parts.Find();
        if (!isRoot) return;
        if (!CanRead([Path.Combine(parts.Runtime, "dotnet"), typeof(object).Assembly.Location]))
            throw new InfrastructureException($"Student code must not run as root, and user {FirstUser} cannot read the .NET runtime in {parts.Runtime}. Install it where everybody may read it (/usr/share/dotnet), or grade as an ordinary user.");
        if (CanRead(Files(parts.Worker)) && CanRead(Files(parts.Data))) return;
        copies = Directory.CreateTempSubdirectory("worker-").FullName;
        parts = parts.CopiedTo(copies);
        if (CanRead(Files(parts.Worker))) return;
        Dispose();
        throw new InfrastructureException($"Student code must not run as root, and user {FirstUser} can read neither the worker nor a copy of it in {Path.GetTempPath()}. Set TMPDIR to a folder that everybody may enter.");
    }

    /// <inheritdoc/>
    public string Isolation => isRoot ? $"bubblewrap, as uid {FirstUser} and up" : "bubblewrap";

    /// <summary>Tries it: starts the runtime behind the wall.</summary>
    /// <returns>Null when it works, else one or two sentences that say why not and what to do.</returns>
    public static string? Check()
    {
        try
        {
            using var wall = new Bubblewrap();
            using var probe = wall.Launch(new(), ["/dotnet/dotnet", "--list-runtimes"]);
            var (words, _) = probe.Wait();
            return probe.Code == 0 ? null : $"{Reason(probe.Text.Trim(), words)} {Instead}";
        }
        catch (InfrastructureException e) { return e.Message; }
    }

    /// <summary>What the text of a failed start means.</summary>
    internal static string Reason(string text, string words) =>
        text.Contains("Unknown option", StringComparison.Ordinal) ? $"bubblewrap is older than 0.8 ({text.Split('\n')[0]}): install a newer one."
        : text.Contains("No permissions to create", StringComparison.Ordinal) || text.Contains("setting up uid map", StringComparison.Ordinal) || text.Contains("new namespace failed", StringComparison.Ordinal)
            ? $"Unprivileged user namespaces are off ({text.Split('\n')[0]}): allow them (sysctl kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns or user.max_user_namespaces; in a container, its seccomp profile)."
        : $"bubblewrap does not start the .NET runtime here: {words}{(text is "" ? "." : $", and says: {text}")}";

    /// <inheritdoc/>
    public ILaunched Launch(Limits limits) => Launch(limits, ["/dotnet/dotnet", $"/worker/{Parts.Program}"]);

    /// <summary>Starts any command behind the same wall.</summary>
    /// <param name="limits">What it may use.</param>
    /// <param name="command">A path inside, and arguments.</param>
    /// <param name="tools">Folders of the system that are in sight in addition, read-only.</param>
    internal Launched Launch(Limits limits, IReadOnlyList<string> command, params string[] tools)
    {
        var user = isRoot ? TakeUser() : 0;
        string[] becoming = isRoot ? [setpriv, .. Becoming(user)] : [];
        try { return new([.. becoming, bwrap, .. Wall(limits, tools), "/prlimit", $"--nproc={limits.Processes}", "--", .. command], [("PATH", "/usr/bin:/bin")], "/", limits, () => FreeUser(user)); }
        catch
        {
            FreeUser(user);
            throw;
        }
    }

    /// <summary>bubblewrap's own arguments. The process limit comes inside, where only the worker's processes count.</summary>
    IEnumerable<string> Wall(Limits limits, string[] tools) =>
    [
        "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "worker", "--clearenv",
        .. Parts.Variables(limits, "/tmp", "/data").SelectMany(variable => (string[])["--setenv", variable.Name, variable.Value]),
        .. ((string[])["/usr/lib", "/usr/lib64", "/lib", "/lib64", .. tools]).Where(Directory.Exists).SelectMany(Shown),
        "--perms", "0755", "--dir", "/dotnet",
        .. ((string[])["dotnet", "host", "shared"]).SelectMany(part => (string[])["--ro-bind", Path.Combine(parts.Runtime, part), $"/dotnet/{part}"]),
        "--ro-bind", parts.Worker, "/worker", "--ro-bind", parts.Data, "/data", "--ro-bind", prlimit, "/prlimit",
        "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev",
        "--size", $"{limits.File}", "--tmpfs", "/tmp", "--dir", "/tmp/work", "--chdir", "/tmp/work", "--remount-ro", "/", "--",
    ];

    static string[] Shown(string folder) => new DirectoryInfo(folder).LinkTarget is { } target ? ["--symlink", target, folder] : ["--ro-bind", folder, folder];

    static string Need(string tool, string package) =>
        Tool.Find(tool) ?? throw new InfrastructureException($"{tool} is missing: apt-get install {package} (or your system's way). {Instead}");

    static string[] Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

    /// <summary>Whether the workers' user can read these files: it reads them.</summary>
    bool CanRead(string[] files)
    {
        var read = new ProcessStartInfo(setpriv, [.. Becoming(FirstUser), "cat", .. files])
        { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(read)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    static string[] Becoming(int user) => [$"--reuid={user}", $"--regid={user}", "--clear-groups"];

    static int TakeUser()
    {
        lock (Users)
        {
            var user = Enumerable.Range(FirstUser, 500).First(user => !Users.Contains(user));
            Users.Add(user);
            return user;
        }
    }

    static void FreeUser(int user)
    {
        lock (Users) Users.Remove(user);
    }

    /// <summary>Removes the copies.</summary>
    public void Dispose()
    {
        if (copies is not null && Directory.Exists(copies)) Directory.Delete(copies, recursive: true);
    }
}
