using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;
using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>Another rule with decoupled weight decay: θ ← (1 − ηλ)θ, then the rule's own step.</summary>
/// <param name="Inner">The rule.</param>
/// <param name="Decay">λ.</param>
/// <remarks>With plain gradient descent the same as λ/2 ‖θ‖² in the loss; with Adam not.</remarks>
public sealed record Decayed(Optimizer Inner, double Decay) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get => Inner.Rate; init => Inner = Inner with { Rate = value }; }

    /// <inheritdoc/>
    public override int Memories => Inner.Memories;

    internal override bool Elementwise => Inner.Elementwise;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g) => Inner.Next(x with { θ = (1 - Rate[x.Step] * Decay) * x.θ }, g);

    /// <inheritdoc/>
    public override Tensor Result(Iterate x) => Inner.Result(x);

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step)
    {
        Tensor.Update(new Shrink(1 - Rate[step] * Decay), θ, g);
        Inner.Update(θ, g, memory, step);
    }

    readonly struct Shrink(double factor) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V m, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            θ = V.Of(factor) * θ;
    }
}

/// <summary>Another rule that never sees a gradient longer than a limit: g ← g min(1, limit/‖g‖).</summary>
/// <param name="Inner">The rule.</param>
/// <param name="Limit">The largest ‖g‖ let through.</param>
/// <remarks>Source: Pascanu et al. 2013.</remarks>
public sealed record Clipped(Optimizer Inner, double Limit) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get => Inner.Rate; init => Inner = Inner with { Rate = value }; }

    /// <inheritdoc/>
    public override int Memories => Inner.Memories;

    internal override bool Elementwise => false;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g) => Inner.Next(x, Cut(g));

    /// <inheritdoc/>
    public override Tensor Result(Iterate x) => Inner.Result(x);

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step) => Inner.Update(θ, Cut(g), memory, step);

    Tensor Cut(Tensor g)
    {
        var norm = (double)g.Norm();
        return norm > Limit ? g * (Limit / norm) : g;
    }
}

/// <summary>Another rule whose result is the mean of its θ from step <paramref name="From"/> on (Polyak–Ruppert averaging).</summary>
/// <param name="Inner">The rule.</param>
/// <param name="From">The first step that counts, from 1.</param>
/// <remarks>The trajectory is the rule's own; only <see cref="Optimizer.Result"/> changes. Source: Polyak and Juditsky 1992.</remarks>
public sealed record Averaged(Optimizer Inner, int From = 1) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get => Inner.Rate; init => Inner = Inner with { Rate = value }; }

    /// <summary>The rule's own and the mean.</summary>
    public override int Memories => Inner.Memories + 1;

    internal override bool Elementwise => Inner.Elementwise;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g)
    {
        var next = Inner.Next(x with { Memory = [.. x.Memory.Take(Inner.Memories)] }, g);
        var n = next.Step - From + 1;
        var mean = n <= 1 ? next.θ : x.Memory[^1] + (next.θ - x.Memory[^1]) / n;
        return next with { Memory = [.. next.Memory, mean] };
    }

    /// <summary>The mean of θ over the steps that count; the rule's own result before them.</summary>
    public override Tensor Result(Iterate x) => x.Step < Math.Max(1, From) ? Inner.Result(x) : x.Memory[^1];

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step)
    {
        Inner.Update(θ, g, memory[..^1], step);
        Tensor.Update(new Mean(1.0 / Math.Max(1, step + 2 - From)), θ, g, memory[^1]);
    }

    readonly struct Mean(double share) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V mean, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            mean += V.Of(share) * (θ - mean);
    }
}
