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

    /// <summary>One line: the kind, how many curvatures are negative, their range, ‖∇L‖.</summary>
    public override string ToString() =>
        $"{Kind}: {Index} of {Eigenvalues.Count} curvatures negative, λ from {Eigenvalues[^1]:G5} to {Eigenvalues[0]:G5}, ‖∇L‖ = {GradientNorm:G3}";
}
