using System.Globalization;
using System.Text;

namespace Descent.Data;

/// <summary>A csv file as a table of cells with named columns.</summary>
/// <remarks>Numbers are written as in C#, whatever the language of the machine. Cells may be quoted as in RFC 4180; empty lines are skipped.</remarks>
public sealed class Table
{
    readonly string file;
    readonly List<(int Line, string[] Cells)> rows;

    Table(string file, string[] columns, List<(int, string[])> rows)
    {
        this.file = file;
        this.rows = rows;
        Columns = columns;
    }

    /// <summary>The names in the header; 1, 2, 3, … without one.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Rows, the header not counted.</summary>
    public int Count => rows.Count;

    /// <summary>Reads a csv file, decompressing it when its name ends in .gz.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <param name="header">Whether the first line names the columns; when not given, it does if none of its cells is a number.</param>
    /// <param name="separator">What separates cells.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">No rows, a line with another number of cells, or an open quote; the message names file and line.</exception>
    public static Table Read(string path, bool? header = null, char separator = ',')
    {
        var file = Path.GetFileName(path);
        var rows = Split(file, DataFiles.ReadText(path), separator);
        if (rows.Count == 0)
            throw new InvalidDataException($"{file}: expected at least one row, found none.");
        var first = rows[0].Cells;
        foreach (var (line, cells) in rows)
            if (cells.Length != first.Length)
                throw new InvalidDataException($"{file}, line {line}: expected {first.Length} cells as in line {rows[0].Line}, found {cells.Length}.");
        var named = header ?? !first.Any(cell => TryNumber(cell, out _));
        if (named && rows.Count == 1)
            throw new InvalidDataException($"{file}: expected at least one row below the header {string.Join(separator, first)}, found none.");
        return new(file, [.. first.Select((cell, i) => named ? cell.Trim() : $"{i + 1}")], named ? rows[1..] : rows);
    }

    /// <summary>Position of the column of that name.</summary>
    /// <exception cref="ArgumentException">There is none or more than one; the message lists all.</exception>
    public int Column(string name) => Columns.Count(column => column == name) == 1
        ? Columns.TakeWhile(column => column != name).Count()
        : throw new ArgumentException($"{file}: expected one column \"{name}\", found the columns {string.Join(", ", Columns)}.");

    /// <summary>One cell as text, without surrounding blanks.</summary>
    public string Text(int row, int column) => rows[row].Cells[column].Trim();

    /// <summary>One cell as a finite number.</summary>
    /// <exception cref="InvalidDataException">It is not one; the message names file, line and column.</exception>
    public double Number(int row, int column) => TryNumber(rows[row].Cells[column], out var number) && double.IsFinite(number)
        ? number
        : throw new InvalidDataException($"{file}, line {rows[row].Line}, column {column + 1} ({Columns[column]}): expected a number, found \"{Text(row, column)}\".");

    /// <summary>Rows and columns by name.</summary>
    public override string ToString() => $"{file}: {Count} rows of {string.Join(", ", Columns)}";

    static bool TryNumber(string cell, out double number) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    static List<(int Line, string[] Cells)> Split(string file, string text, char separator)
    {
        var rows = new List<(int, string[])>();
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (line, start, quoted) = (1, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (c == '"' && (quoted || cell.Length == 0))
                quoted = !quoted;
            else if (quoted || (c != separator && c is not ('\r' or '\n')))
                cell.Append(c);
            else if (c == separator)
                Close();
            else if (c == '\n')
                EndRow();
            if (c == '\n')
                line++;
            if (c == '\n' && !quoted)
                start = line;
        }
        if (quoted)
            throw new InvalidDataException($"{file}, line {start}: a quote opens and never closes.");
        EndRow();
        return rows;

        void Close()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
        void EndRow()
        {
            Close();
            if (cells.Count > 1 || cells[0].Length > 0)
                rows.Add((start, [.. cells]));
            cells.Clear();
        }
    }
}
