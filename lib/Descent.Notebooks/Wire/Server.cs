using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Descent.Notebooks.Wire;

/// <summary>A listening socket and its peers, served by one thread of its own: student code that fills the thread pool does not reach it.
/// Bound when constructed, served from <see cref="Start"/> on.</summary>
abstract class Server : IDisposable
{
    readonly Socket listener, bell, ear;
    readonly Thread thread;
    volatile Peer[] peers = [];
    volatile bool ending;

    /// <summary>Binds the address.</summary>
    /// <param name="address">Exactly this address is bound.</param>
    /// <param name="type">Our socket type.</param>
    /// <param name="partners">The socket types a peer may have.</param>
    /// <exception cref="IOException">The address is taken, or is none of this machine's.</exception>
    protected Server(IPEndPoint address, string type, params string[] partners)
    {
        (Type, Partners) = (type, partners);
        listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        bell = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            listener.Bind(address);
            listener.Listen(256);
            ear = Connect();
        }
        catch (SocketException e)
        {
            listener.Dispose();
            bell.Dispose();
            throw new IOException($"Cannot listen at {address}: {e.Message}.", e);
        }
        (listener.Blocking, bell.Blocking, ear.Blocking) = (false, false, false);
        thread = new(Loop) { IsBackground = true, Name = type };
    }

    public string Type { get; }
    public string[] Partners { get; }
    /// <summary>The address bound.</summary>
    public IPEndPoint Address => (IPEndPoint)listener.LocalEndPoint!;
    /// <summary>Connections beyond this number are refused.</summary>
    public int MostPeers { get; init; } = 1000;
    /// <summary>Bytes a message may have. A peer's memory grows with the bytes that arrive, never with the size it announces.</summary>
    public long LargestMessage { get; init; } = 256 << 20;
    /// <summary>How long a peer may take for its handshake.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(10);
    /// <summary>Bytes that may be outstanding for one peer before a sender waits for it.</summary>
    public long HighWater { get; init; } = 64 << 20;
    /// <summary>How long a sender waits for a peer that reads nothing at all, before it drops the peer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
    /// <summary>How long the end may take to send what is outstanding.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);
    /// <summary>Who is connected, handshakes under way included.</summary>
    protected internal Peer[] Peers => peers;

    /// <summary>Begins to serve.</summary>
    public void Start() => thread.Start();

    /// <summary>Sends what is outstanding, then closes every connection.</summary>
    public void Dispose()
    {
        ending = true;
        Wake();
        if (thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted)) End();
        else if (thread != Thread.CurrentThread) thread.Join();
    }

    /// <summary>A peer has finished its handshake.</summary>
    public virtual void Open(Peer peer)
    {
    }

    /// <summary>A peer has sent a message. Runs on the server's thread.</summary>
    public abstract void Receive(Peer peer, byte[][] frames);

    /// <summary>Makes the thread look at its peers again.</summary>
    public void Wake()
    {
        try { bell.Send([0], SocketFlags.None, out _); }
        catch (ObjectDisposedException) { }   // ended already
    }

    /// <summary>The bell that interrupts the thread's wait: a connection to our own address, so that no other port is opened.</summary>
    Socket Connect()
    {
        var any = Address.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : Address.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : Address.Address;
        bell.Connect(any, Address.Port);
        while (true)
        {
            var socket = listener.Accept();
            if (socket.RemoteEndPoint!.Equals(bell.LocalEndPoint)) return socket;
            peers = [.. peers, new(this, socket)];
        }
    }

    void Loop()
    {
        var scratch = new byte[1 << 17];
        while (!ending)
        {
            var now = peers.ToDictionary(peer => peer.Socket);
            List<Socket> read = [listener, ear, .. now.Keys], write = [.. now.Values.Where(peer => peer.Waiting).Select(peer => peer.Socket)];
            Socket.Select(read, write, null, Rest());
            foreach (var socket in write) now[socket].Flush(TimeSpan.Zero);
            foreach (var socket in read)
                if (socket == listener) Accept();
                else if (socket == ear) ear.Receive(scratch);
                else now[socket].Receive(scratch);
            Release(peer => peer.Closed || Left(peer) <= TimeSpan.Zero);
        }
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Linger && Array.Find(peers, p => p.Waiting && !p.Closed) is { } peer;)
            peer.Flush(TimeSpan.FromMilliseconds(10));
        End();
    }

    void End()
    {
        Release(_ => true);
        listener.Dispose();
        bell.Dispose();
        ear.Dispose();
    }

    /// <summary>What is left of a peer's time for its handshake.</summary>
    TimeSpan Left(Peer peer) => peer.Ready ? TimeSpan.MaxValue : Handshake - Stopwatch.GetElapsedTime(peer.Opened);

    /// <summary>Microseconds until the next handshake is due; -1 when none is.</summary>
    int Rest() => peers.All(peer => peer.Ready) ? -1 : (int)Math.Max(0, peers.Min(Left).TotalMicroseconds + 1);

    void Accept()
    {
        try
        {
            var socket = listener.Accept();
            if (peers.Length < MostPeers) peers = [.. peers, new(this, socket)];
            else socket.Dispose();
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.WouldBlock)
        {
            Thread.Sleep(10);   // no handles left, or the peer has gone: no reason to spin
        }
    }

    void Release(Func<Peer, bool> when)
    {
        var gone = Array.FindAll(peers, peer => when(peer));
        if (gone.Length == 0) return;
        peers = [.. peers.Except(gone)];
        foreach (var peer in gone) peer.Dispose();
    }
}
