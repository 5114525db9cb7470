using System.Text.Json;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Theory;

namespace Descent.Tests.Optimizers;

public class TrajectoryTests
{
    /// <summary>After 50 steps of a stable rule, rounding of 1 ulp per operation stays below 50 steps × about 20 operations × 2⁻⁵².</summary>
    const double Rounding = 50 * 20 * 2.3e-16;

    static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "reference", "optimizers.json"))).RootElement;

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Reference.GetProperty("runs").GetArrayLength())];

    [Theory, MemberData(nameof(Runs))]
    public void Trajectory_equals_PyTorchs(int index)
    {
        var run = Reference.GetProperty("runs")[index];
        var (rule, penalty) = Rule(run.GetProperty("rule").GetString()!, run.GetProperty("settings"));
        var path = rule.Descend(θ => Loss(θ) + penalty / 2 * θ.SquaredNorm(), Start).Take(51).ToList();
        foreach (var kept in run.GetProperty("iterates").EnumerateArray())
        {
            var (expected, found) = (Numbers(kept.GetProperty("theta")), path[kept.GetProperty("step").GetInt32()].θ.ToArray());
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], found[i], Rounding * Math.Max(1, Math.Abs(expected[i])));
            Assert.Equal(kept.GetProperty("loss").GetDouble(), (double)Loss(Tensor.Of(found)), Rounding * 10);
        }
    }

    [Theory, MemberData(nameof(Runs))]
    public void In_place_twin_equals_the_rule(int index)
    {
        var run = Reference.GetProperty("runs")[index];
        var (rule, _) = Rule(run.GetProperty("rule").GetString()!, run.GetProperty("settings"));
        foreach (var wrapped in new Optimizer[] { rule, new Clipped(rule, 0.3), new Averaged(rule, 3), new Decayed(rule, 0.1), new Averaged(new Clipped(new Decayed(rule, 0.2), 0.5)) })
            AssertTwin(wrapped);
    }

    static void AssertTwin(Optimizer rule)
    {
        var x = rule.Start(Start);
        var (θ, memory) = (Start.Keep(), x.Memory.Select(m => m.Keep()).ToArray());
        for (var t = 0; t < 50; t++)
        {
            rule.Update(θ, Derivatives.Gradient(Loss, θ), memory, t);
            x = rule.Next(x, Derivatives.Gradient(Loss, x.θ));
        }
        Close(rule.Result(x), rule.Result(new(θ, 50, memory)));
    }

    [Fact]
    public void Descent_on_a_quadratic_equals_the_closed_form_of_every_mode()
    {
        double[] λ = [0.1, 1, 7];
        var bowl = Tensor.Of(λ);
        var path = new GradientDescent(0.2).Descend(θ => 0.5 * (bowl * θ * θ).Sum(), Tensor.Of(1, 1, 1)).ElementAt(40).θ;
        for (var i = 0; i < 3; i++)
            Assert.Equal(Math.Pow(1 - 0.2 * λ[i], 40), path.At(i), 40 * 4 * 1.2e-16);
    }

    [Fact]
    public void Heavy_ball_on_a_quadratic_follows_its_two_by_two_matrix()
    {
        var (η, μ, λ) = (0.1, 0.8, 3.0);
        var (w, Δ) = (1.0, 0.0);
        foreach (var x in new Momentum(η, μ).Descend(θ => 0.5 * λ * θ.SquaredNorm(), Tensor.Of(1)).Take(60))
        {
            Assert.Equal(w, x.θ.At(0), 1e-13);
            Δ = μ * Δ - η * λ * w;
            w += Δ;
        }
    }

    [Fact]
    public void Momentum_follows_a_constant_gradient_at_the_transient_rate()
    {
        var (η, μ) = (0.01, 0.9);
        var path = new Momentum(η, μ).Descend(θ => θ.Sum(), Tensor.Of(0)).Take(200).ToList();
        for (var k = 1; k < 200; k++)
            Assert.Equal(-η * (1 - Math.Pow(μ, k)) / (1 - μ), path[k].θ.At(0) - path[k - 1].θ.At(0), 1e-14);
    }

    [Fact]
    public void First_step_of_Adam_has_the_size_of_the_rate_whatever_the_loss_is_multiplied_by()
    {
        foreach (var scale in new[] { 1e-3, 1, 50.0 })
            Assert.Equal(-0.01 * scale / (scale + 1e-8), new Adam(0.01).Descend(θ => scale * θ.Sum(), Tensor.Of(0)).ElementAt(1).θ.At(0), 1e-16);
    }

    [Fact]
    public void Penalty_in_the_loss_and_decay_in_the_rule_agree_for_gradient_descent_and_differ_for_Adam()
    {
        Tensor Penalized(Tensor θ) => Loss(θ) + 0.1 / 2 * θ.SquaredNorm();
        Close(new GradientDescent(0.1).Descend(Penalized, Start).ElementAt(50).θ, new Decayed(new GradientDescent(0.1), 0.1).Descend(Loss, Start).ElementAt(50).θ);
        var (inLoss, inRule) = (new Adam(0.1).Descend(Penalized, Start).ElementAt(50).θ, new AdamW(0.1, 0.1).Descend(Loss, Start).ElementAt(50).θ);
        Assert.True((double)(inLoss - inRule).Norm() > 0.1);
    }

    [Fact]
    public void Rosenbrock_ends_where_the_deterministic_run_ends()
    {
        static Tensor Rosenbrock(Tensor w) => (1 - w[0]).Square() + 100 * (w[1] - w[0].Square()).Square();
        var end = new GradientDescent(1e-3).Descend(Rosenbrock, Tensor.Of(-1.2, 1)).ElementAt(200).θ;
        Assert.Equal(-0.858950, end.At(0), 5e-7);
        Assert.Equal(0.745877, end.At(1), 5e-7);
    }

    [Fact]
    public void Iterates_keep_their_own_numbers()
    {
        var path = new Adam(0.1).Descend(Loss, Start).Take(100).ToList();
        Assert.Equal(100, path.Select(x => x.θ.At(0)).Distinct().Count());
        Assert.Equal(path[7].θ.ToArray(), new Adam(0.1).Descend(Loss, Start).ElementAt(7).θ.ToArray());
    }

    [Fact]
    public void Stochastic_descent_ends_with_its_losses_and_averages_running_data_exactly()
    {
        double[] data = [3, 1, 4, 1, 5, 9, 2, 6];
        var path = new GradientDescent(Schedule.InverseTime(1)).Descend(data.Select(x => (Func<Tensor, Tensor>)(w => 0.5 * (w - x).SquaredNorm())), Tensor.Of(0)).ToList();
        Assert.Equal(data.Length + 1, path.Count);
        for (var n = 1; n <= data.Length; n++)
            Assert.Equal(data.Take(n).Average(), path[n].θ.At(0), 1e-14);
    }

    [Fact]
    public void Averaged_result_is_the_mean_of_the_iterates_from_its_start()
    {
        var rule = new Averaged(new GradientDescent(0.1), From: 5);
        var path = rule.Descend(Loss, Start).Take(21).ToList();
        var mean = path.Skip(5).Select(x => x.θ).Aggregate((a, b) => a + b) / 16;
        Close(mean, rule.Result(path[^1]));
        Assert.Equal(path[4].θ.ToArray(), rule.Result(path[4]).ToArray());
    }

    [Fact]
    public void Clipped_gradients_are_never_longer_than_the_limit()
    {
        var path = new Clipped(new GradientDescent(1), 0.25).Descend(θ => 100 * θ.SquaredNorm(), Tensor.Of(3, 4)).Take(4).ToList();
        Assert.Equal(0.25, (double)(path[1].θ - path[0].θ).Norm(), 1e-12);
    }

    [Fact]
    public void Best_heavy_ball_beats_best_descent_as_the_theory_says()
    {
        var bowl = Tensor.Of(1, 100);
        double After(Optimizer rule) => (double)rule.Descend(θ => 0.5 * (bowl * θ * θ).Sum(), Tensor.Of(1, 1)).ElementAt(60).θ.Norm();
        Assert.Equal(0.425936, After(new GradientDescent(QuadraticDescent.BestStep(1, 100))), 5e-7);
        Assert.Equal(6.53532e-4, After(new Momentum(HeavyBall.BestStep(1, 100), HeavyBall.BestMomentum(100))), 5e-9);
    }

    static void Close(Tensor a, Tensor b) => Assert.True((double)(a - b).Abs().Max() <= Rounding * Math.Max(1, (double)a.Abs().Max()), $"{a}\n{b}");

    static readonly Tensor Start = Tensor.Of(Numbers(Reference.GetProperty("problem").GetProperty("start")));

    static readonly Tensor X = Tensor.Stack([.. Reference.GetProperty("problem").GetProperty("inputs").EnumerateArray().Select(row => Tensor.Of(Numbers(row)))]);

    static Tensor Loss(Tensor θ) => (X.MatMul(θ[..12].Reshape([4, 3])) + θ[12..]).CrossEntropy([0, 1, 2, 0, 1, 2]);

    static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(x => x.GetDouble())];

    static (Optimizer, double Penalty) Rule(string name, JsonElement settings)
    {
        double Get(string key, double otherwise = 0) => settings.TryGetProperty(key, out var value) ? value.GetDouble() : otherwise;
        return name switch
        {
            "SGD" => (new GradientDescent(Get("lr")), Get("weight_decay")),
            "Momentum" => (new Momentum(Get("lr"), Get("momentum")), 0),
            "Nesterov" => (new Nesterov(Get("lr"), Get("momentum")), 0),
            "AdaGrad" => (new AdaGrad(Get("lr"), Get("eps")), 0),
            "RMSProp" => (new RmsProp(Get("lr"), Get("alpha"), Get("eps")), 0),
            "AMSGrad" => (new AmsGrad(Get("lr"), Get("beta1"), Get("beta2"), Get("eps")), 0),
            "Adam" => (new Adam(Get("lr"), Get("beta1"), Get("beta2"), Get("eps")), 0),
            "AdamW" => (new AdamW(Get("lr"), Get("weight_decay"), Get("beta1"), Get("beta2"), Get("eps")), 0),
            _ => throw new ArgumentException(name),
        };
    }
}
