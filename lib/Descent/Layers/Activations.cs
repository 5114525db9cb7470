using Descent.Tensors;

namespace Descent.Layers;

/// <summary>tanh x.</summary>
public sealed record Tanh : Layer
{
    /// <inheritdoc/>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass) => x.Tanh();

    /// <summary>The name.</summary>
    public override string ToString() => nameof(Tanh);
}

/// <summary>1/(1 + e⁻ˣ).</summary>
public sealed record Sigmoid : Layer
{
    /// <inheritdoc/>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass) => x.Sigmoid();

    /// <summary>The name.</summary>
    public override string ToString() => nameof(Sigmoid);
}

/// <summary>max(x, 0).</summary>
public sealed record Relu : Layer
{
    /// <inheritdoc/>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass) => x.Relu();

    /// <summary>The name.</summary>
    public override string ToString() => nameof(Relu);
}

/// <summary>x for x > 0, else slope · x.</summary>
/// <param name="Slope">Derivative for negative inputs.</param>
public sealed record LeakyRelu(double Slope = 0.01) : Layer
{
    /// <inheritdoc/>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass) => x.LeakyRelu(Slope);

    /// <summary>The name and the slope.</summary>
    public override string ToString() => $"LeakyRelu {Slope:G4}";
}

/// <summary>x for x > 0, else α(eˣ − 1).</summary>
/// <param name="α">Minus the limit for x → −∞.</param>
public sealed record Elu(double α = 1) : Layer
{
    /// <inheritdoc/>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass) => x.Elu(α);

    /// <summary>The name and α.</summary>
    public override string ToString() => $"Elu {α:G4}";
}

/// <summary>x Φ(x).</summary>
public sealed record Gelu : Layer
{
    /// <inheritdoc/>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass) => x.Gelu();

    /// <summary>The name.</summary>
    public override string ToString() => nameof(Gelu);
}

/// <summary>ln(1 + eˣ).</summary>
public sealed record Softplus : Layer
{
    /// <inheritdoc/>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass) => x.Softplus();

    /// <summary>The name.</summary>
    public override string ToString() => nameof(Softplus);
}
