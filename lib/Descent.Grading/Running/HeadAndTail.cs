using System.Text;

namespace Descent.Grading.Running;

/// <summary>Text of any length in bounded memory: its beginning and its end. For one writer and any readers.</summary>
/// <param name="limit">Bytes that are kept: half of them from the beginning.</param>
sealed class HeadAndTail(int limit)
{
    readonly Lock door = new();
    readonly byte[] head = new byte[limit / 2];
    readonly byte[] tail = new byte[limit - limit / 2];
    long length;

    /// <summary>Adds UTF-8 bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (door)
        {
            var first = bytes[..(int)Math.Clamp(head.Length - length, 0, bytes.Length)];
            first.CopyTo(head.AsSpan((int)Math.Min(length, head.Length)));
            length += first.Length;
            for (var rest = bytes[first.Length..]; !rest.IsEmpty;)
            {
                var room = tail.AsSpan((int)((length - head.Length) % tail.Length));
                var part = rest[..Math.Min(room.Length, rest.Length)];
                part.CopyTo(room);
                length += part.Length;
                rest = rest[part.Length..];
            }
        }
    }

    /// <summary>What is kept, with a line that says how much is missing in the middle.</summary>
    public override string ToString()
    {
        lock (door)
        {
            if (length <= head.Length) return Text(head.AsSpan(0, (int)length));
            var late = length - head.Length;
            if (late <= tail.Length) return Text([.. head, .. tail.AsSpan(0, (int)late)]);
            var cut = (int)(late % tail.Length);
            return $"{Text(head)}\n… {late - tail.Length} bytes left out …\n{Text([.. tail.AsSpan(cut), .. tail.AsSpan(0, cut)])}";
        }
    }

    static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
