using Descent.Tensors;

namespace Descent.Layers;

/// <summary>How the numbers of a slot begin. Weights have shape [in, out]: fan-in is the first size, fan-out the last.</summary>
/// <param name="Name">How it is listed.</param>
/// <param name="Draw">The numbers, given a random stream, a shape and a precision.</param>
public sealed record Init(string Name, Func<Rng, Shape, Precision, Tensor> Draw)
{
    /// <summary>0: the usual start of biases.</summary>
    public static Init Zero { get; } = Constant(0);

    /// <summary>The same number everywhere. For weights this keeps all units of a layer identical for ever (chapter 7).</summary>
    public static Init Constant(double c) => new($"constant {c:G4}", (rng, shape, precision) => Tensor.Full(shape, c, precision));

    /// <summary>U(−ε, ε).</summary>
    public static Init Uniform(double ε) => new($"U(±{ε:G4})", (rng, shape, precision) => rng.Uniform(shape, -ε, ε, precision));

    /// <summary>N(0, σ²).</summary>
    public static Init Gaussian(double σ) => new($"N(0, {σ:G4}²)", (rng, shape, precision) => σ * rng.Normal(shape, precision));

    /// <summary>N(0, 2/fan-in): keeps the second moment of ReLU units from layer to layer.</summary>
    /// <remarks>Source: He et al. 2015.</remarks>
    public static Init He { get; } = Scaled("He", (i, o) => 2.0 / i);

    /// <summary>N(0, 1/fan-in): keeps the variance of linear and, near 0, tanh units.</summary>
    /// <remarks>Source: LeCun et al. 1998.</remarks>
    public static Init LeCun { get; } = Scaled("LeCun", (i, o) => 1.0 / i);

    /// <summary>N(0, 2/(fan-in + fan-out)): between what the signal and what the gradient of a linear layer asks for.</summary>
    /// <remarks>Source: Glorot and Bengio 2010.</remarks>
    public static Init XavierNormal { get; } = Scaled("Xavier normal", (i, o) => 2.0 / (i + o));

    /// <summary>U(±√6/√(fan-in + fan-out)): the variance of <see cref="XavierNormal"/>, since U(±r) has variance r²/3.</summary>
    /// <remarks>Source: Glorot and Bengio 2010, eq. 16.</remarks>
    public static Init XavierUniform { get; } = new("Xavier uniform", (rng, shape, precision) =>
    {
        var r = Math.Sqrt(6.0 / (FanIn(shape) + FanOut(shape)));
        return rng.Uniform(shape, -r, r, precision);
    });

    /// <summary>A random matrix with orthonormal rows or columns, whichever are fewer, uniformly distributed.</summary>
    /// <remarks>QR of a Gaussian matrix with the signs of R's diagonal. Source: Saxe et al. 2014; Mezzadri 2007.</remarks>
    public static Init Orthogonal { get; } = new("orthogonal", (rng, shape, precision) =>
    {
        var (m, n) = (FanIn(shape), FanOut(shape));
        var qr = rng.Normal([Math.Max(m, n), Math.Min(m, n)]).ToMathNetMatrix().QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        var q = Tensor.From(qr.Q) * Tensor.From(qr.R.Diagonal()).Sign();
        return (m >= n ? q : q.Transpose()).To(precision);
    });

    static Init Scaled(string name, Func<int, int, double> variance) => new(name, (rng, shape, precision) =>
        Math.Sqrt(variance(FanIn(shape), FanOut(shape))) * rng.Normal(shape, precision));

    static int FanIn(Shape shape) => shape.Rank == 2
        ? shape[0]
        : throw new ArgumentException($"Weights of shape {shape}: this initializer needs [in, out].");

    static int FanOut(Shape shape) => shape[1];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
