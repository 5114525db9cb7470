using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>The transpose of a matrix, in blocks held in registers.</summary>
static unsafe class Transposition
{
    /// <summary>y[c·yRow + r] = x[r·xRow + c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* x, nint xRow, T* y, nint yRow, int rows, int cols) where T : unmanaged
    {
        var r = 0;
        if (sizeof(T) == 4 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            // Sixteen rows at a time write whole cache lines of y.
            for (int height; r + 4 <= rows; r += height)
            {
                height = r + 16 <= rows ? 16 : 4;
                var from = (float*)(x + r * xRow);
                var to = (float*)(y + r);
                var c = 0;
                for (; c + 4 <= cols; c += 4, from += 4, to += 4 * yRow)
                {
                    for (var h = 0; h < height; h += 4)
                        Four(from + h * xRow, xRow, to + h, yRow);
                }
                for (; c < cols; c++, from++, to += yRow)
                {
                    for (var h = 0; h < height; h++)
                        to[h] = from[h * xRow];
                }
            }
        }
        for (; r < rows; r++)
        {
            for (var c = 0; c < cols; c++)
                y[c * yRow + r] = x[r * xRow + c];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Four(float* x, nint xRow, float* y, nint yRow)
    {
        var (a, b, c, d) = (Vector128.Load(x), Vector128.Load(x + xRow), Vector128.Load(x + 2 * xRow), Vector128.Load(x + 3 * xRow));
        var (ac, bd) = (Low(a, c), Low(b, d));
        Low(ac, bd).Store(y);
        High(ac, bd).Store(y + yRow);
        (ac, bd) = (High(a, c), High(b, d));
        Low(ac, bd).Store(y + 2 * yRow);
        High(ac, bd).Store(y + 3 * yRow);
    }

    /// <summary>a₀ b₀ a₁ b₁.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Low(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    /// <summary>a₂ b₂ a₃ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> High(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
