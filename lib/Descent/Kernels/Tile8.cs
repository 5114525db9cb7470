using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>A tile of 8 rows and two vectors: 16 sums in registers.</summary>
readonly unsafe struct Tile8<V, T> : ITile<V, T> where V : struct, ILanes<V, T> where T : unmanaged
{
    public static int Rows => 8;
    public static int Vectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool add)
    {
        V x0 = default, y0 = default;
        V x1 = default, y1 = default;
        V x2 = default, y2 = default;
        V x3 = default, y3 = default;
        V x4 = default, y4 = default;
        V x5 = default, y5 = default;
        V x6 = default, y6 = default;
        V x7 = default, y7 = default;
        if (add)
        {
            x0 = V.Load(c);
            y0 = V.Load(c + V.Count);
            x1 = V.Load(c + 1 * cRow);
            y1 = V.Load(c + 1 * cRow + V.Count);
            x2 = V.Load(c + 2 * cRow);
            y2 = V.Load(c + 2 * cRow + V.Count);
            x3 = V.Load(c + 3 * cRow);
            y3 = V.Load(c + 3 * cRow + V.Count);
            x4 = V.Load(c + 4 * cRow);
            y4 = V.Load(c + 4 * cRow + V.Count);
            x5 = V.Load(c + 5 * cRow);
            y5 = V.Load(c + 5 * cRow + V.Count);
            x6 = V.Load(c + 6 * cRow);
            y6 = V.Load(c + 6 * cRow + V.Count);
            x7 = V.Load(c + 7 * cRow);
            y7 = V.Load(c + 7 * cRow + V.Count);
        }
        var a3 = a + 3 * aRow;
        var a6 = a + 6 * aRow;
        for (; k > 0; k--)
        {
            var p = V.Load(b);
            var q = V.Load(b + V.Count);
            var s = V.All(*a);
            x0 = V.Fma(s, p, x0);
            y0 = V.Fma(s, q, y0);
            s = V.All(a[aRow]);
            x1 = V.Fma(s, p, x1);
            y1 = V.Fma(s, q, y1);
            s = V.All(a[2 * aRow]);
            x2 = V.Fma(s, p, x2);
            y2 = V.Fma(s, q, y2);
            s = V.All(*a3);
            x3 = V.Fma(s, p, x3);
            y3 = V.Fma(s, q, y3);
            s = V.All(a3[aRow]);
            x4 = V.Fma(s, p, x4);
            y4 = V.Fma(s, q, y4);
            s = V.All(a3[2 * aRow]);
            x5 = V.Fma(s, p, x5);
            y5 = V.Fma(s, q, y5);
            s = V.All(*a6);
            x6 = V.Fma(s, p, x6);
            y6 = V.Fma(s, q, y6);
            s = V.All(a6[aRow]);
            x7 = V.Fma(s, p, x7);
            y7 = V.Fma(s, q, y7);
            a += aStep;
            a3 += aStep;
            a6 += aStep;
            b += bStep;
        }
        V.Store(x0, c);
        V.Store(y0, c + V.Count);
        V.Store(x1, c + 1 * cRow);
        V.Store(y1, c + 1 * cRow + V.Count);
        V.Store(x2, c + 2 * cRow);
        V.Store(y2, c + 2 * cRow + V.Count);
        V.Store(x3, c + 3 * cRow);
        V.Store(y3, c + 3 * cRow + V.Count);
        V.Store(x4, c + 4 * cRow);
        V.Store(y4, c + 4 * cRow + V.Count);
        V.Store(x5, c + 5 * cRow);
        V.Store(y5, c + 5 * cRow + V.Count);
        V.Store(x6, c + 6 * cRow);
        V.Store(y6, c + 6 * cRow + V.Count);
        V.Store(x7, c + 7 * cRow);
        V.Store(y7, c + 7 * cRow + V.Count);
    }
}
