using Descent.Data;
using Descent.Theory;
using MathNet.Numerics.LinearAlgebra;

namespace Descent.Tests.Theory;

/// <summary>Least squares on the digits, E = ½ mean ‖Wᵀx − y‖² with a bias column and one-hot y, from W = 0: a real quadratic.</summary>
public class StabilityOnDigitsTests
{
    static readonly (Matrix<double> H, Matrix<double> C) Normal = NormalEquations();
    static readonly (Vector<double> Λ, Matrix<double> B) Modes = Diagonalise();

    static (Matrix<double>, Matrix<double>) NormalEquations()
    {
        var digits = Dataset.Digits();
        var x = digits.Inputs().ToMathNetMatrix();
        x = x.InsertColumn(x.ColumnCount, Vector<double>.Build.Dense(x.RowCount, 1));
        return (x.TransposeThisAndMultiply(x) / x.RowCount, x.TransposeThisAndMultiply(digits.Targets.ToMathNetMatrix()) / x.RowCount);
    }

    /// <summary>Curvatures, and C in eigen-coordinates: row i belongs to mode i.</summary>
    static (Vector<double>, Matrix<double>) Diagonalise()
    {
        var evd = Normal.H.Evd(Symmetricity.Symmetric);
        return (evd.EigenValues.Map(z => z.Real), evd.EigenVectors.TransposeThisAndMultiply(Normal.C));
    }

    /// <summary>Each mode starts at uᵀC/λ from its minimum and contributes ½λα² to the loss. Modes without curvature do not move.</summary>
    static double Predicted(double η, int steps) => 0.5 - Modes.Λ.Select((λ, i) =>
    {
        var left = QuadraticDescent.Amplitude(1, η, λ, steps);
        return λ < 1e-12 ? 0 : 0.5 * Modes.B.Row(i).DotProduct(Modes.B.Row(i)) / λ * (1 - left * left);
    }).Sum();

    [Fact]
    public void The_largest_curvature_and_the_bound_are_the_known_ones()
    {
        Assert.Equal(11.443528, Modes.Λ.Maximum(), 6);
        Assert.Equal(0.1747713, QuadraticDescent.StabilityBound(Modes.Λ.Maximum()), 7);
    }

    [Fact]
    public void Descent_converges_below_the_bound_oscillates_on_it_and_explodes_above()
    {
        var bound = QuadraticDescent.StabilityBound(Modes.Λ.Maximum());
        Assert.Equal(0.155779, Predicted(0.99 * bound, 2000), 6);
        Assert.Equal(0.205273, Predicted(bound, 2000), 6);
        Assert.InRange(Predicted(1.01 * bound, 2000), 1e33, 2e33);
    }

    [Fact]
    public void The_run_follows_the_sum_of_its_modes()
    {
        foreach (var fraction in new[] { 0.5, 0.99, 1, 1.01 })
        {
            var η = fraction * QuadraticDescent.StabilityBound(Modes.Λ.Maximum());
            var w = Matrix<double>.Build.Dense(65, 10);
            for (var t = 0; t < 100; t++)
                w -= η * (Normal.H * w - Normal.C);
            var loss = 0.5 + 0.5 * w.PointwiseMultiply(Normal.H * w - 2 * Normal.C).Enumerate().Sum();
            Assert.Equal(Predicted(η, 100), loss, 1e-11 * Math.Max(1, loss));
        }
    }
}
