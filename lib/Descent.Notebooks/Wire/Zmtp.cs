using System.Buffers.Binary;
using System.Text;

namespace Descent.Notebooks.Wire;

/// <summary>The bytes of ZMTP 3.1 (rfc.zeromq.org/spec/37) with the NULL mechanism.</summary>
static class Zmtp
{
    public const int Greeting = 64, More = 1, Long = 2, Command = 4;

    const int Mechanism = 12;

    /// <summary>Our greeting: signature, version 3.1, mechanism NULL.</summary>
    public static byte[] Hello()
    {
        var greeting = new byte[Greeting];
        (greeting[0], greeting[9], greeting[10], greeting[11]) = (0xFF, 0x7F, 3, 1);
        "NULL"u8.CopyTo(greeting.AsSpan(Mechanism));
        return greeting;
    }

    /// <summary>Whether a peer's greeting is one of version 3 or later with the mechanism NULL.</summary>
    public static bool IsGreeting(ReadOnlySpan<byte> greeting) =>
        greeting[0] == 0xFF && greeting[9] == 0x7F && greeting[10] >= 3 && greeting.Slice(Mechanism, 20).SequenceEqual(Hello().AsSpan(Mechanism, 20));

    /// <summary>One message: its frames with their headers, in one piece.</summary>
    public static byte[] Encode(IReadOnlyList<byte[]> frames)
    {
        var size = frames.Sum(frame => (frame.Length > byte.MaxValue ? 9L : 2) + frame.Length);
        var message = new byte[size];
        var rest = message.AsSpan();
        for (var i = 0; i < frames.Count; i++) rest = Put(rest, i < frames.Count - 1 ? More : 0, frames[i]);
        return message;
    }

    /// <summary>One command.</summary>
    public static byte[] Encode(string name, ReadOnlySpan<byte> data)
    {
        byte[] body = [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data];
        var command = new byte[body.Length + (body.Length > byte.MaxValue ? 9 : 2)];
        Put(command, Command, body);
        return command;
    }

    /// <summary>One property of the READY command.</summary>
    public static byte[] Property(string name, string value) =>
        [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0, 0, 0, (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];

    /// <summary>The properties of a READY command, names in lower case; null when they are malformed.</summary>
    public static Dictionary<string, byte[]>? Properties(ReadOnlySpan<byte> data)
    {
        var properties = new Dictionary<string, byte[]>();
        while (!data.IsEmpty)
        {
            var name = data[0];
            if (data.Length < 1 + name + 4) return null;
            var length = BinaryPrimitives.ReadUInt32BigEndian(data[(1 + name)..]);
            if (data.Length - 1 - name - 4 < length) return null;
            properties[Encoding.Latin1.GetString(data.Slice(1, name)).ToLowerInvariant()] = data.Slice(1 + name + 4, (int)length).ToArray();
            data = data[(1 + name + 4 + (int)length)..];
        }
        return properties;
    }

    static Span<byte> Put(Span<byte> rest, int flags, byte[] body)
    {
        var header = body.Length > byte.MaxValue ? 9 : 2;
        rest[0] = (byte)(flags | (header == 9 ? Long : 0));
        if (header == 9) BinaryPrimitives.WriteInt64BigEndian(rest[1..], body.Length);
        else rest[1] = (byte)body.Length;
        body.CopyTo(rest[header..]);
        return rest[(header + body.Length)..];
    }
}
