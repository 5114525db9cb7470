using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>A tile of 4 rows and two vectors: 8 sums in registers.</summary>
readonly unsafe struct Tile4<V, T> : ITile<V, T> where V : struct, ILanes<V, T> where T : unmanaged
{
    public static int Rows => 4;
    public static int Vectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool add)
    {
        V x0 = default, y0 = default;
        V x1 = default, y1 = default;
        V x2 = default, y2 = default;
        V x3 = default, y3 = default;
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
        }
        var a3 = a + 3 * aRow;
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
            a += aStep;
            a3 += aStep;
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
    }
}
