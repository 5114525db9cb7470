namespace Descent.Kernels;

/// <summary>A shape with the strides of two operands, in as few axes as it takes: axes of size 1 are dropped, axes that continue each other in both operands are one.</summary>
readonly struct Axes
{
    readonly int[] _shape, _a, _b;

    public Axes(ReadOnlySpan<int> shape, ReadOnlySpan<int> aStrides, ReadOnlySpan<int> bStrides)
    {
        (_shape, _a, _b) = (new int[shape.Length], new int[shape.Length], new int[shape.Length]);
        Inner = 1;
        // Axis 0 of the arrays is the last one that is not part of the innermost.
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            if (shape[d] == 1)
                continue;
            if (Rank == 0 && Inner == 1)
                (Inner, AStep, BStep) = (shape[d], aStrides[d], bStrides[d]);
            else if (Rank == 0 && aStrides[d] == AStep * Inner && bStrides[d] == BStep * Inner)
                Inner *= shape[d];
            else if (Rank > 0 && aStrides[d] == _a[Rank - 1] * _shape[Rank - 1] && bStrides[d] == _b[Rank - 1] * _shape[Rank - 1])
                _shape[Rank - 1] *= shape[d];
            else
            {
                (_shape[Rank], _a[Rank], _b[Rank]) = (shape[d], aStrides[d], bStrides[d]);
                Rank++;
            }
        }
        Outer = 1;
        for (var d = 0; d < Rank; d++)
            Outer *= _shape[d];
    }

    int Rank { get; }

    /// <summary>Size of the innermost axis and the steps of the operands along it.</summary>
    public int Inner { get; }
    public int AStep { get; }
    public int BStep { get; }

    /// <summary>Number of rows of <see cref="Inner"/>.</summary>
    public int Outer { get; }

    /// <summary>Where a row starts in the operands.</summary>
    public void Offsets(int row, out nint a, out nint b)
    {
        (a, b) = (0, 0);
        for (var d = 0; d < Rank; d++)
        {
            (row, var i) = Math.DivRem(row, _shape[d]);
            a += (nint)i * _a[d];
            b += (nint)i * _b[d];
        }
    }
}
