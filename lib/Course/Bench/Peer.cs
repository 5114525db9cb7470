using System.Diagnostics;
using System.Globalization;

namespace Course.Bench;

/// <summary>A python3 with torch and numpy that does the same work when told to. One process per number of threads.</summary>
sealed class Peer : IDisposable
{
    /// <summary>Below this a BLAS is the reference one, and comparing with it says nothing.</summary>
    public const double LeastGflops = 50;

    readonly Process process;

    Peer(Process process, string name, double gflops) => (this.process, Name, Gflops) = (process, name, gflops);

    /// <summary>Versions and BLAS.</summary>
    public string Name { get; }

    /// <summary>What its BLAS reaches on a 512 cube.</summary>
    public double Gflops { get; }

    /// <summary>Starts the first python3 that has torch and numpy; null with the reason when there is none, or when its BLAS is not worth comparing with.</summary>
    public static Peer? Start(int threads, out string reason)
    {
        using var source = new StreamReader(typeof(Peer).Assembly.GetManifestResourceStream("peer.py")!);
        var script = source.ReadToEnd();
        foreach (var python in Pythons)
        {
            var start = new ProcessStartInfo(python, ["-u", "-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
                start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
            foreach (var setting in start.Environment.Keys.Where(key => key.StartsWith("OPENBLAS_", StringComparison.Ordinal) && key != "OPENBLAS_NUM_THREADS").ToList())
                start.Environment.Remove(setting);   // the peer at its best, whatever the shell was told
            if (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated)
                start.Environment["OPENBLAS_CORETYPE"] = "SkylakeX";   // the fastest choice on AVX-512 machines that this OpenBLAS does not know
            try
            {
                var process = Process.Start(start)!;
                process.BeginErrorReadLine();
                process.StandardInput.WriteLine("blas");
                if (process.StandardOutput.ReadLine()?.Split('\t') is not [var name, var speed])
                    continue;
                var peer = new Peer(process, name, double.Parse(speed, CultureInfo.InvariantCulture));
                if (peer.Gflops >= LeastGflops)
                {
                    reason = "";
                    return peer;
                }
                reason = $"{peer.Name} reaches {peer.Gflops:F0} GFLOP/s; a comparison needs {LeastGflops:F0}. On Debian: apt-get install libopenblas0-pthread";
                peer.Dispose();
                return null;
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
            {
            }
        }
        reason = "no python3 with torch and numpy was found (on Debian: apt-get install python3-torch python3-numpy libopenblas0-pthread; or name one in DESCENT_PYTHON)";
        return null;
    }

    static IEnumerable<string> Pythons => Environment.GetEnvironmentVariable("DESCENT_PYTHON") is { Length: > 0 } named
        ? [named]
        : OperatingSystem.IsWindows() ? ["python"] : ["/usr/bin/python3", "python3"];

    /// <summary>Makes a piece of work ready.</summary>
    public void Prepare(string work)
    {
        if (Ask($"prepare {work}") != "ready")
            throw new EnvironmentException($"The python peer failed at '{work}'.");
    }

    /// <summary>Seconds for so many repetitions.</summary>
    public double Run(int repeats) => double.Parse(Ask($"run {repeats}"), CultureInfo.InvariantCulture);

    string Ask(string request)
    {
        process.StandardInput.WriteLine(request);
        return process.StandardOutput.ReadLine() ?? "";
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(2000))
            process.Kill();
        process.Dispose();
    }
}
