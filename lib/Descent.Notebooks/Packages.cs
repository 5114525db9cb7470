using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Descent.Notebooks;

/// <summary>Packages of cells: <c>#r "nuget: Name, Version"</c> and <c>#i "nuget: folder or address"</c>, restored by <c>dotnet</c>, from its local cache if that suffices.</summary>
sealed partial class Packages(string folder, Libraries libraries)
{
    static readonly string Runtime = $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant();

    readonly List<string> sources = [];
    readonly Dictionary<string, string> loaded = new(StringComparer.OrdinalIgnoreCase);          // package → version
    readonly ConcurrentDictionary<string, IReadOnlyList<string>> files = new();                  // directive → assemblies

    /// <summary>The assemblies a directive stands for.</summary>
    /// <exception cref="DirectiveException">It was not restored: it is written differently.</exception>
    public IReadOnlyList<string> Files(string directive) =>
        files.GetValueOrDefault(directive.Trim()) ?? throw new DirectiveException($"#r \"{directive}\": write #r \"nuget: Name, Version\" in a line of its own.");

    /// <summary>Restores what a cell asks for and is not there yet.</summary>
    /// <returns>The code without what only this class understands; lines stay where they are.</returns>
    /// <exception cref="DirectiveException">It cannot be had.</exception>
    public string Restore(string code, Work work)
    {
        code = Source().Replace(code, m =>
        {
            sources.Add(m.Groups["source"].Value is var source && Uri.IsWellFormedUriString(source, UriKind.Absolute) ? source : Path.Combine(folder, source));
            return "";
        });
        var wanted = Directive().Matches(code).Select(m => (Text: m.Groups["text"].Value.Trim(), Name: m.Groups["name"].Value, Version: m.Groups["version"].Value))
            .Where(w => !files.ContainsKey(w.Text)).ToList();
        if (wanted.Count == 0)
            return code;
        var (id, names) = (Guid.NewGuid().ToString("N"), string.Join(", ", wanted.Select(w => $"{w.Name} {w.Version}".Trim())));
        Tell($"Restoring {names} …", isUpdate: false);
        var versions = new Dictionary<string, string>(loaded, StringComparer.OrdinalIgnoreCase);
        foreach (var (_, name, version) in wanted)
            versions[name] = versions.GetValueOrDefault(name, version) is var first && version is "" || first == version ? first : throw Conflict(name, version, first);
        var assemblies = Take(Assets(versions, names, work));
        foreach (var (text, _, _) in wanted)
            files[text] = assemblies;
        Tell($"Packages: {string.Join(", ", wanted.Select(w => $"{w.Name} {loaded[w.Name]}"))}", isUpdate: true);
        return code;

        void Tell(string text, bool isUpdate) => work.Publish(new Shown(Bundle.OfText(text, "text/plain"), IsResult: false, id, isUpdate));
    }

    // The result of a restore: first with what the machine already has, then with the sources.
    JsonObject Assets(Dictionary<string, string> versions, string names, Work work)
    {
        var project = Directory.CreateTempSubdirectory("descent-");
        try
        {
            new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
                new XElement("PropertyGroup", new XElement("TargetFramework", $"net{Environment.Version.Major}.0"), new XElement("RuntimeIdentifier", Runtime),
                    new XElement("SelfContained", false), new XElement("UseAppHost", false), new XElement("NuGetAudit", false),
                    new XElement("RestoreRootConfigDirectory", folder), new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
                new XElement("ItemGroup", versions.Select(v => new XElement("PackageReference", new XAttribute("Include", v.Key),
                    new XAttribute("Version", v.Value == "" ? "*" : $"[{v.Value}]"))))).Save(Path.Combine(project.FullName, "cells.csproj"));
            var errors = Dotnet(project.FullName, work.Asked, "-warnaserror:NU1603", "--source", project.FullName);
            if (errors.Length > 0)
                errors = Dotnet(project.FullName, work.Asked);
            if (errors.Length > 0)
                throw new DirectiveException(Explain(errors, names));
            return JsonNode.Parse(File.ReadAllText(Path.Combine(project.FullName, "obj", "project.assets.json")))!.AsObject();
        }
        finally
        {
            project.Delete(recursive: true);
        }
    }

