using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

public class CriticalPointTests
{
    [Fact]
    public void Two_wells_have_a_saddle_between_two_minima()
    {
        var saddle = CriticalPoint.Classify(TwoWells, Tensor.Of(0, 0));
        Assert.Equal((PointKind.StrictSaddle, 1), (saddle.Kind, saddle.Index));
        Assert.Equal([2, -4], saddle.Eigenvalues, (a, b) => Math.Abs(a - b) < Rounding(2, 8));
        foreach (var side in new[] { -1, 1 })
        {
            var well = CriticalPoint.Classify(TwoWells, Tensor.Of(side, 0));
            Assert.Equal((PointKind.Minimum, 0), (well.Kind, well.Index));
            Assert.Equal([8, 2], well.Eigenvalues, (a, b) => Math.Abs(a - b) < Rounding(2, 8));
        }
        Assert.Equal(PointKind.Maximum, CriticalPoint.Classify(w => -TwoWells(w), Tensor.Of(1, 0)).Kind);
    }

    [Fact]
    public void A_point_with_a_slope_is_not_critical()
    {
        var point = CriticalPoint.Classify(TwoWells, Tensor.Of(2, 1));
        Assert.Equal(PointKind.NotCritical, point.Kind);
        Assert.Equal(Math.Sqrt(24 * 24 + 4), point.GradientNorm, 1e-12);
        Assert.StartsWith("NotCritical: 0 of 2 curvatures negative", point.ToString());
    }

    [Fact]
    public void Where_a_curvature_vanishes_second_derivatives_do_not_decide()
    {
        // w⁴ has a minimum at 0 and its Hessian there is 0: positive definiteness is sufficient, not necessary. w₁² + w₂³ has none, and looks the same.
        Assert.Equal(PointKind.Degenerate, CriticalPoint.Classify(w => w.Pow(4).Sum(), Tensor.Zeros([1])).Kind);
        Assert.Equal(PointKind.Degenerate, CriticalPoint.Classify(w => w[0].Square() + w[1].Pow(3), Tensor.Zeros([2])).Kind);
        Assert.Equal(PointKind.Degenerate, CriticalPoint.Classify(w => w[0].Square() + w[1].Pow(4), Tensor.Zeros([2])).Kind);
    }

    [Fact]
    public void The_verdict_does_not_depend_on_the_units_of_the_loss()
    {
        foreach (var scale in new[] { 1e-20, 1.0, 1e20 })
        {
            Assert.Equal(PointKind.StrictSaddle, CriticalPoint.Classify(w => scale * TwoWells(w), Tensor.Of(0, 0)).Kind);
            Assert.Equal(PointKind.NotCritical, CriticalPoint.Classify(w => scale * TwoWells(w), Tensor.Of(0.1, 0)).Kind);
        }
    }

    [Fact]
    public void The_margin_says_which_curvatures_count_as_zero()
    {
        static Tensor Flat(Tensor w) => w[0].Square() + 1e-4 * w[1].Square();
        Assert.Equal(PointKind.Minimum, CriticalPoint.Classify(Flat, Tensor.Zeros([2])).Kind);
        Assert.Equal(PointKind.Degenerate, CriticalPoint.Classify(Flat, Tensor.Zeros([2]), margin: 1e-3).Kind);
    }

    [Fact]
    public void Random_quadratics_are_judged_by_the_signs_of_their_spectrum()
    {
        var rng = new Rng(14);
        for (var trial = 0; trial < 50; trial++)
        {
            var λ = rng.Normal([2 + trial % 3]).ToArray();
            var expected = λ.All(x => x > 0) ? PointKind.Minimum : λ.All(x => x < 0) ? PointKind.Maximum : PointKind.StrictSaddle;
            var q = Quadratic.Of(Matrix(rng, λ));
            var point = CriticalPoint.Classify(q.Loss, q.Centre);
            Assert.Equal((expected, λ.Count(x => x < 0)), (point.Kind, point.Index));
        }
    }

    [Fact]
    public void A_way_down_that_the_Hessian_does_not_see_makes_a_non_strict_saddle()
    {
        static PointKind Kind(Func<Tensor, Tensor> L, int n) => CriticalPoint.Classify(L, Tensor.Zeros([n]), new Rng(1)).Kind;
        Assert.Equal(PointKind.NonStrictSaddle, Kind(w => w[0].Square() + w[1].Pow(3), 2));
        Assert.Equal(PointKind.NonStrictSaddle, Kind(w => w[0].Pow(3) - 3 * w[0] * w[1].Square(), 2));   // the monkey saddle
        Assert.Equal(PointKind.Degenerate, Kind(w => w[0].Square() + w[1].Pow(4), 2));
        Assert.Equal(PointKind.StrictSaddle, Kind(w => w[0].Square() - w[1].Square(), 2));
        Assert.Equal(PointKind.Minimum, Kind(w => w.SquaredNorm(), 2));
    }

    [Fact]
    public void Zero_is_a_strict_saddle_of_two_linear_layers_and_a_non_strict_one_of_three()
    {
        var Φ = Tensor.Of(new double[,] { { 2, 1 }, { 0, 1 } });
        Tensor Product(Tensor θ, int depth) => Enumerable.Range(0, depth).Aggregate(Tensor.Eye(2), (W, j) => θ[(4 * j)..(4 * j + 4)].Reshape([2, 2]).MatMul(W));
        CriticalPoint AtZero(int depth) => CriticalPoint.Classify(θ => 0.5 * (Product(θ, depth) - Φ).SquaredNorm(), Tensor.Zeros([4 * depth]), new Rng(1));
        var two = AtZero(2);
        Assert.Equal((PointKind.StrictSaddle, 4), (two.Kind, two.Index));
        // The eigenvalues are ±σᵢ, each as often as there are hidden units; σ₁σ₂ = det Φ = 2, σ₁² + σ₂² = 6.
        Assert.Equal([Math.Sqrt(3 + Math.Sqrt(5)), Math.Sqrt(3 - Math.Sqrt(5))], [two.Eigenvalues[0], two.Eigenvalues[2]], (a, b) => Math.Abs(a - b) < Rounding(8, 3));
        var three = AtZero(3);
        Assert.Equal(PointKind.NonStrictSaddle, three.Kind);
        Assert.All(three.Eigenvalues, λ => Assert.Equal(0, λ));
    }

    [Fact]
    public void Find_runs_to_minima_and_to_saddles()
    {
        var saddle = CriticalPoint.Find(TwoWells, Tensor.Of(0.3, 1));
        Assert.NotNull(saddle);
        Assert.True(Distance(saddle, Tensor.Of(0, 0)) < 1e-8 / 2);   // ‖∇L‖ ≤ 10⁻⁸ and the smallest |λ| is 2
        var well = CriticalPoint.Find(TwoWells, Tensor.Of(3, 1));
        Assert.NotNull(well);
        Assert.True(Distance(well, Tensor.Of(1, 0)) < 1e-8 / 2);
        Assert.Null(CriticalPoint.Find(TwoWells, Tensor.Of(3, 1), steps: 3));
        Assert.Null(CriticalPoint.Find(w => (w.Exp() + w).Sum(), Tensor.Of(0)));   // no critical point at all
    }
}
