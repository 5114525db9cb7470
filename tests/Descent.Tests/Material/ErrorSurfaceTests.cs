using Descent.Data;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Training;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Material;

/// <summary>What chapter 1 says of gradients and landscapes, as checks that hold without it.</summary>
public class ErrorSurfaceTests
{
    static Tensor Surface(Tensor w) => (w[0].Square() - 1).Square() + (w[1] - 0.5 * w[0]).Square() + 0.3 * w[0];

    static Tensor Wells(Tensor w) => (w[0].Square() - 1).Square() + w[1].Square();

    static readonly Tensor Here = Tensor.Of(0.4, 1.2);

    [Fact]
    public void Slope_in_every_direction_is_its_product_with_the_gradient_and_steepest_along_it()
    {
        const double h = 1e-5;   // central differences: truncation h² E‴/6 and rounding ε/h are both below 1e-9 here
        var g = Gradient(Surface, Here);
        Tensor Direction(int degrees) => Tensor.Of(Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        double Slope(int degrees) => (double)(Surface(Here + h * Direction(degrees)) - Surface(Here - h * Direction(degrees))) / (2 * h);
        foreach (var degrees in Enumerable.Range(0, 360))
            Assert.Equal((double)Direction(degrees).Dot(g), Slope(degrees), 1e-8);
        var steepest = Enumerable.Range(0, 360).MaxBy(Slope);
        Assert.InRange(steepest - Math.Atan2(g.At(1), g.At(0)) * 180 / Math.PI, -0.5, 0.5);
    }

    [Fact]
    public void What_the_first_order_leaves_of_a_step_is_second_order()
    {
        var g = Gradient(Surface, Here);
        double Rest(double η) => Math.Abs((double)(Surface(Here - η * g) - Surface(Here)) + η * (double)g.SquaredNorm());
        var (coarse, fine) = (Math.Pow(2, -12), Math.Pow(2, -13));
        Assert.Equal(2, Math.Log2(Rest(coarse) / Rest(fine)), 0.05);
    }

    [Fact]
    public void Basins_of_two_wells_meet_exactly_at_their_ridge()
    {
        // 41 × 41 starts as one tensor [2, 1681]: each walks on its own, because the sum of losses has their gradients side by side.
        double[] ticks = [.. Enumerable.Range(-20, 41).Select(i => i / 20.0 * 1.5)];
        var starts = Tensor.Stack(Tensor.Of([.. ticks.SelectMany(x => ticks.Select(_ => x))]), Tensor.Of([.. ticks.SelectMany(_ => ticks)]));
        var ends = new GradientDescent(0.05).Descend(w => Wells(w).Sum(), starts).ElementAt(500).θ;
        for (var i = 0; i < starts.Shape[1]; i++)
        {
            Assert.Equal(Math.Sign(starts.At(0, i)), ends.At(0, i), 1e-9);
            Assert.Equal(0, ends.At(1, i), 1e-9);
        }
    }

    [Fact]
    public void Zero_one_loss_moves_nothing_and_its_smooth_surrogate_learns_the_digits()
    {
        var (all, net) = (Dataset.Digits().All(), new Dense(64, 10, Init.Gaussian(0.1)));
        var start = net.Initialize(new Rng(8));
        Tensor ZeroOne(Tensor w)
        {
            var z = net.Apply(w, all.X);
            return 1 - (z.Pick(all.Labels) >= z.Max(1, keep: false)).Mean();
        }
        Assert.Equal(start.ToArray(), new GradientDescent(1).Descend(ZeroOne, start).ElementAt(20).θ.ToArray());
        var learnt = new GradientDescent(1).Descend(w => Loss.CrossEntropy(net.Apply(w, all.X), all.Labels), start).ElementAt(300).θ;
        Assert.True(1 - (double)ZeroOne(learnt) > 0.95);
    }

    [Fact]
    public void Wide_networks_end_alike_from_different_starts()
    {
        var data = Dataset.Digits().Take(600);
        double Spread(int width)
        {
            var net = new Chain(new Dense(64, width, Init.LeCun), new Tanh(), new Dense(width, 10, Init.LeCun));
            var θ = Fit.Classifiers(net, 10, data, new Momentum(0.1), epochs: 40, batch: 50, new Rng(1)).θ;
            return Math.Sqrt((double)Tensor.Of([.. Enumerable.Range(0, 10).Select(r => Fit.Evaluate(net, θ[r], data).Loss)]).Variance());
        }
        Assert.True(Spread(4) > 50 * Spread(64));
    }
}
