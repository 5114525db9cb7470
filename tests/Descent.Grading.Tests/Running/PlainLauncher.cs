using System.Diagnostics;
using Descent.Grading.Running;

namespace Descent.Grading.Tests.Running;

/// <summary>Starts the worker that was built, without walls.</summary>
sealed class PlainLauncher : ILauncher
{
    static readonly string Program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Descent.Worker", new DirectoryInfo(AppContext.BaseDirectory).Name, "Descent.Worker.dll"));

    public string Isolation => "process";

    public ILaunched Launch(Limits limits) => new Launched(limits);

    sealed class Launched : ILaunched
    {
        readonly Process process;
        readonly Task<string> text;

        public Launched(Limits limits)
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" 3<&0 4>&1 0</dev/null 1>&2", "sh", Environment.ProcessPath!, Program])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
                Environment = { ["DOTNET_GCHeapHardLimit"] = limits.Heap.ToString("x") },
            };
            process = Process.Start(start)!;
            text = process.StandardError.ReadToEndAsync();
        }

        public Stream Requests => process.StandardInput.BaseStream;

        public Stream Replies => process.StandardOutput.BaseStream;

        public string Text => text.IsCompleted ? text.Result : "";

        public void Kill() => process.Kill(entireProcessTree: true);

        public (string Words, bool IsMemory) Wait()
        {
            process.WaitForExit();
            return ($"it exited with code {process.ExitCode}", false);
        }

        public void Dispose()
        {
            Kill();
            process.Dispose();
        }
    }
}
