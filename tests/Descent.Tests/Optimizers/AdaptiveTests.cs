using System.Text.Json;
using Descent.Data;
using Descent.Optimizers;
using Descent.Tensors;

namespace Descent.Tests.Optimizers;

public class AdaptiveTests
{
    /// <summary>50 steps × about 20 operations × 2⁻⁵²: on these paths a nudge to the start stays a nudge of that size.</summary>
    const double Rounding = 50 * 20 * 2.3e-16;

    static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "reference", "optimizers.json"))).RootElement.GetProperty("adaptive");

    static readonly Batch Digits = Dataset.Digits().All();

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Reference.GetArrayLength())];

    [Theory, MemberData(nameof(Runs))]
    public void Trajectory_on_Rosenbrock_and_on_digits_equals_PyTorchs(int index)
    {
        var run = Reference[index];
        var onDigits = run.GetProperty("problem").GetString() == "digits";
        var (rule, loss, start) = (Rule(run), onDigits ? (Func<Tensor, Tensor>)Softmax : Rosenbrock, onDigits ? Tensor.Zeros([64, 10]) : Tensor.Of(-1.2, 1));
        var path = rule.Descend(loss, start).Take(51).ToList();
        foreach (var kept in run.GetProperty("iterates").EnumerateArray())
        {
            var step = kept.GetProperty("step").GetInt32();
            var θ = path[step].θ;
            var found = onDigits ? Enumerable.Range(0, 10).Select(i => θ.At(6 * i + 3, i)).ToArray() : θ.ToArray();
            var expected = kept.GetProperty("theta").EnumerateArray().Select(x => x.GetDouble()).ToArray();
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], found[i], Rounding);
            Assert.Equal(kept.GetProperty("loss").GetDouble(), (double)loss(θ), Rounding * Math.Max(1, (double)Derivatives.Gradient(loss, θ).Norm()));
        }
    }

    [Fact]
    public void AdaGrad_along_a_constant_gradient_steps_by_the_root_of_time()
    {
        var path = new AdaGrad(0.3, δ: 0).Descend(θ => 7 * θ.Sum(), Tensor.Of(0)).Take(101).ToList();
        for (var k = 1; k <= 100; k++)
            Assert.Equal(-0.3 / Math.Sqrt(k), path[k].θ.At(0) - path[k - 1].θ.At(0), 0.3 * 100 * 20 * 1.2e-16);
    }

    [Fact]
    public void Delta_stands_outside_the_root()
    {
        Assert.Equal(-2 / (2 + 0.5), First(new AdaGrad(1, 0.5)), 1e-15);
        Assert.Equal(-2 / (2 * Math.Sqrt(0.1) + 0.5), First(new RmsProp(1, 0.9, 0.5)), 1e-15);
        Assert.Equal(-2 / (2 + 0.5), First(new AmsGrad(1, 0.9, 0.99, 0.5)), 1e-14);

        static double First(Optimizer rule) => rule.Descend(θ => 2 * θ.Sum(), Tensor.Of(0)).ElementAt(1).θ.At(0);
    }

    [Fact]
    public void AMSGrad_is_Adam_while_the_gradients_do_not_shrink()
    {
        static IEnumerable<Tensor> Path(Optimizer rule) => rule.Follow(x => Tensor.Of(1 + x.Step, -2), Tensor.Of(0, 0)).Take(30).Select(x => x.θ);
        foreach (var (a, b) in Path(new Adam(0.1)).Zip(Path(new AmsGrad(0.1))))
            Assert.Equal(a.ToArray(), b.ToArray());
    }

    [Fact]
    public void AMSGrad_remembers_the_largest_second_moment()
    {
        double[] g = [1, 10, 1, 1, 1, 1];
        var path = new AmsGrad(0.1, 0, 0.5).Follow(x => Tensor.Of(g[x.Step]), Tensor.Of(0)).Take(7).ToList();
        Assert.All(path.Skip(2), x => Assert.Equal(0.5 * 100 + 0.25, x.Memory[2].At(0)));
        Assert.True(path[^1].Memory[1].At(0) < 5);
    }

    [Theory, InlineData(Precision.Single), InlineData(Precision.Double)]
    public void In_place_twin_equals_the_rule_in_both_precisions(Precision precision)
    {
        var (start, ulp) = (new Rng(5).Normal([37], precision), precision == Precision.Single ? 1.2e-7 : 2.3e-16);
        foreach (var rule in new Optimizer[] { new AdaGrad(0.1), new RmsProp(0.01), new AmsGrad(0.05, 0.9, 0.7) })
        {
            var x = rule.Start(start);
            var (θ, memory) = (start.Keep(), x.Memory.Select(m => m.Keep()).ToArray());
            for (var t = 0; t < 20; t++)
            {
                var g = new Rng(t).Normal([37], precision);
                rule.Update(θ, g, memory, t);
                x = rule.Next(x, g);
            }
            Assert.True((double)(θ - x.θ).Abs().Max() <= 20 * 20 * ulp * Math.Max(1, (double)x.θ.Abs().Max()), rule.ToString());
        }
    }

    static Tensor Rosenbrock(Tensor w) => (1 - w[0]).Square() + 100 * (w[1] - w[0].Square()).Square();

    static Tensor Softmax(Tensor W) => Digits.X.MatMul(W).CrossEntropy(Digits.Labels);

    static Optimizer Rule(JsonElement run)
    {
        var settings = run.GetProperty("settings");
        double Get(string key) => settings.GetProperty(key).GetDouble();
        return run.GetProperty("rule").GetString() switch
        {
            "AdaGrad" => new AdaGrad(Get("lr"), Get("eps")),
            "RMSProp" => new RmsProp(Get("lr"), Get("alpha"), Get("eps")),
            "Adam" => new Adam(Get("lr"), Get("beta1"), Get("beta2"), Get("eps")),
            "AMSGrad" => new AmsGrad(Get("lr"), Get("beta1"), Get("beta2"), Get("eps")),
            var other => throw new ArgumentException(other),
        };
    }
}
