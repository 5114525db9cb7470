using System.Numerics;

namespace Descent.Kernels;

/// <summary>Which operand of C = A B is stored transposed: NN neither, TN A as [k, m], NT B as [n, k].</summary>
enum Orientation { NN, TN, NT }

/// <summary>Matrix products; each element is one chain of fused multiply-adds in ascending k, whatever the width, the blocks and the threads.</summary>
static unsafe class Product
{
    /// <summary>Operations (2 m k n) from which a second thread pays.</summary>
    const double Worthwhile = 4e5;

    /// <summary>C = A B, or C += A B, for C of m × n and an inner size of k.</summary>
    public static void Multiply<T>(Orientation o, int m, int k, int n, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, bool add = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pa = a, pb = b, pc = c)
            Multiply(o, m, k, n, pa, pb, pc, add);
    }

    /// <summary>C[r] = A[r] B[r], or C[r] += A[r] B[r], for r &lt; batch; a step of 0 shares that operand.</summary>
    public static void Batch<T>(Orientation o, int batch, int m, int k, int n, ReadOnlySpan<T> a, int aStep, ReadOnlySpan<T> b, int bStep, Span<T> c, bool add = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (bStep == 0 && aStep == m * k && o != Orientation.TN)
        {
            Multiply(o, batch * m, k, n, a, b, c, add);
            return;
        }
        fixed (T* pa = a, pb = b, pc = c)
        {
            var work = new Replicas<T> { Orientation = o, M = m, K = k, N = n, A = pa, AStep = aStep, B = pb, BStep = bStep, C = pc, Add = add };
            Team.For(batch, Grain(batch, 2.0 * batch * m * k * n), work);
        }
    }

    static void Multiply<T>(Orientation o, int m, int k, int n, T* a, T* b, T* c, bool add) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (k == 0 && !add)
            new Span<T>(c, m * n).Clear();
        if (m == 0 || n == 0 || k == 0)
            return;
        var flops = 2.0 * m * k * n;
        // To pack B moves n k numbers; Cᵀ = B Aᵀ reads B in place and moves m (k + n).
        if (o == Orientation.NT && (long)m * (k + n) < (long)n * k)
        {
            var t = Scratch.Rent<T>(1, (long)m * n);
            var p = Scratch.Rent<T>(2, (long)m * k);
            Transposition.Run(a, k, p, m, m, k);
            if (add)
                Transposition.Run(c, n, t, m, m, n);
            Run(new Block<T> { A = b, ARow = k, AStep = 1, B = p, BStep = m, BColumn = 1, C = t, M = n, K = k, N = m, Add = add }, flops);
            Transposition.Run(t, m, c, n, n, m);
            return;
        }
        var (aRow, aStep) = o == Orientation.TN ? (1, m) : (k, 1);
        var (bStep, bColumn) = o == Orientation.NT ? (1, k) : (n, 1);
        Run(new Block<T> { A = a, ARow = aRow, AStep = aStep, B = b, BStep = bStep, BColumn = bColumn, C = c, M = m, K = k, N = n, Add = add }, flops);
    }

    static void Run<T>(Block<T> block, double flops) where T : unmanaged
    {
        if (flops < Worthwhile || Team.Threads == 1)
            block.Run(0, block.M, 0, block.N);
        else if (block.N >= block.M)
            Team.For((block.N + 31) / 32, 1, new Columns<T>(block));
        else
            Team.For((block.M + 3) / 4, 1, new Rows<T>(block));
    }

    static int Grain(int count, double flops) => flops < Worthwhile ? count : 1;

    readonly struct Columns<T>(Block<T> block) : IWork where T : unmanaged
    {
        public void Run(int from, int to) => block.Run(0, block.M, 32 * from, Math.Min(32 * to, block.N));
    }

    readonly struct Rows<T>(Block<T> block) : IWork where T : unmanaged
    {
        public void Run(int from, int to) => block.Run(4 * from, Math.Min(4 * to, block.M), 0, block.N);
    }

    struct Replicas<T> : IWork where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Orientation Orientation;
        public int M, K, N, AStep, BStep;
        public T* A, B, C;
        public bool Add;

        public readonly void Run(int from, int to)
        {
            for (var r = from; r < to; r++)
                Multiply(Orientation, M, K, N, A + (nint)r * AStep, B + (nint)r * BStep, C + (nint)r * M * N, Add);
        }
    }
}
