using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Sums of random draws from a population, many times over: the work behind the variance of a minibatch.</summary>
/// <remarks>A draw costs about 1 ns, 3 ns when all are different. Replicates are drawn in blocks, each from a stream of its own, so threads do not change the numbers.</remarks>
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static unsafe void Independent(Words words, double* population, uint count, int size, Span<double> sums)
    {
        var next = Words.Count;
        fixed (uint* buffer = words.Buffer)
        {
            foreach (ref var sum in sums)
            {
                double a = 0, b = 0, c = 0, d = 0;
                for (var left = size; left > 0;)
                {
                    if (next == Words.Count)
                        next = words.Refill();
                    var take = Math.Min(left, Words.Count - next);
                    left -= take;
                    for (; take >= 4; take -= 4, next += 4)
                    {
                        a += population[words.Below(count, buffer[next])];
                        b += population[words.Below(count, buffer[next + 1])];
                        c += population[words.Below(count, buffer[next + 2])];
                        d += population[words.Below(count, buffer[next + 3])];
                    }
                    for (; take > 0; take--)
                        a += population[words.Below(count, buffer[next++])];
                }
                sum = a + b + (c + d);
            }
        }
    }

    // A draw that this replicate has had is drawn again. The mark is the replicate's number within the block, so one clearing serves a block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static unsafe void Fresh(Words words, double* population, uint count, byte[] drawn, int size, Span<double> sums)
    {
        var next = Words.Count;
        Array.Clear(drawn);
        byte mark = 0;
        fixed (uint* buffer = words.Buffer)
        fixed (byte* had = drawn)
        {
            foreach (ref var sum in sums)
            {
                mark++;
                double even = 0, odd = 0;
                for (var left = size; left > 0;)
                {
                    if (next == Words.Count)
                        next = words.Refill();
                    for (var last = Math.Min(Words.Count, next + left); next < last; next++)
                    {
                        var j = words.Below(count, buffer[next]);
                        var isNew = had[j] != mark;
                        had[j] = mark;
                        left -= isNew ? 1 : 0;
                        (even, odd) = (odd, even + (isNew ? population[j] : 0));
                    }
                }
                sum = even + odd;
            }
        }
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
                double drawn = 0;
                for (var i = 0; i < few; i++)
                {
                    if (next == Words.Count)
                        next = words.Refill();
                    var j = i + words.Below((uint)(cards.Length - i), buffer[next++]);
                    (var card, deck[j]) = (deck[j], deck[i]);
                    deck[i] = card;
                    drawn += card;
                }
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
