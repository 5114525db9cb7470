using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>The transpose of a matrix, in squares held in registers.</summary>
static unsafe class Transposition
{
    /// <summary>y[c·yRow + r] = x[r·xRow + c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(T* x, nint xRow, T* y, nint yRow, int rows, int cols) where T : unmanaged
    {
        var r = 0;
        if (sizeof(T) is 4 or 8 && (Sse2.IsSupported || AdvSimd.Arm64.IsSupported))
        {
            var side = 16 / sizeof(T);
            // Four squares of rows at a time write whole cache lines of y.
            for (int height; r + side <= rows; r += height)
            {
                height = r + 4 * side <= rows ? 4 * side : side;
                var from = x + r * xRow;
                var to = y + r;
                var c = 0;
                for (; c + side <= cols; c += side, from += side, to += side * yRow)
                {
                    for (var h = 0; h < height; h += side)
                    {
                        if (sizeof(T) == 4)
                            Four((float*)(from + h * xRow), xRow, (float*)(to + h), yRow);
                        else
                            Two((double*)(from + h * xRow), xRow, (double*)(to + h), yRow);
                    }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Two(double* x, nint xRow, double* y, nint yRow)
    {
        var (a, b) = (Vector128.Load(x), Vector128.Load(x + xRow));
        (Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b)).Store(y);
        (Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b)).Store(y + yRow);
    }

    /// <summary>a₀ b₀ a₁ b₁.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> Low(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    /// <summary>a₂ b₂ a₃ b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> High(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
