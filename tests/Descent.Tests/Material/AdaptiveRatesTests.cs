using Descent.Optimizers;
using Descent.Tensors;
using Descent.Theory;

namespace Descent.Tests.Material;

/// <summary>Numbers that were found independently, with another implementation.</summary>
public class AdaptiveRatesTests
{
    static readonly Tensor Aligned = Tensor.Diagonal(Tensor.Of(100, 1));

    static readonly Tensor Turn = Math.Sqrt(0.5) * Tensor.Of(new double[,] { { 1, -1 }, { 1, 1 } });

    static readonly Tensor Turned = Turn.MatMul(Aligned).MatMulTransposed(Turn);

    static double End(Optimizer rule, int steps, bool turned)
    {
        var H = turned ? Turned : Aligned;
        var start = turned ? Turn.MatMul(Tensor.Of(1, 1)) : Tensor.Of(1, 1);
        var w = rule.Follow(x => H.MatMul(x.θ), start).ElementAt(steps).θ;
        return 0.5 * (double)w.Dot(H.MatMul(w));
    }

    [Fact]
    public void Turning_the_valley_ruins_AdaGrad_and_Adam_and_leaves_gradient_descent_alone()
    {
        Assert.Equal(1.3e-18, End(new AdaGrad(0.5), 40, turned: false), 0.05e-18);
        Assert.Equal(0.2969, End(new AdaGrad(0.5), 40, turned: true), 5e-5);
        Assert.Equal(4.1e-8, End(new Adam(0.05), 200, turned: false), 0.05e-8);
        Assert.Equal(0.159, End(new Adam(0.05), 200, turned: true), 5e-4);
        var plain = End(new GradientDescent(0.01), 40, turned: false);
        Assert.Equal(plain, End(new GradientDescent(0.01), 40, turned: true), 40 * 10 * 2.3e-16 * 50);   // E starts at 50
    }

    [Fact]
    public void Ways_in_a_hundred_steps_along_a_constant_gradient()
    {
        double Way(Optimizer rule) => -rule.Descend(θ => 3 * θ.Sum(), Tensor.Of(0)).ElementAt(100).θ.At(0);
        Assert.Equal(18.5896, Way(new AdaGrad(1)), 5e-5);
        Assert.Equal(109.14, Way(new RmsProp(1)), 5e-3);
        Assert.Equal(100, Way(new Adam(1)), 1e-6);                       // δ/|g| = 3e-9 a step
        Assert.Equal(Way(new RmsProp(1)), AdaptiveRates.RmsPropWay(0.9, 100), 1e-6);
    }

    [Fact]
    public void First_step_without_correction_is_3_1623_times_too_large_for_the_paper_and_right_for_the_book()
    {
        Assert.Equal(3.1623, AdaptiveRates.StepAfterSilence(1, 0.9, 0.999), 5e-5);
        Assert.Equal(1, AdaptiveRates.StepAfterSilence(1, 0.9, 0.99), 1e-14);
    }

    [Fact]
    public void Loss_times_1000_is_delta_over_1000()
    {
        static Tensor Rosenbrock(Tensor w) => (1 - w[0]).Square() + 100 * (w[1] - w[0].Square()).Square();
        var a = new Adam(0.05, ε: 1e-8).Descend(w => 1000 * Rosenbrock(w), Tensor.Of(-1.2, 1)).ElementAt(200).θ;
        var b = new Adam(0.05, ε: 1e-11).Descend(Rosenbrock, Tensor.Of(-1.2, 1)).ElementAt(200).θ;
        Assert.True((double)(a - b).Abs().Max() < 200 * 20 * 2.3e-16 * 100);   // a nudge to this path grows less than a hundredfold
    }

    [Fact]
    public void Rate_of_AdaGrad_on_noise_is_within_2_percent_after_ten_thousand_steps()
    {
        var noise = new Rng(11);
        var r = new AdaGrad(1).Follow(_ => noise.Normal([1]), Tensor.Of(0)).ElementAt(10_000).Memory[0].At(0);
        Assert.Equal(1, 1 / Math.Sqrt(r) / AdaptiveRates.NoiseRate(1, 10_000), 0.02);   // 0.7 % is one standard deviation
    }

