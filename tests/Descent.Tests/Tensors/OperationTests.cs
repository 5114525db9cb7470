using System.Reflection;
using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Tensors;

/// <summary>
/// Each row of <see cref="Operation.Table"/> as f: θ ↦ y, and through it L(θ) = Σ wᵢ fᵢ + ½ Σ fᵢ², whose gradient Jᵀ(w + f) and curvature JᵀJ + Σ (w + f)ᵢ ∇²fᵢ use
/// every pull twice, also where f is linear.
/// </summary>
public class OperationTests
{
    const double ε = 1.0 / (1L << 53), ε32 = 1.0 / (1 << 24);

    public static TheoryData<string> Rows => [.. Operation.Table.Keys];

    public static TheoryData<string> AllRows => [.. Operation.Table.Keys, .. Operation.Wide.Keys];

    static Operation Row(string name) => Operation.Table.TryGetValue(name, out var row) ? row : Operation.Wide[name];

    public static TheoryData<string> Differentiable => [.. Operation.Table.Keys.Where(name => !name.StartsWith("Equal", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(AllRows))]
    public void Value_is_the_definition(string name)
    {
        var operation = Row(name);
        var θ = operation.Draw(1);
        var y = operation.On(Tensor.Of(θ));
        var expected = operation.Defined(θ);

        Assert.Equal(expected.Shape, y.Shape);
        Near(expected.Numbers, y, Rounding(ε, θ, expected.Numbers));
    }

    [Theory, MemberData(nameof(AllRows))]
    public void Float32_follows_float64_within_rounding(string name)
    {
        var operation = Row(name);
        var single = Tensor.Of(operation.Draw(2)).To(Precision.Single);
        var θ = single.To(Precision.Double);
        var (y, g) = (operation.On(single), Gradient(Loss(operation), single));
        var (y64, g64) = (operation.On(θ).ToArray(), Gradient(Loss(operation), θ).ToArray());

        Assert.Equal((Precision.Single, Precision.Single), (y.Precision, g.Precision));
        Near(y64, y, Rounding(ε32, θ.ToArray(), y64));
        Near(g64, g, Rounding(ε32, θ.ToArray(), [.. y64, .. g64]) * (1 + Largest(y64)));
    }

    [Theory, MemberData(nameof(Differentiable))]
    public void Gradient_is_the_limit_of_differences(string name)
    {
        var operation = Operation.Table[name];
        var L = Loss(operation);
        var θ = operation.Draw(3);
        var g = Gradient(L, Tensor.Of(θ));
        var scale = 1 + Math.Abs((double)L(Tensor.Of(θ)));

        for (var i = 0; i < θ.Length; i++)
        {
            var (slope, tolerance) = Difference(t => [(double)L(Tensor.Of([.. θ[..i], θ[i] + t, .. θ[(i + 1)..]]))], Rounding(ε, θ, [scale]));
            Assert.InRange(g.At(i), slope[0] - tolerance[0], slope[0] + tolerance[0]);
        }
    }

    [Theory, MemberData(nameof(Differentiable))]
    public void Curvature_times_a_vector_is_the_limit_of_differences_of_gradients(string name)
    {
        var operation = Operation.Table[name];
        var L = Loss(operation);
        var θ = Tensor.Of(operation.Draw(4));
        var v = new Rng(4).Uniform(θ.Shape, -1);
        var Hv = LinearizeGradient(L, θ, out _).Pull(v);
        var g = Gradient(L, θ).ToArray();

        var (slope, tolerance) = Difference(t => Gradient(L, θ + t * v).ToArray(), Rounding(ε, θ.ToArray(), g));
        for (var i = 0; i < θ.Size; i++)
            Assert.InRange(Hv.At(i), slope[i] - tolerance[i], slope[i] + tolerance[i]);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Curvature_is_symmetric(string name)
    {
        var operation = Operation.Table[name];
        var θ = Tensor.Of(operation.Draw(5));
        var (u, v) = (new Rng(5).Uniform(θ.Shape, -1), new Rng(6).Uniform(θ.Shape, -1));
        var H = LinearizeGradient(Loss(operation), θ, out _);
        var (Hu, Hv) = (H.Pull(u), H.Pull(v));

        Assert.Equal((double)v.Dot(Hu), (double)u.Dot(Hv), Rounding(ε, θ.ToArray(), [.. Hu.ToArray(), .. Hv.ToArray()]) * θ.Size);
    }

    [Theory, MemberData(nameof(AllRows))]
    public void Push_is_the_transpose_of_pull(string name)
    {
        var operation = Row(name);
        var θ = Tensor.Of(operation.Draw(7));
        var J = Linearize(operation.On, θ);
        var (u, v) = (new Rng(7).Uniform(J.Value.Shape, -1), new Rng(8).Uniform(θ.Shape, -1));
        var (Jv, Jᵀu) = (J.Push(v), J.Pull(u));

        Assert.Equal((double)u.Dot(Jv), (double)v.Dot(Jᵀu), Rounding(ε, θ.ToArray(), [.. Jv.ToArray(), .. Jᵀu.ToArray()]) * (θ.Size + u.Size));
    }

    [Theory, MemberData(nameof(AllRows))]
    public void Kernel_pulls_equal_recorded_pulls(string name)
    {
        var operation = Row(name);
        var θ = Tensor.Of(operation.Draw(9));
        var alone = Gradient(Loss(operation), θ);
        var recorded = LinearizeGradient(Loss(operation), θ, out var value).Value;

        Assert.Equal((double)Loss(operation)(θ), (double)value);
        Near(alone.ToArray(), recorded, Rounding(ε, θ.ToArray(), alone.ToArray()));
    }

    [Fact]
    public void Every_public_operation_has_a_row()
    {
        string[] others =   // make or read tensors; To changes the precision (DerivativeTests)
        [
            nameof(Tensor.Of), nameof(Tensor.From), nameof(Tensor.Zeros), nameof(Tensor.Ones), nameof(Tensor.Full), nameof(Tensor.Scalar), nameof(Tensor.Eye), nameof(Tensor.Unit), nameof(Tensor.Range),
            nameof(Tensor.OneHot), nameof(Tensor.ToArray), nameof(Tensor.ToSingles), nameof(Tensor.ToMatrix), nameof(Tensor.CopyTo), nameof(Tensor.ToMathNetMatrix), nameof(Tensor.ToMathNetVector),
            nameof(Tensor.To), nameof(Tensor.At), nameof(Tensor.ArgMax), nameof(Tensor.Keep), nameof(Tensor.Constant), nameof(ToString), "op_Explicit", "get_Shape", "get_Precision", "get_Size", "get_Rank", "get_Threads", "set_Threads",
        ];
        var rows = Operation.Table.Values.Select(row => row.Member.Split(')')[0] + ")").ToHashSet();
        var operations = typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => !others.Contains(method.Name))
            .Select(method => $"{method.Name}({string.Join(',', method.GetParameters().Select(p => p.ParameterType.Name))})").ToHashSet();

        Assert.Equal(operations.Order(), rows.Order());
    }

    static Func<Tensor, Tensor> Loss(Operation operation) => θ =>
    {
        var y = operation.On(θ);
        return y.Dot(new Rng(99).Uniform(y.Shape, 0.5, 1.5).To(y.Precision)) + 0.5 * y.SquaredNorm();
    };

    static double Largest(double[] x) => x.Max(Math.Abs);

    /// <summary>
    /// What rounding can do: a number is reached by at most one rounding per input and output (a sum over all of them), each relative to a product of at most the largest
    /// input and output; functions are exact to 4 units in the last place.
    /// </summary>
    static double Rounding(double unit, double[] θ, double[] y) => 4 * (θ.Length + y.Length) * unit * (1 + Largest(θ)) * (1 + Largest(y));

    /// <summary>
    /// df/dt at 0 by central differences D(h), D(2h), D(4h): R = (4 D(h) − D(2h))/3 is exact up to O(h⁴), and the same from 2h and 4h differs from it by 15 times
    /// that error. Allowed is that whole difference plus what rounding does to a difference of values, each within <paramref name="rounding"/>: (4/h + 1/2h)/3.
    /// The step balances h⁴ against ε/h.
    /// </summary>
    static (double[] Slope, double[] Tolerance) Difference(Func<double, double[]> f, double rounding)
    {
        var h = Math.Pow(2 * ε, 0.2);
        double[] D(double h) => [.. f(h).Zip(f(-h), (p, m) => (p - m) / (2 * h))];
        var (d1, d2, d4) = (D(h), D(2 * h), D(4 * h));
        double[] fine = [.. d1.Zip(d2, (a, b) => (4 * a - b) / 3)], coarse = [.. d2.Zip(d4, (a, b) => (4 * a - b) / 3)];
        return (fine, [.. fine.Zip(coarse, (a, b) => Math.Abs(a - b) + 1.5 * rounding / h)]);
    }

    static void Near(double[] expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Size);
        Assert.All(expected.Zip(actual.ToArray()), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
    }
}
