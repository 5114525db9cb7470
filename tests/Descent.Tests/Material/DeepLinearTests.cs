using Descent.Data;
using Descent.Layers;
using Descent.Models;
using Descent.Optimizers;
using Descent.Curvature;
using Descent.Tensors;
using Descent.Theory;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Material;

/// <summary>Trajectories of deep linear networks: numbers that were found independently.</summary>
public class DeepLinearTests
{
    static Tensor Diagonal(params double[] d) => Tensor.Diagonal(Tensor.Of(d));

    static Tensor Rotation(double degrees) => Math.SinCos(degrees * Math.PI / 180) is var (s, c) ? Tensor.Of(new[,] { { c, -s }, { s, c } }) : null!;

    static double After(DeepLinear net, Tensor Φ, Tensor θ, double η, int steps) => (double)net.Loss(Φ)(new GradientDescent(η).Descend(net.Loss(Φ), θ).ElementAt(steps).θ);

    [Fact]
    public void Sigmoid_of_Saxe_has_the_known_values_and_half_times()
    {
        Assert.Equal(0.188842, DeepLinearMode.Strength(0.5, 3, 0.01), 5e-7);
        Assert.Equal(1.723002, DeepLinearMode.Strength(1, 3, 0.01), 5e-7);
        Assert.Equal(2.893241, DeepLinearMode.Strength(1.5, 3, 0.01), 5e-7);
        Assert.Equal(0.950074, DeepLinearMode.HalfTime(3, 0.01), 5e-7);
        Assert.Equal(2.297560, DeepLinearMode.HalfTime(1, 0.01), 5e-7);
    }

    /// <summary>Twenty principal components of the digits, whitened, against the ten classes.</summary>
    static (Tensor U, double[] s, Tensor V, Tensor Φ) Digits()
    {
        var digits = Dataset.Digits();
        var x = digits.Inputs() - digits.Inputs().Mean(0);
        var pca = Symmetric.SecondMoment(x).Eigen();
        var whitening = Tensor.Stack([.. pca.Take(20).Select(p => p.Vector / Math.Sqrt(p.λ))]);
        var Φ = digits.Targets.TransposedMatMul(x.MatMulTransposed(whitening)) / digits.Count;
        var svd = Φ.ToMathNetMatrix().Svd();
        return (Tensor.From(svd.U), [.. svd.S], Tensor.From(svd.VT).Transpose(), Φ);
    }

    [Fact]
    public void Modes_of_the_digits_are_learnt_in_the_order_of_their_strength()
    {
        var s = Digits().s;
        Assert.Equal(0.2939, s[0], 5e-5);
        Assert.Equal(0.1698, s[8], 5e-5);
        Assert.Equal(0, s[9], 1e-12);                      // the ten classes add up to one
        Assert.Equal(9.66, DeepLinearMode.HalfTime(s[0], 1e-3), 5e-3);
        Assert.Equal(15.10, DeepLinearMode.HalfTime(s[8], 1e-3), 5e-3);
    }

    [Fact]
    public void Descent_on_the_digits_follows_each_mode_within_two_per_cent()
    {
        var (U, s, V, Φ) = Digits();
        var net = new DeepLinear(20, 10, 10);
        var start = U.MatMulTransposed(V.Slice(1, 0, 10)) * 1e-3;   // every mode begins with u₀ = 0.001
        const double η = 1e-2;
        foreach (var x in new GradientDescent(η).Descend(net.Loss(Φ), net.Balanced(start)).Take(2001).Where(x => x.Step % 250 == 0))
        {
            var modes = U.TransposedMatMul(net.EndToEnd(x.θ)).MatMul(V);
            for (var i = 0; i < 9; i++)
                Assert.Equal(1, modes.At(i, i) / DeepLinearMode.Strength(η * x.Step, s[i], 1e-3), 0.02);
        }
    }

    [Fact]
    public void Conditions_of_Arora_and_others_hold_on_an_instance_and_their_bound_is_loose()
    {
        var (Φ, W) = (Diagonal(1, 0.8), Diagonal(0.9, 0.6));
        var (c, norm) = (DeepLinear.DeficiencyMargin(W, Φ), (double)Φ.Norm());
        var η = DeepLinearRate.LargestStep(c, norm, 3);
        Assert.Equal(0.576393, c, 5e-7);
        Assert.Equal(3.0289e-7, η, 5e-12);
        Assert.Equal(69_699_176, DeepLinearRate.Steps(η, c, 3, 0.025, 1e-6));   // 69,699,175.1 rounded up
        Assert.Equal(7_919_954, DeepLinearRate.Run([0.9, 0.6], [1, 0.8], 3, η, 1e-6));
        Assert.Equal(22, DeepLinearRate.Run([0.9, 0.6], [1, 0.8], 3, 0.1, 1e-6));

        var net = new DeepLinear(2, 2, 2, 2);
        Assert.Equal(22, new GradientDescent(0.1).Descend(net.Loss(Φ), net.Balanced(W)).First(x => (double)net.Loss(Φ)(x.θ) <= 1e-6).Step);
    }

