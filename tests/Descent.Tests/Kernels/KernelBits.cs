using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.Kernels;
using Descent.Tensors;
using Descent.Tests.Tensors;
using Stream = Descent.Kernels.Stream;

namespace Descent.Tests.Kernels;

/// <summary>One line per family of kernels: its name and a hash of every bit it computes from fixed inputs, after the width, the threads and a check against the contract.</summary>
static class KernelBits
{
    public static int Print()
    {
        Console.WriteLine($"width {Loop.Width}");
        Console.WriteLine($"threads {Team.Threads}");
        Console.WriteLine($"correct {Enum.GetValues<Orientation>().All(o => ProductTests.Holds<float>(o, 65, 40, 70, true, 1) && ProductTests.Holds<double>(o, 33, 520, 21, false, 2))}");
        foreach (var (name, hash) in All())
            Console.WriteLine($"bits {name} {hash:x16}");
        return 0;
    }

    public static IEnumerable<(string Name, ulong Hash)> All() =>
    [
        .. Family<float>("float"), ("float network", SameBitsTests.Fingerprint(Precision.Single)),
        .. Family<double>("double"), ("double network", SameBitsTests.Fingerprint(Precision.Double)),
    ];

    static IEnumerable<(string, ulong)> Family<T>(string type) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var hash = new Hash();
        foreach (var (m, k, n) in new[] { (1, 5, 3), (65, 40, 70), (50, 300, 33), (130, 70, 110), (20, 30, 10) })
        {
            foreach (var o in Enum.GetValues<Orientation>())
            {
                var c = Samples.Numbers<T>(m * n, 3);
                Product.Multiply<T>(o, m, k, n, Samples.Numbers<T>(m * k, 1), Samples.Numbers<T>(k * n, 2), c, add: true);
                hash.Add<T>(c);
            }
        }
        yield return ($"{type} product", hash.Value);

        hash = new Hash();
        foreach (var n in new[] { 1, 37, 1000, 66_000 })
        {
            Unary<ExpOp>(n, -110, 90);
            Unary<LogOp>(n, 0, 4);
            Unary<TanhOp>(n, -9, 9);
            Unary<SigmoidOp>(n, -90, 90);
            Unary<ErfOp>(n, -5, 5);
            Unary<SoftplusOp>(n, -90, 90);
            Unary<SinOp>(n, -50, 50);
            Unary<CosOp>(Math.Min(n, 1000), -1e20, 1e20);
            Unary<SinOp>(Math.Min(n, 1000), -1.5e9, 1.5e9);
            Unary<SinOp>(Math.Min(n, 1000), -1.5e5, 1.5e5);
            Unary<ReluOp>(n, -1, 1);
            Unary<SqrtOp>(n, 0, 1);
            Unary<SignOp>(n, -1, 1);
        }
        yield return ($"{type} unary", hash.Value);

        hash = new Hash();
        foreach (var n in new[] { 1, 37, 66_000 })
        {
            Binary<PowerOp>(n);
            Binary<DivideOp>(n);
            Binary<MaximumOp>(n);
            Binary<TanhPullOp>(n);
            Binary<SigmoidPullOp>(n);
        }
        yield return ($"{type} binary", hash.Value);

        hash = new Hash();
        foreach (var (outer, count, inner) in new[] { (1, 100_000, 1), (37, 1001, 1), (3, 700, 45), (1, 64, 10), (50, 30, 64) })
        {
            var (x, y) = (Samples.Numbers<T>(outer * count * inner, 4), new T[outer * inner]);
            Reduce.Sum<T>(x, outer, count, inner, y);
            hash.Add<T>(y);
            Reduce.Max<T>(x, outer, count, inner, y);
            hash.Add<T>(y);
            hash.Add<T>([Reduce.Dot<T>(x, x), Reduce.Sum<T>(x)]);
        }
        yield return ($"{type} reduce", hash.Value);

        hash = new Hash();
        foreach (var (rows, cols) in new[] { (3, 10), (2000, 10), (40, 300) })
        {
            var (x, y) = (Samples.Numbers<T>(rows * cols, 5, -9, 9), new T[rows * cols]);
            Softmax.Log<T>(x, rows, cols, y);
            hash.Add<T>(y);
            Softmax.CrossEntropy<T>(x, rows, cols, new int[rows], y, out var loss);
            hash.Add<T>(y);
            hash.Add<T>([loss]);
        }
        yield return ($"{type} softmax", hash.Value);

        hash = new Hash();
        foreach (var n in new[] { 5, 70_001 })
        {
            var (θ, m, v) = (Samples.Numbers<T>(n, 6), Samples.Numbers<T>(n, 7), Samples.Numbers<T>(n, 8, 0, 1));
            Elementwise.Update<Adaptive, T>(new Adaptive(0.01), θ, Samples.Numbers<T>(n, 9), m, v);
            hash.Add<T>(θ);
            hash.Add<T>(m);
            hash.Add<T>(v);
        }
        yield return ($"{type} update", hash.Value);

        hash = new Hash();
        var stream = new Stream(20);
        foreach (var n in new[] { 1, 31, 5000 })
        {
            var y = new T[n];
            stream.Uniform<T>(y);
            hash.Add<T>(y);
            stream.Normal<T>(y);
            hash.Add<T>(y);
        }
        yield return ($"{type} stream", hash.Value);

        void Unary<TOp>(int n, double low, double high) where TOp : IUnary
        {
            var y = new T[n];
            Elementwise.Map<TOp, T>(Samples.Numbers<T>(n, n, low, high), y);
            hash.Add<T>(y);
        }

        void Binary<TOp>(int n) where TOp : IBinary
        {
            var (y, a) = (new T[n], Samples.Numbers<T>(n, 1, 0, 4));
            Elementwise.Zip<TOp, T>(a, Samples.Numbers<T>(n, 2, -4, 4), y);
            hash.Add<T>(y);
            Elementwise.Zip<TOp, T>([3, n], Samples.Numbers<T>(3 * n, 3, 0, 4), [n, 1], a, [0, 1], y = new T[3 * n]);
            hash.Add<T>(y);
        }
    }

    readonly struct Adaptive(double rate) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V m, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            m = V.Fma(V.Of(0.9), m, V.Of(0.1) * g);
            v = V.Fma(V.Of(0.99), v, V.Of(0.01) * g * g);
            θ -= V.Of(rate) * m / (V.Sqrt(v) + V.Of(1e-8));
        }
    }

    /// <summary>FNV-1a over bytes.</summary>
    sealed class Hash
    {
        public ulong Value { get; private set; } = 14695981039346656037;

        public void Add<T>(ReadOnlySpan<T> x) where T : unmanaged
        {
            foreach (var b in MemoryMarshal.AsBytes(x))
                Value = (Value ^ b) * 1099511628211;
        }
    }
}
