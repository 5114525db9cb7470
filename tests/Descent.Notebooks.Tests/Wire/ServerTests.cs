using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Tests.Wire;

public class ServerTests
{
    static readonly IPEndPoint anyPort = new(IPAddress.Loopback, 0);
    static readonly byte[] large = new byte[1 << 20];

    [Fact]
    public void Heartbeat_returns_what_it_got()
    {
        using var echo = new Echo(anyPort);
        echo.Start();
        using var peer = RawPeer.Of(echo.Address, "REQ");
        peer.Write([.. RawPeer.Frame(true), .. RawPeer.Frame(false, 1, 2, 3)]);
        Assert.Equal([[], [1, 2, 3]], peer.ReadMessage());
    }

    [Fact]
    public void Heartbeat_drops_a_peer_that_does_not_read_and_serves_the_others()
    {
        using var echo = new Echo(anyPort) { HighWater = 1 << 20 };
        echo.Start();
        using var stuck = RawPeer.Of(echo.Address, "REQ", receiveBuffer: 4096);
        Assert.ThrowsAny<IOException>(() =>
        {
            for (var i = 0; i < 100; i++) stuck.Write(RawPeer.Frame(false, large));
        });
        using var peer = RawPeer.Of(echo.Address, "REQ");
        peer.Write(RawPeer.Frame(false, 1));
        Assert.Equal([[1]], peer.ReadMessage());
    }

    [Fact]
    public void A_reply_goes_to_the_identity_it_names()
    {
        using var router = Echoing();
        using var ann = RawPeer.Of(router.Address, "DEALER", "ann");
        using var bob = RawPeer.Of(router.Address, "DEALER", "bob");
        Reach(router, "ann"u8.ToArray(), ann);
        Reach(router, "bob"u8.ToArray(), bob);
        Assert.False(router.Send([[9, 9], [1]]));
    }

    [Fact]
    public void Anonymous_peers_get_names_of_their_own()
    {
        var names = new List<byte[]>();
        using var router = new Router(anyPort, frames => { lock (names) names.Add(frames[0]); });
        router.Start();
        using var one = RawPeer.Of(router.Address, "DEALER");
        using var two = RawPeer.Of(router.Address, "REQ");
        one.Write(RawPeer.Frame(false, 1));
        two.Write(RawPeer.Frame(false, 2));
        Assert.True(SpinWait.SpinUntil(() => { lock (names) return names.Count == 2; }, 5000));
        Assert.All(names, name => Assert.Equal((0, 5), (name[0], name.Length)));
        Assert.NotEqual(names[0], names[1]);
    }

    [Fact]
    public void A_peer_that_comes_back_takes_its_identity_over()
    {
        using var router = Echoing();
        using var before = RawPeer.Of(router.Address, "DEALER", "me");
        Reach(router, "me"u8.ToArray(), before);
        using var after = RawPeer.Of(router.Address, "DEALER", "me");
        Assert.True(before.IsClosed());
        Reach(router, "me"u8.ToArray(), after);
    }

    [Fact]
    public void A_handler_that_throws_costs_only_that_peer()
    {
        Router? self = null;
        using var router = self = new Router(anyPort, frames => { if (frames[1] is [0]) throw new InvalidOperationException(); self!.Send(frames); });
        router.Start();
        using var bad = RawPeer.Of(router.Address, "DEALER");
        using var good = RawPeer.Of(router.Address, "DEALER");
        bad.Write(RawPeer.Frame(false, 0));
        Assert.True(bad.IsClosed());
        good.Write(RawPeer.Frame(false, 1));
        Assert.Equal([[1]], good.ReadMessage());
    }

    [Fact]
    public async Task A_sender_waits_for_a_slow_reader_and_loses_nothing()
    {
        using var router = new Router(anyPort, _ => { }) { HighWater = 1 << 20 };
        router.Start();
        using var peer = RawPeer.Of(router.Address, "DEALER", "me", receiveBuffer: 4096);
        var sender = Task.Factory.StartNew(() =>
        {
            for (byte i = 0; i < 30; i++) Assert.True(router.Send(["me"u8.ToArray(), [i], large]));
        }, TaskCreationOptions.LongRunning);
        for (byte i = 0; i < 30; i++)
        {
            Thread.Sleep(5);
            var message = peer.ReadMessage();
            Assert.Equal(([i], large.Length), (message[0], message[1].Length), (a, b) => a.Item1.SequenceEqual(b.Item1) && a.Length == b.Length);
        }
        await sender;
    }

