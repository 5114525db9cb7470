using System.CommandLine;
using Course.Kernelspec;

namespace Course.Commands;

/// <summary><c>course kernel install</c>, <c>uninstall</c>, <c>list</c>: the C# kernel in Jupyter's folders.</summary>
static class KernelCommand
{
    public static Command Build() => new("kernel", "The C# kernel for Jupyter: JupyterLab, Notebook, VS Code.")
    {
        Change("install", "Install the kernel; without a place for this user. It needs the .NET runtime afterwards, not the repository.", "Replace a kernel of another program.", (folder, force) =>
        {
            folder.Install(force);
            Console.WriteLine($"The kernel '{folder.Name}' is in {folder.Path}");
        }),
        Change("uninstall", "Remove the kernel.", "Remove a kernel of another program too.", (folder, force) =>
        {
            folder.Uninstall(force);
            Console.WriteLine($"Removed {folder.Path}");
        }),
        List(),
    };

    static Command Change(string name, string description, string ofForce, Action<KernelFolder, bool> change)
    {
        var user = new Option<bool>("--user") { Description = "In this user's data folder of Jupyter (the default)." };
        var prefix = new Option<string?>("--prefix") { Description = "In DIR/share/jupyter, such as /usr/local for everybody.", HelpName = "DIR" };
        var python = new Option<bool>("--sys-prefix") { Description = "In the Python environment: the active one or that of the python on the PATH." };
        var kernel = new Option<string>("--name") { Description = $"The kernel's name (default: {KernelFolder.DefaultName}, which the chapters ask for).", HelpName = "NAME", DefaultValueFactory = _ => KernelFolder.DefaultName };
        var force = new Option<bool>("--force") { Description = ofForce };
        var command = new Command(name, description) { user, prefix, python, kernel, force };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(user), result.GetValue(prefix) is not null, result.GetValue(python) }.Count(given => given) > 1)
                result.AddError("Give one of --user, --prefix and --sys-prefix.");
        });
        command.SetAction(parsed =>
        {
            var data = parsed.GetValue(prefix) is { } root ? JupyterFolders.Of(root) : parsed.GetValue(python) ? JupyterFolders.Of(JupyterFolders.Python) : JupyterFolders.User;
            change(new KernelFolder(data, parsed.GetValue(kernel)!), parsed.GetValue(force));
            return ExitCode.Done;
        });
        return command;
    }

    static Command List()
    {
        var prefix = new Option<string?>("--prefix") { Description = "Look in DIR/share/jupyter only.", HelpName = "DIR" };
        var command = new Command("list", "Tell where this course's kernel is installed, and which version.") { prefix };
        command.SetAction(parsed =>
        {
            var installed = (parsed.GetValue(prefix) is { } root ? [JupyterFolders.Of(root)] : JupyterFolders.All)
                .Select(data => Path.Combine(data, "kernels")).Where(Directory.Exists)
                .SelectMany(kernels => Directory.GetDirectories(kernels).Select(k => new KernelFolder(Path.GetDirectoryName(kernels)!, Path.GetFileName(k))))
                .Where(k => k.Version is not null).OrderBy(k => k.Path, StringComparer.Ordinal).ToList();
            foreach (var kernel in installed)
                Console.WriteLine($"{kernel.Name,-16} {kernel.Version,-8} {kernel.Path}");
            if (installed.Count == 0)
                Console.WriteLine("The kernel is not installed. Install it with: course kernel install");
            return ExitCode.Done;
        });
        return command;
    }
}
