using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Descent.Notebooks.Tests.Wire;

/// <summary>A peer whose every byte is written here: what libzmq sends, and what it never would.</summary>
sealed class RawPeer : IDisposable
{
    readonly TcpClient client = new();
    readonly NetworkStream stream;

    public RawPeer(IPEndPoint address, int? receiveBuffer = null)
    {
        if (receiveBuffer is { } size) client.ReceiveBufferSize = size;
        client.Connect(address);
        client.NoDelay = true;
        client.ReceiveTimeout = 5000;
        stream = client.GetStream();
    }

    /// <summary>How long a read waits.</summary>
    public TimeSpan Patience { set => client.ReceiveTimeout = (int)value.TotalMilliseconds; }

    public static byte[] Greeting(byte major = 3, byte minor = 1, string mechanism = "NULL") =>
        [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, major, minor, .. Encoding.ASCII.GetBytes(mechanism.PadRight(20, '\0')), 0, .. new byte[31]];

    public static byte[] Ready(string type, string identity = "") =>
        Command("READY", [.. Property("Socket-Type", type), .. Property("Identity", identity)]);

    public static byte[] Property(string name, string value) => [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0, 0, 0, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    public static byte[] Command(string name, params byte[] data) => [4, (byte)(1 + name.Length + data.Length), (byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data];

    public static byte[] Frame(bool more, params byte[] body) => body.Length < 256
        ? [(byte)(more ? 1 : 0), (byte)body.Length, .. body]
        : [.. Announce(more, body.Length), .. body];

    /// <summary>The header of a long frame.</summary>
    public static byte[] Announce(bool more, long size)
    {
        byte[] header = [(byte)(more ? 3 : 2), .. new byte[8]];
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(1), size);
        return header;
    }

    /// <summary>A peer that has shaken hands: a PONG says that the server has read all of it.</summary>
    public static RawPeer Of(IPEndPoint address, string type, string identity = "", byte minor = 1, int? receiveBuffer = null)
    {
        var peer = new RawPeer(address, receiveBuffer);
        peer.Write(Greeting(minor: minor));
        peer.Read(64);
        peer.Write([.. Ready(type, identity), .. Command("PING", 0, 0)]);
        Assert.Equal((byte)"READY".Length, peer.ReadFrame().Body[0]);
        Assert.Equal((byte)"PONG".Length, peer.ReadFrame().Body[0]);
        return peer;
    }

    public void Write(params byte[] bytes) => stream.Write(bytes);

    public byte[] Read(int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public (int Flags, byte[] Body) ReadFrame()
    {
        var flags = Read(1)[0];
        var size = (flags & 2) == 0 ? Read(1)[0] : BinaryPrimitives.ReadInt64BigEndian(Read(8));
        return (flags, Read((int)size));
    }

    public byte[][] ReadMessage()
    {
        var frames = new List<byte[]>();
        int flags;
        do
        {
            (flags, var body) = ReadFrame();
            Assert.True(flags < 4, "a command within a message");
            frames.Add(body);
        }
        while ((flags & 1) != 0);
        return [.. frames];
    }

    /// <summary>Whether the server ends the connection (everything it had sent is skipped).</summary>
    public bool IsClosed()
    {
        try
        {
            while (stream.Read(new byte[1 << 16]) > 0) { }
            return true;
        }
        catch (IOException e)
        {
            return e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
        }
    }

    /// <summary>Ends the connection at once, without the courtesy of TCP.</summary>
    public void Reset() => client.Client.Close(0);

    public void Dispose() => client.Dispose();
}
