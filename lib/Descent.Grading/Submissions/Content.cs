using System.Security.Cryptography;

namespace Descent.Grading.Submissions;

/// <summary>The bytes of something handed in, or why they are not read.</summary>
/// <param name="Bytes">The bytes; empty when refused.</param>
/// <param name="Refusal">Why they were not read, or null.</param>
public sealed record Content(byte[] Bytes, string? Refusal = null)
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int Largest = 20_000_000;

    /// <summary>SHA-256 of the bytes, in hex; empty when refused.</summary>
    public string Hash => Refusal is null ? Convert.ToHexStringLower(SHA256.HashData(Bytes)) : "";

    /// <summary>Reads a file. Links are not followed; what has no length (pipes, devices, sockets) is not opened, for that could wait for ever.</summary>
    public static Content OfFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
                return Refused("it is a link to another place; hand in the file itself");
            if (Directory.Exists(path))
                return Refused("it is a folder");
            if (!file.Exists)
                return Refused("there is no such file");
            if (file.Length == 0)
                return Refused("it is empty (0 bytes), or no regular file");
            if (file.Length > Largest)
                return Refused(TooLarge(file.Length));
            using var stream = file.OpenRead();
            return OfStream(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refused($"it cannot be read ({Text.Quoted(e.Message, 200)})");
        }
    }

    /// <summary>Reads a stream to its end, or refuses it at the limit, whatever length it claims.</summary>
    public static Content OfStream(Stream stream)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > Largest)
                return Refused(TooLarge(copy.Length));
        }
        return new(copy.ToArray());
    }

    /// <summary>Something that is not read.</summary>
    public static Content Refused(string why) => new([], why);

    static string TooLarge(long length) => $"it is too large: more than {Largest / 1e6:0} MB ({length / 1e6:0.0} MB read or announced); clear the outputs and remove embedded data";
}
