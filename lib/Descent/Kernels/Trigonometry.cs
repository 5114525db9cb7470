using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Sine and cosine.</summary>
static unsafe class Trigonometry
{
    /// <summary>sin x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Quarter<V, T>(x, 0);

    /// <summary>cos x = sin(x + π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Quarter<V, T>(x, 1);

    /// <summary>sin(x + quarters π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Quarter<V, T>(V x, int quarters) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var n = Functions.Round<V, T>(x * V.Of(0.6366197723675814));
        var r = typeof(T) == typeof(float)
            ? V.Fma(n, V.Of(1.7151245100058819e-15), V.Fma(n, V.Of(4.371138828673793e-08), V.Fma(n, V.Of(-1.5707963705062866), x)))
            : V.Fma(n, V.Of(1.4973849048591698e-33), V.Fma(n, V.Of(-6.123233995736766e-17), V.Fma(n, V.Of(-1.5707963267948966), x)));
        if (V.Any(V.Greater(V.Abs(x), V.Of(Far<T>()))))
        {
            r = Exact<V, T>(x, n, r, rest: true);
            n = Exact<V, T>(x, n, r, rest: false);
        }
        n += V.Of(quarters);
        n -= V.Of(4) * V.Floor(n * V.Of(0.25));
        var square = r * r;
        var sine = V.Fma(r * square, Sine<V, T>(square), r);
        var cosine = V.Fma(square * square, Cosine<V, T>(square), V.Fma(square, V.Of(-0.5), V.Of(1)));
        var odd = V.Equal(n, V.Of(1)) | V.Equal(n, V.Of(3));
        return V.Select(odd, cosine, sine) ^ (V.GreaterOrEqual(n, V.Of(2)) & V.Of(-0.0));
    }

    /// <summary>Size up to which three pieces of π/2 suffice; a number takes the other way by its own size, whatever its neighbours.</summary>
    static double Far<T>() => typeof(T) == typeof(float) ? 1e5 : 1e9;

    /// <summary>The rest r or the quarters n with those of large |x| from the exact reduction, with as many digits of 2/π as it takes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static V Exact<V, T>(V x, V n, V r, bool rest) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var lanes = stackalloc T[2 * V.Count];
        V.Store(x, lanes);
        V.Store(rest ? r : n, lanes + V.Count);
        for (var i = 0; i < V.Count; i++)
        {
            var value = double.CreateTruncating(lanes[i]);
            if (!double.IsFinite(value) || Math.Abs(value) <= Far<T>())
                continue;
            // 2/π x = mantissa · digits / 2^(shift), split into quarters and a rest of −½ … ½.
            var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
            var shift = Digits - ((int)(bits >> 52) - 1075);
            var product = TwoOverPi * ((bits & ((1L << 52) - 1)) | (1L << 52));
            var whole = (product + (BigInteger.One << (shift - 1))) >> shift;
            var remainder = (double)((product - (whole << shift)) >> (shift - 128)) * 2.938735877055719e-39;
            var sign = Math.Sign(value);
            lanes[V.Count + i] = T.CreateTruncating(sign * (rest ? remainder * 1.5707963267948966 : (int)(whole & 3)));
        }
        return V.Load(lanes + V.Count);
    }

    const int Digits = 1200;

    /// <summary>2/π · 2¹²⁰⁰, from Machin's π = 16 arctan ⅕ − 4 arctan 1/239.</summary>
    static readonly BigInteger TwoOverPi = (BigInteger.One << (2 * Digits + 65)) / (16 * Arctan(5) - 4 * Arctan(239));

    /// <summary>arctan(1/q) · 2¹²⁶⁴.</summary>
    static BigInteger Arctan(int q)
    {
        var (sum, term) = (BigInteger.Zero, (BigInteger.One << (Digits + 64)) / q);
        for (var k = 0; !term.IsZero; k++, term /= -q * q)
            sum += term / (2 * k + 1);
        return sum;
    }

    /// <summary>(sin r − r)/r³ at z = r².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Sine<V, T>(V z) where V : struct, ILanes<V, T> where T : unmanaged => typeof(T) == typeof(float)
        ? Functions.Horner<V, T>(z, V.Of(-0.000195172633), 0.00833217795, -0.166666549)
        : Functions.Horner<V, T>(z, Functions.Horner<V, T>(z, V.Of(1.589681379691847e-10),
            -2.5050758467330566e-08, 2.7557313694503766e-06, -0.0001984126982981666, 0.008333333333322427),
            -0.16666666666666632);

    /// <summary>sin(π/2 w)/w at z = w² ≤ ¼.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V QuarterSine<V, T>(V z) where V : struct, ILanes<V, T> where T : unmanaged => typeof(T) == typeof(float)
        ? Functions.Horner<V, T>(z, V.Of(-0.00460165794), 0.0796800328, -0.64596346, 1.57079632)
        : Functions.Horner<V, T>(z, Functions.Horner<V, T>(z, V.Of(5.633721534719764e-08),
            -3.5986417585215646e-06, 0.00016044115029284088, -0.004681754132282577, 0.07969262624603957),
            -0.6459640975062443, 1.5707963267948966);

    /// <summary>cos(π/2 w) at z = w² ≤ ¼.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V QuarterCosine<V, T>(V z) where V : struct, ILanes<V, T> where T : unmanaged => typeof(T) == typeof(float)
        ? Functions.Horner<V, T>(z, V.Of(0.000903631703), -0.0208600713, 0.253669204, -1.23370054, 1)
        : Functions.Horner<V, T>(z, Functions.Horner<V, T>(z, V.Of(-6.321260972436187e-09),
            4.7106097626584307e-07, -2.5202036771694383e-05, 0.0009192602741833661, -0.020863480763311227),
            0.2536695079010467, -1.2337005501361697, 1.0);

    /// <summary>(cos r − 1 + r²/2)/r⁴ at z = r².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Cosine<V, T>(V z) where V : struct, ILanes<V, T> where T : unmanaged => typeof(T) == typeof(float)
        ? Functions.Horner<V, T>(z, V.Of(2.4438492e-05), -0.0013887368, 0.0416666469)
        : Functions.Horner<V, T>(z, Functions.Horner<V, T>(z, V.Of(-1.1359743076564882e-11),
            2.087572528187571e-09, -2.7557314368676414e-07, 2.4801587289545854e-05, -0.0013888888888874242),
            0.0416666666666666);
}
