using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Descent.Notebooks;

namespace Course.Kernelspec;

/// <summary>The folder from which Jupyter starts the kernel: kernel.json, logos, plotly.js, the kernel with the library. It needs neither the
/// repository nor an SDK afterwards, only the .NET runtime.</summary>
sealed partial class KernelFolder
{
    /// <summary>The name chapters ask for.</summary>
    public const string DefaultName = ".net-csharp";

    const string Mark = "descent", Program = "Descent.Notebooks";

    static readonly string[] Library = ["Descent.dll", "Descent.pdb", "Descent.xml", "MathNet.Numerics.dll"];

    readonly string data;

    /// <param name="data">A data folder of Jupyter, such as <c>~/.local/share/jupyter</c>.</param>
    /// <param name="name">The kernel's name.</param>
    /// <exception cref="EnvironmentException">Jupyter takes no kernel of that name.</exception>
    public KernelFolder(string data, string name) => (this.data, Name) =
        (data, Names().IsMatch(name) ? name : throw new EnvironmentException($"'{name}' cannot be a kernel's name: letters, digits, '.', '-' and '_' only."));

    /// <summary>The kernel's name, and the folder's.</summary>
    public string Name { get; }

    /// <summary>Where it is.</summary>
    public string Path => System.IO.Path.Combine(data, "kernels", Name);

    /// <summary>The version of this course's kernel that is installed, or null when there is none or it is another program's.</summary>
    public string? Version => (string?)Read()?["metadata"]?[Mark]?["version"];

    /// <summary>Writes the folder beside its place, then puts it there: Jupyter never sees half of it.</summary>
    /// <param name="force">Replaces another program's kernel too.</param>
    /// <exception cref="EnvironmentException">Another program's kernel has that name, or the place cannot be written.</exception>
    public void Install(bool force)
    {
        if (!force)
            Refuse("install");
        var compiled = NativeImages.Make();
        var made = System.IO.Path.Combine(data, "kernels", $".{Mark}-{Guid.NewGuid():N}");
        Guard(() =>
        {
            try
            {
                Fill(made, compiled ?? AppContext.BaseDirectory);
                var old = made + "-old";
                if (Directory.Exists(Path))
                    Directory.Move(Path, old);
                Directory.Move(made, Path);
                Delete(old);
            }
            finally
            {
                Delete(made);
            }
        });
    }

    /// <summary>Removes the folder.</summary>
    /// <param name="force">Removes another program's kernel too.</param>
    /// <exception cref="EnvironmentException">There is none, it is another program's, or it cannot be removed.</exception>
    public void Uninstall(bool force)
    {
        if (!Directory.Exists(Path))
            throw new EnvironmentException($"There is no kernel '{Name}' in {System.IO.Path.GetDirectoryName(Path)}.");
        if (!force)
            Refuse("uninstall");
        Guard(() => Delete(Path));
    }

    static void Fill(string folder, string program)
    {
        var bin = Directory.CreateDirectory(System.IO.Path.Combine(folder, "bin")).FullName;
        foreach (var file in ProgramFiles())
            Copy(program, file, bin);
        var library = Directory.CreateDirectory(System.IO.Path.Combine(bin, "library")).FullName;
        foreach (var file in Library)
            Copy(AppContext.BaseDirectory, file, library);
        Save(typeof(Session), "Assets/plotly-full.min.js", folder, "plotly.min.js");   // the one that draws surfaces too
        Save(typeof(Session), "Assets/icon.svg", folder, "logo-svg.svg");
        Save(typeof(KernelFolder), "logo-32x32.png", folder, "logo-32x32.png");
        Save(typeof(KernelFolder), "logo-64x64.png", folder, "logo-64x64.png");
        File.WriteAllText(System.IO.Path.Combine(folder, "kernel.json"), Json().ToJsonString(new() { WriteIndented = true }) + "\n");
    }

    static JsonObject Json() => new()
    {
        ["argv"] = new JsonArray(Dotnet(), $"{{resource_dir}}/bin/{Program}.dll", "{connection_file}"),
        ["display_name"] = ".NET (C#) · Descent",
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        // Without it every kernel would leave a socket for debuggers in the temporary folder, which any process of the user may open.
        ["env"] = new JsonObject { ["DOTNET_EnableDiagnostics"] = "0" },
        ["metadata"] = new JsonObject { [Mark] = new JsonObject { ["version"] = typeof(KernelFolder).Assembly.GetName().Version!.ToString(3) } },
    };

    // The dotnet that runs this program: a notebook server may have another PATH.
    static string Dotnet()
    {
        var dotnet = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(dotnet) ? dotnet : "dotnet";
    }

    // What Descent.Notebooks.deps.json lists, and the files the host needs beside it.
    static IEnumerable<string> ProgramFiles()
    {
        var dependencies = JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, $"{Program}.deps.json")))!;
        var libraries = dependencies["targets"]![(string)dependencies["runtimeTarget"]!["name"]!]!.AsObject();
        return libraries.SelectMany(l => (l.Value!["runtime"] as JsonObject ?? []).Select(f => System.IO.Path.GetFileName(f.Key)))
            .Concat([$"{Program}.deps.json", $"{Program}.runtimeconfig.json", $"{Program}.pdb", $"{Program}.xml"]);
    }

    // Not File.Copy: everybody is to read what the package cache may keep to its owner.
    static void Copy(string from, string file, string to) =>
        File.WriteAllBytes(System.IO.Path.Combine(to, file), File.ReadAllBytes(System.IO.Path.Combine(from, file)));

    static void Save(Type owner, string resource, string folder, string file)
    {
        using var from = owner.Assembly.GetManifestResourceStream(resource)!;
        using var to = File.Create(System.IO.Path.Combine(folder, file));
        from.CopyTo(to);
    }

    void Refuse(string what)
    {
        if (Directory.Exists(Path) && Version is null)
            throw new EnvironmentException($"The kernel '{Name}' in {System.IO.Path.GetDirectoryName(Path)} belongs to another program"
                + $"{((string?)Read()?["display_name"] is { } shown ? $" (\"{shown}\")" : "")}. Use another --name, or --force to {what} anyway.");
    }

    JsonObject? Read()
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Path, "kernel.json"))) as JsonObject;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    void Guard(Action change)
    {
        try
        {
            change();
        }
        catch (UnauthorizedAccessException)
        {
            throw new EnvironmentException($"No permission to write in {System.IO.Path.GetDirectoryName(Path)}: use --user, or --prefix with a folder of yours.");
        }
        catch (IOException e)
        {
            throw new EnvironmentException($"{Path} cannot be written ({e.Message}). Is a kernel of it running, or the disk full?");
        }
    }

    static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]+$")]
    private static partial Regex Names();
}
