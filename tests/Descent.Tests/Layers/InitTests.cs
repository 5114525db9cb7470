using Descent.Layers;
using Descent.Tensors;

namespace Descent.Tests.Layers;

public class InitTests
{
    const int In = 300, Out = 200;

    public static TheoryData<string, double> Variances => new()
    {
        { nameof(Init.FanIn), 1.7 / In },
        { nameof(Init.He), 2.0 / In },
        { nameof(Init.HeUniform), 2.0 / In },
        { nameof(Init.LeCun), 1.0 / In },
        { nameof(Init.LeCunUniform), 1.0 / In },
        { nameof(Init.XavierNormal), 2.0 / (In + Out) },
        { nameof(Init.XavierUniform), 2.0 / (In + Out) },
        { nameof(Init.Uniform), 0.3 * 0.3 / 3 },
        { nameof(Init.Gaussian), 0.3 * 0.3 },
    };

    [Theory, MemberData(nameof(Variances))]
    public void Mean_and_variance_are_those_of_the_rule(string name, double variance)
    {
        var w = Named(name).Draw(new Rng(1), [In, Out], Precision.Double);
        var n = In * Out;
        Assert.True(Math.Abs((double)w.Mean()) < 5 * Math.Sqrt(variance / n));
        Assert.True(Math.Abs((double)w.Variance() / variance - 1) < 5 * Math.Sqrt(2.0 / n));   // the normal's standard error; the uniform's is smaller
    }

    [Theory, InlineData(nameof(Init.XavierUniform), 6.0 / (In + Out)), InlineData(nameof(Init.HeUniform), 6.0 / In), InlineData(nameof(Init.LeCunUniform), 3.0 / In)]
    public void Uniform_rules_fill_their_range_and_stay_in_it(string name, double square)   // the largest of 60,000 misses the end by 5 in 10,000 with probability e⁻³⁰
    {
        var largest = (double)Named(name).Draw(new Rng(1), [In, Out], Precision.Double).Abs().Max();
        Assert.InRange(largest, 0.9995 * Math.Sqrt(square), Math.Sqrt(square));
    }

    [Theory, InlineData(40, 30), InlineData(30, 40), InlineData(30, 30)]
    public void Orthogonal_matrices_have_orthonormal_columns_or_rows(int m, int n)
    {
        var w = Init.Orthogonal.Draw(new Rng(1), [m, n], Precision.Double);
        var product = m >= n ? w.TransposedMatMul(w) : w.MatMulTransposed(w);
        Assert.True((double)(product - Tensor.Eye(Math.Min(m, n))).Abs().Max() < 40 * 40 * 1.2e-16);
    }

    [Theory, InlineData(3, 3), InlineData(3, 5), InlineData(5, 3)]
    public void Identity_copies_as_many_inputs_as_there_are_outputs(int m, int n)   // torch.nn.init.eye_
    {
        var w = Init.Identity.Draw(new Rng(1), [m, n], Precision.Double);
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
                Assert.Equal(i == j ? 1 : 0, w.At(i, j));
    }

    [Fact]
    public void A_gradient_passes_active_ReLU_units_with_identity_weights_unchanged()
    {
        var net = new Chain(Enumerable.Range(0, 40).SelectMany(_ => (Layer[])[new Dense(4, 4, Init.Identity), new Relu()]).ToArray());
        var g = Derivatives.Gradient(x => (net.Apply(net.Initialize(new Rng(1)), x) * Tensor.Of(1, 2, 3, 4)).Sum(), Tensor.Of(new double[,] { { 1, 2, 3, 4 } }));
        Assert.Equal([1, 2, 3, 4], g.ToArray());
    }

    [Fact]
    public void Forget_gates_begin_open_and_other_gates_at_a_half()
    {
        var b = Init.ForgetGate(2).Draw(new Rng(1), [12], Precision.Double);
        Assert.Equal([0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0], b.ToArray());
        Assert.Equal([5, 0, 0], Init.ForgetGate(5, gate: 0, gates: 3).Draw(new Rng(1), [3], Precision.Double).ToArray());
        Assert.Equal(0.731059, 1 / (1 + Math.Exp(-Init.ForgetGate().Draw(new Rng(1), [4], Precision.Double).At(1))), 5e-7);
    }

    [Fact]
    public void Gates_that_do_not_fit_are_refused()
    {
        Assert.Contains("4 equal parts", Assert.Throws<ArgumentException>(() => Init.ForgetGate().Draw(new Rng(1), [6], Precision.Double)).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 2", Assert.Throws<ArgumentException>(() => Init.ForgetGate(1, 3, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => Init.FanIn(-1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Precision_is_the_one_asked_for() => Assert.Equal(Precision.Single, new Dense(3, 2).Initialize(new Rng(1), Precision.Single).Precision);

    [Fact]
    public void Weights_rules_refuse_vectors() =>
        Assert.Contains("[in, out]", Assert.Throws<ArgumentException>(() => Init.He.Draw(new Rng(1), [5], Precision.Double)).Message, StringComparison.Ordinal);

    static Init Named(string name) => name switch
    {
        nameof(Init.FanIn) => Init.FanIn(1.7),
        nameof(Init.He) => Init.He,
        nameof(Init.HeUniform) => Init.HeUniform,
        nameof(Init.LeCun) => Init.LeCun,
        nameof(Init.LeCunUniform) => Init.LeCunUniform,
        nameof(Init.XavierNormal) => Init.XavierNormal,
        nameof(Init.XavierUniform) => Init.XavierUniform,
        nameof(Init.Uniform) => Init.Uniform(0.3),
        _ => Init.Gaussian(0.3),
    };
}
