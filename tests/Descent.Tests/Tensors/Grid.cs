namespace Descent.Tests.Tensors;

/// <summary>Numbers in a shape, and the definitions of the operations on them as loops over indices: what Tensor is tested against.</summary>
sealed record Grid(double[] Numbers, int[] Shape)
{
    public static Grid Make(int[] shape, Func<int[], double> at)
    {
        var numbers = new double[shape.Aggregate(1, (a, b) => a * b)];
        var index = new int[shape.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = at(index);
            for (var d = shape.Length - 1; d >= 0 && ++index[d] == shape[d]; d--)
                index[d] = 0;
        }
        return new(numbers, shape);
    }

    /// <summary>The element at an index of a shape this broadcasts to: aligned at the last axis, axes of size 1 repeated.</summary>
    public double this[params int[] index]
    {
        get
        {
            var place = 0;
            for (var d = 0; d < Shape.Length; d++)
                place = place * Shape[d] + (Shape[d] == 1 ? 0 : index[index.Length - Shape.Length + d]);
            return Numbers[place];
        }
    }

    public Grid Map(Func<double, double> f) => new(Array.ConvertAll(Numbers, x => f(x)), Shape);

    public static Grid Zip(Grid a, Grid b, Func<double, double, double> f) => Make(Together(a.Shape, b.Shape), i => f(a[i], b[i]));

    public static int[] Together(int[] a, int[] b)
    {
        var rank = Math.Max(a.Length, b.Length);
        int Size(int[] s, int d) => d < rank - s.Length ? 1 : s[d - rank + s.Length];
        return [.. Enumerable.Range(0, rank).Select(d => Size(a, d) == 1 ? Size(b, d) : Size(a, d))];
    }

    /// <summary>f of the numbers along an axis.</summary>
    public Grid Along(int axis, bool keep, Func<double[], double> f)
    {
        var kept = Make([.. Shape.Select((n, d) => d == axis ? 1 : n)], i => f([.. Enumerable.Range(0, Shape[axis]).Select(k => this[With(i, axis, k)])]));
        return keep ? kept : new(kept.Numbers, [.. Shape.Where((_, d) => d != axis)]);
    }

    public Grid As(params int[] shape) => new(Numbers, shape);

    /// <summary>y[i] = x[axes⁻¹(i)].</summary>
    public Grid Permute(params int[] axes) => Make([.. axes.Select(a => Shape[a])], i =>
    {
        var from = new int[i.Length];
        for (var d = 0; d < i.Length; d++)
            from[axes[d]] = i[d];
        return this[from];
    });

    /// <summary>Σ_k a[…, i, k] b[…, k, j], batches aligned and broadcast.</summary>
    public static Grid Product(Grid a, Grid b)
    {
        var (m, k, n) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        return Make([.. Together(a.Shape[..^2], b.Shape[..^2]), m, n], i =>
            Enumerable.Range(0, k).Sum(p => a[[.. i[..^1], p]] * b[[.. i[..^2], p, i[^1]]]));
    }

    public Grid Transposed() => Permute([.. Enumerable.Range(0, Shape.Length - 2), Shape.Length - 1, Shape.Length - 2]);

    public static int[] With(int[] index, int axis, int value)
    {
        var changed = index.ToArray();
        changed[axis] = value;
        return changed;
    }
}