    [Fact]
    public void Adam_goes_to_the_wrong_end_of_Reddis_example_and_AMSGrad_to_the_right_one()
    {
        var (adam, wrong) = Online(remember: false);
        var (amsGrad, right) = Online(remember: true);
        Assert.Equal(1, adam, 1e-12);
        Assert.Equal(0.66899, wrong, 5e-6);
        Assert.Equal(-0.99798, amsGrad, 5e-6);
        Assert.Equal(0.00354, right, 5e-6);

        // Reddi et al.: nothing corrected, β1 = 0, β2 = 1/(1 + C²), rate 0.5/√t, on [−1, 1], 30,000 steps from 0.
        static (double x, double Regret) Online(bool remember)
        {
            var (x, v, u, regret) = (0.0, 0.0, 0.0, 0.0);
            for (var t = 1; t <= 30_000; t++)
            {
                var g = t % 3 == 1 ? 3.0 : -1;
                regret += g * (x + 1);
                v = 0.1 * v + 0.9 * g * g;
                u = Math.Max(u, v);
                x = Math.Clamp(x - 0.5 / Math.Sqrt(t) * g / Math.Sqrt(remember ? u : v), -1, 1);
            }
            return (x, regret / 30_000);
        }
    }

    [Fact]
    public void Library_rules_agree_on_Reddis_example()
    {
        var rate = new Schedule("0.5/√t", t => 0.5 / Math.Sqrt(t + 1));
        Assert.InRange(End(new Adam(rate, 0, 0.1)), 0.99, 1);
        Assert.InRange(End(new AmsGrad(rate, 0, 0.1)), -1, -0.99);

        static double End(Optimizer rule)
        {
            var x = rule.Start(Tensor.Of(0));
            for (var t = 0; t < 3000; t++)
            {
                x = rule.Next(x, Tensor.Of(t % 3 == 0 ? 3 : -1));
                x = x with { θ = x.θ.Clip(-1, 1) };
            }
            return x.θ.At(0);
        }
    }

    [Fact]
    public void Adaptive_rules_misjudge_every_unseen_negative_of_Wilsons_example()
    {
        // Four positive and two negative examples: the label, two ones, then one feature of its own for a positive example, five for a negative one.
        var x = new double[6, 17];
        for (var i = 0; i < 6; i++)
        {
            (x[i, 0], x[i, 1], x[i, 2]) = (i < 4 ? 1 : -1, 1, 1);
            for (var own = 0; own < (i < 4 ? 1 : 5); own++)
                x[i, i < 4 ? 3 + i : 7 + 5 * (i - 4) + own] = 1;
        }
        var X = Tensor.Of(x);
        var y = X.Slice(1, 0, 1);
        double[] Weights(Optimizer rule) => rule.Follow(p => X.TransposedMatMul(X.MatMul(p.θ) - y), Tensor.Zeros([17, 1])).ElementAt(3000).θ.ToArray();
        var plain = Weights(new GradientDescent(0.05));
        Assert.Equal(0.637037, plain[0], 5e-7);
        Assert.Equal(0.133333, plain[1], 5e-7);
        Assert.Equal(-0.3704, plain[1] + plain[2] - plain[0], 5e-5);
        foreach (var rule in new Optimizer[] { new AdaGrad(0.1), new Adam(0.01) })
        {
            var w = Weights(rule);
            Assert.All(w, w => Assert.Equal(0.25, Math.Abs(w), 1e-6));
            Assert.Equal(0.25, w[1] + w[2] - w[0], 1e-6);
        }
    }

    [Fact]
    public void L2_in_the_loss_and_decoupled_decay_end_apart_under_Adam_and_together_under_gradient_descent()
    {
        static Tensor Rosenbrock(Tensor w) => (1 - w[0]).Square() + 100 * (w[1] - w[0].Square()).Square();
        static Tensor Penalized(Tensor w) => Rosenbrock(w) + 0.05 * w.SquaredNorm();
        static Tensor After(Optimizer rule, Func<Tensor, Tensor> loss) => rule.Descend(loss, Tensor.Of(-1.2, 1)).ElementAt(200).θ;
        var (inLoss, inRule) = (After(new Adam(0.05), Penalized), After(new AdamW(0.05, 0.1), Rosenbrock));
        Assert.Equal([-0.57781, 0.33884], inLoss.ToArray().Select(w => Math.Round(w, 5)));
        Assert.Equal([-0.05021, 0.00258], inRule.ToArray().Select(w => Math.Round(w, 5)));
        var difference = After(new GradientDescent(1e-3), Penalized) - After(new Decayed(new GradientDescent(1e-3), 0.1), Rosenbrock);
        Assert.True((double)difference.Abs().Max() < 200 * 20 * 2.3e-16 * 10);
    }
}
