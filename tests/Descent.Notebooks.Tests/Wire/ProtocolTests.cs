using System.Net;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Tests.Wire;

/// <summary>What peers may and may not write, byte by byte.</summary>
public sealed class ProtocolTests : IDisposable
{
    readonly Router router;
    long allocated;

    public ProtocolTests()
    {
        Router? self = null;
        router = self = new Router(new(IPAddress.Loopback, 0), frames =>
        {
            allocated = GC.GetAllocatedBytesForCurrentThread();
            self!.Send(frames);
        })
        { LargestMessage = 1 << 20, Handshake = TimeSpan.FromSeconds(2) };
        router.Start();
    }

    public void Dispose()
    {
        using (var peer = RawPeer.Of(router.Address, "DEALER"))
            Echoes(peer);   // whatever a test did, the socket still serves
        router.Dispose();
    }

    [Fact]
    public void We_greet_with_version_3_1_and_the_NULL_mechanism()
    {
        using var peer = new RawPeer(router.Address);
        var greeting = peer.Read(64);
        Assert.Equal(RawPeer.Greeting()[10..], greeting[10..]);
        Assert.Equal((0xFF, 0x7F), (greeting[0], greeting[9]));
        peer.Write(RawPeer.Greeting());
        Assert.Equal((4, RawPeer.Command("READY", RawPeer.Property("Socket-Type", "ROUTER"))[2..]), peer.ReadFrame(), Same);
    }

    [Theory]
    [InlineData(0), InlineData(1)]
    public void Versions_3_0_and_3_1_are_served(byte minor)
    {
        using var peer = RawPeer.Of(router.Address, "DEALER", minor: minor);
        Echoes(peer);
    }

    public static TheoryData<string, byte[]> Greetings => new()
    {
        { "no signature", [.. "GET / HTTP/1.1\r\n"u8, .. new byte[48]] },
        { "half a signature", [0xFF, .. new byte[63]] },
        { "version 2", RawPeer.Greeting(major: 2) },
        { "mechanism PLAIN", RawPeer.Greeting(mechanism: "PLAIN") },
        { "mechanism NULLS", RawPeer.Greeting(mechanism: "NULLS") },
        { "no mechanism", RawPeer.Greeting(mechanism: "") },
    };

    [Theory]
    [MemberData(nameof(Greetings))]
    public void Another_greeting_ends_the_connection(string what, byte[] greeting)
    {
        using var peer = new RawPeer(router.Address);
        peer.Write(greeting);
        Assert.True(peer.IsClosed(), what);
    }

    public static TheoryData<string, byte[]> BeforeReady => new()
    {
        { "a message", RawPeer.Frame(false, 1) },
        { "a socket type that is no partner", RawPeer.Ready("SUB") },
        { "no socket type", RawPeer.Command("READY", RawPeer.Property("Identity", "me")) },
        { "a property longer than the command", RawPeer.Command("READY", [.. RawPeer.Property("Socket-Type", "DEALER"), 1, 65, 0xFF, 0xFF, 0xFF, 0xFF]) },
        { "half a property", RawPeer.Command("READY", 11, 83) },
        { "an identity that starts with zero", RawPeer.Ready("DEALER", "\0abc") },
        { "ERROR", RawPeer.Command("ERROR", 0) },
        { "an empty command", [4, 0] },
        { "a command whose name is longer than itself", [4, 2, 9, 65] },
        { "a long frame", RawPeer.Announce(false, long.MaxValue) },
    };

    [Theory]
    [MemberData(nameof(BeforeReady))]
    public void Anything_but_READY_ends_the_handshake(string what, byte[] bytes)
    {
        using var peer = new RawPeer(router.Address);
        peer.Write([.. RawPeer.Greeting(), .. bytes]);
        Assert.True(peer.IsClosed(), what);
    }

