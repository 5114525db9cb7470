using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Descent.Data;

/// <summary>One line of <see cref="DataFiles.Verify"/>.</summary>
/// <param name="File">Name of the file in the data folder.</param>
/// <param name="Expected">Its SHA-256 according to checksums.txt, in hexadecimal.</param>
/// <param name="Found">The SHA-256 of the file as it is, or null when it is missing.</param>
public sealed record FileCheck(string File, string Expected, string? Found)
{
    /// <summary>Expected and found agree.</summary>
    public bool Holds => Expected == Found;

    /// <summary>One readable line.</summary>
    public override string ToString() =>
        Holds ? $"{File}: ok" : $"{File}: expected SHA-256 {Expected}, found {Found ?? "no such file"}";
}

/// <summary>The folder of data files: what DESCENT_DATA names, else the nearest datasets/ above the current directory or the program. Nothing is downloaded.</summary>
public static class DataFiles
{
    const string Variable = "DESCENT_DATA";
    const string Advice = "Restore the file; `dotnet run --project lib/Course -- data verify` checks those of the course.";

    /// <summary>Full path of the data folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none; the message lists where it was looked for.</exception>
    public static string Folder => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => Nearest(Directory.GetCurrentDirectory(), AppContext.BaseDirectory),
        var named when Directory.Exists(named) => Path.GetFullPath(named),
        var named => throw new DirectoryNotFoundException($"{Variable} names {named}, and there is no such folder. Correct the variable or remove it.")
    };

    /// <summary>Full path of a file of the data folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no data folder.</exception>
    /// <exception cref="FileNotFoundException">The folder has no such file.</exception>
    public static string Find(string file)
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{file}: expected in {Folder}, found no such file. {Advice}", path);
    }

    /// <summary>SHA-256 of every file that checksums.txt of the data folder lists, beside what it should be.</summary>
    /// <exception cref="FileNotFoundException">The folder has no checksums.txt.</exception>
    /// <exception cref="InvalidDataException">A line of it is not "hash  name".</exception>
    public static IReadOnlyList<FileCheck> Verify() => [.. File.ReadAllLines(Find("checksums.txt")).Select((line, i) =>
    {
        if (line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [{ Length: 64 } expected, var file])
            throw new InvalidDataException($"checksums.txt, line {i + 1}: expected a SHA-256 of 64 digits and a file name, found \"{line}\".");
        var path = Path.Combine(Folder, file);
        return new FileCheck(file, expected, File.Exists(path) ? Hash(path) : null);
    })];

    /// <summary>datasets/ in the first of these folders, or above it; then the next.</summary>
    internal static string Nearest(params string[] starts) =>
        starts.SelectMany(Above).Select(folder => Path.Combine(folder, "datasets")).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "checksums.txt")))
            ?? throw new DirectoryNotFoundException(
                $"No folder datasets/ with a checksums.txt in or above {string.Join(" or ", starts)}. " +
                $"Start inside the repository, or set the environment variable {Variable} to the folder that holds the data files.");

    /// <summary>All text of a UTF-8 file, decompressed when its name ends in .gz.</summary>
    internal static string ReadText(string path)
    {
        using var stream = Open(path);
        using var bytes = new MemoryStream();
        try
        {
            stream.CopyTo(bytes);
        }
        catch (InvalidDataException broken)
        {
            throw Damaged(path, "a complete gzip file", $"one that breaks off or fails its checksum ({broken.Message})");
        }
        // .NET ends a truncated stream silently. The last four bytes of a gzip file give the length of its last part.
        if (stream is GZipStream && bytes.Length < Trailer(path))
            throw Damaged(path, "a complete gzip file", $"one that breaks off after {bytes.Length} decompressed bytes");
        bytes.Position = 0;
        return new StreamReader(bytes).ReadToEnd();
    }

    internal static Stream Open(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file.", path);
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    internal static InvalidDataException Damaged(string path, string expected, string found) =>
        new($"{Path.GetFileName(path)}: expected {expected}, found {found}. {Advice}");

    static IEnumerable<string> Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }

    static uint Trailer(string path)
    {
        var trailer = new byte[4];
        using var file = File.OpenRead(path);
        file.Seek(-Math.Min(4, file.Length), SeekOrigin.End);
        file.ReadExactly(trailer.AsSpan(0, (int)Math.Min(4, file.Length)));
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
