using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Kernels;
using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>θ ← θ − η g. With the gradient of the whole set this is batch gradient descent, with that of a minibatch stochastic gradient descent.</summary>
/// <param name="Rate">η.</param>
public sealed record GradientDescent(Schedule Rate) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get; init; } = Rate;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g) => x.Next(x.θ - Rate[x.Step] * g);

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step) => Tensor.Update(new Rule(Rate[step]), θ, g);

    readonly struct Rule(double η) : IRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<V, T>(ref V θ, V g, ref V m, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            θ -= V.Of(η) * g;
    }
}
