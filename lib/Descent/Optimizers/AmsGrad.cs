using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;
using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>Adam whose rates never grow: the largest v so far, u ← max(u, v), divides instead of v: θ ← θ − η m̂/(√û + ε).</summary>
/// <param name="Rate">η.</param>
/// <param name="β1">Memory of the first moment.</param>
/// <param name="β2">Memory of the second moment.</param>
/// <param name="ε">Keeps the quotient finite; outside the root.</param>
/// <remarks>The largest is taken of the uncorrected v; m and u are corrected as in Adam. So does PyTorch; the paper corrects nothing. Source: Reddi, Kale and Kumar 2018, Algorithm 2.</remarks>
public sealed record AmsGrad(Schedule Rate, double β1 = 0.9, double β2 = 0.999, double ε = 1e-8) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get; init; } = Rate;

    /// <summary>Three: the moments m and v, and the largest v so far.</summary>
    public override int Memories => 3;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g)
    {
        var t = x.Step + 1;
        var m = β1 * x.Memory[0] + (1 - β1) * g;
        var v = β2 * x.Memory[1] + (1 - β2) * g * g;
        var u = Tensor.Max(x.Memory[2], v);
        var m̂ = m / (1 - Math.Pow(β1, t));
        var û = u / (1 - Math.Pow(β2, t));
        return x.Next(x.θ - Rate[x.Step] * m̂ / (û.Sqrt() + ε), m, v, u);
    }

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step)
    {
        var t = step + 1;
        Tensor.Update(new Largest(β2), memory[1], g, memory[2]);
        Tensor.Update(new Move(Rate[step] / (1 - Math.Pow(β1, t)), 1 / Math.Sqrt(1 - Math.Pow(β2, t)), β1, ε), θ, g, memory[0], memory[2]);
    }

    readonly struct Largest(double β2) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V v, V g, ref V u, ref V unused) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            v = V.Of(β2) * v + V.Of(1 - β2) * g * g;
            u = V.Select(V.Greater(u, v), u, v);
        }
    }

    readonly struct Move(double η, double c, double β1, double ε) : IRule   // η/(1 − β1ᵗ) and 1/√(1 − β2ᵗ)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V m, ref V u) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            m = V.Of(β1) * m + V.Of(1 - β1) * g;
            θ -= V.Of(η) * m / (V.Of(c) * V.Sqrt(u) + V.Of(ε));
        }
    }
}