    [Fact]
    public void A_peer_that_reads_nothing_is_dropped_after_the_patience()
    {
        using var router = new Router(anyPort, _ => { }) { HighWater = 1 << 20, Patience = TimeSpan.FromSeconds(0.2) };
        router.Start();
        using var peer = RawPeer.Of(router.Address, "DEALER", "me", receiveBuffer: 4096);
        var start = Stopwatch.GetTimestamp();
        var sent = 0;
        while (sent < 100 && router.Send(["me"u8.ToArray(), large])) sent++;
        Assert.InRange(sent, 2, 99);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.2, 30);
    }

    [Fact]
    public async Task A_peer_that_is_behind_may_ask_whether_we_live()
    {
        using var router = new Router(anyPort, _ => { }) { HighWater = 1 << 20, Patience = TimeSpan.FromSeconds(10) };
        router.Start();
        using var peer = RawPeer.Of(router.Address, "DEALER", "me", receiveBuffer: 4096);
        var sending = Task.Run(() => Enumerable.Range(0, 8).Count(_ => router.Send(["me"u8.ToArray(), large])));
        await Task.Delay(100);                                                   // by now it waits
        peer.Write(RawPeer.Command("PING", 0, 0));
        var commands = Enumerable.Range(0, 9).Select(_ => peer.ReadFrame()).Count(frame => (frame.Flags & 4) != 0);
        Assert.Equal((1, 8), (commands, await sending));
    }

    [Theory]
    [InlineData(0), InlineData(1)]
    public void Subscriptions_come_as_messages_or_as_commands(byte minor)
    {
        using var publisher = new Publisher(anyPort, topic => [topic, [7]]);
        publisher.Start();
        using var peer = RawPeer.Of(publisher.Address, "SUB", minor: minor);
        byte[] Ask(bool on, byte topic) => minor == 0 ? RawPeer.Frame(false, (byte)(on ? 1 : 0), topic) : RawPeer.Command(on ? "SUBSCRIBE" : "CANCEL", topic);
        peer.Write(Ask(true, 1));
        Assert.Equal([[1], [7]], peer.ReadMessage());
        publisher.Send([[2, 1]]);
        publisher.Send([[1, 5], [6]]);
        Assert.Equal([[1, 5], [6]], peer.ReadMessage());
        peer.Write([.. Ask(false, 1), .. Ask(true, 3)]);
        Assert.Equal([[3], [7]], peer.ReadMessage());
        publisher.Send([[1, 5], [6]]);
        publisher.Send([[3]]);
        Assert.Equal([[3]], peer.ReadMessage());
    }

    [Fact]
    public void The_empty_topic_is_every_topic_and_too_many_topics_end_the_connection()
    {
        using var publisher = new Publisher(anyPort, topic => topic.Length == 0 ? [[0]] : null);
        publisher.Start();
        using var peer = RawPeer.Of(publisher.Address, "SUB");
        peer.Write(RawPeer.Command("SUBSCRIBE"));
        Assert.Equal([[0]], peer.ReadMessage());
        publisher.Send([[1, 2, 3]]);
        Assert.Equal([[1, 2, 3]], peer.ReadMessage());
        for (var i = 0; i < 1000; i++) peer.Write(RawPeer.Command("SUBSCRIBE", 1));
        Assert.True(peer.IsClosed());
    }

    [Fact]
    public async Task A_subscriber_that_stops_reading_is_dropped_and_the_others_get_everything()
    {
        using var publisher = new Publisher(anyPort, _ => [[0]]) { HighWater = 1 << 20, Patience = TimeSpan.FromSeconds(2) };
        publisher.Start();
        using var stuck = RawPeer.Of(publisher.Address, "SUB", receiveBuffer: 4096);
        using var reading = RawPeer.Of(publisher.Address, "SUB");
        foreach (var peer in new[] { stuck, reading })
        {
            peer.Write(RawPeer.Command("SUBSCRIBE"));
            peer.ReadMessage();
        }
        var sender = Task.Factory.StartNew(() => { for (var i = 0; i < 40; i++) publisher.Send([large]); }, TaskCreationOptions.LongRunning);
        for (var i = 0; i < 40; i++) Assert.Equal(large.Length, reading.ReadMessage()[0].Length);
        await sender;
        Assert.True(SpinWait.SpinUntil(() => publisher.Peers.Length == 1, 5000));
    }

    [Fact]
    public void A_sender_without_time_leaves_its_message_in_line_until_the_line_is_too_long()
    {
        using var publisher = new Publisher(anyPort, _ => [[0]]) { HighWater = 1 << 20, Patience = TimeSpan.FromSeconds(0.2) };
        publisher.Start();
        using var stuck = RawPeer.Of(publisher.Address, "SUB", receiveBuffer: 4096);
        stuck.Write(RawPeer.Command("SUBSCRIBE"));
        stuck.ReadMessage();
        var sent = 0;
        for (; publisher.Peers is [{ Closed: false }] && sent < 1000; sent++) publisher.Send([large], () => false);
        Assert.InRange((long)sent * large.Length, 8 << 20, 32 << 20);   // eight marks, and what the operating system took
    }

    [Fact]
    public void Frames_of_a_message_stay_together_whoever_sends()
    {
        using var router = Echoing();
        using var peer = RawPeer.Of(router.Address, "DEALER", "me");
        var senders = Enumerable.Range(0, 4).Select(k => new Thread(() =>
        {
            for (var i = 0; i < 200; i++) router.Send(["me"u8.ToArray(), [(byte)k], [(byte)i], new byte[10000], [(byte)k, (byte)i]]);
        })).ToArray();
        foreach (var thread in senders) thread.Start();
        var next = new int[4];
        for (var i = 0; i < 800; i++)
        {
            var message = peer.ReadMessage();
            Assert.Equal([.. message[0], .. message[1]], message[3]);
            Assert.Equal(next[message[0][0]]++, message[1][0]);
        }
        foreach (var thread in senders) thread.Join();
    }

    [Fact]
    public async Task An_end_sends_what_is_outstanding_and_frees_the_address_at_once()
    {
        var router = Echoing();
        var address = router.Address;
        using var peer = RawPeer.Of(address, "DEALER", "me", receiveBuffer: 4096);
        for (var i = 0; i < 10; i++) router.Send(["me"u8.ToArray(), large]);
        var end = Task.Factory.StartNew(router.Dispose, TaskCreationOptions.LongRunning);
        for (var i = 0; i < 10; i++) Assert.Equal(large.Length, peer.ReadMessage()[0].Length);
        Assert.True(peer.IsClosed());
        await end;
        using var again = Echoing(address);
        using var other = RawPeer.Of(address, "DEALER", "me");
        Reach(again, "me"u8.ToArray(), other);
        router.Dispose();   // a second time: nothing
        Assert.False(router.Send(["me"u8.ToArray(), [1]]));
    }

    [Fact]
    public async Task An_end_may_come_from_the_handler_or_amid_traffic()
    {
        for (var i = 0; i < 20; i++)
        {
            Router? self = null;
            var got = 0;
            using var router = self = new Router(anyPort, frames => { if (++got == 5) self!.Dispose(); else self!.Send(frames); });
            router.Start();
            using var peer = RawPeer.Of(router.Address, "DEALER", "me");
            using var stop = new CancellationTokenSource();
            var sender = Task.Factory.StartNew(() => { while (!stop.IsCancellationRequested) router.Send(["me"u8.ToArray(), [1]]); }, TaskCreationOptions.LongRunning);
            for (var k = 0; k < 5; k++) peer.Write(RawPeer.Frame(false, 1));
            Assert.True(peer.IsClosed());
            router.Dispose();
            await stop.CancelAsync();
            await sender;
        }
    }

    [Fact]
    public void Only_the_address_asked_for_is_bound()
    {
        using var echo = new Echo(anyPort);
        echo.Start();
        Assert.Equal(IPAddress.Loopback, echo.Address.Address);
        Assert.Throws<SocketException>(() => new RawPeer(new(IPAddress.Parse("127.0.0.2"), echo.Address.Port)));
    }

    [Fact]
    public void An_address_in_use_is_a_clear_error()
    {
        using var first = new Echo(anyPort);
        Assert.StartsWith($"Cannot listen at {first.Address}: ", Assert.Throws<IOException>(() => new Echo(first.Address)).Message);
    }

    static Router Echoing(IPEndPoint? address = null)
    {
        Router? self = null;
        self = new(address ?? anyPort, frames => self!.Send(frames)) { Linger = TimeSpan.FromMinutes(1) };
        self.Start();
        return self;
    }

    static void Reach(Router router, byte[] identity, RawPeer peer)
    {
        Assert.True(SpinWait.SpinUntil(() => router.Send([identity, identity]), 5000));
        Assert.Equal([identity], peer.ReadMessage());
    }
}
