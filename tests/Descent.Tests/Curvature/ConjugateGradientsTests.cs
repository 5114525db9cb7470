using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

public class ConjugateGradientsTests
{
    static double[] Spread(int n, double low, double high) => Tensor.Range(low, high, n).ToArray();

    [Fact]
    public void They_solve_what_elimination_solves()
    {
        var (H, b) = (Symmetric.Of(Matrix(new Rng(1), Spread(50, 0.1, 3))), new Rng(2).Normal([50]));
        foreach (var μ in (double[])[0, 0.5])
        {
            var cg = H.ConjugateGradients(b, μ, 1e-12);
            Assert.Null(cg.NegativeCurvature);
            Assert.InRange(cg.Residual, 0, 1e-12);
            // ‖x − x*‖ ≤ ‖b‖ residual / λmin; the recursive residual drifts from the true one by rounding × κ.
            Assert.True((double)(cg.x - H.Solve(b, μ)).Norm() < 2 * (double)b.Norm() * 1e-12 / (0.1 + μ));
        }
    }

    [Fact]
    public void As_many_products_as_there_are_different_eigenvalues()
    {
        var cg = Symmetric.Of(Matrix(new Rng(1), [1, 1, 1, 4, 4, 9, 9, 9])).ConjugateGradients(new Rng(2).Normal([8]));
        Assert.Equal(3, cg.Products);
    }

    [Fact]
    public void Truncated_after_one_product_it_is_the_best_step_along_the_gradient()
    {
        var q = Quadratic.Of(Matrix(new Rng(1), 1, 2, 5), new Rng(3).Normal([3]));
        var cg = q.Curvature.ConjugateGradients(-q.Gradient, products: 1);
        Assert.Equal(1, cg.Products);
        Assert.True(Distance(cg.x, -q.BestStep * q.Gradient) < Rounding(3, 10));
    }

    [Fact]
    public void The_error_obeys_its_bound()
    {
        // ‖x − xₖ‖_H ≤ 2((√κ − 1)/(√κ + 1))ᵏ ‖x‖_H.
        var (H, b) = (Symmetric.Of(Matrix(new Rng(1), Spread(200, 1, 100))), new Rng(2).Normal([200]));
        var exact = H.Solve(b);
        foreach (var k in (int[])[5, 10, 20])
        {
            var e = exact - H.ConjugateGradients(b, products: k).x;
            Assert.True(Math.Sqrt(H.QuadraticForm(e) / H.QuadraticForm(exact)) <= 2 * Math.Pow(9.0 / 11, k));
        }
    }

    [Fact]
    public void A_direction_of_negative_curvature_ends_the_search_and_is_a_way_down()
    {
        var (H, b) = (Symmetric.Of(Matrix(new Rng(1), 3, 2, 1, -1)), new Rng(2).Normal([4]));
        var cg = H.ConjugateGradients(b);
        Assert.NotNull(cg.NegativeCurvature);
        Assert.True(H.QuadraticForm(cg.NegativeCurvature) < 0);
        Assert.True((double)b.Dot(cg.NegativeCurvature) > 0);
        Assert.Null(H.ConjugateGradients(b, μ: 1.5).NegativeCurvature);   // μ > −λmin makes it positive definite
    }

    [Fact]
    public void Nothing_to_solve_takes_no_product()
    {
        var cg = Symmetric.Of(Tensor.Eye(3)).ConjugateGradients(Tensor.Zeros([3]));
        Assert.Equal((0, 0.0), (cg.Products, cg.Residual));
        Assert.Contains("[3×3] and [2]", Assert.Throws<ArgumentException>(() => Symmetric.Of(Tensor.Eye(3)).ConjugateGradients(Tensor.Ones([2]))).Message);
    }
}
