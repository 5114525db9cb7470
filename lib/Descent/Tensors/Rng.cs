using Bits = Descent.Kernels.Stream;

namespace Descent.Tensors;

/// <summary>
/// Random numbers specified to the bit: the same seed gives the same numbers on every machine, vector width, thread count and runtime.
/// Sixteen interleaved xoshiro128++ generators, seeded by SplitMix64 from a 64-bit key; normals by Box–Muller.
/// </summary>
/// <param name="seed">The key of the stream.</param>
/// <remarks>Source: Blackman and Vigna 2021 (xoshiro), Steele, Lea and Flood 2014 (SplitMix). Not thread-safe: give each thread its own <see cref="Split"/>.</remarks>
public sealed class Rng(ulong seed)
{
    const int Block = 64;

    readonly Bits bits = new(seed);
    readonly uint[] block = new uint[Block];
    int used = Block;

    /// <summary>A stream from a seed.</summary>
    public Rng(int seed) : this((ulong)(uint)seed)
    {
    }

    /// <summary>Stream number i of this stream's key: independent of this one and of every other i. Does not advance this stream.</summary>
    public Rng Split(int i) => new(Mix(Mix(seed) + 0x9E3779B97F4A7C15 * ((ulong)(uint)i + 1)));

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Independent N(0, 1).</summary>
    public Tensor Normal(Shape shape, Precision precision = Precision.Double)
    {
        var y = Tensor.Empty(shape, precision);
        if (precision == Precision.Single)
            bits.Normal(y.Write<float>());
        else
            bits.Normal(y.Write<double>());
        return y;
    }

    /// <summary>Independent and uniform: low + (high − low) u with u on [0, 1).</summary>
    public Tensor Uniform(Shape shape, double low = 0, double high = 1, Precision precision = Precision.Double)
    {
        var y = Tensor.Empty(shape, precision);
        if (precision == Precision.Single)
            bits.Uniform(y.Write<float>());
        else
            bits.Uniform(y.Write<double>());
        return low == 0 && high == 1 ? y : low + (high - low) * y;
    }

    /// <summary>Independent 1 with probability p, else 0.</summary>
    public Tensor Bernoulli(Shape shape, double p, Precision precision = Precision.Double) => p is >= 0 and <= 1
        ? Uniform(shape, precision: precision) < p
        : throw new ArgumentException($"Bernoulli with p = {p}: a probability lies in [0, 1].");

    /// <summary>One number, uniform on [0, 1), with 53 random bits.</summary>
    public double Next() => (((ulong)Word() << 21) | (Word() >> 11)) * (1.0 / (1UL << 53));

    /// <summary>One integer, uniform on 0 … below−1, without bias.</summary>
    /// <exception cref="ArgumentException">below is not positive.</exception>
    /// <remarks>Source: Lemire 2019.</remarks>
    public int Integer(int below)
    {
        if (below <= 0)
            throw new ArgumentException($"Integer below {below}: at least 1 is needed.");
        var product = (ulong)Word() * (uint)below;
        if ((uint)product < (uint)below)
            for (var bias = (uint)(-below) % (uint)below; (uint)product < bias;)
                product = (ulong)Word() * (uint)below;
        return (int)(product >> 32);
    }

    /// <summary>Independent integers, uniform on 0 … below−1: drawing with replacement.</summary>
    public int[] Integers(int count, int below)
    {
        var y = new int[count];
        foreach (ref var i in y.AsSpan())
            i = Integer(below);
        return y;
    }

    /// <summary>Different integers of 0 … below−1 in random order, every choice equally likely: drawing without replacement.</summary>
    /// <exception cref="ArgumentException">count is not in 0 … below.</exception>
    /// <remarks>Cost: proportional to count, not to below. Source: Fisher and Yates, with only the exchanged places stored.</remarks>
    public int[] Subset(int count, int below)
    {
        if (count < 0 || count > below)
            throw new ArgumentException($"{count} different integers below {below}: there are {below}.");
        var y = new int[count];
        var moved = new Dictionary<int, int>();
        for (var i = 0; i < count; i++)
        {
            var j = i + Integer(below - i);
            y[i] = moved.GetValueOrDefault(j, j);
            moved[j] = moved.GetValueOrDefault(i, i);
        }
        return y;
    }

    /// <summary>0 … n−1 in random order, every order equally likely.</summary>
    /// <remarks>Source: Fisher and Yates.</remarks>
    public int[] Permutation(int n)
    {
        int[] y = [.. Enumerable.Range(0, n)];
        for (var i = n - 1; i > 0; i--)
        {
            var j = Integer(i + 1);
            (y[i], y[j]) = (y[j], y[i]);
        }
        return y;
    }

    /// <summary>64 random bits: the key of a stream of its own.</summary>
    internal ulong Key() => ((ulong)Word() << 32) | Word();

    uint Word()
    {
        if (used == Block)
        {
            bits.Bits(block);
            used = 0;
        }
        return block[used++];
    }
}
