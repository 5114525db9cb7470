using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Descent.Notebooks;

/// <summary>Resolves <c>#r "file.dll"</c> relative to the notebook's folder, or to the folder <c>library</c> an installed kernel carries, and
/// <c>#r "nuget: Name, Version"</c>.</summary>
sealed class References(string folder, bool isConfined) : MetadataReferenceResolver
{
    static readonly ConcurrentDictionary<string, PortableExecutableReference> Metadata = new();

    // What the referenced files were.
    readonly ConcurrentDictionary<string, (DateTime Written, Guid Version)> files = new();

    /// <summary>What a cell sees before its first <c>#r</c>: the framework and <see cref="Interactive"/>.</summary>
    public static IEnumerable<MetadataReference> Initial { get; } =
        [.. Libraries.Program.Where(p => Libraries.IsShared(p.Key)).Select(p => Own(p.Value))];

    /// <summary>The assemblies of the session.</summary>
    public Libraries Libraries { get; } = new();

    /// <summary>The packages of the session.</summary>
    public Packages Packages => field ??= new(folder, Libraries);

    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        definition is PortableExecutableReference { FilePath: { } file } && Libraries.Program.Values.Contains(file) && Libraries.Program.TryGetValue(referenceIdentity.Name, out var own) ? Own(own)
        : Libraries.Find(referenceIdentity.Name) is { } beside ? Reference(beside)
        : Libraries.Program.TryGetValue(referenceIdentity.Name, out own) ? Own(own) : null;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (isConfined)
            return [Own(Libraries.Program[Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'))])];
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            return [.. Packages.Files(reference).Select(Reference)];
        var path = Path.GetFullPath(Path.Combine(folder, reference));
        if (!File.Exists(path))
            path = Path.Combine(AppContext.BaseDirectory, "library", Path.GetFileName(path));
        return File.Exists(path) ? [Reference(path)]
            : throw new DirectiveException($"#r \"{reference}\": there is no such file beside the notebook. Build first: dotnet build Course.sln.");
    }

    /// <summary>Where relative paths start from.</summary>
    public string Folder => folder;

    /// <summary>Whether every referenced file still is what was loaded.</summary>
    /// <exception cref="DirectiveException">One has been built anew.</exception>
    public void Check()
    {
        foreach (var (path, seen) in files)
        {
            if (!File.Exists(path) || File.GetLastWriteTimeUtc(path) is var written && written == seen.Written)
                continue;
            if (Library.Read(path).Version != seen.Version)
                throw Rebuilt(path);
            files[path] = (written, seen.Version);
        }
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    // The program's own file where it has the same build or the name belongs to the framework, so a cell and the program see the same types.
    PortableExecutableReference Reference(string path)
    {
        var library = Library.Read(path);
        files.TryAdd(path, (File.GetLastWriteTimeUtc(path), library.Version));
        if (Libraries.Program.TryGetValue(library.Name, out var own))
        {
            if (Libraries.IsShared(library.Name) || Libraries.IsOwn(library))
                return Own(own);
            if (library.Name.StartsWith(nameof(Descent), StringComparison.Ordinal))
                throw new DirectiveException($"{Path.GetFileName(path)} is another build than the one this program runs. Build again (dotnet build Course.sln) and restart the kernel.");
        }
        return Libraries.Add(library) is { } first && first.Version == library.Version ? first.Metadata : throw Rebuilt(path);
    }

    static DirectiveException Rebuilt(string path) =>
        new($"{Path.GetFileName(path)} is another build or version than the one that is loaded: restart the kernel.");

    static PortableExecutableReference Own(string path) => Metadata.GetOrAdd(path, p => MetadataReference.CreateFromFile(p));
}

/// <summary>A directive such as <c>#r</c> that cannot be followed.</summary>
sealed class DirectiveException(string message) : Exception(message);
