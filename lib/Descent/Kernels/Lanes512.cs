using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>512 bits of numbers.</summary>
readonly unsafe struct Lanes512<T>(Vector512<T> v) : ILanes<Lanes512<T>, T> where T : unmanaged
{
    readonly Vector512<T> _v = v;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Of(double c) => typeof(T) == typeof(float) ? new(Vector512.Create((float)c).As<float, T>()) : new(Vector512.Create(c).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> All(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512<T> x, T* target) => x._v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> a, Lanes512<T> b) => new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> a, Lanes512<T> b) => new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a) => new(a._v ^ Of(-0.0)._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator &(Lanes512<T> a, Lanes512<T> b) => new(a._v & b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator |(Lanes512<T> a, Lanes512<T> b) => new(a._v | b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator ^(Lanes512<T> a, Lanes512<T> b) => new(a._v ^ b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Fma(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => typeof(T) == typeof(float)
        ? new(Vector512.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>())
        : new(Vector512.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> x) => new(Vector512.Sqrt(x._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> x) => new(Vector512.Abs(x._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Floor(Lanes512<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Floor(x._v.AsSingle()).As<float, T>())
        : new(Vector512.Floor(x._v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes512<T> mask) => Vector512.ExtractMostSignificantBits(mask._v) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Greater(Lanes512<T> a, Lanes512<T> b) => new(Vector512.GreaterThan(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> GreaterOrEqual(Lanes512<T> a, Lanes512<T> b) => new(Vector512.GreaterThanOrEqual(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Equal(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Equals(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> a, Lanes512<T> b) => new(Vector512.ConditionalSelect(mask._v, a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Scale(Lanes512<T> p, Lanes512<T> n)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.Scale(p._v.AsSingle(), n._v.AsSingle()).As<float, T>())
                : new(Avx512F.Scale(p._v.AsDouble(), n._v.AsDouble()).As<double, T>());
        }
        var half = Half(n);
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Mantissa(Lanes512<T> x, out Lanes512<T> e)
    {
        if (typeof(T) == typeof(float))
        {
            var shifted = x._v.AsInt32() - Vector512.Create(Bits.HalfRoot32);
            var exponent = Vector512.ShiftRightArithmetic(shifted, 23);
            e = new(Vector512.ConvertToSingle(exponent).As<float, T>());
            return new((x._v.AsInt32() - Vector512.ShiftLeft(exponent, 23)).As<int, T>());
        }
        else
        {
            var shifted = x._v.AsInt64() - Vector512.Create(Bits.HalfRoot64);
            var exponent = Vector512.ShiftRightArithmetic(shifted, 52);
            e = new((((exponent + Vector512.Create(Bits.Magic64)).AsDouble()) - Vector512.Create(Bits.Magic)).As<double, T>());
            return new((x._v.AsInt64() - Vector512.ShiftLeft(exponent, 52)).As<long, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ShiftLeft(Lanes512<T> x, int count) => sizeof(T) == 4
        ? new(Vector512.ShiftLeft(x._v.AsUInt32(), count).As<uint, T>())
        : new(Vector512.ShiftLeft(x._v.AsUInt64(), count).As<ulong, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ShiftRight(Lanes512<T> x, int count) => sizeof(T) == 4
        ? new(Vector512.ShiftRightLogical(x._v.AsUInt32(), count).As<uint, T>())
        : new(Vector512.ShiftRightLogical(x._v.AsUInt64(), count).As<ulong, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LowestBit(Lanes512<T> x) => sizeof(T) == 4
        ? new(Vector512.ShiftRightArithmetic(Vector512.ShiftLeft(x._v.AsInt32(), 31), 31).As<int, T>())
        : new(Vector512.ShiftRightArithmetic(Vector512.ShiftLeft(x._v.AsInt64(), 63), 63).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Fraction(Lanes512<T> words)
    {
        if (typeof(T) == typeof(float))
            return new((Vector512.ConvertToSingle(Vector512.ShiftRightLogical(words._v.AsInt32(), 8)) * Vector512.Create(1f / (1 << 24))).As<float, T>());
        var high = Vector512.ShiftRightLogical(words._v.AsUInt64(), 37) | Vector512.Create(Bits.TwoTo52);
        var low = (Vector512.ShiftRightLogical(words._v.AsUInt64(), 11) & Vector512.Create((1ul << 26) - 1)) | Vector512.Create(Bits.TwoTo52);
        var whole = Vector512.Create(Bits.TwoTo52).AsDouble();
        return Fma(new((high.AsDouble() - whole).As<double, T>()), Of(1.0 / (1L << 27)), new Lanes512<T>((low.AsDouble() - whole).As<double, T>()) * Of(1.0 / (1L << 53)));
    }

    /// <summary>About n/2, a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> Half(Lanes512<T> n)
    {
        var magic = typeof(T) == typeof(float) ? Of(Bits.MagicF) : Of(Bits.Magic);
        return Fma(n, Of(0.5), magic) - magic;
    }

    /// <summary>2ⁿ for whole n in the range of normal numbers: n moves into the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> PowerOfTwo(Lanes512<T> n) => typeof(T) == typeof(float)
        ? new((Vector512.ShiftLeft((n._v.AsSingle() + Vector512.Create(Bits.MagicF)).AsInt32(), 23) + Vector512.Create(Bits.One32)).As<int, T>())
        : new((Vector512.ShiftLeft((n._v.AsDouble() + Vector512.Create(Bits.Magic)).AsInt64(), 52) + Vector512.Create(Bits.One64)).As<long, T>());
}
