using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>A shape with the strides of two operands, in as few axes as it takes: axes of size 1 are dropped, axes that continue each other in both operands are one.</summary>
readonly struct Axes
{
    const int Most = 8;

    readonly Sizes _shape, _a, _b;
    readonly int _rank;

    /// <exception cref="ArgumentException">More than 9 axes remain.</exception>
    public Axes(ReadOnlySpan<int> shape, ReadOnlySpan<int> aStrides, ReadOnlySpan<int> bStrides)
    {
        Inner = Outer = 1;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            if (shape[d] == 1)
                continue;
            if (Inner == 1)
                (Inner, AStep, BStep) = (shape[d], aStrides[d], bStrides[d]);
            else if (_rank == 0 && aStrides[d] == AStep * Inner && bStrides[d] == BStep * Inner)
                Inner *= shape[d];
            else
            {
                Outer *= shape[d];
                if (_rank > 0 && aStrides[d] == _a[_rank - 1] * _shape[_rank - 1] && bStrides[d] == _b[_rank - 1] * _shape[_rank - 1])
                    _shape[_rank - 1] *= shape[d];
                else if (_rank == Most)
                    throw new ArgumentException($"An operation on [{string.Join('×', shape.ToArray())}] has more than {Most + 1} axes that cannot be joined; reshape it first.");
                else
                {
                    (_shape[_rank], _a[_rank], _b[_rank]) = (shape[d], aStrides[d], bStrides[d]);
                    _rank++;
                }
            }
        }
    }

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
        for (var d = 0; d < _rank; d++)
        {
            (row, var i) = Math.DivRem(row, _shape[d]);
            a += (nint)i * _a[d];
            b += (nint)i * _b[d];
        }
    }

    [InlineArray(Most)]
    struct Sizes
    {
        int _first;
    }
}
