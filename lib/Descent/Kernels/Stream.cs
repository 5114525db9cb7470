using System.Numerics;

namespace Descent.Kernels;

/// <summary>A stream of random numbers.</summary>
sealed class Stream
{
    readonly uint[] _state = new uint[64];

    public Stream(ulong key)
    {
        Key = key;
        for (var i = 0; i < 64; i += 2)
        {
            var z = key += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            (_state[i], _state[i + 1]) = ((uint)z, (uint)(z >> 32));
        }
    }

    public ulong Key { get; }

    public void Bits(Span<uint> y)
    {
        for (var i = 0; i < y.Length; i += 16)
        {
            for (var lane = 0; lane < 16; lane++)
            {
                var s = _state.AsSpan(4 * lane, 4);
                var r = BitOperations.RotateLeft(s[0] + s[3], 7) + s[0];
                var t = s[1] << 9;
                s[2] ^= s[0];
                s[3] ^= s[1];
                s[1] ^= s[2];
                s[0] ^= s[3];
                s[2] ^= t;
                s[3] = BitOperations.RotateLeft(s[3], 11);
                if (i + lane < y.Length)
                    y[i + lane] = r;
            }
        }
    }

    public void Uniform<T>(Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bits = new uint[2 * y.Length];
        Bits(bits);
        for (var i = 0; i < y.Length; i++)
            y[i] = T.CreateTruncating(((ulong)bits[2 * i] << 32 | bits[2 * i + 1]) >> 11) * T.CreateTruncating(1.0 / (1ul << 53));
    }

    public void Normal<T>(Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var u = new double[2 * y.Length];
        Uniform<double>(u);
        for (var i = 0; i < y.Length; i++)
            y[i] = T.CreateTruncating(Math.Sqrt(-2 * Math.Log(1 - u[2 * i])) * Math.Cos(2 * Math.PI * u[2 * i + 1]));
    }
}
