using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>The points where a quadratic of two variables with a minimum has one value: an ellipse whose axes are the eigenvectors of H.</summary>
/// <param name="Centre">w*, shape [2].</param>
/// <param name="Major">The longer semi-axis √(2(E − E*)/λmin): from the centre to the contour along the flattest direction.</param>
/// <param name="Minor">The shorter semi-axis √(2(E − E*)/λmax).</param>
/// <param name="Angle">From the w₁-axis to the longer axis, in radians, in [0, π).</param>
/// <remarks>Source: chapter 1; Bishop &amp; Bishop 2024, section 7.1.1.</remarks>
public sealed record ContourEllipse(Tensor Centre, double Major, double Minor, double Angle)
{
    /// <summary>The contour {w : E(w) = level}.</summary>
    /// <param name="q">Two variables, positive definite.</param>
    /// <param name="level">E, at least E*.</param>
    /// <exception cref="ArgumentException">q has not two variables, or the level lies below its minimum.</exception>
    /// <exception cref="InvalidOperationException">q has no minimum.</exception>
    public static ContourEllipse Of(Quadratic q, double level)
    {
        if (q.Curvature.Size != 2)
            throw new ArgumentException($"The contour of a quadratic of {q.Curvature.Size} variables is no ellipse: take a Section of two directions.");
        var centre = q.Minimum();
        var rise = level - q[centre - q.Centre];
        if (!(rise >= 0))
            throw new ArgumentException($"The contour at E = {level:G6} is empty: the minimum is E* = {level - rise:G6}.");
        var ((λmax, _), (λmin, u)) = (q.Curvature.Eigen()[0], q.Curvature.Eigen()[1]);
        var angle = Math.Atan2(u.At(1), u.At(0));
        return new(centre, Math.Sqrt(2 * rise / λmin), Math.Sqrt(2 * rise / λmax), angle < 0 ? angle + Math.PI : angle);
    }

    /// <summary>w* + a cos t (cos φ, sin φ) + b sin t (−sin φ, cos φ) for <paramref name="count"/> equally spaced t from 0 to 2π; the last point is the first.</summary>
    public IEnumerable<(double X, double Y)> Points(int count = 181)
    {
        var (x0, y0) = (Centre.At(0), Centre.At(1));
        var (sin, cos) = Math.SinCos(Angle);
        return Enumerable.Range(0, count).Select(i =>
        {
            var (s, c) = Math.SinCos(2 * Math.PI * i / (count - 1));
            return (x0 + Major * c * cos - Minor * s * sin, y0 + Major * c * sin + Minor * s * cos);
        });
    }
}
