using Descent.Tensors;

namespace Descent.Layers;

/// <summary>maxₖ (x Wₖ + bₖ): each output is the largest of k affine functions of the input, hence convex and piecewise linear in x.</summary>
/// <param name="In">Inputs.</param>
/// <param name="Out">Outputs.</param>
/// <param name="Pieces">k ≥ 1: affine functions for each output. 1 is <see cref="Dense"/>.</param>
/// <param name="Weights">How W begins; He's rule by default. The fan-out it sees is k · Out. b begins at 0 unless <paramref name="Bias"/> says otherwise.</param>
/// <param name="Bias">How b begins.</param>
/// <remarks>
/// W is [In, k · Out], the pieces W₁, …, Wₖ side by side, and b is [k · Out] likewise: with k = 2, W₂ = 0 and b₂ = 0 this is ReLU(x W₁ + b₁), with
/// W₂ = −W₁ and b₂ = −b₁ it is |x W₁ + b₁|. Pieces that are equal at x share the derivative. Source: chapter 6; Goodfellow et al. 2013.
/// </remarks>
public sealed record Maxout(int In, int Out, int Pieces, Init? Weights = null, Init? Bias = null) : Layer
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Slots => [new("W", [In, Pieces * Out], Weights ?? Init.He), new("b", [Pieces * Out], Bias ?? Init.Zero)];

    /// <summary>maxₖ (x Wₖ + bₖ): [N, In] → [N, Out].</summary>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass)
    {
        var all = x.Affine(slots[0], slots[1]);
        return all.Reshape([.. all.Shape.SkipLast(1), Pieces, Out]).Max(-2, keep: false);
    }

    /// <summary>"Maxout 784 → 128, 2 pieces".</summary>
    public override string ToString() => $"Maxout {In} → {Out}, {Pieces} pieces";
}
