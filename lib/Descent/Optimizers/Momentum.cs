using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;
using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>Heavy ball: Δ ← μ Δ − η g, θ ← θ + Δ.</summary>
/// <param name="Rate">η.</param>
/// <param name="μ">The share of the last step that is kept: 0 ≤ μ &lt; 1.</param>
/// <remarks>A constant gradient is followed at η/(1−μ), one that alternates at η/(1+μ). Source: Polyak 1964.</remarks>
public sealed record Momentum(Schedule Rate, double μ = 0.9) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get; init; } = Rate;

    /// <summary>One: the last step Δ.</summary>
    public override int Memories => 1;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g)
    {
        var Δ = μ * x.Memory[0] - Rate[x.Step] * g;
        return x.Next(x.θ + Δ, Δ);
    }

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step) => Tensor.Update(new Rule(Rate[step], μ), θ, g, memory[0]);

    readonly struct Rule(double η, double μ) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V Δ, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Δ = V.Of(μ) * Δ - V.Of(η) * g;
            θ += Δ;
        }
    }
}
