using Descent.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace Descent.Tests.Tensors;

/// <summary>Laws that hold for all shapes, on shapes drawn at random with a fixed seed. Numbers are small integers, so that most laws hold to the bit.</summary>
public class ShapeAlgebraTests
{
    const double ε = 1.0 / (1L << 53);

    static readonly Gen<int[]> Sizes = Gen.Choose(0, 3).SelectMany(rank => Gen.Choose(0, 4).ArrayOf(rank));

    static readonly Gen<int[]> Matrix = Gen.Choose(1, 5).ArrayOf(5);

    /// <summary>A shape, and shapes that broadcast to it: some sizes 1, some leading axes missing.</summary>
    static Gen<int[][]> Compatible(int count) =>
        from target in Sizes
        from ones in Gen.Elements(true, false).ArrayOf(3).ArrayOf(count)
        from missing in Gen.Choose(0, target.Length).ArrayOf(count)
        select (int[][])[target, .. ones.Zip(missing, (one, lead) => target.Select((n, d) => one[d] ? 1 : n).Skip(lead).ToArray())];

    static readonly Gen<(int[] Sizes, int Axis, int Cut)> Cut =
        from sizes in Sizes.Where(s => s.Length > 0)
        from axis in Gen.Choose(0, sizes.Length - 1)
        from cut in Gen.Choose(0, sizes[axis])
        select (sizes, axis, cut);

    static readonly Gen<(int[] Sizes, int[] Axes)> Reordered = Sizes.SelectMany(s => Gen.Shuffle(Enumerable.Range(0, s.Length)).Select(axes => (s, axes)));

