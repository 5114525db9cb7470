using Descent.Curvature;
using Descent.Tensors;
using static Descent.Tests.Curvature.Problems;

namespace Descent.Tests.Curvature;

public class ContourEllipseTests
{
    static readonly Tensor H = Tensor.Of(new double[,] { { 3, 1 }, { 1, 2 } });

    [Fact]
    public void One_above_the_minimum_the_semi_axes_are_those_of_the_known_matrix()
    {
        // C = 2(E − E*) = 2, not 1: √(2/λ) is half the length across.
        var q = Quadratic.Of(H, Tensor.Of(1, -2), 5);
        var ellipse = ContourEllipse.Of(q, (double)q.Loss(q.Minimum()) + 1);
        Assert.Equal(1.203002, ellipse.Major, 5e-7);
        Assert.Equal(0.743496, ellipse.Minor, 5e-7);
        Assert.Equal(31.717 + 90, ellipse.Angle * 180 / Math.PI, 5e-4);
        Assert.True(Distance(q.Minimum(), ellipse.Centre) < Rounding(2));
    }

    [Fact]
    public void Every_point_of_the_contour_has_the_level()
    {
        var q = Quadratic.Of(H, Tensor.Of(1, -2), 5);
        var points = ContourEllipse.Of(q, 6).Points(721).ToList();
        Assert.Equal(720, points.Take(720).Distinct().Count());
        Assert.All(points, p => Assert.Equal(6, (double)q.Loss(Tensor.Of(p.X, p.Y)), 1e-12));
        Assert.Equal(points[0].X, points[720].X, Rounding(2));
    }

    [Fact]
    public void A_model_away_from_the_minimum_has_the_same_ellipse()
    {
        var bowl = Quadratic.Of(H, Tensor.Of(1, -2), 5);
        var (here, there) = (ContourEllipse.Of(bowl, 7), ContourEllipse.Of(Quadratic.At(bowl.Loss, Tensor.Of(4, -3)), 7));
        Assert.Equal(here.Major, there.Major, 1e-12);
        Assert.Equal(here.Angle, there.Angle, 1e-12);
        Assert.True(Distance(here.Centre, there.Centre) < 1e-12);
    }

    [Fact]
    public void What_is_no_ellipse_says_so()
    {
        Assert.Contains("3 variables", Assert.Throws<ArgumentException>(() => ContourEllipse.Of(Quadratic.Of(Tensor.Eye(3)), 1)).Message);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => ContourEllipse.Of(Quadratic.Of(H), -1)).Message);
        Assert.Throws<InvalidOperationException>(() => ContourEllipse.Of(Quadratic.Of(-H), 1));
    }
}
