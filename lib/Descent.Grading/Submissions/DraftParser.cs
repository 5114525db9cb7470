using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Descent.Grading.Submissions;

/// <summary>Takes from a notebook's JSON what grading looks at.</summary>
/// <param name="text">The JSON.</param>
/// <param name="skipped">Bytes of the file before it.</param>
sealed class DraftParser(ReadOnlyMemory<byte> text, int skipped)
{
    const int MostCells = 2000, LongestSource = 1_000_000, LongestName = 200;

    readonly List<string> repairs = [], withoutSource = [], withoutMetadata = [], withoutOutputs = [], withoutId = [], unknown = [];
    readonly HashSet<string> ids = [];
    int codes;

    /// <summary>Reads the document.</summary>
    /// <exception cref="RejectedException">It is no notebook of a format and size that is read.</exception>
    public Draft Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new RejectedException("it is not a notebook: its JSON is no object");
        var minor = RefuseFormat(root);
        if (Member(root, "cells") is not { ValueKind: JsonValueKind.Array } cells)
            throw new RejectedException("it is not a notebook: it has no list of cells");
        if (cells.GetArrayLength() is var count && count is 0 or > MostCells)
            throw new RejectedException(count == 0 ? "it has no cells" : $"it is too large: {count} cells, at most {MostCells} are read");
        var read = cells.EnumerateArray().Select((c, i) => Cell(c, i + 1, minor >= 5)).OfType<DraftCell>().ToList();
        Note(unknown, "no cells of a known type; ignored");
        Note(withoutSource, "without source; read as empty");
        Note(withoutMetadata, "without metadata; read as empty");
        Note(withoutOutputs, "without outputs; read as not run");
        Note(withoutId, "without an id of its own (missing or used twice); read all the same");
        var claim = Member(Member(root, "metadata"), "descent");
        return new(read, String(Member(claim, "assignment")), String(Member(claim, "version")), repairs);
    }

    int RefuseFormat(JsonElement root)
    {
        var format = Member(root, "nbformat");
        var known = format is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var version) ? version : 0;
        if (known is > 0 and < 4 || known == 0 && Member(root, "worksheets") is not null)
            throw new RejectedException($"it is a notebook of the old format {(known == 0 ? "3" : known)}; convert it with: jupyter nbconvert --to notebook --nbformat 4");
        if (known > 4)
            throw new RejectedException($"it has nbformat {known}; this grader reads 4");
        if (known == 0)
            repairs.Add($"The file says no nbformat ({(format is null ? "missing" : Text.Quoted(format.Value.GetRawText()))}); read as 4.");
        return Member(root, "nbformat_minor") is { ValueKind: JsonValueKind.Number } minor && minor.TryGetInt32(out var value) ? value : 0;
    }

    // Null for what is no cell.
    DraftCell? Cell(JsonElement json, int place, bool hasIds)
    {
        CellKind? kind = String(Member(json, "cell_type")) switch { "code" => CellKind.Code, "markdown" => CellKind.Markdown, "raw" => CellKind.Raw, _ => null };
        if (kind is null)
        {
            unknown.Add($"{place}");
            return null;
        }
        var metadata = Member(json, "metadata");
        if (metadata is not { ValueKind: JsonValueKind.Object })
            withoutMetadata.Add($"{place}");
        if (kind == CellKind.Code && Member(json, "outputs") is null)
            withoutOutputs.Add($"{place}");
        if (hasIds && (String(Member(json, "id")) is not { Length: > 0 } id || !ids.Add(id)))
            withoutId.Add($"{place}");
        if (kind == CellKind.Code)
            codes++;
        var name = kind == CellKind.Code ? $"Cell {codes}" : codes == 0 ? $"The {kind.ToString()!.ToLowerInvariant()} cell before Cell 1" : $"The {kind.ToString()!.ToLowerInvariant()} cell after Cell {codes}";
        return new(kind.Value, name, Source(json, place), Marks(Member(metadata, "nbgrader")), Language(metadata));
    }

    string Source(JsonElement json, int place)
    {
        var source = Member(json, "source");
        List<string>? lines = source?.ValueKind switch
        {
            JsonValueKind.String => [Used(source.Value)],
            JsonValueKind.Array when source.Value.EnumerateArray().All(l => l.ValueKind == JsonValueKind.String) => [.. source.Value.EnumerateArray().Select(Used)],
            _ => null,
        };
        if (lines is null)
            withoutSource.Add($"{place}");
        if (lines?.Sum(l => (long)l.Length) > LongestSource)
            throw new RejectedException($"it is too large: cell {place} has more than {LongestSource / 1e6:0} MB of text");
        return Text.Lines(string.Concat(lines ?? []));
    }

    static Marks? Marks(JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.Object })
            return null;
        var flags = Submissions.Marks.Names.Select(n => Member(json, n)).ToList();
        var points = Member(json, "points");
        var number = points is { ValueKind: JsonValueKind.Number } && points.Value.TryGetDecimal(out var value) ? value : (decimal?)null;
        var schema = Member(json, "schema_version");
        var isOdd = schema is not { ValueKind: JsonValueKind.Number } || !schema.Value.TryGetInt32(out var version) || version != 3
            || points is not null && number is null || flags.Any(f => f is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) });
        return new(String(Member(json, "grade_id")), [.. flags.Select(f => f?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => (bool?)false, _ => null })], number, isOdd);
    }

    static string? Language(JsonElement? metadata) => String(Member(Member(metadata, "dotnet_interactive"), "language"))
        ?? String(Member(Member(metadata, "polyglot_notebook"), "kernelName")) ?? String(Member(Member(metadata, "vscode"), "languageId"));

    // A text that grading uses: it must be one that can be written as UTF-8 again.
    string Used(JsonElement json)
    {
        var raw = JsonMarshal.GetRawUtf8Value(json);
        for (var i = 0; (i = Next(raw, i)) >= 0; i += 6)
            if (Unit(raw, i) is var unit && (unit == 0 || char.IsLowSurrogate(unit) || char.IsHighSurrogate(unit) && !char.IsLowSurrogate(Unit(raw, i + 6))))
                throw new RejectedException($"byte {Offset(raw) + i} is {(unit == 0 ? "NUL" : "half a character (a lone surrogate)")}, escaped, in the text of a cell; delete the character");
            else if (char.IsHighSurrogate(unit))
                i += 6;
        return json.GetString()!;
    }

    // The next \uXXXX from a place on; other escapes are two bytes long.
    static int Next(ReadOnlySpan<byte> raw, int from)
    {
        for (var i = from; i < raw.Length; i++)
            if (raw[i] == (byte)'\\' && raw[++i] == (byte)'u')
                return i - 1;
        return -1;
    }

    static char Unit(ReadOnlySpan<byte> raw, int at) =>
        at + 6 <= raw.Length && raw[at] == (byte)'\\' && raw[at + 1] == (byte)'u' && Utf8Parser.TryParse(raw.Slice(at + 2, 4), out ushort unit, out var used, 'x') && used == 4 ? (char)unit : 'x';

    int Offset(ReadOnlySpan<byte> raw) => text.Span.Overlaps(raw, out var offset) ? offset + skipped : skipped;

    // A short text that may be looked at; null when it is none.
    static string? String(JsonElement? json)
    {
        try
        {
            return json is { ValueKind: JsonValueKind.String } && JsonMarshal.GetRawUtf8Value(json.Value).Length <= LongestName ? json.Value.GetString() : null;
        }
        catch (InvalidOperationException)                        // half a character
        {
            return null;
        }
    }

    static JsonElement? Member(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } && json.Value.TryGetProperty(name, out var value) ? value : null;

    void Note(List<string> places, string what)
    {
        if (places.Count > 0)
            repairs.Add($"{(places.Count == 1 ? "Cell" : "Cells")} {Text.Listed(places)} of the file: {what}.");
    }
}
