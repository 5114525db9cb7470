using System.IO.Compression;

namespace Descent.Tests.Data;

/// <summary>Tests that set DESCENT_DATA run alone, after all others.</summary>
[CollectionDefinition("DESCENT_DATA", DisableParallelization = true)]
public class EnvironmentOfItsOwn;

/// <summary>A data folder of one's own, named by DESCENT_DATA while it lives.</summary>
sealed class TemporaryData : IDisposable
{
    readonly string? before = Environment.GetEnvironmentVariable("DESCENT_DATA");

    public TemporaryData() => Environment.SetEnvironmentVariable("DESCENT_DATA", Folder);

    public string Folder { get; } = Directory.CreateTempSubdirectory("descent").FullName;

    public string this[string file] => Path.Combine(Folder, file);

    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        return this[file];
    }

    public string Compress(string file, byte[] bytes)
    {
        using var stream = new GZipStream(File.Create(this[file]), CompressionLevel.Optimal);
        stream.Write(bytes);
        return this[file];
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("DESCENT_DATA", before);
        Directory.Delete(Folder, recursive: true);
    }
}