    [Theory, InlineData(30), InlineData(90), InlineData(150), InlineData(170)]
    public void Identity_start_reaches_rotations(double degrees) =>
        Assert.InRange(After(new(2, 2, 2, 2), Rotation(degrees), new DeepLinear(2, 2, 2, 2).Identity(), 0.1, 4000), 0, 1e-29);

    [Fact]
    public void Identity_start_reaches_positive_definite_targets_and_no_negative_eigenvalue()
    {
        var (net, one) = (new DeepLinear(2, 2, 2, 2), new DeepLinear(1, 1, 1, 1));
        Assert.InRange(After(net, Diagonal(2, 0.3), net.Identity(), 0.1, 4000), 0, 1e-29);
        Assert.Equal(0.5, After(net, Diagonal(1, -1), net.Identity(), 0.1, 4000), 1e-5);         // the mode decays like 1/(ηt): w³ = −φw² t
        Assert.Equal(0.125, After(one, Tensor.Of(new[,] { { -0.5 } }), one.Identity(), 0.1, 4000), 1e-5);
        Assert.InRange(After(one, Tensor.Of(new[,] { { 0.5 } }), one.Identity(), 0.1, 4000), 0, 1e-29);
    }

    [Fact]
    public void Without_a_margin_balanced_descent_can_end_in_a_rank_deficient_saddle()
    {
        var net = new DeepLinear(2, 2, 2);
        var (Φ, W) = (Tensor.Eye(2), Diagonal(1, -0.1));
        Assert.True(DeepLinear.DeficiencyMargin(W, Φ) < 0);
        var end = new GradientDescent(0.1).Descend(net.Loss(Φ), net.Balanced(W)).ElementAt(400).θ;
        Assert.Equal(0.5, (double)net.Loss(Φ)(end), 1e-9);
        Assert.InRange((double)(net.EndToEnd(end) - Diagonal(1, 0)).Norm(), 0, 1e-9);
    }

    [Fact]
    public void Without_balance_a_step_that_serves_the_balanced_start_diverges()
    {
        var net = new DeepLinear(1, 1, 1);
        var Φ = Tensor.Of(new[,] { { 1.0 } });
        Assert.InRange(After(net, Φ, net.Balanced(0.9 * Φ), 0.1, 200), 0, 1e-20);
        Assert.False(After(net, Φ, Tensor.Of(9, 0.1), 0.1, 200) < 1);
    }

    [Fact]
    public void Unbalanced_factors_of_the_wrong_sign_escape_and_balanced_ones_do_not()
    {
        var net = new DeepLinear(1, 1, 1);
        var Φ = Tensor.Of(new[,] { { 1.0 } });
        Assert.InRange(After(net, Φ, Tensor.Of(1, -0.5), 0.1, 400), 0, 1e-20);
        Assert.Equal(0.5, After(net, Φ, Tensor.Of(0.7, -0.7), 0.1, 400), 1e-12);
    }

    [Fact]
    public void Imbalance_of_two_factors_shrinks_by_the_exact_factor()
    {
        var (w, product) = (Tensor.Of(0.5, 2), 1.0);
        for (var t = 0; t < 200; t++)
        {
            product *= 1 - Math.Pow(0.01 * (w.At(0) * w.At(1) - 3), 2);
            w -= 0.01 * Gradient(w => 0.5 * (w[0] * w[1] - 3).Square(), w);
        }
        var left = w.At(1) * w.At(1) - w.At(0) * w.At(0);
        Assert.Equal(3.7345345, left, 5e-8);
        Assert.Equal(3.75 * product, left, 1e-12);
    }

