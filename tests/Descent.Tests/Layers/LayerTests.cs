using Descent.Layers;
using Descent.Tensors;

namespace Descent.Tests.Layers;

public class LayerTests
{
    static readonly Chain Net = new(new Dense(3, 4), new Tanh(), new Dense(4, 2, Init.LeCun, Init.Constant(0.5)));

    [Fact]
    public void Dense_is_x_W_plus_b()
    {
        var θ = Tensor.Of(1, 2, 3, 4, 5, 6, 10, 20);   // W = [[1, 2], [3, 4], [5, 6]], b = [10, 20]
        Assert.Equal([1 + 6 + 15 + 10, 2 + 8 + 18 + 20], new Dense(3, 2).Apply(θ, Tensor.Of(new double[,] { { 1, 2, 3 } })).ToArray());
    }

    [Fact]
    public void Chain_is_composition_by_hand()
    {
        var (θ, x) = (Net.Initialize(new Rng(1)), new Rng(2).Normal([5, 3]));
        var hidden = (x.MatMul(Net.Slot(θ, "0.W")) + Net.Slot(θ, "0.b")).Tanh();
        var output = hidden.MatMul(Net.Slot(θ, "2.W")) + Net.Slot(θ, "2.b");
        Assert.True((double)(output - Net.Apply(θ, x)).Abs().Max() < 1e-15 * 10);   // five sums of size 1, each rounded in another order
        Assert.True((double)(hidden - Net.Activations(θ, x)[1]).Abs().Max() < 1e-15);
    }

    [Fact]
    public void Slots_cover_theta_in_order_with_their_initializers()
    {
        var θ = Net.Initialize(new Rng(1));
        Assert.Equal(3 * 4 + 4 + 4 * 2 + 2, Net.Parameters);
        Assert.Equal(["0.W", "0.b", "2.W", "2.b"], Net.Slots.Select(slot => slot.Name));
        Assert.Equal(θ.ToArray(), Net.Slots.SelectMany(slot => Net.Slot(θ, slot.Name).ToArray()));
        Assert.Equal([0.5, 0.5], Net.Slot(θ, "2.b").ToArray());
    }

    [Fact]
    public void Replicas_compute_what_each_net_computes_alone()
    {
        var θ = Net.Initialize(new Rng(3), replicas: 3);
        var x = new Rng(4).Normal([3, 5, 3]);
        var together = Net.Apply(θ, x);
        for (var r = 0; r < 3; r++)
            Assert.Equal(Net.Apply(θ[r], x[r]).ToArray(), together[r].ToArray());
        var g = Derivatives.Gradient(t => Net.Apply(t, x).SquaredNorm(), θ);
        for (var r = 0; r < 3; r++)
            Assert.True((double)(Derivatives.Gradient(t => Net.Apply(t, x[r]).SquaredNorm(), θ[r]) - g[r]).Abs().Max() < 1e-12);
    }

    [Fact]
    public void Joined_replicas_are_the_rows_again_and_compute_the_same()
    {
        var (rows, x) = (Net.Initialize(new Rng(3), replicas: 3), new Rng(4).Normal([3, 5, 3]));
        var all = new Replicas(Net, 3);
        Assert.Equal(rows.ToArray(), all.Separate(all.Join(rows)).ToArray());
        Assert.Equal(Net.Apply(rows, x).ToArray(), all.Apply(all.Join(rows), x).ToArray());
        Assert.Contains("[2×26]", Assert.Throws<ArgumentException>(() => all.Join(rows[..2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradient_and_curvature_products_of_every_layer_agree_with_differences()
    {
        Layer[] layers = [new Dense(3, 4), new Tanh(), new Sigmoid(), new Relu(), new LeakyRelu(), new Elu(), new Gelu(), new Softplus(), new Maxout(3, 4, 3), Net];
        foreach (var layer in layers)
        {
            var x = new Rng(5).Normal([6, 3]) + 0.05;   // no input within h of a kink
            var (θ, weight) = (layer.Initialize(new Rng(6)), new Rng(7).Normal(layer.Apply(layer.Initialize(new Rng(6)), x).Shape));
            Tensor L(Tensor all) => (weight * layer.Apply(all[..layer.Parameters], all[layer.Parameters..].Reshape(x.Shape))).Sum().Tanh();
            var at = Tensor.Concat(0, θ, x.Reshape([x.Size]));
            var (v, h) = (new Rng(8).Normal(at.Shape), 6e-6);   // h = ε^⅓: truncation h² and rounding ε/h are both about 4e-11
            var slope = ((double)L(at + h * v) - (double)L(at - h * v)) / (2 * h);
            Assert.Equal(slope, (double)Derivatives.Gradient(L, at).Dot(v), 1e-7 * Math.Max(1, Math.Abs(slope)));
            var Hv = Derivatives.Gradient(t => Derivatives.Gradient(L, t).Dot(v), at);
            var difference = (Derivatives.Gradient(L, at + h * v) - Derivatives.Gradient(L, at - h * v)) / (2 * h);
            Assert.True((double)(Hv - difference).Norm() < 1e-6 * Math.Max(1, (double)Hv.Norm()), $"{layer}");
        }
    }

    [Fact]
    public void Text_lists_layers_shapes_and_counts()
    {
        var text = Net.ToString();
        Assert.Contains("26 parameters", text, StringComparison.Ordinal);
        Assert.Contains("0  Dense 3 → 4  W [3×4], b [4]  16", text, StringComparison.Ordinal);
        Assert.Contains("1  Tanh", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_sizes_name_both_sides()
    {
        Assert.Contains("26 parameters; θ has shape [25]", Assert.Throws<ArgumentException>(() => Net.Apply(Tensor.Zeros([25]), Tensor.Zeros([1, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("[1×4] and [3×4]", Assert.Throws<ArgumentException>(() => Net.Apply(Tensor.Zeros([26]), Tensor.Zeros([1, 4]))).Message, StringComparison.Ordinal);
        Assert.Contains("2.b", Assert.Throws<ArgumentException>(() => Net.Slot(Tensor.Zeros([26]), "W")).Message, StringComparison.Ordinal);
    }
}
