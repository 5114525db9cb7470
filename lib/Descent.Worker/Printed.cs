using System.Text;
using Descent.Notebooks;

namespace Descent.Worker;

/// <summary>What a cell prints: the head and the tail, a note between them.</summary>
/// <param name="limit">Characters that are kept.</param>
sealed class Printed(int limit)
{
    readonly StringBuilder head = new(), tail = new();
    long dropped;

    public void Add(Output output)
    {
        if (output is not StreamText { Text: var text })
            return;
        lock (head)
        {
            var first = Math.Clamp(limit / 2 - head.Length, 0, text.Length);
            head.Append(text, 0, first);
            var rest = text.AsSpan(first);
            var kept = rest[Math.Max(0, rest.Length - limit / 2)..];
            tail.Append(kept);
            dropped += rest.Length - kept.Length;
            if (tail.Length >= limit)                                         // twice what is kept: the cost of dropping is shared by many writes
                Cut();
        }
    }

    public override string ToString()
    {
        lock (head)
        {
            Cut();
            return dropped == 0 ? $"{head}{tail}" : $"{head}\n… ({dropped} characters are cut)\n{tail}";
        }
    }

    void Cut()
    {
        var more = Math.Max(0, tail.Length - limit / 2);
        tail.Remove(0, more);
        dropped += more;
    }
}
