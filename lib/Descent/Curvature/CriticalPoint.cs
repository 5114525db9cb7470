using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>What second derivatives say about a point.</summary>
public enum PointKind
{
    /// <summary>The gradient does not vanish.</summary>
    NotCritical,

    /// <summary>Every curvature is positive: sufficient for a local minimum, not necessary (w⁴ has a minimum of curvature 0).</summary>
    Minimum,

    /// <summary>Every curvature is negative.</summary>
    Maximum,

    /// <summary>Some curvature is positive and some is negative: a way down exists.</summary>
    StrictSaddle,

    /// <summary>No curvature is negative, some are 0, and yet lower points were found as near as one looked: a saddle that the Hessian does not see.</summary>
    NonStrictSaddle,

    /// <summary>A curvature is 0 within the margin and the others have one sign: higher derivatives decide.</summary>
    Degenerate,
}

/// <summary>A point of a loss, judged by its gradient and its curvatures.</summary>
/// <param name="Kind">Minimum, maximum, saddle, undecided, or no critical point at all.</param>
/// <param name="Eigenvalues">Of the Hessian, descending.</param>
/// <param name="Index">Number of negative curvatures, beyond the margin.</param>
/// <param name="GradientNorm">‖∇L(θ)‖.</param>
public sealed record CriticalPoint(PointKind Kind, IReadOnlyList<double> Eigenvalues, int Index, double GradientNorm)
{
    /// <summary>Judges θ.</summary>
    /// <param name="L">A function with one number as value.</param>
    /// <param name="θ">Shape [n].</param>
    /// <param name="margin">A curvature counts as 0 up to this share of the largest |λ|.</param>
    /// <param name="distance">How far, in units of θ, a critical point may be: ‖∇L‖ counts as 0 up to distance · |λ|max.</param>
    /// <exception cref="ArgumentException">θ is no vector, or L returned more than one number.</exception>
    /// <remarks>Cost: one full Hessian and its eigenvalues.</remarks>
    public static CriticalPoint Classify(Func<Tensor, Tensor> L, Tensor θ, double margin = 1e-6, double distance = 1e-6)
    {
        var H = Hessian.At(L, θ);
        var λ = H.Eigen().Values;
        var stiffest = λ.Max(Math.Abs);
        var (up, down) = (λ.Count(x => x > margin * stiffest), λ.Count(x => x < -margin * stiffest));
        var slope = (double)H.Gradient.Norm();
        var kind = slope > distance * stiffest ? PointKind.NotCritical
            : up > 0 && down > 0 ? PointKind.StrictSaddle
            : up == H.Size ? PointKind.Minimum
            : down == H.Size ? PointKind.Maximum
            : PointKind.Degenerate;
        return new(kind, λ, down, slope);
    }

    /// <summary>Judges θ as <see cref="Classify(Func{Tensor, Tensor}, Tensor, double, double)"/> does, and where the Hessian leaves it open looks for a way down: one random direction after the other,
    /// lower at all of three radii, each half the one before.</summary>
    /// <param name="L">A function with one number as value.</param>
    /// <param name="θ">Shape [n].</param>
    /// <param name="rng">Draws the directions.</param>
    /// <param name="radius">The largest radius, in units of θ; L must resolve the smallest.</param>
    /// <param name="directions">How many to try. A way down that is found is certain; one that is not may have been missed, and the point stays Degenerate.</param>
    /// <param name="margin">A curvature counts as 0 up to this share of the largest |λ|.</param>
    /// <param name="distance">How far, in units of θ, a critical point may be.</param>
    /// <exception cref="ArgumentException">θ is no vector, or L returned more than one number.</exception>
    public static CriticalPoint Classify(Func<Tensor, Tensor> L, Tensor θ, Rng rng, double radius = 0.1, int directions = 100, double margin = 1e-6, double distance = 1e-6)
    {
        var point = Classify(L, θ, margin, distance);
        if (point.Kind != PointKind.Degenerate || point.Index > 0)
            return point;
        var here = (double)L(θ);
        bool IsDown(Tensor u) => new[] { radius, radius / 2, radius / 4 }.All(r => (double)L(θ + r / (double)u.Norm() * u) < here);
        return Enumerable.Range(0, directions).Any(_ => IsDown(rng.Normal(θ.Shape, θ.Precision))) ? point with { Kind = PointKind.NonStrictSaddle } : point;
    }

    /// <summary>A point where the gradient vanishes, of whatever kind: Newton's steps θ − H⁻¹∇L, none longer than <paramref name="stride"/>. A saddle attracts them as a minimum does.</summary>
    /// <param name="L">A function with one number as value.</param>
    /// <param name="θ">Where to start, shape [n].</param>
    /// <param name="stride">The longest step, in units of θ; far from a critical point every step is cut to it.</param>
    /// <param name="tolerance">‖∇L‖ that counts as 0.</param>
    /// <param name="steps">Give up after so many.</param>
    /// <returns>The point where ‖∇L‖ ≤ tolerance, shape [n]; null when none was reached.</returns>
    /// <exception cref="ArgumentException">θ is no vector, or L returned more than one number.</exception>
    /// <exception cref="ArithmeticException">H became singular to rounding on the way: where whole lines are flat, Newton's step does not exist.</exception>
    /// <remarks>Cost: one full Hessian and ⅔n³ flops per step. Source: chapter 12.</remarks>
    public static Tensor? Find(Func<Tensor, Tensor> L, Tensor θ, double stride = 0.5, double tolerance = 1e-8, int steps = 50)
    {
        for (var step = 0; step <= steps; step++)
        {
            var H = Hessian.At(L, θ);
            if ((double)H.Gradient.Norm() <= tolerance)
                return θ;
            if (step == steps)
                break;
            var δ = H.Solve(H.Gradient);
            θ -= Math.Min(1, stride / (double)δ.Norm()) * δ;
        }
        return null;
    }

    /// <summary>One line: the kind, how many curvatures are negative, their range, ‖∇L‖.</summary>
    public override string ToString() =>
        $"{Kind}: {Index} of {Eigenvalues.Count} curvatures negative, λ from {Eigenvalues[^1]:G5} to {Eigenvalues[0]:G5}, ‖∇L‖ = {GradientNorm:G3}";
}
