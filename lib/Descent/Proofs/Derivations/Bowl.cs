using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>A random quadratic E(w) = ½ wᵀHw + bᵀw whose curvatures, natural axes and minimum are known, because it was made from them.</summary>
/// <param name="λ">Curvatures.</param>
/// <param name="u">Orthonormal axes: Huᵢ = λᵢuᵢ.</param>
/// <param name="H">Σ λᵢ uᵢuᵢᵀ.</param>
/// <param name="Minimum">w*, where the gradient vanishes.</param>
sealed record Bowl(double[] λ, Tensor[] u, Tensor H, Tensor Minimum)
{
    readonly Tensor b = -H.MatMul(Minimum);

    public int n => λ.Length;

    public double λmin => λ.Min();

    public double λmax => λ.Max();

    /// <summary>n curvatures between low and high, axes turned at random.</summary>
    public static Bowl Draw(Rng rng, int n = 4, double low = 0.5, double high = 3)
    {
        var λ = rng.Uniform([n], low, high).ToArray();
        List<Tensor> u = [];
        while (u.Count < n)                                  // Gram–Schmidt, twice for orthogonality to rounding
        {
            var v = rng.Normal([n]);
            for (var twice = 0; twice < 2; twice++)
                v = u.Aggregate(v, (v, e) => v - (double)e.Dot(v) * e);
            u.Add(v / v.Norm());
        }
        var U = Tensor.Stack([.. u]);
        return new(λ, [.. u], U.TransposedMatMul(Tensor.Diagonal(Tensor.Of(λ)).MatMul(U)), rng.Normal([n]));
    }

    public Tensor E(Tensor w) => 0.5 * w.Dot(H.MatMul(w)) + b.Dot(w);

    /// <summary>How far the error at w is above the minimum.</summary>
    public double Rise(Tensor w) => (double)(E(w) - E(Minimum));

    /// <summary>The derivative of the program <see cref="E"/>: it knows nothing of axes.</summary>
    public Tensor Gradient(Tensor w) => Derivatives.Gradient(E, w);

    /// <summary>Gradient descent, a step at a time.</summary>
    public Tensor Walk(Tensor w, double η, int steps)
    {
        for (var t = 0; t < steps; t++)
            w -= η * Gradient(w);
        return w;
    }

    /// <summary>αᵢ = uᵢᵀ(w − w*).</summary>
    public double α(Tensor w, int i) => (double)u[i].Dot(w - Minimum);

    public override string ToString() => $"a bowl with λ = {Instance.Text(λ)}";
}
