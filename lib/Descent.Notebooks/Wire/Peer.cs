using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Descent.Notebooks.Wire;

/// <summary>One connection of a <see cref="Server"/>. The server's thread reads it; any thread may send.</summary>
sealed class Peer : IDisposable
{
    const int LargestFrame = 64 << 20, LargestCommand = 1 << 16, MostFrames = 1000, LongestIdentity = 255, MostMarks = 8;

    readonly Server server;
    readonly IEnumerator<int> conversation;
    readonly object gate = new();   // not a Lock: an abort of the thread inside one ends the process
    readonly Queue<byte[]> output = [];
    byte[] bytes = [];
    int filled, sent;
    long pending, written;
    volatile bool ready, closed;

    public Peer(Server server, Socket socket)
    {
        (this.server, Socket, Opened) = (server, socket, Stopwatch.GetTimestamp());
        (socket.Blocking, socket.NoDelay) = (false, true);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        conversation = Conversation().GetEnumerator();
        conversation.MoveNext();
    }

    public Socket Socket { get; }
    /// <summary>When it connected, in stopwatch ticks.</summary>
    public long Opened { get; }
    /// <summary>What the peer calls itself; empty for an anonymous one until the server names it.</summary>
    public byte[] Identity { get; set; } = [];
    /// <summary>Whether the handshake is done.</summary>
    public bool Ready => ready;
    /// <summary>Whether there is output the operating system did not take yet.</summary>
    public bool Waiting => Interlocked.Read(ref pending) > 0;
    public bool Closed => closed;

    /// <summary>Topics a subscriber asked for.</summary>
    public byte[][] Topics { get; set; } = [];

    /// <summary>Reads what has arrived; every misbehaviour closes the connection.</summary>
    public void Receive(Span<byte> scratch)
    {
        try
        {
            var n = Socket.Receive(scratch, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return;
            if (error != SocketError.Success || n == 0 || !Take(scratch[..n])) Close();
        }
        catch (Exception)   // of the protocol, of memory or of the server's handler: this peer is lost, no other
        {
            Close();
        }
    }

    /// <summary>Sends encoded bytes in one piece. With more than the high-water mark outstanding it waits as long as the peer goes on reading;
    /// a peer that takes nothing for <paramref name="patience"/> is dropped.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="patience">How long the peer may read nothing.</param>
    /// <param name="waits">Whether there is still time to wait; when not, the message stays in line, and a peer behind by eight marks is dropped.</param>
    public void Send(byte[] message, TimeSpan patience, Func<bool>? waits = null)
    {
        // A cell may be aborted anywhere but in a finally block, and half a message would garble the rest.
        try { }
        finally
        {
            lock (gate)
            {
                if (!closed)
                {
                    output.Enqueue(message);
                    var idle = !Waiting;
                    pending += message.Length;
                    Write();
                    if (idle && Waiting) server.Wake();
                }
            }
        }
        for (var (before, since) = (written, Stopwatch.GetTimestamp()); Interlocked.Read(ref pending) > server.HighWater && !closed;)
        {
            if (waits?.Invoke() == false)
            {
                if (Interlocked.Read(ref pending) > MostMarks * server.HighWater) Close();
                return;
            }
            if (before != written) (before, since) = (written, Stopwatch.GetTimestamp());
            else if (Stopwatch.GetElapsedTime(since) >= patience) Close();
            else Flush(TimeSpan.FromMilliseconds(10));
        }
    }

    /// <summary>Sends without waiting, for the server's own thread has other peers; one that is behind by eight marks is dropped.</summary>
    public void Send(byte[] message) => Send(message, TimeSpan.Zero, static () => false);

    /// <summary>Sends outstanding output, waiting at most so long for room.</summary>
    public void Flush(TimeSpan wait)
    {
        try { Socket.Poll(wait, SelectMode.SelectWrite); }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { Close(); }
        try { }
        finally { lock (gate) Write(); }
    }

    /// <summary>Gives the connection up; the server's thread releases it.</summary>
    public void Close()
    {
        closed = true;
        server.Wake();
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            output.Clear();
            pending = 0;
            Socket.Dispose();
        }
    }

