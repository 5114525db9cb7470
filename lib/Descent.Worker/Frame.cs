using System.Buffers.Binary;

namespace Descent.Worker;

/// <summary>What a frame is: the requests of the driver, then the replies of the worker. Each request has exactly one reply, which repeats its nonce; a
/// <see cref="Callback"/> is the reply that asks for one more request first.</summary>
enum Kind : byte
{
    /// <summary>The limits: bytes of a value, characters of a cell's text.</summary>
    Hello = 1,

    /// <summary>A cell: name, code.</summary>
    Run,

    /// <summary>A call: name, result type, count of arguments, each its type and value.</summary>
    Call,

    /// <summary>What a function of the driver gave: type and value.</summary>
    Result,

    /// <summary>A function of the driver failed: message.</summary>
    Failed,

    /// <summary>The worker is there.</summary>
    Ready = 101,

    /// <summary>A cell has ended: whether it failed, name, message, line or 0; then its text.</summary>
    Ran,

    /// <summary>A function returned: type and value.</summary>
    Value,

    /// <summary>A function threw: count of types, their names, message, cell or empty, line.</summary>
    Threw,

    /// <summary>There is no such function: whether something else has its name, message.</summary>
    Missing,

    /// <summary>The value cannot cross: message.</summary>
    Unfit,

    /// <summary>A function of the driver is asked: its place, count of arguments, each its type and value.</summary>
    Callback,
}

/// <summary>One message on the wire: length of what follows (4 bytes), kind (1), nonce (8), content.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Nonce">The request's.</param>
/// <param name="Content">The rest.</param>
readonly record struct Frame(Kind Kind, ulong Nonce, ReadOnlyMemory<byte> Content)
{
    const int Head = 9;

    /// <summary>Bytes a frame may have beside the value in it.</summary>
    public const int Slack = 1 << 16;

    /// <summary>The frame's bytes.</summary>
    public static byte[] Bytes(Kind kind, ulong nonce, ReadOnlySpan<byte> content)
    {
        var bytes = new byte[4 + Head + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Head + content.Length);
        bytes[4] = (byte)kind;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(5), nonce);
        content.CopyTo(bytes.AsSpan(4 + Head));
        return bytes;
    }

    /// <summary>Reads the next frame; null at the stream's end.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="limit"/>, or too short to be one.</exception>
    public static Frame? Read(Stream stream, int limit)
    {
        Span<byte> head = stackalloc byte[4 + Head];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length < Head || length - Head > limit)
            throw new InvalidDataException($"A frame of {length} bytes; {limit} is the most.");
        var content = new byte[length - Head];
        return stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length ? null
            : new((Kind)head[4], BinaryPrimitives.ReadUInt64LittleEndian(head[5..]), content);
    }
}
