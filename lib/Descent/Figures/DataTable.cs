using System.Net;
using System.Text;

namespace Descent.Figures;

/// <summary>The numbers behind a series: column heads and rows of equal length.</summary>
sealed record DataTable(string[] Heads, string[][] Rows)
{
    const int MostRows = 50;
    const int MostColumns = 12;

    public static DataTable Columns(string[] heads, params double[][] columns) =>
        new(heads, [.. Enumerable.Range(0, columns[0].Length).Select(row => columns.Select(c => Numbers.Text(c[row])).ToArray())]);

    /// <summary>A matrix with its row and column names; at most 12 columns, evenly chosen.</summary>
    public static DataTable Matrix(string corner, string[] columns, string[] rows, double[,] z)
    {
        var kept = Numbers.Spread(columns.Length, MostColumns);
        return new([corner, .. kept.Select(c => columns[c])],
            [.. Enumerable.Range(0, rows.Length).Select(r => (string[])[rows[r], .. kept.Select(c => Numbers.Text(z[r, c]))])]);
    }

    /// <summary>Tables whose first columns agree become one.</summary>
    public static IEnumerable<(string Name, DataTable Table)> Join(IEnumerable<Series> series)
    {
        foreach (var group in series.GroupBy(s => (s.Table.Heads.Length == 2, s.Table.Heads[0], string.Join('|', s.Table.Rows.Select(r => r[0])))))
        {
            if (!group.Key.Item1)
                foreach (var s in group) yield return (s.Name, s.Table);
            else
                yield return (string.Join(", ", group.Select(s => s.Name)), new(
                    [group.First().Table.Heads[0], .. group.Select(s => s.Name)],
                    [.. group.First().Table.Rows.Select((row, i) => (string[])[row[0], .. group.Select(s => s.Table.Rows[i][1])])]));
        }
    }

    /// <summary>The tables of a figure, panel by panel.</summary>
    public static IEnumerable<(string Name, DataTable Table)> Of(Figure figure) =>
        figure.Parts.SelectMany(part => Join(part.Series).Select(t => (figure.Panels.Count > 0 ? $"{part.Caption}: {t.Name}" : t.Name, t.Table)));

    /// <summary>What is marked in a figure, in sentences.</summary>
    public static IEnumerable<string> Marks(Figure figure) => figure.Parts.SelectMany(p => p.Remarks).Select(r => r.Sentence);

    /// <summary>The rows a page shows, at most 50, and a name that says so.</summary>
    public (string Name, string[][] Rows) Shown(string name)
    {
        var kept = Numbers.Spread(Rows.Length, MostRows);
        return (name + (kept.Length < Rows.Length ? $" ({kept.Length} of {Rows.Length} rows, evenly spaced)" : ""), [.. kept.Select(i => Rows[i])]);
    }

    public void Write(StringBuilder html, string name)
    {
        var (caption, rows) = Shown(name);
        html.Append($"<table><caption>{WebUtility.HtmlEncode(caption)}</caption><thead><tr>");
        foreach (var head in Heads) html.Append($"<th scope=\"col\">{WebUtility.HtmlEncode(head)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>")).Append("</tr>");
        html.Append("</tbody></table>");
    }
}