    // Registers what was restored; gives the assemblies a cell may use.
    List<string> Take(JsonObject assets)
    {
        var target = assets["targets"]!.AsObject().Last().Value!.AsObject();
        foreach (var (package, version) in target.Select(t => t.Key.Split('/')).Select(t => (t[0], t[1])))
        {
            if (loaded.GetValueOrDefault(package, version) is var other && other != version)
                throw Conflict(package, version, other);
            loaded[package] = version;
        }
        List<string> assemblies = [];
        foreach (var (package, content) in target)
        {
            foreach (var file in Parts(package, content!["runtime"]))
            {
                libraries.Offer(file);
                if (content["compile"] is JsonObject { Count: > 0 })
                    assemblies.Add(file);
            }
            foreach (var file in Parts(package, content["native"]))
                libraries.Offer(file);
        }
        return assemblies;

        IEnumerable<string> Parts(string package, JsonNode? parts) =>
            from part in parts as JsonObject ?? []
            where !part.Key.EndsWith("_._", StringComparison.Ordinal)
            select assets["packageFolders"]!.AsObject().Select(f => Path.Combine(f.Key, (string)assets["libraries"]![package]!["path"]!, part.Key)).First(File.Exists);
    }

    /// <returns>The error lines; empty when all is well.</returns>
    static string Dotnet(string project, CancellationToken stop, params string[] arguments)
    {
        var program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        var start = new ProcessStartInfo(program, ["restore", "cells.csproj", "-nologo", "-v", "q", .. arguments])
        {
            WorkingDirectory = project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NOLOGO"] = "1" },
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new DirectiveException("#r \"nuget: …\" needs the .NET SDK: there is no program dotnet on the PATH.");
        }
        using (process)
        using (stop.Register(() => process.Kill(entireProcessTree: true)))
        {
            var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = process.StandardOutput.ReadToEnd() + error.Result;
            process.WaitForExit();
            stop.ThrowIfCancellationRequested();
            return process.ExitCode == 0 ? "" : output;
        }
    }

    static string Explain(string errors, string names) =>
        errors.Contains("No .NET SDKs", StringComparison.Ordinal) ? "#r \"nuget: …\" needs the .NET SDK; only the runtime is installed."
        : errors.Contains("NU1301", StringComparison.Ordinal) ? $"{names}: not in the local package cache, and a package source cannot be reached."
        : Missing().Match(errors) is { Success: true } missing ? $"{missing.Value.Trim().TrimEnd('.')}: neither the local package cache nor a package source has it."
        : $"{names}: {(Reason().Match(errors) is { Success: true } reason ? reason.Groups["text"].Value : "dotnet restore failed.")}";

    static DirectiveException Conflict(string name, string version, string other) =>
        new($"{name} {version} cannot be used: version {other} is already chosen. Use one version, or restart the kernel.");

    [GeneratedRegex("""^[ \t]*#i[ \t]+"nuget:[ \t]*(?<source>[^"\r\n]+?)[ \t]*"[ \t]*\r?$""", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Source();

    [GeneratedRegex("""^[ \t]*#r[ \t]+"(?<text>nuget:[ \t]*(?<name>[\w.-]+)[ \t]*(,[ \t]*(?<version>[\w.*+-]+))?[ \t]*)"[ \t]*\r?$""", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Directive();

    [GeneratedRegex(@"Unable to find (a stable )?package \S+( with version \([^)]*\))?")]
    private static partial Regex Missing();

    [GeneratedRegex(@"error (NU\d+: )?(?<text>[^\r\n/\\]+)")]
    private static partial Regex Reason();
}
