using System.Numerics;

namespace Descent.Tests.Kernels;

/// <summary>Numbers to test with, and distances between them.</summary>
static class Samples
{
    /// <summary>Lengths 0 … 67 meet every tail of every width; the last is shared among threads.</summary>
    public static IEnumerable<int> Lengths => [.. Enumerable.Range(0, 68), 70_001];

    public static T[] Numbers<T>(int count, int seed, double low = -1, double high = 1) where T : INumber<T>
    {
        var random = new Random(seed);
        var x = new T[count];
        for (var i = 0; i < count; i++)
            x[i] = T.CreateTruncating(low + (high - low) * random.NextDouble());
        return x;
    }

    /// <summary>Unit roundoff: half a unit in the last place of 1.</summary>
    public static double Roundoff<T>() => typeof(T) == typeof(float) ? Math.Pow(2, -24) : Math.Pow(2, -53);

    /// <summary>n u / (1 − n u): the relative error of n roundings (Higham 2002, lemma 3.1).</summary>
    public static double γ<T>(int n) => n * Roundoff<T>() / (1 - n * Roundoff<T>());

    /// <summary>A unit in the last place of a number of type T near x.</summary>
    public static double UnitAt<T>(double x) => x == 0 ? (typeof(T) == typeof(float) ? float.Epsilon : double.Epsilon)
        : Math.Max(Math.ScaleB(2 * Roundoff<T>(), Math.ILogB(x)), typeof(T) == typeof(float) ? float.Epsilon : double.Epsilon);
}
