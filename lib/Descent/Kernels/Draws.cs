using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>Sums of random draws from a population, many times over: the work behind the variance of a minibatch.</summary>
/// <remarks>A draw costs about a nanosecond. Replicates are drawn in blocks, each from a stream of its own, so threads do not change the numbers.</remarks>
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
            var values = new ReadOnlySpan<double>(population, count);
            var sparse = size <= count / 4;
            var (drawn, deck) = (new byte[!replacement && sparse ? count : 0], new double[!replacement && !sparse ? count : 0]);
            for (var block = from; block < to; block++)
            {
                var state = key + (ulong)block;
                var words = new Words(Stream.SplitMix(ref state));
                var (first, last) = (block * Block, Math.Min(replicates, (block + 1) * Block));
                var results = new Span<double>(sums + first, last - first);
                if (replacement)
                    Independent(words, values, size, results);
                else if (sparse)
                    Fresh(words, values, drawn, size, results);
                else
                    Dealt(words, values, deck, size, results);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Independent(Words words, ReadOnlySpan<double> population, int size, Span<double> sums)
    {
        var (buffer, next, count) = (words.Buffer, words.Buffer.Length, (uint)population.Length);
        foreach (ref var sum in sums)
        {
            double even = 0, odd = 0;
            for (var i = 0; i < size; i += 2)
            {
                if (next >= buffer.Length)
                    next = words.Refill();
                even += population[(int)words.Below(count, buffer[next])];
                odd += i + 1 < size ? population[(int)words.Below(count, buffer[next + 1])] : 0;
                next += 2;
            }
            sum = even + odd;
        }
    }

    // A draw that this replicate has had is drawn again. The mark is the replicate's number within the block, so one clearing serves a block.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Fresh(Words words, ReadOnlySpan<double> population, Span<byte> had, int size, Span<double> sums)
    {
        var (buffer, next) = (words.Buffer, words.Buffer.Length);
        had.Clear();
        byte mark = 0;
        foreach (ref var sum in sums)
        {
            mark++;
            double drawn = 0;
            for (var i = 0; i < size;)
            {
                if (next >= buffer.Length)
                    next = words.Refill();
                var j = (int)words.Below((uint)population.Length, buffer[next++]);
                if (had[j] == mark)
                    continue;
                had[j] = mark;
                drawn += population[j];
                i++;
            }
            sum = drawn;
        }
    }

    // Fisher and Yates: the first cards of a deck after exchanging each with a random later one are a uniform choice, whatever the order was before;
    // so the deck is never put back in order. Of more than half of the deck the rest is dealt and subtracted.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Dealt(Words words, ReadOnlySpan<double> population, Span<double> deck, int size, Span<double> sums)
    {
        var (buffer, next) = (words.Buffer, words.Buffer.Length);
        population.CopyTo(deck);
        var few = Math.Min(size, deck.Length - size);
        double total = 0;
        foreach (var x in population)
            total += x;
        foreach (ref var sum in sums)
        {
            double drawn = 0;
            for (var i = 0; i < few; i++)
            {
                if (next >= buffer.Length)
                    next = words.Refill();
                var j = i + (int)words.Below((uint)(deck.Length - i), buffer[next++]);
                (var card, deck[j]) = (deck[j], deck[i]);
                deck[i] = card;
                drawn += card;
            }
            sum = few == size ? drawn : total - drawn;
        }
    }

    /// <summary>Random integers without bias (Lemire 2019) from random words; the rare word that must be refused is replaced from a second stream.</summary>
    sealed class Words(ulong key)
    {
        readonly Stream _stream = new(key), _spare = new(~key);

        public uint[] Buffer { get; } = new uint[2048];

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
