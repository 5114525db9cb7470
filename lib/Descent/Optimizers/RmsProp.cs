using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;
using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>AdaGrad that forgets: r ← β r + (1 − β) g², θ ← θ − η g/(√r + δ).</summary>
/// <param name="Rate">η: about the length of a step, once r has warmed up.</param>
/// <param name="β">Memory of r, about the last 1/(1 − β) gradients. PyTorch calls it alpha, with default 0.99.</param>
/// <param name="δ">Keeps the quotient finite; outside the root, as in the slides and in PyTorch. Other books and programs have it inside.</param>
/// <remarks>r starts at zero and is not corrected: the first step is η/√(1 − β). Source: Hinton 2012, lecture 6.</remarks>
public sealed record RmsProp(Schedule Rate, double β = 0.9, double δ = 1e-8) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get; init; } = Rate;

    /// <summary>One: the running mean r of squared gradients.</summary>
    public override int Memories => 1;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g)
    {
        var r = β * x.Memory[0] + (1 - β) * g * g;
        return x.Next(x.θ - Rate[x.Step] * g / (r.Sqrt() + δ), r);
    }

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step) => Tensor.Update(new Rule(Rate[step], β, δ), θ, g, memory[0]);

    readonly struct Rule(double η, double β, double δ) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V r, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            r = V.Of(β) * r + V.Of(1 - β) * g * g;
            θ -= V.Of(η) * g / (V.Sqrt(r) + V.Of(δ));
        }
    }
}