    [Fact]
    public void Drift_of_the_imbalance_is_halved_with_the_step()
    {
        var (net, Φ) = (new DeepLinear(3, 3, 3, 3), Diagonal(2, 1, 0.5));
        var θ = net.Balanced(0.5 * Tensor.Eye(3)) + 0.1 * new Rng(1).Normal([27]);
        double Drift(double η) => net.Imbalances(new GradientDescent(η).Descend(net.Loss(Φ), θ).ElementAt((int)Math.Round(10 / η)).θ).Zip(net.Imbalances(θ), (a, b) => (double)(a - b).Norm()).Max();
        Assert.InRange(Drift(0.02) / Drift(0.01), 1.98, 2.02);   // first order: the ratio is 2 + O(η)
    }

    [Fact]
    public void Balanced_layers_keep_their_singular_values_together_and_their_vectors_aligned()
    {
        var (net, rng) = (new DeepLinear(3, 3, 3, 3), new Rng(4));
        var Φ = Diagonal(2, 1.2, 0.6);
        foreach (var x in new GradientDescent(0.01).Descend(net.Loss(Φ), net.Balanced(0.3 * Tensor.Eye(3) + 0.1 * rng.Normal([3, 3]))).Take(601).Where(x => x.Step % 50 == 0))
        {
            var σ = net.SingularValues(x.θ);
            Assert.All(Enumerable.Range(0, 3), i => Assert.InRange(σ.Max(layer => layer[i]) - σ.Min(layer => layer[i]), 0, 1e-3));
            Assert.InRange(net.Alignment(x.θ, 3), 0.999, 1 + 1e-12);
        }
    }

    /// <summary>ℓₚ regression (1/p)Σ|wᵢ − yᵢ|ᵖ to y = (10, 1), the fewest steps over 61 rates from 10⁻⁴ to 1, w = w₁ or w = w₁w₂ with a number w₂.</summary>
    static int Fewest(double p, int depth, double loss) => Enumerable.Range(0, 61).Min(i =>
    {
        var η = Math.Pow(10, -4 + i / 15.0);
        var v = depth == 2 ? Math.Pow(0.5, 0.25) : 1;     // balanced: |w₁| = w₂ = √|w|
        double[] w = [0.5 / v, 0.5 / v];
        double[] y = [10, 1];
        for (var t = 0; t < 5000; t++)
        {
            double[] r = [w[0] * v - y[0], w[1] * v - y[1]];
            var L = r.Sum(r => Math.Pow(Math.Abs(r), p)) / p;
            if (L <= loss)
                return t;
            if (!(L < 1e9))
                break;
            double[] g = [.. r.Select(r => Math.Sign(r) * Math.Pow(Math.Abs(r), p - 1))];
            var gv = g[0] * w[0] + g[1] * w[1];
            w = [w[0] - η * g[0] * v, w[1] - η * g[1] * v];
            v -= depth == 2 ? η * gv : 0;
        }
        return int.MaxValue;
    });

    [Fact]
    public void A_second_factor_speeds_up_the_fourth_power_and_slows_down_the_square()
    {
        Assert.True(Fewest(4, 2, 1e-4) * 2 < Fewest(4, 1, 1e-4));
        Assert.Equal(1, Fewest(2, 1, 1e-4));
        Assert.True(Fewest(2, 2, 1e-4) > 3);
    }

    [Fact]
    public void Factorisations_from_small_starts_all_reach_the_error_of_principal_components()
    {
        var net = new DeepLinear(5, 2, 4) { Init = Init.Gaussian(0.1) };
        var M = new Rng(3).Normal([4, 5]);
        var s = M.ToMathNetMatrix().Svd().S;
        var θ = new GradientDescent(0.05).Descend(net.Loss(M), net.Initialize(new Rng(5), 100)).ElementAt(1500).θ;
        Assert.All(Enumerable.Range(0, 100), r => Assert.Equal((s[2] * s[2] + s[3] * s[3]) / 2, (double)net.Loss(M)(θ[r]), 1e-6));
    }

    [Fact]
    public void A_single_rectifier_finds_its_teacher_from_at_least_half_of_all_starts()
    {
        var rng = new Rng(7);
        var (x, teacher) = (rng.Normal([400, 8]), rng.Normal([8, 1]));
        var y = x.MatMul(teacher).Relu();
        var start = rng.Normal([8, 50]);      // fifty students side by side
        var end = new GradientDescent(0.2).Descend(w => 0.5 * (x.MatMul(w).Relu() - y).SquaredNorm() / 400, start).ElementAt(400).θ;
        var cos = end.Transpose().MatMul(teacher).Reshape([50]) / end.Square().Sum(0, keep: false).Sqrt() / teacher.Norm();
        Assert.True(cos.ToArray().Count(c => c > 0.999) >= 25);
    }
}
