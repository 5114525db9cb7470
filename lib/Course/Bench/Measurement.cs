using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Course.Bench;

/// <summary>One row of the result, as written by <c>--json</c>. Ratios above 1: we are faster.</summary>
/// <param name="Name">The work.</param>
/// <param name="Threads">Threads of both.</param>
/// <param name="Ours">Microseconds per unit of work, median.</param>
/// <param name="Peer">Versions of what it is compared with; null without a peer.</param>
/// <param name="PeerTime">The peer's microseconds, median.</param>
/// <param name="Ratio">Median of the ratios peer/ours of neighbouring samples.</param>
/// <param name="Floor">What the ratio must reach; null without a floor.</param>
/// <param name="Holds">Whether it does; null when it is not judged.</param>
sealed record Measurement(
    [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("threads")] int Threads, [property: JsonPropertyName("ours_us")] double Ours,
    [property: JsonPropertyName("peer")] string? Peer, [property: JsonPropertyName("peer_us")] double? PeerTime, [property: JsonPropertyName("ratio")] double? Ratio,
    [property: JsonPropertyName("floor")] double? Floor, [property: JsonPropertyName("holds")] bool? Holds)
{
    /// <summary>A time beside what is promised; prints the row. Ratios above 1: better than promised.</summary>
    public static Measurement Promised(string name, double milliseconds, double? goal)
    {
        Console.WriteLine($"{name,-58}{milliseconds,7:F0} ms{(goal is null ? "" : $"   {goal:F0} ms {(milliseconds <= goal ? "holds" : "DOES NOT HOLD")}")}");
        return new(name, 1, milliseconds * 1e3, null, goal * 1e3, goal / milliseconds, goal is null ? null : 1, goal is null ? null : milliseconds <= goal);
    }

    const int Rounds = 11;
    const double Sample = 0.03;   // seconds that one sample lasts at least

    /// <summary>Smallest and largest of the ratios.</summary>
    [JsonIgnore]
    public (double Low, double High) Spread { get; init; }

    /// <summary>GFLOP/s of ours; 0 when it does not apply.</summary>
    [JsonIgnore]
    public double Gflops { get; init; }

    /// <summary>Alternates ours and the peer's, sample by sample.</summary>
    /// <param name="work">What to measure.</param>
    /// <param name="peer">With whom to compare; null for nobody.</param>
    /// <param name="judged">Whether the floor counts.</param>
    /// <param name="stop">Ends the measurement early.</param>
    public static Measurement Of(Work work, Peer? peer, bool judged, CancellationToken stop)
    {
        var one = work.Prepare();
        one();
        var (other, name) = Other(work, peer);
        var (repeats, otherRepeats) = (Repeats(n => Seconds(one, n)), other is null ? 0 : Repeats(other));
        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            stop.ThrowIfCancellationRequested();
            ours.Add(Seconds(one, repeats) / repeats / work.Unit * 1e6);
            if (other is not null)
                theirs.Add(other(otherRepeats) / otherRepeats * 1e6);
        }
        var time = Median(ours);
        var row = new Measurement(work.Name, work.Threads, time, name, null, null, work.Floor, null) { Gflops = work.Flop / time / 1e3 };
        if (other is null)
            return row;
        var ratios = ours.Zip(theirs, (a, b) => b / a).ToList();
        var ratio = Median(ratios);
        return row with { PeerTime = Median(theirs), Ratio = ratio, Holds = judged && work.Floor is { } floor ? ratio >= floor : null, Spread = (ratios.Min(), ratios.Max()) };
    }

    /// <summary>What to compare with, as seconds for so many repetitions, and its name.</summary>
    static (Func<int, double>?, string?) Other(Work work, Peer? peer)
    {
        if (work.ByHand is not null)
        {
            var hand = work.ByHand();
            hand();
            return (n => Seconds(hand, n), "by hand");
        }
        if (peer is null || work.Peer is null)
            return (null, null);
        peer.Prepare(work.Peer);
        return (peer.Run, peer.Name);
    }

    static int Repeats(Func<int, double> run)
    {
        var (n, seconds) = (1, run(1));
        while (seconds < Sample && n < 1 << 24)
        {
            n = Math.Max(2 * n, (int)Math.Min(1 << 24, 1.2 * n * Sample / Math.Max(seconds, 1e-6)));
            seconds = run(n);
        }
        return n;
    }

    static double Seconds(Action one, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++)
            one();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The middle of some values.</summary>
    public static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }
}
