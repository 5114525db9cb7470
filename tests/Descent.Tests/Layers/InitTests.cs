using Descent.Layers;
using Descent.Tensors;

namespace Descent.Tests.Layers;

public class InitTests
{
    const int In = 300, Out = 200;

    public static TheoryData<string, double> Variances => new()
    {
        { nameof(Init.He), 2.0 / In },
        { nameof(Init.LeCun), 1.0 / In },
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

    [Fact]
    public void Uniform_rules_stay_in_their_range() =>
        Assert.True((double)Init.XavierUniform.Draw(new Rng(1), [In, Out], Precision.Double).Abs().Max() <= Math.Sqrt(6.0 / (In + Out)));

    [Theory, InlineData(40, 30), InlineData(30, 40), InlineData(30, 30)]
    public void Orthogonal_matrices_have_orthonormal_columns_or_rows(int m, int n)
    {
        var w = Init.Orthogonal.Draw(new Rng(1), [m, n], Precision.Double);
        var product = m >= n ? w.TransposedMatMul(w) : w.MatMulTransposed(w);
        Assert.True((double)(product - Tensor.Eye(Math.Min(m, n))).Abs().Max() < 40 * 40 * 1.2e-16);
    }

    [Fact]
    public void Precision_is_the_one_asked_for() => Assert.Equal(Precision.Single, new Dense(3, 2).Initialize(new Rng(1), Precision.Single).Precision);

    [Fact]
    public void Weights_rules_refuse_vectors() =>
        Assert.Contains("[in, out]", Assert.Throws<ArgumentException>(() => Init.He.Draw(new Rng(1), [5], Precision.Double)).Message, StringComparison.Ordinal);

    static Init Named(string name) => name switch
    {
        nameof(Init.He) => Init.He,
        nameof(Init.LeCun) => Init.LeCun,
        nameof(Init.XavierNormal) => Init.XavierNormal,
        nameof(Init.XavierUniform) => Init.XavierUniform,
        nameof(Init.Uniform) => Init.Uniform(0.3),
        _ => Init.Gaussian(0.3),
    };
}
