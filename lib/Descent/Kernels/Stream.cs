using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>A stream of random numbers, specified to the bit.</summary>
/// <remarks>
/// Sixteen lanes of xoshiro128++ (Blackman and Vigna 2019). Lane i starts with four 32-bit words: outputs 2i and 2i + 1 of SplitMix64 started at the key,
/// each low half first. A step of all lanes is a block of 16 words; every call takes whole pairs of blocks and drops what it does not need.
/// <para>Uniform float: the high 24 bits of a word, times 2⁻²⁴. Uniform double: words 2j and 2j + 1 of a block are the low and high half of 64 bits, of which the high 53, times 2⁻⁵³.</para>
/// <para>Normal (Box and Muller 1958): of a pair of blocks the first gives uniform v, the second uniform w and a quarter q, the low two bits of the same word;
/// with r = √(−2 ln(1 − v)) and the angle φ = π/2 (w − ½ + q) the results are a block of r cos φ and a block of r sin φ. Hence |x| ≤ 5.8 (float) or 8.6 (double).</para>
/// </remarks>
sealed unsafe class Stream
{
    /// <summary>Words made at once: they stay in the first-level cache until used.</summary>
    const int Chunk = 2048;

    const int Pair = 32;

    readonly uint[] _state = new uint[64];
    readonly uint[] _words = new uint[Chunk];

    public Stream(ulong key)
    {
        Key = key;
        for (var lane = 0; lane < 16; lane++)
        {
            for (var word = 0; word < 4; word += 2)
            {
                var z = SplitMix(ref key);
                _state[16 * word + lane] = (uint)z;
                _state[16 * (word + 1) + lane] = (uint)(z >> 32);
            }
        }
    }

    public ulong Key { get; }

    /// <summary>The next output of SplitMix64 (Steele, Lea and Flood 2014).</summary>
    public static ulong SplitMix(ref ulong key)
    {
        var z = key += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Random words.</summary>
    public void Bits(Span<uint> y)
    {
        fixed (uint* words = _words)
        {
            for (; !y.IsEmpty; y = y[Math.Min(Chunk, y.Length)..])
            {
                var count = Math.Min(Chunk, y.Length);
                Fill(words, (count + Pair - 1) / Pair);
                _words.AsSpan(0, count).CopyTo(y);
            }
        }
    }

    /// <summary>Uniform numbers in [0, 1).</summary>
    public void Uniform<T>(Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Draw(y, normal: false);

    /// <summary>Independent standard normal numbers.</summary>
    public void Normal<T>(Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> => Draw(y, normal: true);

    void Draw<T>(Span<T> y, bool normal) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var pair = Pair * sizeof(uint) / sizeof(T);
        var rest = stackalloc T[pair];
        fixed (uint* words = _words)
        fixed (T* target = y)
        {
            for (var i = 0; i < y.Length;)
            {
                var pairs = Math.Min(Chunk / Pair, (y.Length - i) / pair);
                Fill(words, Math.Max(1, pairs));
                Loop.Run<Drawing<T>, T>(new(words, pairs > 0 ? target + i : rest, normal), 0, Math.Max(1, pairs));
                if (pairs == 0)
                    new Span<T>(rest, y.Length - i).CopyTo(y[i..]);
                i += Math.Max(1, pairs) * pair;
            }
        }
    }

    void Fill(uint* words, int pairs)
    {
        fixed (uint* state = _state)
            Loop.Run<Stepping, uint>(new(state, words), 0, 2 * pairs);
    }

    /// <summary>Blocks of words.</summary>
    readonly struct Stepping(uint* state, uint* words) : ILoop<uint>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int from, int to) where V : struct, ILanes<V, uint>
        {
            for (var lane = 0; lane < 16; lane += V.Count)
            {
                var s = state + lane;
                var (a, b, c, d) = (V.Load(s), V.Load(s + 16), V.Load(s + 32), V.Load(s + 48));
                for (var block = from; block < to; block++)
                {
                    V.Store(Rotate(a + d, 7) + a, words + 16 * block + lane);
                    var t = V.ShiftLeft(b, 9);
                    c ^= a;
                    d ^= b;
                    b ^= c;
                    a ^= d;
                    c ^= t;
                    d = Rotate(d, 11);
                }
                V.Store(a, s);
                V.Store(b, s + 16);
                V.Store(c, s + 32);
                V.Store(d, s + 48);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            static V Rotate(V x, int count) => V.ShiftLeft(x, count) | V.ShiftRight(x, 32 - count);
        }
    }

    /// <summary>Pairs of blocks of words to pairs of blocks of numbers.</summary>
    readonly struct Drawing<T>(uint* words, T* y, bool normal) : ILoop<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int from, int to) where V : struct, ILanes<V, T>
        {
            var block = 64 / sizeof(T);
            var (source, target) = ((nint)words, (nint)y);
            for (var pair = from; pair < to; pair++)
            {
                for (var i = 2 * pair * block; i < (2 * pair + 1) * block; i += V.Count)
                {
                    var u = V.Load((T*)source + i);
                    var v = V.Load((T*)source + i + block);
                    if (normal)
                    {
                        var radius = Radius(V.Of(1) - V.Fraction(u));
                        var (cos, sin) = Angle(v);
                        V.Store(radius * cos, (T*)target + i);
                        V.Store(radius * sin, (T*)target + i + block);
                    }
                    else
                    {
                        V.Store(V.Fraction(u), (T*)target + i);
                        V.Store(V.Fraction(v), (T*)target + i + block);
                    }
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            static V Radius(V u)
            {
                var m = V.Mantissa(u, out var e);
                return V.Sqrt(V.Of(-2) * Functions.Log<V, T>(m - V.Of(1), e));
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            static (V Cos, V Sin) Angle(V word)
            {
                var w = V.Fraction(word) - V.Of(0.5);
                var square = w * w;
                var (sin, cos) = (w * Trigonometry.QuarterSine<V, T>(square), Trigonometry.QuarterCosine<V, T>(square));
                var (quarter, half) = (V.LowestBit(word), V.ShiftLeft(word, 8 * sizeof(T) - 2) & V.Of(-0.0));
                return (V.Select(quarter, -sin, cos) ^ half, V.Select(quarter, cos, sin) ^ half);
            }
        }
    }
}
