using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>128 bits of numbers.</summary>
readonly unsafe struct Lanes128<T>(Vector128<T> v) : ILanes<Lanes128<T>, T> where T : unmanaged
{
    readonly Vector128<T> _v = v;

    public static int Count => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Of(double c) => typeof(T) == typeof(float) ? new(Vector128.Create((float)c).As<float, T>()) : new(Vector128.Create(c).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> All(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Load(T* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128<T> x, T* target) => x._v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> a, Lanes128<T> b) => new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a, Lanes128<T> b) => new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> a, Lanes128<T> b) => new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> a, Lanes128<T> b) => new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a) => new(a._v ^ Of(-0.0)._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator &(Lanes128<T> a, Lanes128<T> b) => new(a._v & b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator |(Lanes128<T> a, Lanes128<T> b) => new(a._v | b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator ^(Lanes128<T> a, Lanes128<T> b) => new(a._v ^ b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Fma(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) => typeof(T) == typeof(float)
        ? new(Vector128.FusedMultiplyAdd(a._v.AsSingle(), b._v.AsSingle(), c._v.AsSingle()).As<float, T>())
        : new(Vector128.FusedMultiplyAdd(a._v.AsDouble(), b._v.AsDouble(), c._v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> x) => new(Vector128.Sqrt(x._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Abs(Lanes128<T> x) => new(Vector128.Abs(x._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Floor(Lanes128<T> x) => typeof(T) == typeof(float)
        ? new(Vector128.Floor(x._v.AsSingle()).As<float, T>())
        : new(Vector128.Floor(x._v.AsDouble()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes128<T> mask) => Vector128.ExtractMostSignificantBits(mask._v) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Greater(Lanes128<T> a, Lanes128<T> b) => new(Vector128.GreaterThan(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> GreaterOrEqual(Lanes128<T> a, Lanes128<T> b) => new(Vector128.GreaterThanOrEqual(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Equal(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Equals(a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> a, Lanes128<T> b) => new(Vector128.ConditionalSelect(mask._v, a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Scale(Lanes128<T> p, Lanes128<T> n)
    {
        var half = Half(n);
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Mantissa(Lanes128<T> x, out Lanes128<T> e)
    {
        if (typeof(T) == typeof(float))
        {
            var shifted = x._v.AsInt32() - Vector128.Create(Bits.HalfRoot32);
            var exponent = Vector128.ShiftRightArithmetic(shifted, 23);
            e = new(Vector128.ConvertToSingle(exponent).As<float, T>());
            return new((x._v.AsInt32() - Vector128.ShiftLeft(exponent, 23)).As<int, T>());
        }
        else
        {
            var shifted = x._v.AsInt64() - Vector128.Create(Bits.HalfRoot64);
            var exponent = Vector128.ShiftRightArithmetic(shifted, 52);
            e = new((((exponent + Vector128.Create(Bits.Magic64)).AsDouble()) - Vector128.Create(Bits.Magic)).As<double, T>());
            return new((x._v.AsInt64() - Vector128.ShiftLeft(exponent, 52)).As<long, T>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftLeft(Lanes128<T> x, int count) => sizeof(T) == 4
        ? new(Vector128.ShiftLeft(x._v.AsUInt32(), count).As<uint, T>())
        : new(Vector128.ShiftLeft(x._v.AsUInt64(), count).As<ulong, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftRight(Lanes128<T> x, int count) => sizeof(T) == 4
        ? new(Vector128.ShiftRightLogical(x._v.AsUInt32(), count).As<uint, T>())
        : new(Vector128.ShiftRightLogical(x._v.AsUInt64(), count).As<ulong, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> LowestBit(Lanes128<T> x) => sizeof(T) == 4
        ? new(Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(x._v.AsInt32(), 31), 31).As<int, T>())
        : new(Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(x._v.AsInt64(), 63), 63).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Fraction(Lanes128<T> words)
    {
        if (typeof(T) == typeof(float))
            return new((Vector128.ConvertToSingle(Vector128.ShiftRightLogical(words._v.AsInt32(), 8)) * Vector128.Create(1f / (1 << 24))).As<float, T>());
        var high = Vector128.ShiftRightLogical(words._v.AsUInt64(), 37) | Vector128.Create(Bits.TwoTo52);
        var low = (Vector128.ShiftRightLogical(words._v.AsUInt64(), 11) & Vector128.Create((1ul << 26) - 1)) | Vector128.Create(Bits.TwoTo52);
        var whole = Vector128.Create(Bits.TwoTo52).AsDouble();
        return Fma(new((high.AsDouble() - whole).As<double, T>()), Of(1.0 / (1L << 27)), new Lanes128<T>((low.AsDouble() - whole).As<double, T>()) * Of(1.0 / (1L << 53)));
    }

    /// <summary>About n/2, a whole number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> Half(Lanes128<T> n)
    {
        var magic = typeof(T) == typeof(float) ? Of(Bits.MagicF) : Of(Bits.Magic);
        return Fma(n, Of(0.5), magic) - magic;
    }

    /// <summary>2ⁿ for whole n in the range of normal numbers: n moves into the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes128<T> PowerOfTwo(Lanes128<T> n) => typeof(T) == typeof(float)
        ? new((Vector128.ShiftLeft((n._v.AsSingle() + Vector128.Create(Bits.MagicF)).AsInt32(), 23) + Vector128.Create(Bits.One32)).As<int, T>())
        : new((Vector128.ShiftLeft((n._v.AsDouble() + Vector128.Create(Bits.Magic)).AsInt64(), 52) + Vector128.Create(Bits.One64)).As<long, T>());
}
