using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Descent.SystemTests;

/// <summary>The system's Jupyter with our kernel, and nothing else of it shared: folders, configuration and a copy of the chapters are in one temporary folder.</summary>
sealed class Jupyter : IDisposable
{
    const string Python = "/usr/bin/python3";

    Jupyter(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>The chapters with the library beside them as in the repository, and what the checks write themselves.</summary>
    public string Notebooks => Path.Combine(Folder, "course", "notebooks");

    /// <summary>The folder of the installed kernelspec.</summary>
    public string Kernelspec => Path.Combine(Folder, "share", "jupyter", "kernels", ".net-csharp");

    /// <summary>The repository.</summary>
    public static string Root { get; } = Ancestors(AppContext.BaseDirectory).First(folder => File.Exists(Path.Combine(folder, "Course.sln")));

    public Dictionary<string, string> Environment => new()
    {
        ["JUPYTER_PATH"] = Path.Combine(Folder, "share", "jupyter"),
        ["JUPYTER_DATA_DIR"] = Path.Combine(Folder, "data"),
        ["JUPYTER_CONFIG_DIR"] = Path.Combine(Folder, "config"),
        ["JUPYTER_RUNTIME_DIR"] = Path.Combine(Folder, "runtime"),
        ["IPYTHONDIR"] = Path.Combine(Folder, "ipython"),
    };

    /// <summary>Installs the kernel as a user would (`course kernel install --prefix`).</summary>
    public static async Task<Jupyter> Install()
    {
        var jupyter = new Jupyter(Directory.CreateTempSubdirectory("descent-jupyter-").FullName);
        Directory.CreateDirectory(Path.Combine(jupyter.Folder, "runtime"));
        Copy(Path.Combine(Root, "notebooks"), jupyter.Notebooks);
        Copy(Path.Combine(Root, "datasets"), Path.Combine(jupyter.Folder, "course", "datasets"));
        Copy(Path.Combine(Root, "artifacts", "notebook"), Path.Combine(jupyter.Folder, "course", "artifacts", "notebook"));
        // Without the compiler's server, which would outlive the checks.
        var install = await Processes.Run(Root, new Dictionary<string, string>(jupyter.Environment) { ["UseSharedCompilation"] = "false", ["MSBUILDDISABLENODEREUSE"] = "1" }, 300, "dotnet", "run", "--project", "lib/Course", "--", "kernel", "install", "--prefix", jupyter.Folder);
        return install.Code == 0 ? jupyter : throw new InvalidOperationException($"course kernel install: {string.Join('\n', install.Problems)}");
    }

    /// <summary>Runs one of Jupyter's Python modules in the folder of the chapters.</summary>
    public Task<Processes.Result> Run(double seconds, string module, params string[] arguments) =>
        Processes.Run(Notebooks, Environment, seconds, Python, ["-m", module, .. arguments]);

    /// <summary>Starts a Python program of tests/System with its output in our hands.</summary>
    public Process Script(string name, params string[] arguments) =>
        Processes.Start(Notebooks, Environment, Python, [Path.Combine(Root, "tests", "System", name), .. arguments]);

    /// <summary>Starts a notebook server on a free port of the loopback address.</summary>
    public async Task<Server> Serve(params string[] options)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var token = Guid.NewGuid().ToString("N");
        var process = Processes.Start(Notebooks, Environment, Python,
            ["-m", "notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--port-retries=0", $"--NotebookApp.token={token}", $"--notebook-dir={Notebooks}", .. options]);
        var server = new Server(process, $"http://127.0.0.1:{port}", token);
        await server.Ready();
        return server;
    }

    public void Dispose()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Where(Directory.Exists))
            File.SetUnixFileMode(entry, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(Folder, recursive: true);
    }

    static IEnumerable<string> Ancestors(string folder)
    {
        for (var d = new DirectoryInfo(folder); d is not null; d = d.Parent) yield return d.FullName;
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>A running notebook server; disposing it ends its kernels too.</summary>
    public sealed class Server(Process process, string address, string token) : IAsyncDisposable
    {
        readonly List<string> log = [];

        public string Address => address;

        public string Token => token;

        public string Page(string notebook) => $"{address}/notebooks/{notebook}?token={token}";

        /// <summary>What the server wrote lately.</summary>
        public string[] Log
        {
            get { lock (log) return [.. log.TakeLast(40)]; }
        }

        public async Task Ready()
        {
            process.ErrorDataReceived += (_, line) => { lock (log) log.Add(line.Data ?? ""); };
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            using var client = new HttpClient();
            for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < 60 && !process.HasExited; await Task.Delay(100))
                try
                {
                    await client.GetStringAsync(new Uri($"{address}/api/kernelspecs?token={token}"));
                    return;
                }
                catch (HttpRequestException) { }
            await DisposeAsync();
            throw new InvalidOperationException($"The notebook server did not start: {string.Join('\n', Log)}");
        }

        public async ValueTask DisposeAsync()
        {
            if (!process.HasExited)
            {
                using var client = new HttpClient();
                try { await client.PostAsync(new Uri($"{address}/api/shutdown?token={token}"), null); }
                catch (HttpRequestException) { }
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
                try { await process.WaitForExitAsync(limit.Token); }
                catch (OperationCanceledException) { process.Kill(entireProcessTree: true); }
            }
            process.Dispose();
        }
    }
}
