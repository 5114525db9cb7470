using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Descent.Grading.Submissions;

/// <summary>A notebook as it was handed in: only what grading looks at, none of it trusted. Outputs and attachments are not read.</summary>
/// <param name="Cells">The cells in their order.</param>
/// <param name="Assignment">The exercise it claims to be, or null.</param>
/// <param name="Version">The release it claims to come from, or null.</param>
/// <param name="Repairs">What was wrong with the file.</param>
sealed record Draft(IReadOnlyList<DraftCell> Cells, string? Assignment, string? Version, IReadOnlyList<string> Repairs)
{
    const int Deepest = 256;

    /// <summary>Reads a notebook from the bytes of a file.</summary>
    /// <exception cref="RejectedException">It cannot be read as a notebook.</exception>
    public static Draft Parse(byte[] bytes, string name)
    {
        ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsMemory(3) : bytes;
        var skipped = bytes.Length - text.Length;
        RefuseEncodings(bytes);
        if (FileKind.Of(bytes, name) is { } kind)
            throw new RejectedException($"it is not a notebook but {kind}");
        RefuseBytes(text.Span, skipped);
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = Deepest });
            return new DraftParser(text, skipped).Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new RejectedException(Broken(text.Span, e));
        }
        catch (InvalidOperationException)                        // a member's name with half a character
        {
            throw new RejectedException("it is not a notebook: a name in its JSON holds half a character (a lone surrogate)");
        }
    }

    // UTF-16 and UTF-32 announce themselves, or have every other byte 0.
    static void RefuseEncodings(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xfe, 0xff, ..] or [0xff, 0xfe, ..] or [0, _, ..] or [_, 0, ..])
            throw new RejectedException($"it is not UTF-8 but UTF-16 or UTF-32 (byte {(bytes[0] is 0 or 0xfe or 0xff ? 0 : 1)}); save it as UTF-8");
    }

    static void RefuseBytes(ReadOnlySpan<byte> text, int skipped)
    {
        if (text.IndexOf((byte)0) is >= 0 and var at)
            throw new RejectedException($"byte {at + skipped} is NUL: the file is damaged or no text");
        if (Utf8.IsValid(text))
            return;
        var good = 0;
        while (Rune.DecodeFromUtf8(text[good..], out _, out var length) == OperationStatus.Done)
            good += length;
        throw new RejectedException($"byte {good + skipped} is not UTF-8: the file is damaged or in another encoding; save it as UTF-8");
    }

    static string Broken(ReadOnlySpan<byte> text, JsonException e)
    {
        var rest = text;
        for (var line = 0; line < e.LineNumber; line++)
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        var before = rest[..(int)Math.Min(e.BytePositionInLine ?? 0, rest.Length)];
        var place = $"line {e.LineNumber + 1}, column {Encoding.UTF8.GetCharCount(before) + 1}";
        if (e.Message.Contains("maximum configured depth", StringComparison.Ordinal))
            return $"it is not a notebook: its JSON is nested more than {Deepest} deep ({place})";
        if (Text.ConflictLine(Encoding.UTF8.GetString(text)) is > 0 and var marker)
            return $"it holds merge-conflict markers of Git (line {marker}): keep one side of each conflict and remove the markers";
        return rest[before.Length..].Trim(" \t\r\n"u8).IsEmpty
            ? $"it is not a notebook: its JSON ends early ({place}); the file was cut off"
            : $"it is not a notebook: its JSON is broken at {place}";
    }
}

/// <summary>A cell as it was handed in.</summary>
/// <param name="Kind">The cell type.</param>
/// <param name="Name">What messages call it: <c>Cell 7</c> is the seventh code cell.</param>
/// <param name="Source">Its text, with line feeds only.</param>
/// <param name="Marks">Its nbgrader metadata, or null.</param>
/// <param name="Language">A language its metadata names, or null.</param>
sealed record DraftCell(CellKind Kind, string Name, string Source, Marks? Marks, string? Language);

/// <summary>The type of a cell.</summary>
enum CellKind
{
    /// <summary>Code.</summary>
    Code,

    /// <summary>Markdown.</summary>
    Markdown,

    /// <summary>Raw.</summary>
    Raw,
}

/// <summary>nbgrader's metadata as far as it can be read; what cannot is null.</summary>
/// <param name="Id">The grade_id.</param>
/// <param name="Flags">grade, solution, locked, task.</param>
/// <param name="Points">The points it claims.</param>
/// <param name="IsOdd">Whether the schema version is not 3 or a value has a wrong type.</param>
sealed record Marks(string? Id, IReadOnlyList<bool?> Flags, decimal? Points, bool IsOdd)
{
    /// <summary>The names of <see cref="Flags"/>.</summary>
    public static readonly string[] Names = ["grade", "solution", "locked", "task"];
}

/// <summary>Why a submission cannot be graded, in words that follow its name.</summary>
sealed class RejectedException(string message) : Exception(message);
