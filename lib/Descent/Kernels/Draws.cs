using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>Sums of random draws from a population, many times over: the work behind the variance of a minibatch.</summary>
/// <remarks>A draw costs about 0.7 ns, 1.7 ns when all are different. Replicates are drawn in blocks, each from a stream of its own, so threads do not change the numbers.</remarks>
static class Draws
{
    /// <summary>Replicates per block: as many as a byte tells apart.</summary>
    const int Block = 255;

    /// <summary>Each element of <paramref name="sums"/> becomes the sum of <paramref name="size"/> random elements of the population:
    /// independent ones, or all different ones (then size is at most the population's).</summary>
    public static unsafe void Sums(ReadOnlySpan<double> population, int size, bool replacement, ulong key, Span<double> sums)
    {
        var blocks = (sums.Length + Block - 1) / Block;
        fixed (double* x = population, y = sums)
            Team.For(blocks, grain: 1 + 20_000 / (Block * Math.Max(1, size)), new Work(x, population.Length, size, replacement, key, y, sums.Length));
    }

    readonly unsafe struct Work(double* population, int count, int size, bool replacement, ulong key, double* sums, int replicates) : IWork
    {
        public void Run(int from, int to)
        {
            var sparse = size <= count / 4;
            var (drawn, deck) = (new byte[!replacement && sparse ? count : 0], new double[!replacement && !sparse ? count : 0]);
            for (var block = from; block < to; block++)
            {
                var state = key + (ulong)block;
                var words = new Words(Stream.SplitMix(ref state));
                var (first, last) = (block * Block, Math.Min(replicates, (block + 1) * Block));
                var results = new Span<double>(sums + first, last - first);
                if (replacement)
                    Independent(words, population, (uint)count, size, results);
                else if (sparse)
                    Fresh(words, population, (uint)count, drawn, size, results);
                else
                    Dealt(words, new(population, count), deck, size, results);
            }
        }
    }

    static unsafe void Independent(Words words, double* population, uint count, int size, Span<double> sums)
    {
        var next = Words.Count;
        fixed (uint* places = words.Buffer)
        {
            foreach (ref var sum in sums)
            {
                sum = 0;
                for (var left = size; left > 0;)
                {
                    if (next == Words.Count)
                        next = words.Refill(count);
                    var take = Math.Min(left, Words.Count - next);
                    sum += Sum(population, places + next, take);
                    (next, left) = (next + take, left - take);
                }
            }
        }
    }

    // A draw that this replicate has had is drawn again. The mark is the replicate's number within the block, so one clearing serves a block.
    static unsafe void Fresh(Words words, double* population, uint count, byte[] drawn, int size, Span<double> sums)
    {
        var next = Words.Count;
        Array.Clear(drawn);
        byte mark = 0;
        fixed (uint* places = words.Buffer)
        fixed (byte* had = drawn)
        {
            foreach (ref var sum in sums)
            {
                (sum, mark) = (0, (byte)(mark + 1));
                for (var left = size; left > 0;)
                {
                    if (next == Words.Count)
                        next = words.Refill(count);
                    var take = Math.Min(left, Words.Count - next);
                    var fresh = Unmarked(places + next, take, had, mark);
                    sum += Sum(population, places + next, fresh);
                    (next, left) = (next + take, left - fresh);
                }
            }
        }
    }

    // Marks places; those that were not marked move to the front.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static unsafe int Unmarked(uint* places, int count, byte* had, uint mark)
    {
        var fresh = 0;
        for (var k = 0; k < count; k++)
        {
            var place = places[k];
            var seen = had[place];
            had[place] = (byte)mark;
            places[fresh] = place;
            fresh += seen != mark ? 1 : 0;
        }
        return fresh;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static unsafe double Sum(double* population, uint* places, int count)
    {
        double a = 0, b = 0, c = 0, d = 0;
        var k = 0;
        for (; k + 4 <= count; k += 4)
        {
            a += population[places[k]];
            b += population[places[k + 1]];
            c += population[places[k + 2]];
            d += population[places[k + 3]];
        }
        for (; k < count; k++)
            a += population[places[k]];
        return a + b + (c + d);
    }

    // Fisher and Yates: the first cards of a deck after exchanging each with a random later one are a uniform choice, whatever the order was before;
    // so the deck is never put back in order. Of more than half of the deck the rest is dealt and subtracted.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static unsafe void Dealt(Words words, ReadOnlySpan<double> population, double[] cards, int size, Span<double> sums)
    {
        var (next, few) = (Words.Count, Math.Min(size, cards.Length - size));
        population.CopyTo(cards);
        double total = 0;
        foreach (var x in population)
            total += x;
        fixed (uint* buffer = words.Buffer)
        fixed (double* deck = cards)
        {
            foreach (ref var sum in sums)
            {
                for (var i = 0; i < few; i++)
                {
                    if (next == Words.Count)
                        next = words.Refill();
                    var j = i + words.Below((uint)(cards.Length - i), buffer[next++]);
                    (deck[i], deck[j]) = (deck[j], deck[i]);
                }
                double drawn = 0;               // added afterwards: a call in the loop would keep it in memory
                for (var i = 0; i < few; i++)
                    drawn += deck[i];
                sum = few == size ? drawn : total - drawn;
            }
        }
    }

    /// <summary>Random integers without bias (Lemire 2019) from random words; the rare word that must be refused is replaced from a second stream.</summary>
    sealed class Words(ulong key)
    {
        readonly Stream _stream = new(key), _spare = new(~key);

        public const int Count = 2048;

        public uint[] Buffer { get; } = new uint[Count];

        public int Refill()
        {
            _stream.Bits(Buffer);
            return 0;
        }

        /// <summary>Fills the buffer with integers below a count instead of words.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Refill(uint count)
        {
            _stream.Bits(Buffer);
            var (wide, narrow) = (Vector256.Create((ulong)count), Vector256.Create(count));
            for (var k = 0; k < Count; k += Vector256<uint>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref Buffer[k]));
                (low, high) = (low * wide, high * wide);
                if (Vector256.LessThanAny(Vector256.Narrow(low, high), narrow))     // about once in a thousand blocks
                    foreach (ref var word in Buffer.AsSpan(k, Vector256<uint>.Count))
                        word = Below(count, word);
                else
                    Vector256.Narrow(low >>> 32, high >>> 32).StoreUnsafe(ref Buffer[k]);
            }
            return 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public uint Below(uint count, uint word)
        {
            var product = (ulong)word * count;
            return (uint)(((uint)product < count ? Replaced(product, count) : product) >> 32);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        ulong Replaced(ulong product, uint count)
        {
            var word = new uint[1];
            for (var bias = (0 - count) % count; (uint)product < bias; product = (ulong)word[0] * count)
                _spare.Bits(word);
            return product;
        }
    }
}
