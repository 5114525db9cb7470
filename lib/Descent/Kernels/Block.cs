using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Descent.Kernels;

/// <summary>A product C = A B or C += A B with its strides, cut into tiles. Threads may run different rows or columns of it at the same time.</summary>
/// <remarks>k runs in blocks that continue the chain from C, so the cuts change no bit of the result.</remarks>
unsafe struct Block<T> where T : unmanaged
{
    /// <summary>Rows of A below which B is cheaper to read in place than to pack.</summary>
    const int FewRows = 192;
    /// <summary>Columns of B above which packing A pays.</summary>
    const int ManyColumns = 256;
    /// <summary>Bytes of a row of A in one block, and rows that share one packed panel of B.</summary>
    const int DepthBytes = 2048, RowsAtOnce = 1200;

    public T* A, B, C;
    public nint ARow, AStep, BStep, BColumn;
    public int M, K, N;
    public bool Add;

    /// <summary>Rows i … iEnd − 1 and columns j … jEnd − 1 of C.</summary>
    public readonly void Run(int i, int iEnd, int j, int jEnd)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            if (N <= Vector512<T>.Count)
                Run<Lanes512<T>, Narrow12<Lanes512<T>, T>, Narrow12<Lanes512<T>, T>, Narrow12<Lanes512<T>, T>>(i, iEnd, j, jEnd);
            else
                Run<Lanes512<T>, Tile12<Lanes512<T>, T>, Tile8<Lanes512<T>, T>, Tile4<Lanes512<T>, T>>(i, iEnd, j, jEnd);
        }
        else if (Vector256.IsHardwareAccelerated)
            Run<Lanes256<T>, Tile6<Lanes256<T>, T>, Tile6<Lanes256<T>, T>, Tile4<Lanes256<T>, T>>(i, iEnd, j, jEnd);
        else if (AdvSimd.IsSupported)
            Run<Lanes128<T>, Tile12<Lanes128<T>, T>, Tile8<Lanes128<T>, T>, Tile4<Lanes128<T>, T>>(i, iEnd, j, jEnd);
        else
            Run<Lanes128<T>, Tile6<Lanes128<T>, T>, Tile6<Lanes128<T>, T>, Tile4<Lanes128<T>, T>>(i, iEnd, j, jEnd);
    }

    /// <summary>For each block of k and of rows: panels of columns, and along each panel the tiles, whose B stays in the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    readonly void Run<V, TLarge, TMiddle, TSmall>(int iStart, int iEnd, int jStart, int jEnd) where V : struct, ILanes<V, T> where TLarge : ITile<V, T> where TMiddle : ITile<V, T> where TSmall : ITile<V, T>
    {
        var width = TLarge.Vectors * V.Count;
        var depth = DepthBytes / sizeof(T);
        var blocks = (K + depth - 1) / depth;
        depth = (K + blocks - 1) / blocks;
        var packA = AStep == 1 && N > ManyColumns;
        var packB = BColumn != 1 || iEnd - iStart > FewRows;
        var panel = Scratch.Rent<T>(0, depth * width + (RowsAtOnce + 12) * depth + 12 * width);
        var rows = panel + depth * width;
        var tile = rows + (RowsAtOnce + 12) * depth;
        for (var k = 0; k < K; k += depth)
        {
            var kb = Math.Min(depth, K - k);
            var add = Add || k > 0;
            for (var i0 = iStart; i0 < iEnd; i0 += RowsAtOnce)
            {
                var i1 = Math.Min(i0 + RowsAtOnce, iEnd);
                if (packA)
                    Pack<V, TLarge, TMiddle, TSmall>(i0, i1, k, kb, rows);
                for (var j = jStart; j < jEnd; j += width)
                {
                    var columns = Math.Min(width, jEnd - j);
                    var b = B + k * BStep + j * BColumn;
                    var bStep = BStep;
                    if (packB || columns < width)
                    {
                        Copy(b, kb, columns, panel, width);
                        b = panel;
                        bStep = width;
                    }
                    var a = rows;
                    for (int i = i0, step; i < i1; i += step)
                    {
                        step = Step<V, TLarge, TMiddle, TSmall>(i1 - i);
                        var count = Math.Min(step, i1 - i);
                        var packed = packA || count < step;
                        if (!packA && packed)
                            Strip(i, count, k, kb, a, step);
                        var from = packed ? a : A + i * ARow + k * AStep;
                        var row = packed ? 1 : ARow;
                        var next = packed ? step : AStep;
                        if (packA)
                            a += step * kb;
                        // Tiles that reach over the edge of C work on a copy.
                        var c = C + (nint)i * N + j;
                        if (count == step && columns == width)
                        {
                            Tile<V, TLarge, TMiddle, TSmall>(step, kb, from, row, next, b, bStep, c, N, add);
                            continue;
                        }
                        if (add)
                            Move(c, N, tile, width, count, columns);
                        Tile<V, TLarge, TMiddle, TSmall>(step, kb, from, row, next, b, bStep, tile, width, add);
                        Move(tile, width, c, N, count, columns);
                    }
                }
            }
        }
    }

    /// <summary>The height of the next tile when <paramref name="left"/> rows remain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Step<V, TLarge, TMiddle, TSmall>(int left) where V : struct, ILanes<V, T> where TLarge : ITile<V, T> where TMiddle : ITile<V, T> where TSmall : ITile<V, T>
    {
        var (large, middle, small) = (TLarge.Rows, TMiddle.Rows, TSmall.Rows);
        return left <= small ? small : left <= middle || left > large && left <= 2 * middle ? middle : large;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Tile<V, TLarge, TMiddle, TSmall>(int step, int k, T* a, nint aRow, nint aStep, T* b, nint bStep, T* c, nint cRow, bool add) where V : struct, ILanes<V, T> where TLarge : ITile<V, T> where TMiddle : ITile<V, T> where TSmall : ITile<V, T>
    {
        if (step == TLarge.Rows)
            TLarge.Run(k, a, aRow, aStep, b, bStep, c, cRow, add);
        else if (step == TMiddle.Rows)
            TMiddle.Run(k, a, aRow, aStep, b, bStep, c, cRow, add);
        else
            TSmall.Run(k, a, aRow, aStep, b, bStep, c, cRow, add);
    }

    /// <summary>Rows of A, tile by tile, each tile as [k, height].</summary>
    readonly void Pack<V, TLarge, TMiddle, TSmall>(int i, int iEnd, int k, int kb, T* rows) where V : struct, ILanes<V, T> where TLarge : ITile<V, T> where TMiddle : ITile<V, T> where TSmall : ITile<V, T>
    {
        for (int step; i < iEnd; i += step, rows += step * kb)
        {
            step = Step<V, TLarge, TMiddle, TSmall>(iEnd - i);
            Strip(i, Math.Min(step, iEnd - i), k, kb, rows, step);
        }
    }

    /// <summary>The rows of one tile as [k, height], missing rows as zeros.</summary>
    readonly void Strip(int i, int count, int k, int kb, T* strip, int height)
    {
        if (count < height)
            new Span<T>(strip, kb * height).Clear();
        var a = A + i * ARow + k * AStep;
        if (AStep == 1)
            Transposition.Run(a, ARow, strip, height, count, kb);
        else
            Move(a, AStep, strip, height, kb, count);
    }

    /// <summary>Columns of B as [k, width], missing columns as zeros.</summary>
    readonly void Copy(T* b, int kb, int columns, T* panel, int width)
    {
        if (columns < width)
            new Span<T>(panel, kb * width).Clear();
        if (BColumn == 1)
            Move(b, BStep, panel, width, kb, columns);
        else
            Transposition.Run(b, BColumn, panel, width, columns, kb);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Move(T* x, nint xRow, T* y, nint yRow, int rows, int columns)
    {
        var bytes = (uint)(columns * sizeof(T));
        for (; rows > 0; rows--, x += xRow, y += yRow)
            Unsafe.CopyBlockUnaligned(y, x, bytes);
    }
}
