using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>The span of k orthonormal vectors, for example of a Hessian's stiffest directions: what of a gradient lies in it, and what does not.</summary>
/// <remarks>Source: chapter 12; Gur-Ari, Roberts and Dyer 2018.</remarks>
public sealed class Subspace
{
    readonly Tensor rows;   // [k, n]

    /// <summary>The span of eigenvectors.</summary>
    /// <param name="pairs">Orthonormal, at least one: <c>new Subspace(H.Lanczos(rng, top: 10).Top)</c>.</param>
    /// <exception cref="ArgumentException">There are none, or they are not orthonormal to √(unit roundoff).</exception>
    public Subspace(IReadOnlyList<Eigenpair> pairs)
    {
        if (pairs.Count == 0)
            throw new ArgumentException("A subspace of no vectors: give at least one.");
        rows = Tensor.Stack([.. pairs.Select(pair => pair.Vector)]);
        var gram = rows.MatMulTransposed(rows);
        var off = (double)(gram - Tensor.Eye(pairs.Count, gram.Precision)).Abs().Max();
        if (!(off <= Math.Sqrt(Symmetric.Rounding(gram.Precision))))
            throw new ArgumentException($"A subspace of {pairs.Count} vectors that are not orthonormal: their products differ from those of unit vectors by {off:G3}.");
    }

    /// <summary>k.</summary>
    public int Dimension => rows.Shape[0];

    /// <summary>Σ uᵢuᵢᵀg: the part of g within the subspace. Shape [n].</summary>
    /// <param name="g">Shape [n].</param>
    public Tensor Project(Tensor g) => rows.MatMul(g).MatMul(rows);

    /// <summary>g − Σ uᵢuᵢᵀg: the part of g orthogonal to the subspace. Shape [n].</summary>
    /// <param name="g">Shape [n].</param>
    public Tensor Reject(Tensor g) => g - Project(g);

    /// <summary>‖Project(g)‖²/‖g‖², between 0 and 1. A random direction has k/n on average.</summary>
    /// <param name="g">Shape [n], not 0.</param>
    public double Share(Tensor g) => (double)rows.MatMul(g).SquaredNorm() / (double)g.SquaredNorm();
}
