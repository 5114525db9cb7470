using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Descent.Notebooks;

/// <summary>The assemblies of a session: its compiled cells and the files they reference, with what lies beside those. Files are read into
/// memory, so that they can be built again meanwhile, and they do not meet the program's own versions of the same name.</summary>
sealed class Libraries() : AssemblyLoadContext("cells")
{
    static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    // What cells and program exchange objects of.
    static readonly HashSet<string> Common = [typeof(Interactive).Assembly.GetName().Name!, "Microsoft.AspNetCore.Html.Abstractions", "Microsoft.DotNet.Interactive.Formatting"];

    readonly ConcurrentDictionary<string, Library> known = new(StringComparer.OrdinalIgnoreCase);
    readonly ConcurrentDictionary<string, string> files = new(StringComparer.OrdinalIgnoreCase);
    readonly ConcurrentDictionary<string, bool> folders = new();

    /// <summary>Every assembly of the program: name → file.</summary>
    public static IReadOnlyDictionary<string, string> Program { get; } = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(f => Path.GetFileNameWithoutExtension(f), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether cells always use the program's assembly of this name: the framework's, and those whose objects both exchange.</summary>
    public static bool IsShared(string name) =>
        Common.Contains(name) || (Program.TryGetValue(name, out var own) && Path.GetDirectoryName(own) == Framework);

    /// <summary>Whether the program is built with the same file.</summary>
    public static bool IsOwn(Library library) =>
        Program.TryGetValue(library.Name, out var own) && (own == library.Path || Library.Read(own).Version == library.Version);

    /// <summary>Registers a file; loaded when needed.</summary>
    /// <returns>The first library registered under the name.</returns>
    public Library Add(Library library)
    {
        folders.TryAdd(Path.GetDirectoryName(library.Path)!, true);
        return known.GetOrAdd(library.Name, library);
    }

    /// <summary>Names a file to be found later: a dependency, or a native library.</summary>
    public void Offer(string path) => files.TryAdd(Path.GetFileNameWithoutExtension(path), path);

    /// <summary>The file of an assembly: registered, offered or beside a registered one; null when it is the framework's or unknown.</summary>
    public string? Find(string name) =>
        IsShared(name) ? null
        : known.TryGetValue(name, out var library) ? library.Path
        : files.TryGetValue(name, out var file) ? file
        : folders.Keys.Select(f => Path.Combine(f, name + ".dll")).FirstOrDefault(File.Exists);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Find(assemblyName.Name!) is not { } path)
            return null;
        if (!known.TryGetValue(assemblyName.Name!, out var library))
        {
            library = Library.Read(path);
            if (IsOwn(library))
                return null;
            library = Add(library);
        }
        var symbols = Path.ChangeExtension(library.Path, ".pdb");
        using var image = new MemoryStream([.. library.Image]);
        using var debug = File.Exists(symbols) ? new MemoryStream(File.ReadAllBytes(symbols)) : null;
        return LoadFromStream(image, debug);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var native = Path.Combine("runtimes", $"{system}-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant(), "native");
        string[] names = [unmanagedDllName, $"lib{unmanagedDllName}.so", $"{unmanagedDllName}.so", $"lib{unmanagedDllName}.dylib", $"{unmanagedDllName}.dll"];
        var beside = folders.Keys.SelectMany(f => names.SelectMany(n => new[] { Path.Combine(f, n), Path.Combine(f, native, n) }));
        var path = files.Values.Where(f => names.Contains(Path.GetFileName(f))).Concat(beside.Where(File.Exists)).FirstOrDefault();
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}

/// <summary>An assembly file, in memory.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Name">The assembly's name.</param>
/// <param name="Version">The module version id: equal exactly for the same build.</param>
/// <param name="Image">The bytes.</param>
sealed record Library(string Path, string Name, Guid Version, ImmutableArray<byte> Image)
{
    readonly Lazy<PortableExecutableReference> metadata = new(() => AssemblyMetadata.CreateFromImage(Image).GetReference(filePath: Path));

    /// <summary>What the compiler sees.</summary>
    public PortableExecutableReference Metadata => metadata.Value;

    /// <exception cref="DirectiveException">The file is no assembly.</exception>
    public static Library Read(string path)
    {
        var image = ImmutableCollectionsMarshal.AsImmutableArray(File.ReadAllBytes(path));
        try
        {
            using var file = new PEReader(image);
            var reader = file.GetMetadataReader();
            return new(path, reader.GetString(reader.GetAssemblyDefinition().Name), reader.GetGuid(reader.GetModuleDefinition().Mvid), image);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new DirectiveException($"{System.IO.Path.GetFileName(path)} is not a .NET assembly.");
        }
    }
}
