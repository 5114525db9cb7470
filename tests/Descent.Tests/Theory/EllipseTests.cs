using Descent.Theory;

namespace Descent.Tests.Theory;

public class EllipseTests
{
    [Fact]
    public void The_contour_of_a_known_matrix_has_the_known_semi_axes()
    {
        // H = [[3, 1], [1, 2]] has the eigenvalues (5 ± √5)/2.
        Assert.Equal(0.743496, Ellipse.SemiAxis((5 + Math.Sqrt(5)) / 2, 1), 6);
        Assert.Equal(1.203002, Ellipse.SemiAxis((5 - Math.Sqrt(5)) / 2, 1), 6);
    }

    [Fact]
    public void A_point_at_the_semi_axis_lies_on_the_contour()
    {
        foreach (var (λ, rise) in new[] { (0.3, 2.0), (5, 1e-6), (100, 7) })
        {
            var α = Ellipse.SemiAxis(λ, rise);
            Assert.Equal(rise, λ * α * α / 2, 1e-15 * (1 + rise));
        }
    }

    [Fact]
    public void A_saddle_has_no_ellipse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Ellipse.SemiAxis(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ellipse.SemiAxis(1, -1));
    }
}
