using Descent.Layers;
using Descent.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Descent.Models;

/// <summary>x ↦ W_N … W₁x: a network without activations. It can do no more than one matrix; its loss over θ is not convex, and what descent makes of it depends on the start.</summary>
/// <param name="Sizes">d₀, d₁, …, d_N: inputs, hidden units, outputs. W_j is [d_j, d_{j−1}], as the theory writes it: the transpose of what <see cref="Dense"/> keeps.</param>
/// <remarks>Source: chapter 12; Saxe et al. 2014; Arora, Cohen, Golowich and Hu 2019.</remarks>
public sealed record DeepLinear(params IReadOnlyList<int> Sizes) : Layer
{
    /// <summary>How each W_j begins in <see cref="Layer.Initialize(Rng, Precision)"/>: near zero, N(0, 0.01²), unless told otherwise.</summary>
    public Init Init { get; init; } = Init.Gaussian(0.01);

    /// <summary>N.</summary>
    /// <exception cref="ArgumentException">Fewer than two sizes, or one below 1.</exception>
    public int Depth => Sizes.Count >= 2 && Sizes.All(size => size >= 1)
        ? Sizes.Count - 1
        : throw new ArgumentException($"A deep linear network of sizes {this}: give inputs, hidden units and outputs, each at least 1.");

    /// <summary>W1 … WN.</summary>
    public override IReadOnlyList<Slot> Slots => [.. Enumerable.Range(1, Depth).Select(j => new Slot($"W{j}", [Sizes[j], Sizes[j - 1]], Init))];

    /// <summary>Rows x become rows W_N … W₁x: [n, d₀] → [n, d_N].</summary>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass)
    {
        foreach (var W in slots)
            x = x.MatMulTransposed(W);
        return x;
    }

    /// <summary>W₁, …, W_N.</summary>
    /// <param name="θ">Shape [P], or [R, P] for R replicas.</param>
    /// <exception cref="ArgumentException">θ has another number of parameters.</exception>
    public IReadOnlyList<Tensor> Weights(Tensor θ) => Read(θ);

    /// <summary>W = W_N … W₁, shape [d_N, d₀]: all the network can express.</summary>
    /// <param name="θ">Shape [P], or [R, P] for R replicas.</param>
    public Tensor EndToEnd(Tensor θ) => Read(θ).Aggregate((product, W) => W.MatMul(product));

    /// <summary>½‖W_N … W₁ − Φ‖²: up to a constant the square loss on whitened data, (1/n)Σxxᵀ = I, with Φ = (1/n)Σyxᵀ. Of replicas it is the sum.</summary>
    /// <param name="Φ">Target, shape [d_N, d₀].</param>
    /// <exception cref="ArgumentException">Φ has another shape.</exception>
    public Func<Tensor, Tensor> Loss(Tensor Φ) => Φ.Rank == 2 && Φ.Shape[0] == Sizes[^1] && Φ.Shape[1] == Sizes[0]
        ? θ => 0.5 * (EndToEnd(θ) - Φ).SquaredNorm()
        : throw new ArgumentException($"A target of shape {Φ.Shape} for a network {this}: [{Sizes[^1]}×{Sizes[0]}] is needed.");

    /// <summary>The start W_j = I (ones on the diagonal where a layer is not square): a residual network whose residuals are zero.</summary>
    public Tensor Identity() => Flat(Enumerable.Range(1, Depth).Select(j => Diagonal(Sizes[j], Sizes[j - 1], _ => 1)));

    /// <summary>A balanced start with W_N … W₁ = W: of W = UΣVᵀ every layer gets Σ^(1/N), the first Vᵀ and the last U as well.</summary>
    /// <param name="W">Shape [d_N, d₀].</param>
    /// <returns>θ, shape [P]; <see cref="Imbalance"/> 0 to rounding.</returns>
    /// <exception cref="ArgumentException">W has another shape, or a rank above the smallest layer.</exception>
    /// <remarks>Source: Arora, Cohen, Golowich and Hu 2019, procedure 1.</remarks>
    public Tensor Balanced(Tensor W)
    {
        if (W.Rank != 2 || W.Shape[0] != Sizes[^1] || W.Shape[1] != Sizes[0])
            throw new ArgumentException($"A product of shape {W.Shape} for a network {this}: [{Sizes[^1]}×{Sizes[0]}] is needed.");
        var (svd, narrowest) = (W.ToMathNetMatrix().Svd(), Sizes.Min());
        if (svd.S.Count > narrowest && svd.S[narrowest] > svd.S.Count * 1e-15 * svd.S[0])
            throw new ArgumentException($"A product of rank above {narrowest} for a network {this}: its narrowest layer has {narrowest} units.");
        var parts = Enumerable.Range(1, Depth).Select(j => Diagonal(Sizes[j], Sizes[j - 1], i => i < narrowest ? Math.Pow(svd.S[i], 1.0 / Depth) : 0)).ToArray();
        parts[0] = parts[0].MatMul(Tensor.From(svd.VT));
        parts[^1] = Tensor.From(svd.U).MatMul(parts[^1]);
        return Flat(parts);
    }

