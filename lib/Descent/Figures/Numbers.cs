using System.Globalization;
using System.Text.Json.Nodes;

namespace Descent.Figures;

/// <summary>The finite part of a set of numbers: smallest and largest (NaN when there is none).</summary>
readonly record struct Extent(double Min, double Max)
{
    public static readonly Extent Empty = new(double.NaN, double.NaN);

    public static Extent Of(IEnumerable<double> values) =>
        values.Where(double.IsFinite).Aggregate(Empty, (e, v) => e.Union(new(v, v)));

    public override string ToString() => $"{Numbers.Text(Min)} to {Numbers.Text(Max)}";

    public bool IsEmpty => double.IsNaN(Min);

    public Extent Union(Extent other) =>
        IsEmpty ? other : other.IsEmpty ? this : new(Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}

/// <summary>Numbers as a figure carries them: rounded, thinned, and null where they are not finite.</summary>
static class Numbers
{
    /// <summary>The longest curve that is stored point for point.</summary>
    public const int LongestCurve = 500;

    /// <summary>Five significant digits of the values, or as many more as a narrow range far from zero needs; integers stay exact.</summary>
    public static int Digits(IEnumerable<double> values)
    {
        var e = Extent.Of(values);
        var magnitude = Math.Max(Math.Abs(e.Min), Math.Abs(e.Max));
        var extra = e.Max > e.Min ? Math.Log10(magnitude / (e.Max - e.Min)) : 0;
        return 5 + Math.Clamp((int)Math.Ceiling(extra), 0, 10);
    }

    public static JsonNode? Json(double value, int digits = 5) =>
        !double.IsFinite(value) ? null
        : Math.Abs(value) < 1e15 && value == Math.Truncate(value) ? JsonValue.Create((long)value)
        : JsonValue.Create(Rounded(value, digits));

    /// <summary>The value with so many significant digits.</summary>
    public static double Rounded(double value, int digits = 5) => double.Parse(value.ToString("G" + digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static JsonArray Json(IReadOnlyCollection<double> values)
    {
        var digits = Digits(values);
        return new JsonArray([.. values.Select(v => Json(v, digits))]);
    }

    public static JsonArray Json(double[,] values) => Json(values, Digits(values.Cast<double>()));

    public static JsonArray Json(double[,] values, int digits) =>
        new([.. Enumerable.Range(0, values.GetLength(0)).Select(r =>
            new JsonArray([.. Enumerable.Range(0, values.GetLength(1)).Select(c => Json(values[r, c], digits))]))]);

    public static JsonArray Json(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    /// <summary>A number in a sentence or a table cell: five significant digits.</summary>
    public static string Text(double value) =>
        !double.IsFinite(value) ? "–"
        : Math.Abs(value) < 1e15 && value == Math.Truncate(value) ? value.ToString("F0", CultureInfo.InvariantCulture)
        : value.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>The same points when there are at most 500; otherwise the ends and, for each of 249 runs of neighbours, its lowest and highest point.</summary>
    public static (double[] Xs, double[] Ys) Thin(double[] xs, double[] ys)
    {
        if (xs.Length <= LongestCurve) return (xs, ys);
        const int runs = (LongestCurve - 2) / 2;
        var last = xs.Length - 1;
        var kept = Enumerable.Range(0, runs).SelectMany(run =>
        {
            var (from, to) = (1 + (int)((long)run * (last - 1) / runs), 1 + (int)((long)(run + 1) * (last - 1) / runs));
            var (low, high) = (from, from);
            for (var i = from; i < to; i++)
            {
                if (ys[i] < ys[low] || double.IsNaN(ys[low])) low = i;
                if (ys[i] > ys[high] || double.IsNaN(ys[high])) high = i;
            }
            return low == high ? [low] : new[] { Math.Min(low, high), Math.Max(low, high) };
        });
        int[] indices = [0, .. kept, last];
        return ([.. indices.Select(i => xs[i])], [.. indices.Select(i => ys[i])]);
    }

    /// <summary>At most <paramref name="count"/> indices below <paramref name="length"/>, evenly spaced, first and last included.</summary>
    public static int[] Spread(int length, int count) =>
        length <= count ? [.. Enumerable.Range(0, length)]
        : [.. Enumerable.Range(0, count).Select(i => (int)((long)i * (length - 1) / (count - 1)))];
}
