namespace Descent.Grading.Running;

/// <summary>No wall: the worker runs with the rights of whoever grades. Limits of time, file size and memory hold; what it reads, and whom it calls on the network, does not.</summary>
public sealed class PlainProcess : ILauncher
{
    static readonly string? Session = Tool.Find("setsid");
    readonly Parts parts;

    /// <exception cref="InfrastructureException">The worker, its runtime or the data files are missing, or this is Windows.</exception>
    public PlainProcess() =>
        parts = OperatingSystem.IsWindows() ? throw new InfrastructureException("Grading is not supported on Windows yet: use Linux, or the Windows Subsystem for Linux.") : Parts.Find();

    /// <inheritdoc/>
    public string Isolation => "process";

    /// <inheritdoc/>
    public ILaunched Launch(Limits limits) => Launch(limits, [Path.Combine(parts.Runtime, "dotnet"), Path.Combine(parts.Worker, Parts.Program)]);

    /// <summary>Starts any command in the same way, in a session of its own where the system has <c>setsid</c>. The number of processes is not limited: the system
    /// counts all of the user's.</summary>
    internal Launched Launch(Limits limits, IReadOnlyList<string> command)
    {
        var home = Directory.CreateTempSubdirectory("work-").FullName;
        var work = Directory.CreateDirectory(Path.Combine(home, "work")).FullName;
        return new([.. Session is null ? (string[])[] : [Session], .. command], Parts.Variables(limits, home, parts.Data), work, limits, () => Directory.Delete(home, recursive: true));
    }
}