    /// <summary>W_{j+1}ᵀW_{j+1} − W_jW_jᵀ for j = 1 … N−1: gradient flow keeps each of them as it began, gradient descent up to O(η).</summary>
    public IReadOnlyList<Tensor> Imbalances(Tensor θ)
    {
        var W = Read(θ);
        return [.. W.Skip(1).Select((next, j) => next.TransposedMatMul(next) - W[j].MatMulTransposed(W[j]))];
    }

    /// <summary>max_j ‖W_{j+1}ᵀW_{j+1} − W_jW_jᵀ‖ (Frobenius): 0 when the layers are balanced, which makes all of them share their singular values.</summary>
    public double Imbalance(Tensor θ) => Imbalances(θ).Select(D => (double)D.Norm()).DefaultIfEmpty(0).Max();

    /// <summary>The singular values of W₁, …, W_N, each layer's in descending order.</summary>
    public IReadOnlyList<double[]> SingularValues(Tensor θ) => [.. Read(θ).Select(W => W.ToMathNetMatrix().Svd(computeVectors: false).S.ToArray())];

    /// <summary>The smallest |cos| between a left singular vector of a layer and the right one of the same rank in the next: 1 where they are aligned.</summary>
    /// <param name="θ">Shape [P]; in each layer the first <paramref name="modes"/> singular values are distinct, or their vectors are not unique.</param>
    /// <param name="modes">How many pairs are compared, from the largest singular value on.</param>
    public double Alignment(Tensor θ, int modes)
    {
        var svd = Read(θ).Select(W => W.ToMathNetMatrix().Svd()).ToArray();
        return (from j in Enumerable.Range(1, Depth - 1) from i in Enumerable.Range(0, modes) select Math.Abs(svd[j - 1].U.Column(i) * svd[j].VT.Row(i))).DefaultIfEmpty(1).Min();
    }

    /// <summary>σmin(Φ) − ‖W − Φ‖: the deficiency margin. Above 0, every matrix that is at least as close to Φ as W has full rank, so that descent cannot end in a rank-deficient saddle.</summary>
    /// <param name="W">End-to-end matrix.</param>
    /// <param name="Φ">Target of the same shape.</param>
    /// <remarks>Source: Arora, Cohen, Golowich and Hu 2019, definition 2.</remarks>
    public static double DeficiencyMargin(Tensor W, Tensor Φ) => Φ.ToMathNetMatrix().Svd(computeVectors: false).S[^1] - (double)(W - Φ).Norm();

    /// <summary>dW/dt = −Σⱼ (WWᵀ)^((N−j)/N) G (WᵀW)^((j−1)/N): how the product of N balanced layers moves under gradient flow. For N = 1 it is −G.</summary>
    /// <param name="W">End-to-end matrix, shape [m, n].</param>
    /// <param name="G">The gradient of the loss with respect to it, same shape.</param>
    /// <param name="depth">N, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes differ or the depth is below 1.</exception>
    /// <remarks>In the bases of W's singular vectors the entry (i, k) of G is multiplied by Σⱼ σᵢ^(2(N−j)/N) σₖ^(2(j−1)/N). Source: Arora, Cohen and Hazan 2018, theorem 1.</remarks>
    public static Tensor EndToEndFlow(Tensor W, Tensor G, int depth)
    {
        if (W.Shape != G.Shape || depth < 1)
            throw new ArgumentException($"End-to-end flow of W {W.Shape} with gradient {G.Shape} at depth {depth}: equal shapes and a depth of at least 1 are needed.");
        var svd = W.ToMathNetMatrix().Svd();
        double σ(int i) => i < svd.S.Count ? svd.S[i] : 0;
        double Factor(int i, int k) => Enumerable.Range(1, depth).Sum(j => Math.Pow(σ(i), 2.0 * (depth - j) / depth) * Math.Pow(σ(k), 2.0 * (j - 1) / depth));
        var rotated = svd.U.Transpose() * G.ToMathNetMatrix() * svd.VT.Transpose();
        return Tensor.From(-(svd.U * rotated.MapIndexed((i, k, g) => Factor(i, k) * g) * svd.VT));
    }

    static Tensor Diagonal(int rows, int columns, Func<int, double> value) =>
        Tensor.From(Matrix<double>.Build.Dense(rows, columns, (i, k) => i == k ? value(i) : 0));

    static Tensor Flat(IEnumerable<Tensor> parts) => Tensor.Concat(0, [.. parts.Select(W => W.Reshape([W.Size]))]);

    /// <summary>"64 → 20 → 10, linear".</summary>
    public override string ToString() => $"{string.Join(" → ", Sizes)}, linear";
}
