using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>An experiment's function as a cell of C#: text, and between it the number of a parameter whose value comes there.</summary>
static class Recipe
{
    /// <param name="code">The function as it was written: a lambda, or the name of a method.</param>
    /// <param name="count">How many parameters it takes.</param>
    /// <remarks>A lambda's parameters (but discards) become variables before its body; the braces of a body with statements go, its return stays: a cell may return.</remarks>
    public static JsonArray Of(string code, int count)
    {
        var cell = new JsonArray();
        var arrow = code.IndexOf("=>", StringComparison.Ordinal);
        string[] names = arrow < 0 ? [] : [.. code[..arrow].Split(',').Select(n => n.Trim().TrimEnd(')').Split(' ', '(')[^1])];
        if (names.Length != count)
        {
            for (var k = 0; k < count; k++) Add(k == 0 ? $"{code}(" : ", ", k);
            cell.Add(")");
            return cell;
        }
        foreach (var (k, name) in names.Index().Where(n => n.Item != "_")) Add($"{(cell.Count == 0 ? "" : ";\n")}var {name} = ", k);
        var body = code[(arrow + 2)..].Trim();
        cell.Add((cell.Count == 0 ? "" : ";\n") + (body is ['{', .. var inner, '}'] ? Outdented(inner) : Outdented(body)));
        return cell;

        void Add(string text, int parameter)
        {
            cell.Add(text);
            cell.Add(parameter);
        }
    }

    /// <summary>The lines after the first without the indentation that all of them share.</summary>
    static string Outdented(string text)
    {
        var lines = text.Trim('\r', '\n').TrimEnd().Split('\n');
        var first = text.TrimStart(' ').StartsWith('\n') || text.TrimStart(' ').StartsWith('\r') ? 0 : 1;
        var margin = lines[Math.Min(first, lines.Length)..].Where(l => l.Trim().Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select((l, i) => i < first ? l.TrimStart() : l.Length >= margin ? l[margin..] : l)).Trim('\n');
    }
}