    void Write()
    {
        while (!closed && output.TryPeek(out var message))
        {
            var n = Socket.Send(message.AsSpan(sent), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return;
            if (error != SocketError.Success)
            {
                Close();
                return;
            }
            (sent, written, pending) = (sent + n, written + n, pending - n);
            if (sent < message.Length) continue;
            output.Dequeue();
            sent = 0;
        }
    }

    /// <summary>Feeds the conversation. Memory grows with the bytes that arrive, never with the size that was announced.</summary>
    bool Take(ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var wanted = conversation.Current;
            var n = Math.Min(data.Length, wanted - filled);
            if (filled + n > bytes.Length) Array.Resize(ref bytes, Math.Min(wanted, Math.Max(2 * bytes.Length, filled + n)));
            data[..n].CopyTo(bytes.AsSpan(filled));
            filled += n;
            data = data[n..];
            if (filled < wanted) return true;
            if (closed || !conversation.MoveNext()) return false;
            (bytes, filled) = ([], 0);
        }
    }

    /// <summary>ZMTP from our side. Each step asks for a number of bytes and finds them in <c>bytes</c>; the end of the sequence is the end of the connection.</summary>
    IEnumerable<int> Conversation()
    {
        Send(Zmtp.Hello());
        yield return Zmtp.Greeting;
        if (!Zmtp.IsGreeting(bytes)) yield break;
        Send(Zmtp.Encode("READY", Zmtp.Property("Socket-Type", server.Type)));
        var (frames, total) = (new List<byte[]>(), 0L);
        while (true)
        {
            yield return 2;
            var (flags, size) = (bytes[0], (ulong)bytes[1]);
            var command = (flags & Zmtp.Command) != 0;
            if (flags > 7 || command && (flags & Zmtp.More) != 0 || !command && !ready || frames.Count == MostFrames) yield break;
            if ((flags & Zmtp.Long) != 0)
            {
                var first = bytes[1];
                yield return 7;
                size = BinaryPrimitives.ReadUInt64BigEndian([first, .. bytes]);
            }
            if (size > (command ? (ulong)LargestCommand : LargestFrame) || total + (long)size > server.LargestMessage) yield break;
            yield return (int)size;
            if (command)
            {
                if (!Obey(bytes)) yield break;
                continue;
            }
            frames.Add(bytes);
            total += bytes.Length;
            if ((flags & Zmtp.More) != 0) continue;
            byte[][] message = [.. frames];
            (frames, total) = ([], 0);
            server.Receive(this, message);
        }
    }

    /// <summary>READY, ERROR, PING, SUBSCRIBE and CANCEL; other commands mean nothing.</summary>
    bool Obey(byte[] command)
    {
        if (command.Length == 0 || command.Length <= command[0]) return false;
        var data = command.AsSpan(1 + command[0]);
        switch (Encoding.Latin1.GetString(command, 1, command[0]))
        {
            case "READY" when !ready: return Welcome(data);
            case "ERROR": return false;
            case "PING" when data.Length >= 2: Send(Zmtp.Encode("PONG", data[2..])); break;
            case "SUBSCRIBE" when ready: server.Receive(this, [[1, .. data]]); break;
            case "CANCEL" when ready: server.Receive(this, [[0, .. data]]); break;
        }
        return true;
    }

    bool Welcome(ReadOnlySpan<byte> data)
    {
        if (Zmtp.Properties(data) is not { } properties || !properties.TryGetValue("socket-type", out var type)
            || !server.Partners.Contains(Encoding.Latin1.GetString(type))) return false;
        Identity = properties.GetValueOrDefault("identity", []);
        if (Identity.Length > LongestIdentity || Identity is [0, ..]) return false;
        server.Open(this);
        return ready = true;
    }
}
