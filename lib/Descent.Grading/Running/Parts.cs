using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Descent.Data;

namespace Descent.Grading.Running;

/// <summary>What a worker's process is made of.</summary>
/// <param name="Runtime">The folder of the .NET that runs this process: <c>dotnet</c>, <c>host</c> and <c>shared</c> in it.</param>
/// <param name="Worker">The folder of the worker alone: nothing of the grader is in it.</param>
/// <param name="Data">The folder of the data files.</param>
sealed record Parts(string Runtime, string Worker, string Data)
{
    /// <summary>The worker's program.</summary>
    public const string Program = "Descent.Worker.dll";

    /// <exception cref="InfrastructureException">One is missing.</exception>
    public static Parts Find()
    {
        try { return new(FindRuntime(), FindWorker(AppContext.BaseDirectory), DataFiles.Folder); }
        catch (DirectoryNotFoundException e) { throw new InfrastructureException(e.Message, e); }
    }

    /// <summary>The nearest folder <c>worker</c> in this folder or above it: <c>artifacts/worker</c> in the repository, beside the program where it is installed.</summary>
    /// <exception cref="InfrastructureException">There is none, or the grader is in it.</exception>
    internal static string FindWorker(string start)
    {
        for (var folder = Path.GetFullPath(start); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "worker") is var worker && File.Exists(Path.Combine(worker, Program)))
                return File.Exists(Path.Combine(worker, "Descent.Grading.dll")) ? throw new InfrastructureException($"{worker} holds the grader beside the worker: students could read it. Remove the folder and build again.") : worker;
        throw new InfrastructureException($"No folder worker with {Program} in {start} or above it. Build first: dotnet build Course.sln.");
    }

    static string FindRuntime()
    {
        // …/shared/Microsoft.NETCore.App/10.0.0/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return File.Exists(Path.Combine(root, "dotnet")) ? root
            : throw new InfrastructureException($"No program dotnet in {root}, from where this process has its runtime: the worker cannot be started. Run the course by `dotnet`.");
    }

    /// <summary>Copies of worker and data that every user may read.</summary>
    /// <param name="folder">Where to.</param>
    [UnsupportedOSPlatform("windows")]
    public Parts CopiedTo(string folder)
    {
        File.SetUnixFileMode(folder, Passable);
        return this with { Worker = Copy(Worker, Path.Combine(folder, "worker")), Data = Copy(Data, Path.Combine(folder, "data")) };
    }

    const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    const UnixFileMode Passable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    [UnsupportedOSPlatform("windows")]
    static string Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        File.SetUnixFileMode(to, Passable);
        foreach (var folder in Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(from))
        {
            var copy = Path.Combine(to, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, Readable);
        }
        return to;
    }

    /// <summary>The whole environment of a worker.</summary>
    /// <param name="limits">For the managed heap.</param>
    /// <param name="home">Its private folder.</param>
    /// <param name="data">Where it finds the data files.</param>
    public static IEnumerable<(string Name, string Value)> Variables(Limits limits, string home, string data) =>
    [
        ("HOME", home), ("TMPDIR", home), ("PATH", "/usr/bin:/bin"), ("LANG", "C.UTF-8"), ("TZ", "UTC"), ("DESCENT_DATA", data), ("DESCENT_THREADS", "1"),
        ("DOTNET_gcServer", "0"), ("DOTNET_TieredPGO", "0"), ("DOTNET_EnableDiagnostics", "0"), ("DOTNET_DbgEnableMiniDump", "0"),
        // The heap reserves twice its size, not five times; native memory comes from two arenas, however many threads ask: so a limit of address space can be close.
        ("DOTNET_GCHeapHardLimit", $"0x{limits.Heap:X}"), ("DOTNET_GCRegionRange", $"0x{2 * limits.Heap:X}"), ("MALLOC_ARENA_MAX", "2"),
        // Otherwise generated code is written through a file in memory, larger than the file size limit.
        ("DOTNET_EnableWriteXorExecute", "0"),
    ];
}
