using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>A tile of 12 rows and one vector, for products with few columns.</summary>
readonly unsafe struct Narrow12<V, T> : ITile<V, T> where V : struct, ILanes<V, T> where T : unmanaged
{
    public static int Rows => 12;
    public static int Vectors => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool add)
    {
        V x0 = default;
        V x1 = default;
        V x2 = default;
        V x3 = default;
        V x4 = default;
        V x5 = default;
        V x6 = default;
        V x7 = default;
        V x8 = default;
        V x9 = default;
        V x10 = default;
        V x11 = default;
        if (add)
        {
            x0 = V.Load(c);
            x1 = V.Load(c + 1 * cRow);
            x2 = V.Load(c + 2 * cRow);
            x3 = V.Load(c + 3 * cRow);
            x4 = V.Load(c + 4 * cRow);
            x5 = V.Load(c + 5 * cRow);
            x6 = V.Load(c + 6 * cRow);
            x7 = V.Load(c + 7 * cRow);
            x8 = V.Load(c + 8 * cRow);
            x9 = V.Load(c + 9 * cRow);
            x10 = V.Load(c + 10 * cRow);
            x11 = V.Load(c + 11 * cRow);
        }
        var a3 = a + 3 * aRow;
        var a6 = a + 6 * aRow;
        var a9 = a + 9 * aRow;
        for (; k > 0; k--)
        {
            var p = V.Load(b);
            x0 = V.Fma(V.All(*a), p, x0);
            x1 = V.Fma(V.All(a[aRow]), p, x1);
            x2 = V.Fma(V.All(a[2 * aRow]), p, x2);
            x3 = V.Fma(V.All(*a3), p, x3);
            x4 = V.Fma(V.All(a3[aRow]), p, x4);
            x5 = V.Fma(V.All(a3[2 * aRow]), p, x5);
            x6 = V.Fma(V.All(*a6), p, x6);
            x7 = V.Fma(V.All(a6[aRow]), p, x7);
            x8 = V.Fma(V.All(a6[2 * aRow]), p, x8);
            x9 = V.Fma(V.All(*a9), p, x9);
            x10 = V.Fma(V.All(a9[aRow]), p, x10);
            x11 = V.Fma(V.All(a9[2 * aRow]), p, x11);
            a += aStep;
            a3 += aStep;
            a6 += aStep;
            a9 += aStep;
            b += bStep;
        }
        V.Store(x0, c);
        V.Store(x1, c + 1 * cRow);
        V.Store(x2, c + 2 * cRow);
        V.Store(x3, c + 3 * cRow);
        V.Store(x4, c + 4 * cRow);
        V.Store(x5, c + 5 * cRow);
        V.Store(x6, c + 6 * cRow);
        V.Store(x7, c + 7 * cRow);
        V.Store(x8, c + 8 * cRow);
        V.Store(x9, c + 9 * cRow);
        V.Store(x10, c + 10 * cRow);
        V.Store(x11, c + 11 * cRow);
    }
}
