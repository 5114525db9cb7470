using System.Globalization;
using System.Text;

namespace Descent.Grading.Batch;

/// <summary>Tables as RFC 4180 writes them, with line feeds; harmless when a spreadsheet opens them.</summary>
/// <remarks>UTF-8 with a byte order mark: without it spreadsheets read names as Latin-1. In Python read it as <c>utf-8-sig</c>.</remarks>
static class Csv
{
    // What makes a spreadsheet calculate, their wide forms too, and the apostrophe that takes it back.
    const string Dangerous = "=+-@\t\r\n'＝＋－＠";

    /// <summary>The table, ending with a line feed.</summary>
    public static string Table(IEnumerable<IReadOnlyList<object?>> rows)
    {
        var table = new StringBuilder("\ufeff");
        foreach (var row in rows)
            table.AppendJoin(',', row.Select(Cell)).Append('\n');
        return table.ToString();
    }

    static string Cell(object? value) => value switch
    {
        null => "",
        decimal number => number.ToString("0.############", CultureInfo.InvariantCulture),
        _ => Quoted(Harmless(value.ToString()!)),
    };

    /// <summary>A text that no spreadsheet takes for a formula: behind an apostrophe where it begins like one.</summary>
    public static string Harmless(string text) => text.Length > 0 && Dangerous.Contains(text[0]) ? "'" + text : text;

    static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 && text.Trim() == text ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
