using Descent.Kernels;

namespace Descent.Tensors;

public sealed partial class Tensor
{
    /// <summary>Rows of a table of bytes, each number multiplied by a scale: shape [rows, row].</summary>
    /// <param name="bytes">The table, row by row.</param>
    /// <param name="rows">Which rows, in the order asked for.</param>
    /// <param name="row">Shape of one row.</param>
    /// <param name="scale">What a byte is multiplied by, 1/255 for images.</param>
    /// <param name="precision">Precision of the result.</param>
    internal static Tensor FromBytes(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> rows, Shape row, double scale, Precision precision)
    {
        var y = New(precision, [rows.Length, .. row]);
        if (y.Single)
            Layout.GatherBytes(bytes, row.Size, rows, (float)scale, y.Write<float>());
        else
            Layout.GatherBytes(bytes, row.Size, rows, scale, y.Write<double>());
        return y;
    }
}
