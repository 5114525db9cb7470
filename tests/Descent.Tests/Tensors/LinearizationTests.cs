using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Tensors;

public class LinearizationTests
{
    const double ε = 1.0 / (1L << 53);

    static readonly Tensor X = Tensor.Of(0.3, -1.2, 2);

    [Fact]
    public void Products_are_those_of_the_matrix()
    {
        var A = new Rng(1).Normal([2, 3]);
        var J = Linearize(A.MatMul, X);
        Assert.Equal(A.MatMul(X).ToArray(), J.Value.ToArray());
        Assert.Equal(A.MatMul(Tensor.Of(1, 2, 3)).ToArray(), J.Push(Tensor.Of(1, 2, 3)).ToArray());
        Assert.Equal(Tensor.Of(1, 2).MatMul(A).ToArray(), J.Pull(Tensor.Of(1, 2)).ToArray());
    }

    public static TheoryData<string> Kernels => ["cross-entropy", "tanh", "sigmoid", "relu"];

    /// <summary>A pullback recorded where nobody was differentiating, differentiated by its cotangent: d/du ⟨c, Jᵀu⟩ = J c.</summary>
    [Theory, MemberData(nameof(Kernels))]
    public void Pullback_from_outside_has_a_derivative_by_its_cotangent(string name)
    {
        Func<Tensor, Tensor> f = name switch
        {
            "cross-entropy" => x => x.CrossEntropy([2]),
            "tanh" => x => x.Tanh(),
            "sigmoid" => x => x.Sigmoid(),
            _ => x => x.Relu(),
        };
        var x = name == "cross-entropy" ? X.Reshape([1, 3]) : X;
        var c = new Rng(2).Normal(x.Shape);
        var outside = Linearize(f, x);
        var u = new Rng(3).Normal(outside.Value.Shape);

        var byCotangent = Gradient(u => c.Dot(outside.Pull(u)), u).ToArray();

        Assert.All(byCotangent.Zip(Linearize(f, x).Push(c).ToArray()), pair => Assert.Equal(pair.Second, pair.First, 16 * ε));
        Assert.All(byCotangent.Zip(Jacobian(f, x).MatMul(c.Reshape([3])).ToArray()), pair => Assert.Equal(pair.Second, pair.First, 16 * ε));
    }

    [Fact]
    public void Inside_an_outer_gradient_it_carries_derivatives()
    {
        // Σ 3θ²v has the gradient 6θv.
        var v = Tensor.Of(1, 2, -1);
        Assert.All(Gradient(θ => Linearize(x => x * x * x, θ).Push(v).Sum(), X).ToArray().Zip((6 * X * v).ToArray()), pair => Assert.Equal(pair.Second, pair.First, 64 * ε));
        Assert.All(Gradient(θ => Linearize(x => x * x * x, θ).Pull(v).Sum(), X).ToArray().Zip((6 * X * v).ToArray()), pair => Assert.Equal(pair.Second, pair.First, 64 * ε));
        Assert.All(Gradient(θ => Linearize(x => x * x * x, θ).Value.Sum(), X).ToArray().Zip((3 * X * X).ToArray()), pair => Assert.Equal(pair.Second, pair.First, 64 * ε));
    }

    [Fact]
    public void Recordings_over_the_same_nodes_do_not_disturb_each_other()
    {
        // inner: z ↦ z sin x at z = x, recorded inside outer: x ↦ u sin x. Both pass over the node of sin x.
        var (u, v) = (Tensor.Of(1, 2, 3), Tensor.Of(-1, 0.5, 2));
        Linearization? inner = null;
        var outer = Linearize(x =>
        {
            var sin = x.Sin();
            inner = Linearize(z => z * sin, x);
            return inner.Pull(u);
        }, X);
        double[] byInner = [.. X.ToArray().Zip(v.ToArray(), (x, v) => v * Math.Sin(x))];
        double[] byOuter = [.. X.ToArray().Zip((u * v).ToArray(), (x, uv) => uv * Math.Cos(x))];

        for (var again = 0; again < 2; again++)
        {
            Assert.All(inner!.Pull(v).ToArray().Zip(byInner), pair => Assert.Equal(pair.Second, pair.First, 16 * ε));
            Assert.All(outer.Pull(v).ToArray().Zip(byOuter), pair => Assert.Equal(pair.Second, pair.First, 16 * ε));
            Assert.All(inner.Push(v).ToArray().Zip(byInner), pair => Assert.Equal(pair.Second, pair.First, 16 * ε));
            Assert.All(outer.Push(v).ToArray().Zip(byOuter), pair => Assert.Equal(pair.Second, pair.First, 16 * ε));
        }
    }

    [Fact]
    public void One_recording_serves_two_threads()
    {
        var H = LinearizeGradient(x => (x.Sin() * x.Sum()).Tanh().SquaredNorm(), X, out _);
        var expected = H.Pull(X).ToArray();
        Parallel.For(0, 200, new() { MaxDegreeOfParallelism = 2 }, _ => Assert.Equal(expected, H.Pull(X).ToArray()));
    }

    [Fact]
    public void Direction_of_another_shape_or_precision_is_refused()
    {
        var J = Linearize(x => x[..2] + x[1..], X);
        Assert.Equal("Direction of shape [3]; this linear map takes [2].", Assert.Throws<ArgumentException>(() => J.Pull(X)).Message);
        Assert.Equal("Direction of shape [2]; this linear map takes [3].", Assert.Throws<ArgumentException>(() => J.Push(X[..2])).Message);
        Assert.Equal("Direction in float32; this linear map takes float64.", Assert.Throws<ArgumentException>(() => J.Pull(X[..2].To(Precision.Single))).Message);
        Assert.Equal("Direction in float32; this linear map takes float64.", Assert.Throws<ArgumentException>(() => J.Push(X.To(Precision.Single))).Message);
    }
}
