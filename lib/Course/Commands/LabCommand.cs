using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Course.Kernelspec;

namespace Course.Commands;

/// <summary><c>course lab [notebook|folder]</c>: installs the kernel for the user and opens JupyterLab or Notebook.</summary>
static class LabCommand
{
    const string Missing = """
        Neither JupyterLab nor Notebook is on the PATH. One of these installs it:
          pip install jupyterlab              (any system with Python; in a virtual environment if pip asks for one)
          sudo apt install jupyter-notebook   (Debian, Ubuntu)
        Then run this command again. Without Jupyter: course run executes notebooks, course book makes pages of them.
        """;

    public static Command Build()
    {
        var target = new Argument<string?>("notebook") { Description = "A notebook or a folder (default: the chapters).", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("lab", "Install the kernel for this user and open JupyterLab or, without it, Notebook.") { target };
        command.SetAction(parsed =>
        {
            var what = Path.GetFullPath(parsed.GetValue(target) ?? Path.Combine(Repository.Root, "notebooks"));
            if (!Path.Exists(what))
                throw new EnvironmentException($"There is no notebook or folder {what}.");
            var program = ProgramFile.Find("jupyter-lab") ?? ProgramFile.Find("jupyter-notebook") ?? throw new EnvironmentException(Missing);
            new KernelFolder(JupyterFolders.User, KernelFolder.DefaultName).Install(force: false);
            return Run(program, what);
        });
        return command;
    }

    // The terminal sends Ctrl-C to Jupyter as well, which asks whether to stop; SIGTERM goes on to it.
    static int Run(string program, string what)
    {
        using var jupyter = Process.Start(program, [what]);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            if (OperatingSystem.IsWindows())
                jupyter.Kill(entireProcessTree: true);
            else
                Process.Start("kill", ["-TERM", $"{jupyter.Id}"]).Dispose();
        });
        jupyter.WaitForExit();
        return jupyter.ExitCode;
    }
}
