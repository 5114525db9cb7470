using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

public class SubspaceTests
{
    static readonly Symmetric H = Symmetric.Of(Matrix(new Rng(1), [.. Tensor.Range(-1, 1, 37).ToArray(), 9, 8, 7]));
    static readonly Subspace S = new(H.Lanczos(new Rng(2), top: 3).Top);

    [Fact]
    public void Within_and_without_add_up_and_are_orthogonal()
    {
        var g = new Rng(3).Normal([40]);
        var (within, without) = (S.Project(g), S.Reject(g));
        Assert.True(Distance(within + without, g) < Rounding(40));
        Assert.Equal(0, (double)within.Dot(without), 1e-9);   // Lanczos' residual of 10⁻¹⁰ |λ|max
        Assert.Equal((double)within.SquaredNorm() / (double)g.SquaredNorm(), S.Share(g), 1e-9);
        Assert.Equal(3, S.Dimension);
    }

    [Fact]
    public void An_eigenvector_lies_within_and_its_share_is_one()
    {
        Assert.Equal(1, S.Share(H.Eigen()[1].Vector), 1e-9);
        Assert.Equal(0, S.Share(H.Eigen()[3].Vector), 1e-9);
    }

    [Fact]
    public void A_random_direction_has_k_of_n_on_average()
    {
        // Share is Beta(k/2, (n−k)/2): variance 2k(n−k)/(n²(n+2)).
        const int n = 40, k = 3, count = 4000;
        var rng = new Rng(4);
        var mean = Enumerable.Range(0, count).Average(_ => S.Share(rng.Normal([n])));
        Assert.Equal((double)k / n, mean, 4 * Math.Sqrt(2.0 * k * (n - k) / (n * n * (n + 2.0)) / count));
    }

    [Fact]
    public void Vectors_that_are_not_orthonormal_are_refused()
    {
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new Subspace([])).Message);
        Assert.Contains("not orthonormal", Assert.Throws<ArgumentException>(() => new Subspace([new(1, Tensor.Of(1, 0)), new(1, Tensor.Of(0.8, 0.6))])).Message);
    }
}
