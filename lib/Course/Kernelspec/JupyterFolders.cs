using System.Diagnostics;

namespace Course.Kernelspec;

/// <summary>Jupyter's data folders on this machine.</summary>
static class JupyterFolders
{
    /// <summary>The user's: what JUPYTER_DATA_DIR says, else the system's usual place.</summary>
    public static string User
    {
        get
        {
            if (Variable("JUPYTER_DATA_DIR") is { } set)
                return set;
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
                : Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter");
        }
    }

    /// <summary>Below an installation's root, such as <c>/usr/local</c> or a virtual environment.</summary>
    public static string Of(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter");

    /// <summary>The root of the Python environment: the active one, else that of the python on the PATH.</summary>
    /// <exception cref="EnvironmentException">There is none.</exception>
    public static string Python => Active ?? Ask("python3") ?? Ask("python")
        ?? throw new EnvironmentException("--sys-prefix needs an active Python environment or a python on the PATH; use --prefix DIR.");

    /// <summary>Every folder in which Jupyter looks for kernels, as far as it can be known without asking it.</summary>
    public static IReadOnlyList<string> All
    {
        get
        {
            List<string> all = [.. (Variable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries), User];
            if (Active is { } python)
                all.Add(Of(python));
            if (OperatingSystem.IsWindows())
                all.Add(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter"));
            else
                all.AddRange([Of("/usr/local"), Of("/usr")]);
            return [.. all.Distinct()];
        }
    }

    static string? Active => Variable("VIRTUAL_ENV") ?? Variable("CONDA_PREFIX");

    static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    static string? Ask(string python)
    {
        if (ProgramFile.Find(python) is not { } file)
            return null;
        using var process = Process.Start(new ProcessStartInfo(file, ["-c", "import sys; print(sys.prefix)"]) { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 && answer.Length > 0 ? answer : null;
    }
}

/// <summary>Programs on the PATH.</summary>
static class ProgramFile
{
    /// <summary>The file a shell would start for a name, or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)).FirstOrDefault(File.Exists);
}
