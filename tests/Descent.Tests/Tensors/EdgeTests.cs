using Descent.Tensors;
using static Descent.Tensors.Derivatives;
using static Descent.Tensors.Tensor;

namespace Descent.Tests.Tensors;

/// <summary>Empty tensors, single elements, odd lengths, and numbers that are none.</summary>
public class EdgeTests
{
    const double NaN = double.NaN, Inf = double.PositiveInfinity;

    static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["−x"] = x => -x,
        ["x + 1"] = x => x + 1,
        ["2 / x"] = x => 2 / x,
        ["x − x"] = x => x - x,
        ["x ∘ x"] = x => x * x,
        ["max(x, 0)"] = x => Max(x, 0),
        ["clip"] = x => x.Clip(-1, 1),
        ["x > 0"] = x => x > 0,
        ["where"] = x => Where(x > 0, x, -x),
        ["x³"] = x => x.Pow(3),
        ["xʸ"] = x => Pow(x, x),
        ["exp"] = x => x.Exp(),
        ["log"] = x => x.Log(),
        ["sqrt"] = x => x.Sqrt(),
        ["square"] = x => x.Square(),
        ["abs"] = x => x.Abs(),
        ["sign"] = x => x.Sign(),
        ["positive"] = x => x.Positive(),
        ["sin"] = x => x.Sin(),
        ["cos"] = x => x.Cos(),
        ["tanh"] = x => x.Tanh(),
        ["sigmoid"] = x => x.Sigmoid(),
        ["erf"] = x => x.Erf(),
        ["softplus"] = x => x.Softplus(),
        ["relu"] = x => x.Relu(),
        ["leaky relu"] = x => x.LeakyRelu(),
        ["elu"] = x => x.Elu(),
        ["gelu"] = x => x.Gelu(),
        ["to"] = x => x.To(x.Precision == Precision.Single ? Precision.Double : Precision.Single),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_length_gives_the_same_numbers(string name)
    {
        // Whatever the tail of a vector loop does, it computes what the loop does: every prefix of the input yields that prefix of the output.
        var f = Functions[name];
        foreach (var precision in new[] { Precision.Single, Precision.Double })
        {
            var x = new Rng(1).Normal([70], precision);
            var (y, g) = (f(x).ToArray(), Gradient(x => f(x).Sum(), x).ToArray());
            for (var n = 0; n <= 70; n++)
            {
                Assert.Equal(y[..n], f(x[..n]).ToArray());
                Assert.Equal(y[n..], f(x[n..]).ToArray());
                Assert.Equal(g[..n], Gradient(x => f(x).Sum(), x[..n]).ToArray());
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Empty_tensors_stay_empty(string name)
    {
        foreach (var shape in (Shape[])[[0], [0, 3], [3, 0], [2, 0, 3]])
        {
            Assert.Equal(shape, Functions[name](Zeros(shape)).Shape);
            Assert.Equal(shape, Gradient(x => Functions[name](x).Sum(), Zeros(shape)).Shape);
        }
    }

    [Theory, InlineData(0, 3), InlineData(3, 0)]
    public void Reductions_of_nothing(int rows, int columns)
    {
        var x = Zeros([rows, columns]);
        Assert.Equal(0, (double)x.Sum());
        Assert.Equal(0, (double)x.SquaredNorm());
        Assert.Equal(0, (double)x.Dot(x));
        Assert.Equal(NaN, (double)x.Mean());
        Assert.Equal(NaN, (double)x.Variance());
        var empty = rows == 0 ? 0 : 1;
        Assert.Equal([0, 0, 0], x.Sum(empty).ToArray());
        Assert.Equal([NaN, NaN, NaN], x.Mean(empty, keep: false).ToArray());
        Assert.Equal(x.Shape.With(1 - empty, 1), x.Sum(1 - empty).Shape);
        Assert.Equal(x.Shape.With(1 - empty, 1), x.Max(1 - empty).Shape);
        Assert.Empty(x.ArgMax(1 - empty));
        foreach (var choose in new Func<object>[] { () => x.Max(empty), () => x.Min(empty), () => x.ArgMax(empty), () => x.Max(), () => x.Min() })
            Assert.EndsWith("there is no element to choose.", Assert.Throws<ArgumentException>(choose).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 2, 0 }, new[] { 0, 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 0, 2 }, new[] { 2, 3 }, new[] { 0, 3 })]
    [InlineData(new[] { 2, 2 }, new[] { 2, 0 }, new[] { 2, 0 })]
    [InlineData(new[] { 2, 3, 0 }, new[] { 0, 4 }, new[] { 2, 3, 4 })]
    [InlineData(new[] { 2, 0, 3 }, new[] { 3, 4 }, new[] { 2, 0, 4 })]
    [InlineData(new[] { 0, 2, 3 }, new[] { 0, 3, 4 }, new[] { 0, 2, 4 })]
    [InlineData(new[] { 2, 0 }, new[] { 5, 0, 3 }, new[] { 5, 2, 3 })]
    [InlineData(new[] { 0 }, new[] { 0, 3 }, new[] { 3 })]
    [InlineData(new[] { 2, 0 }, new[] { 0 }, new[] { 2 })]
    public void Products_over_nothing_are_zeros(int[] a, int[] b, int[] product)
    {
        Tensor A = Ones(Shape.Of(a)), B = Ones(Shape.Of(b));
        Assert.Equal(Zeros(Shape.Of(product)).ToArray(), A.MatMul(B).ToArray());
        Assert.Equal(product, A.MatMul(B).Shape);
        Assert.Equal(A.Shape, Gradient(A => A.MatMul(B).Sum(), A).Shape);
        Assert.Equal(B.Shape, Gradient(B => A.MatMul(B).Sum(), B).Shape);
        if (a.Length > 1 && b.Length > 1)
        {
            Assert.Equal(product, A.Transpose().TransposedMatMul(B).Shape);
            Assert.Equal(product, A.MatMulTransposed(B.Transpose()).Shape);
        }
    }

    [Fact]
    public void Layouts_of_nothing()
    {
        var x = Zeros([0, 3]);
        Assert.Equal("[3×0]", x.Transpose().Shape.ToString());
        Assert.Equal("[5×0]", x.Reshape([5, 0]).Shape.ToString());
        Assert.Equal("[0×2]", x.Slice(1, 1, 2).Shape.ToString());
        Assert.Equal("[0×3]", Ones([2, 3])[2..].Shape.ToString());
        Assert.Equal([0, 0, 0], x.Pad(0, 1, 0).ToArray());
        Assert.Equal([1, 1, 1], Concat(0, x, Ones([1, 3]), x).ToArray());
        Assert.Equal("[2×0×3]", Stack(x, x).Shape.ToString());
        Assert.Equal("[0×3]", Ones([2, 3]).Gather([]).Shape.ToString());
        Assert.Equal([0, 0, 0], x.ScatterAdd([], 1).ToArray());
        Assert.Equal("[0]", x.Pick([]).Shape.ToString());
        Assert.Equal("[0×3]", OneHot([], 3).Shape.ToString());
        Assert.Equal("[0×0]", Eye(0).Shape.ToString());
        Assert.Equal("[4×0×3]", x.BroadcastTo([4, 0, 3]).Shape.ToString());
        Assert.Equal("[0×3]", Ones([1, 3]).BroadcastTo([0, 3]).Shape.ToString());
        Assert.Equal([0, 0, 0], x.SumTo([3]).ToArray());
        Assert.Equal([0, 0, 0], x.SumTo([1, 3]).ToArray());
        Assert.Equal("[0×3]", (x + Ones([3])).Shape.ToString());
        Assert.Equal("[3×0]", (Ones([3, 0]) * Ones([3, 1])).Shape.ToString());
        Assert.Equal("[0×3]", x.LogSoftmax().Shape.ToString());
        Assert.Equal("[3×0]", Ones([3, 0]).LogSoftmax().Shape.ToString());
        Assert.Equal(NaN, (double)x.CrossEntropy([]));
        Assert.Equal("[0×4]", Jacobian(x => x[..0], Ones([4])).Shape.ToString());
        Assert.Equal("[4×0]", Jacobian(x => Ones([4]) * x.Sum(), Ones([0])).Shape.ToString());
    }

    [Fact]
    public void One_element_is_its_own_sum_mean_and_extreme()
    {
        foreach (var shape in (Shape[])[[], [1], [1, 1], [1, 1, 1]])
        {
            var x = Full(shape, 3);
            Assert.All([x.Sum(), x.Mean(), x.Max(), x.Min(), x.Norm()], y => Assert.Equal(("[]", 3), (y.Shape.ToString(), (double)y)));
            Assert.Equal(0, (double)x.Variance());
            Assert.Equal(9, (double)x.Dot(x));
            if (shape.Rank > 0)
            {
                Assert.Equal(0, (double)x.LogSoftmax());
                Assert.Equal([0], x.ArgMax());
            }
        }
    }

    public static TheoryData<string, double, double, double> Limits => new()
    {
        // at −∞, at ∞, at NaN
        { "exp", 0, Inf, NaN },
        { "log", NaN, Inf, NaN },
        { "sqrt", NaN, Inf, NaN },
        { "square", Inf, Inf, NaN },
        { "x³", -Inf, Inf, NaN },
        { "2 / x", 0, 0, NaN },
        { "abs", Inf, Inf, NaN },
        { "sign", -1, 1, NaN },
        { "sin", NaN, NaN, NaN },
        { "cos", NaN, NaN, NaN },
        { "tanh", -1, 1, NaN },
        { "sigmoid", 0, 1, NaN },
        { "erf", -1, 1, NaN },
        { "softplus", 0, Inf, NaN },
        { "relu", 0, Inf, NaN },
        { "leaky relu", -Inf, Inf, NaN },
        { "elu", -1, Inf, NaN },
        { "max(x, 0)", 0, Inf, NaN },
        { "clip", -1, 1, NaN },
        { "x > 0", 0, 1, 0 },
        { "to", -Inf, Inf, NaN },
    };

    [Theory, MemberData(nameof(Limits))]
    public void Functions_have_their_limits_and_keep_what_is_no_number(string name, double atMinus, double atPlus, double atNaN)
    {
        foreach (var precision in new[] { Precision.Single, Precision.Double })
            Assert.Equal([atMinus, atPlus, atNaN], Functions[name](Of(-Inf, Inf, NaN).To(precision)).ToArray());
    }

    [Fact]
    public void What_is_no_number_stays_so_in_sums_products_and_extremes()
    {
        var x = Of(new double[,] { { 1, NaN, 3 }, { 4, 5, Inf } });
        Assert.Equal([NaN, Inf], x.Sum(1).ToArray());
        Assert.Equal([NaN, Inf], x.Max(1).ToArray());
        Assert.Equal([NaN, 4], x.Min(1).ToArray());
        Assert.Equal([NaN, NaN], x.MatMul(Of(0, 0, 0)).ToArray());
        Assert.Equal([0, 0, 0], (Of(NaN, NaN, 1).EqualTo(Of(NaN, 1, NaN))).ToArray());
        Assert.Equal([NaN, NaN], Max(Of(NaN, 1), Of(1, NaN)).ToArray());
        Assert.Equal([1, 2], Where(Of(1, 0), Of(1, NaN), Of(NaN, 2)).ToArray());
    }

    [Fact]
    public void Classes_ruled_out_by_minus_infinity_have_probability_and_gradient_zero()
    {
        var x = Of(new double[,] { { 0, -Inf, 0 } });
        Assert.Equal([-Math.Log(2), -Inf, -Math.Log(2)], x.LogSoftmax().ToArray(), (a, b) => a == b || Math.Abs(a - b) < 1e-15);
        Assert.Equal(Math.Log(2), (double)x.CrossEntropy([2]), 1e-15);
        Assert.Equal([0.5, 0, -0.5], Gradient(x => x.CrossEntropy([2]), x).ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([0.5, 0, -0.5], LinearizeGradient(x => x.CrossEntropy([2]), x, out _).Value.ToArray(), (a, b) => Math.Abs(a - b) < 1e-15);
    }
}
