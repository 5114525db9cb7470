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

    /// <summary>x W + b.</summary>
    /// <param name="θ">W row by row, then b: In·Out + Out numbers.</param>
    /// <param name="x">[N, In].</param>
    /// <param name="pass">Makes no difference.</param>
    /// <returns>[N, Out].</returns>
    public override Tensor Apply(Tensor θ, Tensor x, Pass pass = default)
    {
        var (W, b) = Read(θ);
        return x.MatMul(W) + b;
    }

    /// <summary>"Dense 784 → 128".</summary>
    public override string ToString() => $"Dense {In} → {Out}";
}
