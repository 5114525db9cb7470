using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>The numbers of an instance in words: "η = 0.25, μ = 0.9".</summary>
static class Instance
{
    const int Most = 6;

    /// <summary>A small number by its size: "0.01", "2.3·10⁻¹⁶".</summary>
    public static string Size(double x)
    {
        if (x == 0 || Math.Abs(x) >= 1e-3 || !double.IsFinite(x))
            return x.ToString("G2", CultureInfo.InvariantCulture);
        var parts = x.ToString("0.#e0", CultureInfo.InvariantCulture).Split('e');
        var power = "10" + string.Concat(parts[1].Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        return parts[0] == "1" ? power : $"{parts[0]}·{power}";
    }

    public static string Text(object? x, string names = "") => x switch
    {
        ITuple t when Names(names, t.Length) is { } named => string.Join(", ", named.Select((name, i) => $"{name} = {Text(t[i])}")),
        ITuple t => $"({string.Join(", ", Enumerable.Range(0, t.Length).Select(i => Text(t[i])))})",
        double d => d.ToString("G7", CultureInfo.InvariantCulture),
        Tensor { Rank: 0 } t => Text((double)t),
        Tensor t => $"{(t.Rank > 1 ? t.Shape.ToString() + " " : "")}{Text(t.ToArray())}",
        string s => s,
        IEnumerable many => List(many.Cast<object?>().Take(Most + 1).Select(item => Text(item)).ToList()),
        _ => x?.ToString() ?? "",
    };

    static string List(List<string> items) => $"[{string.Join(", ", items.Take(Most))}{(items.Count > Most ? ", …" : "")}]";

    /// <summary>The names of a tuple's elements, read off the program's text: of the last pair of parentheses with as many named elements.</summary>
    static string[]? Names(string program, int count)
    {
        string[]? found = null;
        var open = new Stack<int>();
        for (var i = 0; i < program.Length; i++)
            if (program[i] == '(')
                open.Push(i + 1);
            else if (program[i] == ')' && open.TryPop(out var start) && Elements(program[start..i]).Select(Name).ToArray() is var names && names.Length == count && !names.Contains(null))
                found = names!;
        return found;
    }

    static IEnumerable<string> Elements(string list)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i <= list.Length; i++)
            if (i == list.Length || list[i] == ',' && depth == 0)
            {
                yield return list[start..i].Trim();
                start = i + 1;
            }
            else
                depth += list[i] is '(' or '[' or '{' ? 1 : list[i] is ')' or ']' or '}' ? -1 : 0;
    }

    // name: value, or a bare name.
    static string? Name(string element)
    {
        var end = element.TakeWhile(c => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark || c == '_').Count();
        return end > 0 && !char.IsDigit(element[0]) && (end == element.Length || element[end] == ':') ? element[..end] : null;
    }
}
