using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Descent.Notebooks.Wire;

/// <summary>One message of Jupyter's protocol 5.4. On the wire: identities…, <c>&lt;IDS|MSG&gt;</c>, signature, header, parent header, metadata, content,
/// buffers…; the signature is the lower-case hex HMAC-SHA256 of the four JSON frames as they are sent, or empty without a key. Buffers are not signed.</summary>
sealed class Message
{
    const int Deepest = 64;

    static readonly byte[] delimiter = "<IDS|MSG>"u8.ToArray();
    static readonly JsonDocumentOptions strict = new() { MaxDepth = Deepest, AllowDuplicateProperties = false };

    readonly byte[] header, parent;

    Message(byte[] header, byte[] parent, JsonObject headerObject)
    {
        (this.header, this.parent, Header) = (header, parent, headerObject);
        Type = headerObject["msg_type"] is JsonValue type && type.TryGetValue(out string? text) ? text : throw new JsonException("no msg_type");
    }

    /// <summary>A new message of our own.</summary>
    /// <param name="type">The message type, such as <c>status</c>.</param>
    /// <param name="session">The kernel's session: the same for all its messages.</param>
    /// <param name="content">The content.</param>
    /// <param name="parent">The request it belongs to: its header goes out again byte for byte.</param>
    public Message(string type, string session, JsonObject content, Message? parent = null)
        : this(type, new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString("N"),
            ["msg_type"] = type,
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            ["version"] = "5.4",
        }, content, parent)
    {
    }

    Message(string type, JsonObject header, JsonObject content, Message? parent)
    {
        (this.header, this.parent) = (Bytes(header), parent?.header ?? "{}"u8.ToArray());
        (Type, Header, Content) = (type, header, content);
    }

    /// <summary>Routing frames: the first names the peer of a <see cref="Router"/>, or is the topic of a <see cref="Publisher"/>.</summary>
    public IReadOnlyList<byte[]> Identities { get; init; } = [];
    public string Type { get; }
    public JsonObject Header { get; }
    public JsonObject Metadata { get; init; } = [];
    public JsonObject Content { get; init; } = [];
    public IReadOnlyList<byte[]> Buffers { get; init; } = [];

    /// <summary>The header of the message this one answers; empty when there is none.</summary>
    public JsonObject Parent => Object(parent);

    /// <summary>Reads the frames of one message.</summary>
    /// <returns>null when the signature is wrong, a part is missing, is no JSON object, repeats a name or is nested deeper than 64 levels.</returns>
    public static Message? Parse(IReadOnlyList<byte[]> frames, byte[] key)
    {
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(delimiter)) at++;
        if (frames.Count < at + 6) return null;
        byte[][] signed = [.. frames.Skip(at + 2).Take(4)];
        if (key.Length > 0 && !CryptographicOperations.FixedTimeEquals(Signature(signed, key), frames[at + 1])) return null;
        try
        {
            Object(signed[1]);
            return new(signed[0], signed[1], Object(signed[0]))
            {
                Identities = [.. frames.Take(at)],
                Metadata = Object(signed[2]),
                Content = Object(signed[3]),
                Buffers = [.. frames.Skip(at + 6)],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The frames to send, signed with the key.</summary>
    public byte[][] Frames(byte[] key)
    {
        byte[][] signed = [header, parent, Bytes(Metadata), Bytes(Content)];
        return [.. Identities, delimiter, key.Length > 0 ? Signature(signed, key) : [], .. signed, .. Buffers];
    }

    static byte[] Signature(byte[][] signed, byte[] key)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var frame in signed) hmac.AppendData(frame);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hmac.GetHashAndReset()));
    }

    static JsonObject Object(byte[] json) =>
        Utf8.IsValid(json) && JsonNode.Parse(json, null, strict) is JsonObject read ? read : throw new JsonException("no object");

    static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json);
}
