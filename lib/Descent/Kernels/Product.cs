using System.Numerics;

namespace Descent.Kernels;

/// <summary>Which operand of C = A B is stored transposed: NN neither, TN A as [k, m], NT B as [n, k].</summary>
enum Orientation { NN, TN, NT }

/// <summary>Matrix products; each element is one chain of fused multiply-adds in ascending k.</summary>
static unsafe class Product
{
    /// <summary>C = A B, or C += A B, for C of m × n and an inner size of k.</summary>
    public static void Multiply<T>(Orientation o, int m, int k, int n, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, bool add = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var s = add ? c[i * n + j] : T.Zero;
                for (var p = 0; p < k; p++)
                    s = T.FusedMultiplyAdd(o == Orientation.TN ? a[p * m + i] : a[i * k + p], o == Orientation.NT ? b[j * k + p] : b[p * n + j], s);
                c[i * n + j] = s;
            }
        }
    }

    /// <summary>C[r] = A[r] B[r], or C[r] += A[r] B[r], for r &lt; batch; a step of 0 shares that operand.</summary>
    public static void Batch<T>(Orientation o, int batch, int m, int k, int n, ReadOnlySpan<T> a, int aStep, ReadOnlySpan<T> b, int bStep, Span<T> c, bool add = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var r = 0; r < batch; r++)
            Multiply(o, m, k, n, a.Slice(r * aStep, m * k), b.Slice(r * bStep, k * n), c.Slice(r * m * n, m * n), add);
    }
}
