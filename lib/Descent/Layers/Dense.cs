using Descent.Tensors;

namespace Descent.Layers;

/// <summary>x W + b: every output sees every input. W is [in, out], b is [out].</summary>
/// <param name="In">Inputs.</param>
/// <param name="Out">Outputs.</param>
/// <param name="Weights">How W begins; He's rule by default. b begins at 0 unless <paramref name="Bias"/> says otherwise.</param>
/// <param name="Bias">How b begins.</param>
public sealed record Dense(int In, int Out, Init? Weights = null, Init? Bias = null) : Layer
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Slots => [new("W", [In, Out], Weights ?? Init.He), new("b", [Out], Bias ?? Init.Zero)];

    /// <summary>x W + b: [N, In] → [N, Out].</summary>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass)
    {
        var (W, b) = (slots[0], slots[1]);
        return x.Affine(W, b);
    }

    /// <summary>"Dense 784 → 128".</summary>
    public override string ToString() => $"Dense {In} → {Out}";
}
