using Descent.Tensors;

namespace Descent.Optimizers;

/// <summary>One point of a trajectory: parameters, how many steps were taken, and what the rule remembers.</summary>
/// <param name="θ">The parameters.</param>
/// <param name="Step">Steps taken: 0 at the start.</param>
/// <param name="Memory">The rule's own tensors, zeros at the start.</param>
public sealed record Iterate(Tensor θ, int Step, IReadOnlyList<Tensor> Memory)
{
    /// <summary>The point after one more step.</summary>
    public Iterate Next(Tensor θ, params IReadOnlyList<Tensor> memory) => new(θ, Step + 1, memory);
}

/// <summary>An algorithm that turns (θ, g) into the next θ: a pure step. A rule of your own needs only <see cref="Rate"/>, <see cref="Memories"/> and <see cref="Next"/>.</summary>
public abstract record Optimizer
{
    /// <summary>η, step by step.</summary>
    public abstract Schedule Rate { get; init; }

    /// <summary>How many tensors of θ's shape the rule remembers.</summary>
    public virtual int Memories => 0;

    /// <summary>Whether each parameter's step depends on its own gradients only.</summary>
    internal virtual bool Elementwise => true;

    /// <summary>The step.</summary>
    /// <param name="x">Where the trajectory is.</param>
    /// <param name="g">The gradient there, or an estimate of it; the shape of θ.</param>
    public abstract Iterate Next(Iterate x, Tensor g);

    /// <summary>The parameters to use when training stops here: θ, unless the rule averages.</summary>
    public virtual Tensor Result(Iterate x) => x.θ;

    /// <summary>The start of a trajectory.</summary>
    public Iterate Start(Tensor θ) => new(θ, 0, [.. Enumerable.Range(0, Memories).Select(_ => Tensor.Zeros(θ.Shape, θ.Precision))]);

    /// <summary>θ0, θ1, θ2, … without end: Take, TakeWhile and ElementAt are the stopping rules.</summary>
    /// <param name="loss">One number from θ.</param>
    /// <param name="θ0">Where to start.</param>
    public IEnumerable<Iterate> Descend(Func<Tensor, Tensor> loss, Tensor θ0) => Follow(x => Derivatives.Gradient(loss, x.θ), θ0);

    /// <summary>Stochastic descent: step t goes down losses[t], for example the loss on the t-th minibatch. Ends when the losses do.</summary>
    public IEnumerable<Iterate> Descend(IEnumerable<Func<Tensor, Tensor>> losses, Tensor θ0)
    {
        var x = Start(θ0);
        yield return x;
        foreach (var loss in losses)
            yield return x = Next(x, Derivatives.Gradient(loss, x.θ));
    }

    /// <summary>Descent along any field of gradients, exact or estimated.</summary>
    /// <param name="gradient">The gradient to use at a point of the trajectory.</param>
    /// <param name="θ0">Where to start.</param>
    public IEnumerable<Iterate> Follow(Func<Iterate, Tensor> gradient, Tensor θ0)
    {
        var x = Start(θ0);
        while (true)
        {
            yield return x;
            x = Next(x, gradient(x));
        }
    }

    /// <summary>The same step in place, on the private buffers of a training run. Equal to <see cref="Next"/> up to rounding.</summary>
    internal virtual void Update(Tensor θ, Tensor g, ReadOnlySpan<Tensor> memory, int step)
    {
        var next = Next(new(θ, step, memory.ToArray()), g);
        θ.Overwrite(next.θ);
        for (var i = 0; i < memory.Length; i++)
            memory[i].Overwrite(next.Memory[i]);
    }
}
