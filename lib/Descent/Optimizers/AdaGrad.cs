using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;
using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>One rate per parameter, smaller the more gradient it has seen: r ← r + g², θ ← θ − η g/(√r + δ).</summary>
/// <param name="Rate">η: the length of every parameter's first step.</param>
/// <param name="δ">Keeps the quotient finite; outside the root, as in the slides and in PyTorch (whose default is 1e-10).</param>
/// <remarks>The sum never forgets, so along a constant gradient step t is η/√t. Source: Duchi, Hazan and Singer 2011.</remarks>
public sealed record AdaGrad(Schedule Rate, double δ = 1e-8) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get; init; } = Rate;

    /// <summary>One: the sum r of squared gradients.</summary>
    public override int Memories => 1;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g)
    {
        var r = x.Memory[0] + g * g;
        return x.Next(x.θ - Rate[x.Step] * g / (r.Sqrt() + δ), r);
    }

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step) => Tensor.Update(new Rule(Rate[step], δ), θ, g, memory[0]);

    readonly struct Rule(double η, double δ) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V r, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            r += g * g;
            θ -= V.Of(η) * g / (V.Sqrt(r) + V.Of(δ));
        }
    }
}
