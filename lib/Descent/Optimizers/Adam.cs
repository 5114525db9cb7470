using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;
using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>Steps of bias-corrected first moment over root of the uncentred second moment: θ ← θ − η m̂/(√v̂ + ε).</summary>
/// <param name="Rate">η: about the size of a step, whatever the scale of the loss.</param>
/// <param name="β1">Memory of the first moment.</param>
/// <param name="β2">Memory of the second moment: 0.999 in the paper, 0.99 in some textbooks.</param>
/// <param name="ε">Keeps the quotient finite.</param>
/// <remarks>Source: Kingma and Ba 2015, Algorithm 1.</remarks>
public sealed record Adam(Schedule Rate, double β1 = 0.9, double β2 = 0.999, double ε = 1e-8) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get; init; } = Rate;

    /// <summary>Two: the moments m and v.</summary>
    public override int Memories => 2;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g)
    {
        var t = x.Step + 1;
        var m = β1 * x.Memory[0] + (1 - β1) * g;
        var v = β2 * x.Memory[1] + (1 - β2) * g * g;
        var m̂ = m / (1 - Math.Pow(β1, t));
        var v̂ = v / (1 - Math.Pow(β2, t));
        return x.Next(x.θ - Rate[x.Step] * m̂ / (v̂.Sqrt() + ε), m, v);
    }

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step)
    {
        var t = step + 1;
        Tensor.Update(new Rule(Rate[step] / (1 - Math.Pow(β1, t)), 1 / Math.Sqrt(1 - Math.Pow(β2, t)), β1, β2, ε), θ, g, memory[0], memory[1]);
    }

    /// <param name="η">η/(1 − β1ᵗ).</param>
    /// <param name="c">1/√(1 − β2ᵗ).</param>
    /// <param name="β1">As in the rule.</param>
    /// <param name="β2">As in the rule.</param>
    /// <param name="ε">As in the rule.</param>
    readonly struct Rule(double η, double c, double β1, double β2, double ε) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V m, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            m = V.Of(β1) * m + V.Of(1 - β1) * g;
            v = V.Of(β2) * v + V.Of(1 - β2) * g * g;
            θ -= V.Of(η) * m / (V.Of(c) * V.Sqrt(v) + V.Of(ε));
        }
    }
}

/// <summary>Adam with decoupled weight decay: θ ← (1 − ηλ)θ, then Adam's step with the gradient of the loss alone.</summary>
/// <param name="Rate">η.</param>
/// <param name="Decay">λ.</param>
/// <param name="β1">Memory of the first moment.</param>
/// <param name="β2">Memory of the second moment.</param>
/// <param name="ε">Keeps the quotient finite.</param>
/// <remarks>Not Adam on a loss with an L2 term: there the decay is divided by √v̂ as well. Source: Loshchilov and Hutter 2019.</remarks>
public sealed record AdamW(Schedule Rate, double Decay = 0.01, double β1 = 0.9, double β2 = 0.999, double ε = 1e-8) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get; init; } = Rate;

    /// <summary>Two: the moments m and v.</summary>
    public override int Memories => 2;

    Decayed Rule => new(new Adam(Rate, β1, β2, ε), Decay);

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g) => Rule.Next(x, g);

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step) => Rule.Update(θ, g, memory, step);
}
