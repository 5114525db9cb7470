using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;
using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>Nesterov's momentum: Δ ← μ Δ − η g, θ ← θ + μ Δ − η g.</summary>
/// <param name="Rate">η.</param>
/// <param name="μ">The share of the last step that is kept: 0 ≤ μ &lt; 1.</param>
/// <remarks>θ is the point that looks ahead: with w = θ − μ Δ the rule reads w ← θ − η g(θ), θ ← w + μ (change of w).
/// Source: Nesterov 1983; in this form Sutskever et al. 2013 and PyTorch.</remarks>
public sealed record Nesterov(Schedule Rate, double μ = 0.9) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get; init; } = Rate;

    /// <summary>One: the last step Δ of w.</summary>
    public override int Memories => 1;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g)
    {
        var push = Rate[x.Step] * g;
        var Δ = μ * x.Memory[0] - push;
        return x.Next(x.θ + μ * Δ - push, Δ);
    }

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step) => Tensor.Update(new Rule(Rate[step], μ), θ, g, memory[0]);

    readonly struct Rule(double η, double μ) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V Δ, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Δ = V.Of(μ) * Δ - V.Of(η) * g;
            θ += V.Of(μ) * Δ - V.Of(η) * g;
        }
    }
}
