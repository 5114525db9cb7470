using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>Another rule that is pushed where it might be stuck: at every <paramref name="Wait"/>-th step, if ‖g‖ ≤ Threshold, θ ← θ + ξ after the rule's own step, ξ uniform in the ball of radius Radius.</summary>
/// <param name="Inner">The rule.</param>
/// <param name="Threshold">How short a gradient has to be.</param>
/// <param name="Radius">How far a push goes at most, in units of θ.</param>
/// <param name="Wait">Steps between two pushes at least; time enough to escape.</param>
/// <param name="Seed">Of the pushes; step t takes its own stream, so that the rule stays a function of its arguments.</param>
/// <remarks>With gradient descent inside it escapes strict saddles in a number of steps that hardly grows with the dimension. The paper counts Wait from the last push. Source: chapter 12;
/// Jin et al. 2017, algorithm 1.</remarks>
public sealed record Perturbed(Optimizer Inner, double Threshold, double Radius, int Wait, int Seed = 0) : Optimizer
{
    /// <inheritdoc/>
    public override Schedule Rate { get => Inner.Rate; init => Inner = Inner with { Rate = value }; }

    /// <inheritdoc/>
    public override int Memories => Inner.Memories;

    internal override bool Elementwise => false;

    /// <inheritdoc/>
    public override Iterate Next(Iterate x, Tensor g)
    {
        var next = Inner.Next(x, g);
        return IsDue(x.Step, g) ? next with { θ = next.θ + Push(x.Step, next.θ) } : next;
    }

    /// <inheritdoc/>
    public override Tensor Result(Iterate x) => Inner.Result(x);

    internal override void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step)
    {
        var due = IsDue(step, g);
        Inner.Update(θ, g, memory, step);
        if (due)
            θ.Overwrite(θ + Push(step, θ));
    }

    bool IsDue(int step, Tensor g) => step % Wait == 0 && (double)g.Norm() <= Threshold;

    /// <summary>A normal vector has a uniform direction; U^(1/n) is the distance from the centre of a uniform point of a ball.</summary>
    Tensor Push(int step, Tensor θ)
    {
        var rng = new Rng(Seed).Split(step);
        var direction = rng.Normal(θ.Shape, θ.Precision);
        return Radius * Math.Pow(rng.Next(), 1.0 / θ.Size) / (double)direction.Norm() * direction;
    }
}
