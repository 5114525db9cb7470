using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>256 bits of numbers.</summary>
readonly unsafe struct Lanes256<T>(Vector256<T> v) : ILanes<Lanes256<T>, T> where T : unmanaged
{
    readonly Vector256<T> _v = v;

    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Of(double c) => typeof(T) == typeof(float) ? new(Vector256.Create((float)c).As<float, T>()) : new(Vector256.Create(c).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> All(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256<T> x, T* target) => x._v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> a, Lanes256<T> b) => new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a, Lanes256<T> b) => new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> a, Lanes256<T> b) => new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> a, Lanes256<T> b) => new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a) => new(a._v ^ Of(-0.0)._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator &(Lanes256<T> a, Lanes256<T> b) => new(a._v & b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator |(Lanes256<T> a, Lanes256<T> b) => new(a._v | b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator ^(Lanes256<T> a, Lanes256<T> b) => new(a._v ^ b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Fma(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) => typeof(T) == typeof(float)
        ? new(Vector256.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>())
        : new(Vector256.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> x) => new(Vector256.Sqrt(x._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Abs(Lanes256<T> x) => new(Vector256.Abs(x._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Floor(Lanes256<T> x) => typeof(T) == typeof(float)
        ? new(Vector256.Floor(x._v.AsSingle()).As<float, T>())
        : new(Vector256.Floor(x._v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes256<T> mask) => Vector256.ExtractMostSignificantBits(mask._v) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Greater(Lanes256<T> a, Lanes256<T> b) => new(Vector256.GreaterThan(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> GreaterOrEqual(Lanes256<T> a, Lanes256<T> b) => new(Vector256.GreaterThanOrEqual(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Equal(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Equals(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> a, Lanes256<T> b) => new(Vector256.ConditionalSelect(mask._v, a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Scale(Lanes256<T> p, Lanes256<T> n)
    {
        var half = Half(n);
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Mantissa(Lanes256<T> x, out Lanes256<T> e)
    {
        if (typeof(T) == typeof(float))
        {
            var shifted = x._v.AsInt32() - Vector256.Create(Bits.HalfRoot32);
            var exponent = Vector256.ShiftRightArithmetic(shifted, 23);
            e = new(Vector256.ConvertToSingle(exponent).As<float, T>());
            return new((x._v.AsInt32() - Vector256.ShiftLeft(exponent, 23)).As<int, T>());
        }
        else
        {
            var shifted = x._v.AsInt64() - Vector256.Create(Bits.HalfRoot64);
            var exponent = Vector256.ShiftRightArithmetic(shifted, 52);
            e = new((((exponent + Vector256.Create(Bits.Magic64)).AsDouble()) - Vector256.Create(Bits.Magic)).As<double, T>());
            return new((x._v.AsInt64() - Vector256.ShiftLeft(exponent, 52)).As<long, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftLeft(Lanes256<T> x, int count) => sizeof(T) == 4
        ? new(Vector256.ShiftLeft(x._v.AsUInt32(), count).As<uint, T>())
        : new(Vector256.ShiftLeft(x._v.AsUInt64(), count).As<ulong, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftRight(Lanes256<T> x, int count) => sizeof(T) == 4
        ? new(Vector256.ShiftRightLogical(x._v.AsUInt32(), count).As<uint, T>())
        : new(Vector256.ShiftRightLogical(x._v.AsUInt64(), count).As<ulong, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> LowestBit(Lanes256<T> x) => sizeof(T) == 4
        ? new(Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(x._v.AsInt32(), 31), 31).As<int, T>())
        : new(Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(x._v.AsInt64(), 63), 63).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Fraction(Lanes256<T> words)
    {
        if (typeof(T) == typeof(float))
            return new((Vector256.ConvertToSingle(Vector256.ShiftRightLogical(words._v.AsInt32(), 8)) * Vector256.Create(1f / (1 << 24))).As<float, T>());
        var high = Vector256.ShiftRightLogical(words._v.AsUInt64(), 37) | Vector256.Create(Bits.TwoTo52);
        var low = (Vector256.ShiftRightLogical(words._v.AsUInt64(), 11) & Vector256.Create((1ul << 26) - 1)) | Vector256.Create(Bits.TwoTo52);
        var whole = Vector256.Create(Bits.TwoTo52).AsDouble();
        return Fma(new((high.AsDouble() - whole).As<double, T>()), Of(1.0 / (1L << 27)), new Lanes256<T>((low.AsDouble() - whole).As<double, T>()) * Of(1.0 / (1L << 53)));
    }

    /// <summary>About n/2, a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> Half(Lanes256<T> n)
    {
        var magic = typeof(T) == typeof(float) ? Of(Bits.MagicF) : Of(Bits.Magic);
        return Fma(n, Of(0.5), magic) - magic;
    }

    /// <summary>2ⁿ for whole n in the range of normal numbers: n moves into the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes256<T> PowerOfTwo(Lanes256<T> n) => typeof(T) == typeof(float)
        ? new((Vector256.ShiftLeft((n._v.AsSingle() + Vector256.Create(Bits.MagicF)).AsInt32(), 23) + Vector256.Create(Bits.One32)).As<int, T>())
        : new((Vector256.ShiftLeft((n._v.AsDouble() + Vector256.Create(Bits.Magic)).AsInt64(), 52) + Vector256.Create(Bits.One64)).As<long, T>());
}
