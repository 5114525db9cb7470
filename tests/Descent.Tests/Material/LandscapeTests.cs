using Descent.Curvature;
using Descent.Data;
using Descent.Layers;
using Descent.Models;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Training;

namespace Descent.Tests.Material;

/// <summary>Chapter 12, the first half: what the material says about landscapes and about the subspace of SGD, on the data it names.</summary>
public class LandscapeTests
{
    static readonly Dataset Digits = Dataset.Digits();

    [Fact]
    public void The_spread_of_the_final_loss_over_starts_shrinks_more_than_fiftyfold_from_4_to_64_units()
    {
        double Deviation(int width)
        {
            var net = Net(64, width, 10);
            var run = Fit.Classifiers(net, 10, Digits.Take(600), new Momentum(0.1), 40, 32, new Rng(7));
            double[] losses = [.. Enumerable.Range(0, 10).Select(r => Fit.Evaluate(net, run.θ[r], Digits.Take(600)).Loss)];
            return Math.Sqrt(losses.Sum(x => Math.Pow(x - losses.Average(), 2)) / 9);
        }
        Assert.True(Deviation(4) > 50 * Deviation(64));
    }

    [Fact]
    public void A_hundred_factorizations_all_reach_the_best_one()
    {
        var M = new Rng(1).Normal([6, 5]);
        var factors = new DeepLinear(5, 2, 6) { Init = Init.Gaussian(0.1) };
        var ends = new GradientDescent(0.05).Descend(factors.Loss(M), factors.Initialize(new Rng(2), 100)).ElementAt(1500).θ;
        var best = 0.5 * M.ToMathNetMatrix().Svd().S.Skip(2).Sum(s => s * s);
        // The flattest curvature across the valley of minima is s₂ − s₃ = 0.195: what is left of the loss falls by e^(−2 · 0.05 · 0.195) per step, by e⁻²⁹ in all.
        for (var r = 0; r < 100; r++)
            Assert.Equal(best, (double)factors.Loss(M)(ends[r]), 1e-10);
    }

    [Fact]
    public void The_more_units_of_a_network_are_dead_the_higher_its_critical_point_and_the_more_curvatures_are_negative()
    {
        var (data, net) = (Digits.Take(100).All(), Net(64, 4, 10));
        Tensor L(Tensor θ) => Loss.CrossEntropy(net.Apply(θ, data.X), data.Labels) + 0.005 * θ.SquaredNorm();
        var (loss, index) = (double.PositiveInfinity, int.MaxValue);
        for (var alive = 0; alive <= 4; alive++)
        {
            var unit = Tensor.Of([.. Enumerable.Range(0, 4).Select(i => i < alive ? 1.0 : 0)]);
            var mask = Tensor.Concat(0, unit.BroadcastTo([64, 4]).Reshape([256]), unit, unit.Reshape([4, 1]).BroadcastTo([4, 10]).Reshape([40]), Tensor.Ones([10]));
            var θ = CriticalPoint.Find(L, new Momentum(0.2).Descend(L, mask * net.Initialize(new Rng(1))).ElementAt(800).θ, stride: 1);
            Assert.NotNull(θ);
            var point = CriticalPoint.Classify(L, θ);
            Assert.Equal(alive < 4 ? PointKind.StrictSaddle : PointKind.Minimum, point.Kind);
            Assert.True((double)L(θ) < loss && point.Index < index, $"{alive} units: {(double)L(θ)}, {point}");
            (loss, index) = ((double)L(θ), point.Index);
        }
    }

    [Fact]
    public void The_gradient_lies_in_the_ten_stiffest_directions_after_SGD_and_outside_of_them_after_descent_with_all_data()
    {
        Assert.Equal(1210, Mlp.Parameters);
        Assert.True(Share(Sgd(1)) > 0.85);
        Assert.True(Share(Sgd(5)) > 0.95);
        Assert.True(Share(new GradientDescent(0.5).Descend(Whole, Start).ElementAt(100).θ) < 1e-3);
    }

    [Fact]
    public void Steps_onto_that_subspace_stall_and_steps_off_it_learn()
    {
        double After(Func<Subspace, Tensor, Tensor> part)
        {
            var (θ, order) = (Sgd(1), new Rng(9));
            for (var epoch = 0; epoch < 4; epoch++)
            {
                var stiff = Stiffest(Hessian.At(Whole, θ));
                foreach (var (x, _, labels) in Digits.Batches(32, order))
                    θ -= 0.5 * part(stiff, Derivatives.Gradient(θ => Loss.CrossEntropy(Mlp.Apply(θ, x), labels), θ));
            }
            return (double)Whole(θ);
        }
        var begin = (double)Whole(Sgd(1));
        Assert.True(After((s, g) => s.Project(g)) > 0.5 * begin);
        Assert.True(After((s, g) => s.Reject(g)) < 0.25 * begin);
    }

    [Fact]
    public void More_than_half_of_two_hundred_students_of_one_unit_find_their_teacher()
    {
        var x = new Rng(1).Normal([1000, 10]);
        var y = x.MatMul(Tensor.Unit(10, 0)).Relu().Reshape([1000, 1]);
        var W = new GradientDescent(0.2).Descend(W => 0.5 * (x.MatMulTransposed(W).Relu() - y).SquaredNorm() / 1000, 0.5 * new Rng(2).Normal([200, 10])).ElementAt(300).θ;
        Assert.True(Enumerable.Range(0, 200).Count(r => W.At(r, 0) > 0.999 * (double)W[r].Norm()) > 100);
    }

    [Fact]
    public void With_one_parameter_there_can_be_two_valleys()
    {
        static Tensor L(Tensor w) => (w.Pow(4) - w.Square()).Sum();
        Assert.All((double[])[-Math.Sqrt(0.5), Math.Sqrt(0.5)], w => Assert.Equal(PointKind.Minimum, CriticalPoint.Classify(L, Tensor.Of(w)).Kind));
        Assert.Equal(PointKind.Maximum, CriticalPoint.Classify(L, Tensor.Of(0)).Kind);
    }

    static readonly Chain Mlp = Net(64, 16, 10);
    static readonly Tensor Start = Mlp.Initialize(new Rng(1));
    static readonly Batch Every = Digits.All();

    static Chain Net(int inputs, int hidden, int outputs) => new(new Dense(inputs, hidden, Init.LeCun), new Tanh(), new Dense(hidden, outputs, Init.LeCun));

    static Tensor Whole(Tensor θ) => Loss.CrossEntropy(Mlp.Apply(θ, Every.X), Every.Labels);

    static Tensor Sgd(int epochs) =>
        Fit.Classifier(Mlp, Digits, null, new GradientDescent(0.5), epochs, 32, new Rng(1), new() { Start = Start, Precision = Precision.Double }).θ;

    static Subspace Stiffest(Hessian H) => new(H.Lanczos(new Rng(3), top: 10, tolerance: 1e-6, repeated: false).Top);

    static double Share(Tensor θ)
    {
        var H = Hessian.At(Whole, θ);
        return Stiffest(H).Share(H.Gradient);
    }
}
