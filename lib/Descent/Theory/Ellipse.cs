namespace Descent.Theory;

/// <summary>The contours of a quadratic with positive curvatures: ellipses whose axes are the eigenvectors of H.</summary>
/// <remarks>Source: chapter 1; Bishop &amp; Bishop 2024, section 7.1.1.</remarks>
public static class Ellipse
{
    /// <summary>√(2(E − E*)/λ): the semi-axis of the contour at height E along an eigenvector of curvature λ; half the length across.</summary>
    /// <param name="λ">Curvature along the axis, positive.</param>
    /// <param name="rise">E − E*, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is not positive or the rise negative.</exception>
    public static double SemiAxis(double λ, double rise)
    {
        Require.That(rise >= 0, rise, "A contour lies at a rise E − E* of at least 0");
        return Math.Sqrt(2 * rise / Require.Curvature(λ));
    }
}
