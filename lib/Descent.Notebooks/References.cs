using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace Descent.Notebooks;

/// <summary>Resolves <c>#r "file.dll"</c> relative to the notebook's folder. A file that this program itself was built with (Descent.dll)
/// becomes the loaded assembly, so a cell and the runner see the same types; another build of it is an error.</summary>
sealed class References(string folder) : MetadataReferenceResolver
{
    static readonly ConcurrentDictionary<string, PortableExecutableReference> Metadata = new();

    // Every assembly of the program: name → file.
    static readonly Dictionary<string, string> Program = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .DistinctBy(Path.GetFileNameWithoutExtension)
        .ToDictionary(f => Path.GetFileNameWithoutExtension(f), StringComparer.OrdinalIgnoreCase);

    static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>What a cell sees before its first <c>#r</c>: the framework and <see cref="Interactive"/>.</summary>
    public static IEnumerable<MetadataReference> Initial { get; } =
        [.. Program.Values.Where(f => Path.GetDirectoryName(f) == Framework).Select(Reference),
         Reference(Program["Microsoft.AspNetCore.Html.Abstractions"]),
         Reference(typeof(Interactive).Assembly.Location)];

    readonly AssemblyLoadContext context = new("cells");

    /// <summary>Loads a compiled cell.</summary>
    public Assembly Load(Stream image, Stream symbols) => context.LoadFromStream(image, symbols);

    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (Program.TryGetValue(referenceIdentity.Name, out var own))
            return Reference(own);
        var beside = Path.Combine(Path.GetDirectoryName((definition as PortableExecutableReference)?.FilePath) ?? folder, referenceIdentity.Name + ".dll");
        return File.Exists(beside) ? Reference(beside) : null;
    }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
            throw new ReferenceException($"#r \"{reference}\": this runner restores no packages; reference a .dll file.");
        var path = Path.GetFullPath(Path.Combine(folder, reference));
        if (!File.Exists(path))
            throw new ReferenceException($"#r \"{reference}\": there is no such file beside the notebook. Build first: dotnet build Course.sln.");
        if (!Program.TryGetValue(Path.GetFileNameWithoutExtension(path), out var own))
            return [Reference(path)];
        if (own != path && Version(own) != Version(path))
            throw new ReferenceException($"#r \"{reference}\" is another build of {Path.GetFileName(own)} than the one this program runs. Build again: dotnet build Course.sln.");
        return [Reference(own)];
    }

    public override bool Equals(object? other) => other is References r && r.Folder == Folder;

    public override int GetHashCode() => Folder.GetHashCode(StringComparison.Ordinal);

    /// <summary>Where relative paths start from.</summary>
    public string Folder => folder;

    static PortableExecutableReference Reference(string path) => Metadata.GetOrAdd(path, p => MetadataReference.CreateFromFile(p));

    // Module version id: equal exactly for the same build.
    static Guid Version(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        try
        {
            var reader = file.GetMetadataReader();
            return reader.GetGuid(reader.GetModuleDefinition().Mvid);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new ReferenceException($"{Path.GetFileName(path)} is not a .NET assembly.");
        }
    }
}

/// <summary>A <c>#r</c> that cannot be followed.</summary>
sealed class ReferenceException(string message) : Exception(message);
