using System.Collections;
using System.Runtime.CompilerServices;
using Descent.Tensors;

namespace Descent.Checks;

/// <summary>In what an answer differs from what was expected.</summary>
/// <param name="Message">One sentence without its full stop.</param>
/// <param name="Expected">The expected value in words.</param>
/// <param name="Got">The answer's value in words.</param>
sealed record Difference(string Message, string Expected, string Got);

/// <summary>Two values side by side: types and sizes equal, numbers within a tolerance. Nothing of the values' own decides: no operator, no Equals, no conversion.</summary>
sealed class Comparison
{
    readonly double? tolerance;
    int elements, different;
    (string Path, object? Expected, object? Got)? first;
    string? mismatch;

    Comparison(double? tolerance) => this.tolerance = tolerance;

    /// <summary>Null when the values agree.</summary>
    /// <param name="expected">Numbers, text, tensors, and arrays, lists and tuples of them.</param>
    /// <param name="got">The answer.</param>
    /// <param name="tolerance">|got − expected| ≤ tolerance·max(1, |expected|) for each number; null for equality.</param>
    /// <exception cref="ArgumentException">The expected value is of no such type, or the tolerance is negative or not finite.</exception>
    public static Difference? Of(object? expected, object? got, double? tolerance)
    {
        if (tolerance is not (null or (>= 0 and < double.PositiveInfinity)))
            throw new ArgumentException($"A tolerance of {tolerance}: it is a number ≥ 0.");
        var comparison = new Comparison(tolerance);
        comparison.Compare(expected, got, "");
        return comparison.Result(expected, got);
    }

    Difference? Result(object? expected, object? got)
    {
        if (mismatch is null && first is null)
            return null;
        var both = Description.Both(expected, got);
        if (first is not var (path, e, g))
            return new(mismatch!, both.Expected, both.Got);
        var leaves = Description.Both(e, g);
        if (both.Expected == both.Got && path != "")
            both = ($"{both.Expected} with {leaves.Expected} at {path}", $"{both.Got} with {leaves.Got} at {path}");
        var sentence = $"expected {leaves.Expected}, got {leaves.Got}";
        return new(mismatch ?? (path == "" ? sentence : elements == 1 ? $"{path}: {sentence}" : $"{path}: {sentence} ({different} of {elements} values differ)"), both.Expected, both.Got);
    }

    void Compare(object? expected, object? got, string path)
    {
        switch (expected, got)
        {
            case (Tensor e, Tensor g) when e.Shape == g.Shape && e.Precision == g.Precision:
                Walk(Description.Grid(e), Description.Grid(g).Items, path);
                break;
            case (Array e, Array g) when e.GetType() == g.GetType() && Description.Sizes(e).SequenceEqual(Description.Sizes(g)):
                Walk(Description.Grid(e), Description.Grid(g).Items, path);
                break;
            case (ITuple e, ITuple g) when e.Length == g.Length:
                for (var i = 0; i < e.Length; i++)
                    Compare(e[i], g[i], path == "" ? $"item {i + 1}" : $"{path}, item {i + 1}");
                break;
            case (IList e, IList g) when e is not Array { Rank: > 1 } && g is not Array { Rank: > 1 } && !(e is Array && g is Array) && e.Count == g.Count:
                Walk(([e.Count], [.. e.Cast<object?>()]), [.. g.Cast<object?>()], path);
                break;
            case (Tensor or Array or ITuple or IList, not null):
                Mismatch(expected, got, path);
                break;
            case (null or bool or int or long or float or double or string or Shape or Tensor or Array or ITuple or IList, _):
                Leaf(expected, got, path);
                break;
            default:
                throw new ArgumentException($"{Description.A(expected)} cannot be compared: expect numbers, text, tensors, or arrays, lists and tuples of them.");
        }
    }

    void Walk((int[] Sizes, IReadOnlyList<object?> Items) expected, IReadOnlyList<object?> got, string path)
    {
        for (var k = 0; k < got.Count; k++)
            if (Agree(expected.Items[k], got[k]))
                elements++;
            else
                Compare(expected.Items[k], got[k], Element(path, expected.Sizes, k));
    }

    void Leaf(object? expected, object? got, string path)
    {
        if (expected is not null && got is not null && expected.GetType() != got.GetType())
        {
            Mismatch(expected, got, path);
            return;
        }
        elements++;
        if (Agree(expected, got))
            return;
        different++;
        first ??= (path, expected, got);
    }

    bool Agree(object? expected, object? got) => (expected, got) switch
    {
        (double e, double g) => Near(e, g),
        (float e, float g) => Near(e, g),
        (int e, int g) => e == g || (tolerance > 0 && Near(e, g)),
        (long e, long g) => e == g || (tolerance > 0 && Near(e, g)),
        (bool e, bool g) => e == g,
        (string e, string g) => string.Equals(e, g, StringComparison.Ordinal),
        (Shape e, Shape g) => e == g,
        _ => expected is null && got is null,
    };

    bool Near(double expected, double got) => expected == got || (double.IsNaN(expected) && double.IsNaN(got))
        || (tolerance is { } t && double.IsFinite(expected) && Math.Abs(got - expected) <= t * Math.Max(1, Math.Abs(expected)));

    void Mismatch(object? expected, object? got, string path) =>
        mismatch ??= $"{(path == "" ? "" : path + ": ")}expected {Description.A(expected)}, got {Description.A(got)}";

    static string Element(string path, int[] sizes, int k)
    {
        var indices = new int[sizes.Length];
        for (var axis = sizes.Length - 1; axis >= 0; k /= sizes[axis--])
            indices[axis] = k % sizes[axis];
        var index = sizes.Length == 0 ? "" : $"[{string.Join(", ", indices)}]";
        return index == "" ? path : path == "" ? $"element {index}" : path.EndsWith(']') ? path + index : $"{path}, element {index}";
    }
}
