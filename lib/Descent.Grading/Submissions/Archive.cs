using System.Buffers.Binary;
using System.IO.Compression;

namespace Descent.Grading.Submissions;

/// <summary>Looks into a zip archive. Nothing is unpacked to disk: an entry's name leads nowhere, its bytes are read into memory up to the limit of a file.</summary>
static class Archive
{
    const int MostEntries = 20_000;
    const long Largest = 1_000_000_000;

    /// <summary>The files in an archive; when it cannot be read, one file without a name that says why.</summary>
    public static IReadOnlyList<(string Name, Func<Content> Open)> Files(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null)
                return Unread("it is a link to another place; hand in the file itself");
            if (file.Length is 0 or > Largest)
                return Unread(file.Length == 0 ? "it is empty (0 bytes), or no regular file" : $"it is too large: an archive of more than {Largest / 1e6:0} MB");
            using var stream = file.OpenRead();
            if (Count(stream) > MostEntries)
                return Unread($"it is too large: an archive of more than {MostEntries} entries");
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            return [.. zip.Entries.Index().Where(e => !e.Item.FullName.EndsWith('/')).Select(e => (e.Item.FullName.Replace('\\', '/'), Opening(path, e.Index, e.Item)))];
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Unread("it cannot be read as a zip archive; make it anew");
        }
    }

    static Func<Content> Opening(string path, int index, ZipArchiveEntry entry)
    {
        var name = entry.FullName.Replace('\\', '/');
        var refusal = name.StartsWith('/') || name.Contains(':') || name.Split('/').Contains("..") ? "its name in the archive leads out of it"
            : (entry.ExternalAttributes >> 16 & 0xF000) is not (0 or 0x8000) ? "it is no regular file but a link or a device"
            : entry.IsEncrypted ? "it is encrypted; make an archive without a password"
            : name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? "it is an archive within an archive; unpack the outer one and grade its folder" : null;
        return () => refusal is null ? Read(path, index) : Content.Refused(refusal);
    }

    static Content Read(string path, int index)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            using var stream = zip.Entries[index].Open();
            return Content.OfStream(stream);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Content.Refused("it cannot be unpacked: the archive is damaged, or packed by a method that is not known here");
        }
    }

    // The number of entries that the end of the archive announces; 65535 stands for “more” as well.
    static int Count(FileStream stream)
    {
        var tail = new byte[Math.Min(stream.Length, 65_557)];
        stream.Seek(-tail.Length, SeekOrigin.End);
        stream.ReadExactly(tail);
        stream.Seek(0, SeekOrigin.Begin);
        return tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8) is >= 0 and var end && end + 12 <= tail.Length ? BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10)) : 0;
    }

    static IReadOnlyList<(string, Func<Content>)> Unread(string why) => [("", () => Content.Refused(why))];
}