    public static TheoryData<string, byte[]> Violations => new()
    {
        { "reserved flags", [8, 0] },
        { "all flags", [0xFF, 0xFF] },
        { "a command with more to come", [5, 5, 4, .. "PING"u8] },
        { "a frame above 64 MB", RawPeer.Announce(false, (64 << 20) + 1) },
        { "a frame of 2⁶³-1 bytes", RawPeer.Announce(false, long.MaxValue) },
        { "a frame of 2⁶⁴-1 bytes", RawPeer.Announce(false, -1) },
        { "a command above 64 kB", [6, .. RawPeer.Announce(false, (64 << 10) + 1)[1..]] },
        { "a message above the limit", [.. RawPeer.Frame(true, new byte[1 << 20]), .. RawPeer.Frame(false, 1)] },
        { "a message of 1001 frames", [.. Enumerable.Repeat(RawPeer.Frame(true), 1001).SelectMany(frame => frame)] },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void A_violation_ends_the_connection(string what, byte[] bytes)
    {
        using var peer = RawPeer.Of(router.Address, "DEALER");
        peer.Write(bytes);
        Assert.True(peer.IsClosed(), what);
    }

    [Fact]
    public void Memory_grows_with_what_arrives_not_with_what_is_announced()
    {
        using var server = new Router(new(IPAddress.Loopback, 0), _ => allocated = GC.GetAllocatedBytesForCurrentThread());
        server.Start();
        using var honest = RawPeer.Of(server.Address, "DEALER");
        long Allocated()
        {
            allocated = 0;
            honest.Write(RawPeer.Frame(false, 1));
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref allocated) > 0, 5000));
            return allocated;
        }

        using var boaster = RawPeer.Of(server.Address, "DEALER");
        var before = Allocated();
        boaster.Write([.. RawPeer.Announce(false, 64 << 20), .. new byte[1000]]);
        Thread.Sleep(20);
        Assert.InRange(Allocated() - before, 0, 100_000);
    }

    [Fact]
    public void Bytes_may_come_one_by_one_or_all_at_once()
    {
        using var slow = new RawPeer(router.Address);
        byte[] all = [.. RawPeer.Greeting(), .. RawPeer.Ready("DEALER"), .. RawPeer.Frame(true), .. RawPeer.Frame(false, new byte[300])];
        foreach (var one in all) slow.Write(one);
        using var quick = new RawPeer(router.Address);
        quick.Write(all);
        foreach (var peer in new[] { slow, quick })
        {
            peer.Read(64);
            peer.ReadFrame();
            Assert.Equal([[], new byte[300]], peer.ReadMessage());
        }
    }

    [Fact]
    public void PING_is_answered_with_its_context_even_within_a_message_and_unknown_commands_mean_nothing()
    {
        using var peer = RawPeer.Of(router.Address, "DEALER");
        peer.Write([.. RawPeer.Frame(true, 1), .. RawPeer.Command("PING", 0, 10, 42, 43), .. RawPeer.Command("JUMP", 1), .. RawPeer.Command("READY"), .. RawPeer.Frame(false, 2)]);
        Assert.Equal((4, [4, .. "PONG"u8, 42, 43]), peer.ReadFrame(), Same);
        Assert.Equal([[1], [2]], peer.ReadMessage());
    }

    [Fact]
    public void A_handshake_that_takes_too_long_is_given_up_and_an_idle_peer_is_not()
    {
        using var idle = RawPeer.Of(router.Address, "DEALER");
        using var half = RawPeer.Of(router.Address, "DEALER");
        half.Write(RawPeer.Frame(true, 1));
        half.Write([.. RawPeer.Announce(false, 1000), .. new byte[500]]);
        using var silent = new RawPeer(router.Address);
        using var dripping = new RawPeer(router.Address);
        for (var i = 0; i < 8; i++)
        {
            Thread.Sleep(50);
            try { dripping.Write(RawPeer.Greeting()[i]); }
            catch (IOException) { }   // given up already
        }
        Assert.True(silent.IsClosed());
        Assert.True(dripping.IsClosed());
        Echoes(idle);
        half.Write(new byte[500]);
        Assert.Equal([[1], new byte[1000]], half.ReadMessage());
    }

    [Fact]
    public void Three_hundred_reconnects_and_resets_leave_nothing()
    {
        for (var i = 0; i < 300; i++)
        {
            var peer = i % 3 == 0 ? new RawPeer(router.Address) : RawPeer.Of(router.Address, "DEALER", "me");
            if (i % 3 == 1) Echoes(peer);
            if (i % 2 == 0) peer.Reset();
            else peer.Dispose();
        }
        Assert.True(SpinWait.SpinUntil(() => router.Peers.Length == 0, 5000));
    }

    [Fact]
    public void Connections_beyond_the_limit_are_refused()
    {
        using var small = new Router(new(IPAddress.Loopback, 0), _ => { }) { MostPeers = 2 };
        small.Start();
        using var first = RawPeer.Of(small.Address, "DEALER");
        using (var second = RawPeer.Of(small.Address, "DEALER"))
        using (var third = new RawPeer(small.Address))
            Assert.True(third.IsClosed());
        Assert.True(SpinWait.SpinUntil(() => small.Peers.Length == 1, 5000));
        using var fourth = RawPeer.Of(small.Address, "DEALER");
    }

    static bool Same((int Flags, byte[] Body) one, (int Flags, byte[] Body) other) => one.Flags == other.Flags && one.Body.AsSpan().SequenceEqual(other.Body);

    static void Echoes(RawPeer peer)
    {
        peer.Write(RawPeer.Frame(false, 5, 6));
        Assert.Equal([[5, 6]], peer.ReadMessage());
    }
}