    static void Holds<T>(Gen<T> cases, Func<T, bool> law) =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(20, 27).WithMaxTest(200), Prop.ForAll(cases.ToArbitrary(), law));

    static Tensor Whole(params int[] sizes) => Tensor.From([.. new Rng(sizes.Length).Integers(Shape.Of(sizes).Size, 19).Select(i => i - 9.0)], Shape.Of(sizes));

    static bool Same(Tensor a, Tensor b) => a.Shape == b.Shape && a.Precision == b.Precision && a.ToArray().Select(BitConverter.DoubleToInt64Bits).SequenceEqual(b.ToArray().Select(BitConverter.DoubleToInt64Bits));

    [Fact]
    public void Broadcasting_is_commutative() => Holds(Compatible(2), s => Shape.Broadcast(Shape.Of(s[1]), Shape.Of(s[2])) == Shape.Broadcast(Shape.Of(s[2]), Shape.Of(s[1])));

    [Fact]
    public void Broadcasting_is_associative() => Holds(Compatible(3), s =>
        Shape.Broadcast(Shape.Broadcast(Shape.Of(s[1]), Shape.Of(s[2])), Shape.Of(s[3])) == Shape.Broadcast(Shape.Of(s[1]), Shape.Broadcast(Shape.Of(s[2]), Shape.Of(s[3]))));

    [Fact]
    public void Arithmetic_of_broadcast_shapes_is_arithmetic_of_the_broadcast() => Holds(Compatible(2), s =>
    {
        var (a, b) = (Whole(s[1]), Whole(s[2]));
        var shape = Shape.Broadcast(a.Shape, b.Shape);
        return Same(a * b, a.BroadcastTo(shape) * b.BroadcastTo(shape)) && Same(a - b, 0 - (b - a)) && Same(Tensor.Max(a, b), -Tensor.Min(-a, -b)) && Same(a < b, b > a);
    });

    [Fact]
    public void Summing_to_a_shape_is_the_transpose_of_broadcasting() => Holds(Compatible(1), s =>
    {
        var (x, y) = (Whole(s[1]), Whole(s[0]) + 1);
        return Same(x.BroadcastTo(y.Shape).Dot(y), x.Dot(y.SumTo(x.Shape)));
    });

    [Fact]
    public void Reshaping_there_and_back_changes_nothing() => Holds(Sizes, s => Same(Whole(s), Whole(s).Reshape([1, Whole(s).Size, 1]).Reshape(Shape.Of(s))));

    [Fact]
    public void Permuting_by_the_inverse_order_undoes_it() => Holds(Reordered, c =>
        Same(Whole(c.Sizes), Whole(c.Sizes).Permute(c.Axes).Permute([.. Enumerable.Range(0, c.Axes.Length).Select(i => Array.IndexOf(c.Axes, i))])));

    [Fact]
    public void Sums_do_not_care_about_the_order_of_axes() => Holds(Reordered, c =>
        c.Axes.Select((axis, i) => Same(Whole(c.Sizes).Sum(axis).Permute(c.Axes), Whole(c.Sizes).Permute(c.Axes).Sum(i))).All(same => same));

    [Fact]
    public void Slices_put_together_are_the_whole() => Holds(Cut, c =>
    {
        var (x, size) = (Whole(c.Sizes), c.Sizes[c.Axis]);
        return Same(x, Tensor.Concat(c.Axis, x.Slice(c.Axis, 0, c.Cut), x.Slice(c.Axis, c.Cut, size - c.Cut)));
    });

    [Fact]
    public void Slice_of_padding_is_what_was_padded() => Holds(Cut, c => Same(Whole(c.Sizes), Whole(c.Sizes).Pad(c.Axis, c.Cut, 2).Slice(c.Axis, c.Cut, c.Sizes[c.Axis])));

    [Fact]
    public void Scattering_undoes_gathering_in_any_order() => Holds(Gen.Choose(0, 9), n =>
    {
        var order = new Rng(n).Permutation(n);
        return Same(Whole(n, 3), Whole(n, 3).Gather(order).ScatterAdd(order, n));
    });

    [Fact]
    public void Transpose_of_a_product_is_the_product_of_transposes_reversed() => Holds(Matrix, s =>
    {
        var (a, b) = (new Rng(1).Normal([s[0], s[1]]), new Rng(2).Normal([s[1], s[2]]));
        return Same(a.MatMul(b).Transpose(), b.Transpose().MatMul(a.Transpose()))
            && Same(a.MatMul(b), a.Transpose().TransposedMatMul(b)) && Same(a.MatMul(b), a.MatMulTransposed(b.Transpose()));
    });

    [Fact]
    public void Batched_products_are_the_products_of_the_batches() => Holds(Matrix, s =>
    {
        var (a, b) = (new Rng(1).Normal([s[3], s[0], s[1]]), new Rng(2).Normal([s[3], s[1], s[2]]));
        return Same(a.MatMul(b), Tensor.Stack([.. Enumerable.Range(0, s[3]).Select(i => a[i].MatMul(b[i]))]))
            && Same(a.MatMul(b[0]), Tensor.Stack([.. Enumerable.Range(0, s[3]).Select(i => a[i].MatMul(b[0]))]))
            && Same(a[0].MatMul(b), Tensor.Stack([.. Enumerable.Range(0, s[3]).Select(i => a[0].MatMul(b[i]))]));
    });

    [Fact]
    public void Products_are_associative_up_to_rounding() => Holds(Matrix, s =>
    {
        // Each product of inner size k rounds k times: both orders stay within (k + l) ε |A||B||C| of the true one (Higham, Accuracy and Stability, 3.5).
        var (a, b, c) = (new Rng(1).Normal([s[0], s[1]]), new Rng(2).Normal([s[1], s[2]]), new Rng(3).Normal([s[2], s[3]]));
        var difference = (a.MatMul(b).MatMul(c) - a.MatMul(b.MatMul(c))).Abs();
        var bound = 2 * (s[1] + s[2] + 1) * ε * a.Abs().MatMul(b.Abs()).MatMul(c.Abs());
        return (double)(difference <= bound).Min() == 1;
    });

    static readonly Gen<(int Kind, int Start, int Count, bool Negative)[]> Uses = (
        from kind in Gen.Choose(0, 9)
        from start in Gen.Choose(0, 3)
        from count in Gen.Choose(0, 4 - start)
        from negative in Gen.Elements(true, false)
        select (kind, start, count, negative)).NonEmptyListOf().Select(uses => uses.Take(8).ToArray());

    /// <summary>One way of reading θ [4×4] in parts; linear in θ, with integers, so that differences are exact derivatives.</summary>
    static Tensor Use(Tensor θ, (int Kind, int Start, int Count, bool Negative) use, Tensor W)
    {
        var (rows, columns, run) = (θ.Slice(0, use.Start, use.Count), θ.Slice(1, use.Start, use.Count), θ.Reshape([16])[(2 * use.Start)..(3 * use.Start + use.Count)]);
        var y = use.Kind switch
        {
            0 => θ * W,
            1 => rows * W[0],
            2 => columns * W.Slice(1, 0, 1),
            3 => run * 3,
            4 => rows.MatMul(W),
            5 => columns.MatMul(W.Slice(0, 0, use.Count)),
            6 => θ.Reshape([16]).Slice(0, use.Start, 6).Reshape([2, 3]).MatMul(W[1..]) + rows.Sum(),
            7 => rows.MatMul(W).TransposedMatMul(Tensor.Ones([use.Count, 4])) - 2 * W.TransposedMatMul(columns.MatMul(W.Slice(0, 0, use.Count))),
            8 => rows.Slice(1, 1, 2) * 5 + rows.Slice(1, 1, 2).Reshape([2 * use.Count]).Sum(),
            _ => rows.MatMul(W) + rows.Slice(1, use.Start, 1) + rows.Reshape([4 * use.Count])[..use.Count].Sum(),
        };
        return use.Negative ? -y.Sum() : 2 * y.Sum();
    }

    [Fact]
    public void Cotangents_of_parts_add_up_in_any_order() => Holds(Uses, uses =>
    {
        var (θ, W) = (Whole(4, 4), Whole(4, 4) + 1);
        Tensor L(Tensor θ) => uses.Aggregate(Tensor.Scalar(0), (sum, use) => sum + Use(θ, use, W));
        var g = Derivatives.Gradient(L, θ);
        return Enumerable.Range(0, 16).All(i => (double)L(Tensor.Unit(16, i).Reshape([4, 4])) == g.At(i / 4, i % 4)) && Same(g + 0, Derivatives.LinearizeGradient(L, θ, out _).Value + 0);
    });

    [Fact]
    public void Saving_and_loading_changes_nothing()
    {
        var path = Path.GetTempFileName();
        Holds(Sizes, s =>
        {
            var (x, y) = (new Rng(5).Normal(Shape.Of(s)), new Rng(6).Normal(Shape.Of(s), Precision.Single));
            Npy.Save(x, path);
            var saved = Npy.Load(path);
            Npy.Save(y, path);
            return Same(x, saved) && Same(y, Npy.Load(path));
        });
        File.Delete(path);
    }
}
