using System.Text.Json;
using Descent.Layers;
using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Layers;

public class MaxoutTests
{
    static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "reference", "maxout.json"))).RootElement;

    [Fact]
    public void Value_gradient_and_curvature_product_equal_PyTorchs()
    {
        int Size(string name) => Reference.GetProperty(name).GetInt32();
        Tensor Numbers(string name) => Tensor.Of([.. Reference.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())]);
        var (n, layer) = (Size("n"), new Maxout(Size("inputs"), Size("outputs"), Size("pieces")));
        var (P, θ, v, c) = (layer.Parameters, Numbers("theta"), Numbers("v"), Numbers("c").Reshape([n, layer.Out]));
        Tensor Value(Tensor all) => layer.Apply(all[..P], all[P..].Reshape([n, layer.In]));
        Tensor L(Tensor all) => (c * Value(all)).Sum().Tanh();
        const double rounding = 30 * 2.3e-16;   // of at most 30 operations on numbers below 4
        Close(Numbers("value"), Value(θ).Reshape([n * layer.Out]));
        Close(Numbers("gradient"), Gradient(L, θ));
        Close(Numbers("product"), Gradient(t => Gradient(L, t).Dot(v), θ));

        static void Close(Tensor expected, Tensor found) => Assert.True((double)(expected - found).Abs().Max() < 4 * rounding);
    }

    [Fact]
    public void Two_pieces_of_which_one_is_zero_are_a_relu_layer()
    {
        var (x, W, b) = (new Rng(1).Normal([9, 3]), new Rng(2).Normal([3, 5]), new Rng(3).Normal([5]));
        var θ = Join(W, W.ZerosLike(), b, b.ZerosLike());
        Assert.Equal(x.Affine(W, b).Relu().ToArray(), new Maxout(3, 5, 2).Apply(θ, x).ToArray());
    }

    [Fact]
    public void Two_opposite_pieces_are_the_absolute_value()
    {
        var (x, W, b) = (new Rng(1).Normal([9, 3]), new Rng(2).Normal([3, 5]), new Rng(3).Normal([5]));
        Assert.Equal(x.Affine(W, b).Abs().ToArray(), new Maxout(3, 5, 2).Apply(Join(W, -W, b, -b), x).ToArray());
    }

    [Fact]
    public void One_piece_is_a_dense_layer()
    {
        var (θ, x) = (new Dense(3, 5).Initialize(new Rng(1)), new Rng(2).Normal([9, 3]));
        Assert.Equal(new Dense(3, 5).Apply(θ, x).ToArray(), new Maxout(3, 5, 1).Apply(θ, x).ToArray());
    }

    [Fact]
    public void Value_is_the_largest_of_the_pieces_and_convex()
    {
        var layer = new Maxout(3, 5, 4);
        var (θ, x, y) = (new Rng(1).Normal([layer.Parameters]), new Rng(2).Normal([9, 3]), new Rng(3).Normal([9, 3]));
        var (W, b) = (layer.Slot(θ, "W"), layer.Slot(θ, "b"));
        var pieces = Enumerable.Range(0, 4).Select(k => x.MatMul(W.Slice(1, 5 * k, 5)) + b[(5 * k)..(5 * k + 5)]);
        Assert.True((double)(pieces.Aggregate(Tensor.Max) - layer.Apply(θ, x)).Abs().Max() < 10 * 2.3e-16 * 4);   // sums of 4 terms of size 4, in another order
        var above = (layer.Apply(θ, x) + layer.Apply(θ, y)) / 2 - layer.Apply(θ, (x + y) / 2);
        Assert.True((double)above.Min() > -1e-14 && (double)above.Max() > 0.1);
    }

    [Fact]
    public void Replicas_compute_what_each_net_computes_alone()
    {
        var layer = new Maxout(3, 5, 4);
        var (θ, x) = (layer.Initialize(new Rng(3), replicas: 3), new Rng(4).Normal([3, 6, 3]));
        var together = layer.Apply(θ, x);
        Assert.Equal(Shape.Of([3, 6, 5]), together.Shape);
        for (var r = 0; r < 3; r++)
            Assert.Equal(layer.Apply(θ[r], x[r]).ToArray(), together[r].ToArray());
    }

    [Fact]
    public void Text_names_the_sizes() =>
        Assert.Contains("Maxout 3 → 5, 4 pieces  W [3×20], b [20]  80", new Chain(new Maxout(3, 5, 4)).ToString(), StringComparison.Ordinal);

    static Tensor Join(params Tensor[] parts) =>
        Tensor.Concat(0, Tensor.Concat(1, parts[0], parts[1]).Reshape([2 * parts[0].Size]), parts[2], parts[3]);
}
