using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Descent.Tensors;

/// <summary>Tensors as NumPy's .npy files (format 1.0 and 2.0, little-endian, row-major, float32 and float64).</summary>
public static partial class Npy
{
    static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>Writes x to a file that <c>numpy.load</c> reads. The file appears whole or not at all.</summary>
    public static void Save(Tensor x, string path)
    {
        var header = $"{{'descr': '{(x.Precision == Precision.Single ? "<f4" : "<f8")}', 'fortran_order': False, 'shape': ({string.Join(", ", x.Shape)}{(x.Rank == 1 ? "," : "")}), }}";
        header += new string(' ', 63 - (Magic.Length + 4 + header.Length) % 64) + "\n";
        var data = x.Precision == Precision.Single ? Bytes<float>(x) : Bytes<double>(x);
        var partial = path + ".partial";
        using (var file = File.Create(partial))
        {
            file.Write([.. Magic, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
            file.Write(Encoding.ASCII.GetBytes(header));
            file.Write(data);
        }
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Reads a tensor from an .npy file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no .npy file, is damaged, or holds something else than float32 or float64 in row-major order.</exception>
    public static Tensor Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || !bytes.AsSpan().StartsWith(Magic))
            throw Bad("it does not begin with the .npy signature");
        var (start, length) = bytes[6] == 1 ? (10, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8))) : (12, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)));
        if (length < 0 || length > bytes.Length - start)
            throw Bad($"its header of {length} bytes is longer than the file");
        var header = Header().Match(Encoding.ASCII.GetString(bytes, start, length));
        if (!header.Success)
            throw Bad("its header is not one that NumPy writes");
        if (header.Groups["fortran"].Value == "True")
            throw Bad("it is stored column by column; save it with numpy.ascontiguousarray");
        if (header.Groups["type"].Value is not ("<f4" or "<f8") and var type)
            throw Bad($"it holds '{type}'; float32 ('<f4') and float64 ('<f8') can be read");
        Shape shape;
        try
        {
            shape = Shape.Of([.. header.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(s => int.Parse(s, CultureInfo.InvariantCulture))]);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or FormatException)
        {
            throw Bad($"its shape ({header.Groups["shape"].Value}) does not fit a tensor");
        }
        var single = header.Groups["type"].Value == "<f4";
        var data = bytes.AsSpan(start + length);
        var expected = (long)shape.Size * (single ? sizeof(float) : sizeof(double));
        if (data.Length != expected)
            throw Bad($"shape {shape} needs {expected} bytes of data, found {data.Length}");
        return single ? Tensor.From(MemoryMarshal.Cast<byte, float>(data), shape) : Tensor.From(MemoryMarshal.Cast<byte, double>(data), shape);

        InvalidDataException Bad(string why) => new($"{Path.GetFileName(path)} cannot be read as a tensor: {why}.");
    }

    static ReadOnlySpan<byte> Bytes<T>(Tensor x) where T : unmanaged => MemoryMarshal.AsBytes(x.Read<T>());

    [GeneratedRegex(@"^\{(?=.*'descr':\s*'(?<type>[^']*)')(?=.*'fortran_order':\s*(?<fortran>True|False))(?=.*'shape':\s*\((?<shape>[\d,\s]*)\)).*\}\s*$")]
    private static partial Regex Header();
}
