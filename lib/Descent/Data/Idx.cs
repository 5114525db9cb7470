using System.Buffers.Binary;
using System.Globalization;

namespace Descent.Data;

/// <summary>An array of bytes as an idx file stores it, row by row.</summary>
/// <param name="Shape">Its sizes, e.g. 60000, 28, 28.</param>
/// <param name="Values">As many bytes as the product of the sizes.</param>
/// <remarks>Format: two zero bytes, 8 for unsigned bytes, the number of dimensions, each size as a big-endian 32-bit integer, the values.</remarks>
public sealed record Idx(IReadOnlyList<int> Shape, byte[] Values)
{
    /// <summary>Reads an idx file of unsigned bytes, decompressing it when its name ends in .gz.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dimensions">How many dimensions it must have.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Wrong magic number, wrong length or broken compression; the message names file, expected and found.</exception>
    public static Idx Read(string path, int dimensions)
    {
        using var stream = DataFiles.Open(path);
        var header = new byte[4 + 4 * dimensions];
        var found = Fill(stream, header);
        if (found < header.Length)
            throw DataFiles.Damaged(path, Bytes(header.Length, "at least "), Number(found));

        var magic = BinaryPrimitives.ReadInt32BigEndian(header);
        var expected = 0x0800 | dimensions;
        if (magic != expected)
            throw DataFiles.Damaged(path, $"the magic number {expected} (unsigned bytes, {dimensions} dimensions)", $"{magic}");
        int[] shape = [.. Enumerable.Range(1, dimensions).Select(i => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * i)))];
        var length = shape.Aggregate(1.0, (product, size) => product * size);
        if (shape.Any(size => size < 0) || length > Array.MaxLength)
            throw DataFiles.Damaged(path, "sizes whose product fits an array", string.Join(" × ", shape));

        var values = new byte[(int)length];
        found = Fill(stream, values);
        if (found < values.Length)
            throw DataFiles.Damaged(path, Bytes(header.Length + length), Number(header.Length + found));
        var rest = Rest(stream);
        return rest switch
        {
            0 => new(shape, values),
            > 0 => throw DataFiles.Damaged(path, Bytes(header.Length + length), Number(header.Length + length + rest)),
            _ => throw DataFiles.Damaged(path, "a complete gzip file", "one that breaks off or fails its checksum")
        };
    }

    static string Bytes(double count, string atLeast = "") => $"{atLeast}{Number(count)} bytes after decompression";

    static string Number(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How many bytes could be read: all, or those before the file ends or its compressed data break.</summary>
    static int Fill(Stream stream, Span<byte> bytes)
    {
        var filled = 0;
        try
        {
            while (filled < bytes.Length && stream.Read(bytes[filled..]) is > 0 and var n)
                filled += n;
        }
        catch (InvalidDataException) { }
        return filled;
    }

    /// <summary>Bytes after the last expected one, −1 when the compressed data do not end well.</summary>
    static long Rest(Stream stream)
    {
        try
        {
            var counted = 0L;
            var buffer = new byte[4096];
            while (stream.Read(buffer) is > 0 and var n)
                counted += n;
            return counted;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }
}
