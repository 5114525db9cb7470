using System.Collections;
using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>H u = λu with ‖u‖ = 1; the largest element of u is positive.</summary>
/// <param name="λ">Eigenvalue: the curvature along u.</param>
/// <param name="Vector">Eigenvector u, shape [n].</param>
public readonly record struct Eigenpair(double λ, Tensor Vector)
{
    /// <summary>‖H u − λu‖: some eigenvalue of H lies within this distance of λ. 0 stands for rounding alone.</summary>
    public double Residual { get; init; }

    /// <summary>The pair of a unit vector, with the sign made unique.</summary>
    internal static Eigenpair Of(double λ, Tensor u, double residual = 0) =>
        new(λ, (double)u.Max() >= -(double)u.Min() ? u : -u) { Residual = residual };
}

/// <summary>All eigenpairs of a symmetric matrix, the largest λ first: an orthonormal basis in which the matrix is diagonal.</summary>
/// <remarks>Coordinates along it are a translation and a rotation of those along the weights. Source: chapter 1; Bishop &amp; Bishop 2024, section 7.1.1.</remarks>
public sealed class Eigenbasis : IReadOnlyList<Eigenpair>
{
    readonly Eigenpair[] pairs;
    readonly Tensor rows;   // [n, n], row i is uᵢ

    internal Eigenbasis(Eigenpair[] pairs)
    {
        this.pairs = pairs;
        rows = Tensor.Stack([.. pairs.Select(p => p.Vector)]);
        Values = [.. pairs.Select(p => p.λ)];
    }

    /// <summary>λ₁ ≥ λ₂ ≥ … ≥ λₙ.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>n.</summary>
    public int Count => pairs.Length;

    /// <summary>(λᵢ, uᵢ), from 0; the last one is <c>[^1]</c>.</summary>
    public Eigenpair this[int i] => pairs[i];

    /// <summary>κ = λmax/λmin. Negative or infinite where the matrix is not positive definite.</summary>
    public double Condition => Values[0] / Values[^1];

    /// <summary>αᵢ = uᵢᵀ d: the displacement d along each eigenvector.</summary>
    /// <param name="d">w − w*, shape [n].</param>
    public Tensor Coordinates(Tensor d) => rows.MatMul(d);

    /// <summary>d = Σ αᵢuᵢ: back from <see cref="Coordinates"/>.</summary>
    /// <param name="α">Shape [n].</param>
    public Tensor Displacement(Tensor α) => α.MatMul(rows);

    /// <summary>½ Σ λᵢαᵢ² = ½dᵀH d: how far the error rises above E*.</summary>
    /// <param name="α">Shape [n].</param>
    public double Rise(Tensor α) => 0.5 * (double)(Tensor.Of([.. Values]) * α.To(Precision.Double).Square()).Sum();

    /// <summary>The pairs, the largest λ first.</summary>
    public IEnumerator<Eigenpair> GetEnumerator() => pairs.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
