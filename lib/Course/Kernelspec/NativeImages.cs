using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Course.Kernelspec;

/// <summary>The kernel's files compiled for this machine beforehand (ReadyToRun): its first cell comes in half the time. Made by the SDK from the
/// repository; the SDK restores its compiler once.</summary>
static class NativeImages
{
    /// <summary>Compiles them, unless they are newer than the kernel.</summary>
    /// <returns>Their folder, or null where there is no repository, no SDK, or no compiler to be had.</returns>
    public static string? Make()
    {
        if (Repository.Find() is not { } root || ProgramFile.Find("dotnet") is not { } dotnet)
            return null;
        var (work, project) = (Path.Combine(root, "artifacts", "kernel"), Path.Combine(root, "lib", "Descent.Notebooks", "Descent.Notebooks.csproj"));
        var (folder, kernel) = (Path.Combine(work, "publish"), "Descent.Notebooks.dll");
        if (File.GetLastWriteTimeUtc(Path.Combine(folder, kernel)) > File.GetLastWriteTimeUtc(Path.Combine(AppContext.BaseDirectory, kernel)))
            return folder;
        Console.WriteLine("Compiling the kernel for this machine, so that it starts faster (about half a minute) …");
        var start = new ProcessStartInfo(dotnet,
        [
            "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder, "-v", "q", "-nologo",
            "-p:PublishReadyToRun=true", $"-p:ArtifactsPath={work}", $"-p:NuGetLockFilePath={Path.Combine(work, "packages.lock.json")}", "-p:RestoreLockedMode=false",
        ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var publish = Process.Start(start)!;
        publish.OutputDataReceived += static (_, _) => { };
        publish.BeginOutputReadLine();
        _ = publish.StandardError.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode == 0)
            return folder;
        Console.WriteLine("… not possible here (it needs the SDK and once a package); the kernel is installed as it is and compiles itself as it runs.");
        return null;
    }
}
