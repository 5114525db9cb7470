using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Descent.Tensors;

namespace Descent.Checks;

/// <summary>Values and their types in words.</summary>
static class Description
{
    const int Whole = 8, Head = 3, Letters = 60, Lead = 20;

    /// <summary>A value, its numbers with four significant digits and long rows cut: <c>[1, 2, 3, … 100 numbers]</c>.</summary>
    public static string Of(object? value, int digits = 4) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        string s => Quoted(s),
        float x => digits > 9 ? Exact(x.ToString("R", CultureInfo.InvariantCulture)) : Number(x, digits),
        double x => digits > 15 ? Exact(x.ToString("R", CultureInfo.InvariantCulture)) : Number(x, digits),
        Tensor t => Grid(t) is var (sizes, items) ? Rows(sizes, items, digits) : "",
        Array a => Grid(a) is var (sizes, items) ? Rows(sizes, items, digits) : "",
        ITuple t => $"({string.Join(", ", Items(t).Select(item => Of(item, digits)))})",
        Shape s => s.ToString(),
        ICollection list => Rows([list.Count], [.. list.Cast<object?>()], digits),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => A(value),
    };

    /// <summary>Two values, with as many digits as it takes to tell them apart.</summary>
    public static (string Expected, string Got) Both(object? expected, object? got)
    {
        if (expected is string e && got is string g && Math.Max(e.Length, g.Length) > Letters && e.Zip(g).TakeWhile(pair => pair.First == pair.Second).Count() - Lead is > 0 and var start)
            return ("…" + Quoted(e[start..]), "…" + Quoted(g[start..]));
        foreach (var digits in (int[])[4, 6, 9, 12, 17])
            if ((Of(expected, digits), Of(got, digits)) is var both && both.Item1 != both.Item2)
                return both;
        return (Of(expected), Of(got));
    }

    /// <summary>The type of a value with its sizes and an article: <c>a double[3]</c>.</summary>
    public static string A(object? value) => value is null ? "null" : A(Kind(value));

    /// <summary>The name of a type with an article: <c>an int</c>.</summary>
    public static string A(Type type) => A(Name(type));

    static string A(string noun) => $"{("aeioAEIO".Contains(noun[0]) ? "an" : "a")} {noun}";

    /// <summary>The type of a value with its sizes: <c>double[2, 3]</c>, <c>(int, string)</c>, <c>Tensor of shape [2×3]</c>.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "null",
        Tensor t => $"{(t.Precision == Precision.Single ? "single-precision " : "")}Tensor of shape {t.Shape}",
        Array a when Name(a.GetType()) is var name && name.IndexOf('[') is var k =>
            $"{name[..k]}[{string.Join(", ", Sizes(a))}]{name[(name.IndexOf(']', k) + 1)..]}",
        ITuple t => $"({string.Join(", ", Items(t).Select(Kind))})",
        ICollection list => $"list of {list.Count}",
        _ => Name(value.GetType()),
    };

    /// <summary>The name of a type as C# writes it, without its namespace.</summary>
    public static string Name(Type type)
    {
        var (inner, rows) = (type, "");
        for (; inner.IsArray; inner = inner.GetElementType()!)
            rows += $"[{new string(',', inner.GetArrayRank() - 1)}]";
        var arguments = string.Join(", ", inner.GetGenericArguments().Select(Name));
        return (inner == typeof(bool) ? "bool" : inner == typeof(int) ? "int" : inner == typeof(long) ? "long" : inner == typeof(float) ? "float"
            : inner == typeof(double) ? "double" : inner == typeof(string) ? "string" : inner == typeof(object) ? "object"
            : arguments == "" ? inner.Name : inner.Name.StartsWith(nameof(ValueTuple), StringComparison.Ordinal) ? $"({arguments})" : $"{inner.Name.Split('`')[0]}<{arguments}>") + rows;
    }

    /// <summary>What a tuple holds.</summary>
    public static object?[] Items(ITuple tuple) => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i])];

    /// <summary>The sizes of an array and its elements, the last index running fastest.</summary>
    public static (int[] Sizes, IReadOnlyList<object?> Items) Grid(Array array) =>
        (Sizes(array), [.. array.Cast<object?>()]);

    /// <summary>The sizes of an array.</summary>
    public static int[] Sizes(Array array) => [.. Enumerable.Range(0, array.Rank).Select(array.GetLength)];

    /// <summary>The sizes of a tensor and its elements.</summary>
    public static (int[] Sizes, IReadOnlyList<object?> Items) Grid(Tensor tensor) =>
        ([.. tensor.Shape], [.. tensor.Precision == Precision.Single ? tensor.ToSingles().Cast<object>() : tensor.ToArray().Cast<object>()]);

    static string Rows(ReadOnlySpan<int> sizes, IReadOnlyList<object?> items, int digits)
    {
        if (sizes.Length == 0)
            return Of(items[0], digits);
        var (count, inner) = (sizes[0], 1);
        foreach (var size in sizes[1..])
            inner *= size;
        List<string> rows = [];
        for (var i = 0; i < (count > Whole ? Head : count); i++)
            rows.Add(Rows(sizes[1..], [.. items.Skip(i * inner).Take(inner)], digits));
        if (count > Whole)
            rows.Add($"… {count} {(sizes.Length > 1 || items[0] is Array ? "rows" : items[0] is ValueType and not (bool or ITuple) ? "numbers" : "values")}");
        return $"[{string.Join(", ", rows)}]";
    }

    static string Number(double x, int digits)
    {
        if (!double.IsFinite(x) || (x == Math.Floor(x) && Math.Abs(x) < 1e15))
            return Exact(x.ToString("R", CultureInfo.InvariantCulture));
        var places = digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(x)));
        return x.ToString(Math.Abs(x) is >= 1e-4 and < 1e6 ? $"0.{new string('#', Math.Max(0, places))}" : $"0.{new string('#', digits - 1)}e0", CultureInfo.InvariantCulture);
    }

    static string Exact(string text) => text.Replace("Infinity", "∞").Replace("E+", "e").Replace('E', 'e');

    static string Quoted(string text) => $"\"{Escaped(text.Length > Letters ? text[..Letters] : text)}\"{(text.Length > Letters ? $"… {text.Length} characters" : "")}";

    static string Escaped(string text) => string.Concat(text.Select(letter => letter switch
    {
        '\\' or '"' => $"\\{letter}",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : $"{letter}",
    }));
}
