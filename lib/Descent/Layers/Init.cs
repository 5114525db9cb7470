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

    /// <summary>N(0, c/fan-in): a unit's input has c times the second moment of its inputs. c = g² for an activation of gain g (Theory/Activation.cs).</summary>
    /// <exception cref="ArgumentException">c is negative.</exception>
    public static Init FanIn(double c) => c >= 0
        ? Normal($"N(0, {c:G4}/fan-in)", (m, n) => c / m)
        : throw new ArgumentException($"N(0, c/fan-in) with c = {c}: a variance is at least 0.");

    /// <summary>N(0, 2/fan-in): keeps the second moment of ReLU units from layer to layer.</summary>
    /// <remarks>Source: He et al. 2015.</remarks>
    public static Init He { get; } = FanIn(2) with { Name = "He" };

    /// <summary>U(±√(6/fan-in)): the variance of <see cref="He"/>.</summary>
    public static Init HeUniform { get; } = Flat("He uniform", (m, n) => 2.0 / m);

    /// <summary>N(0, 1/fan-in): keeps the variance of linear and, near 0, tanh units.</summary>
    /// <remarks>Source: LeCun et al. 1998.</remarks>
    public static Init LeCun { get; } = FanIn(1) with { Name = "LeCun" };

    /// <summary>U(±√(3/fan-in)): the variance of <see cref="LeCun"/>.</summary>
    public static Init LeCunUniform { get; } = Flat("LeCun uniform", (m, n) => 1.0 / m);

    /// <summary>N(0, 2/(fan-in + fan-out)): between what the signal and what the gradient of a linear layer asks for.</summary>
    /// <remarks>Source: Glorot and Bengio 2010.</remarks>
    public static Init XavierNormal { get; } = Normal("Xavier normal", (m, n) => 2.0 / (m + n));

    /// <summary>U(±√6/√(fan-in + fan-out)): the variance of <see cref="XavierNormal"/>, since U(±r) has variance r²/3.</summary>
    /// <remarks>Source: Glorot and Bengio 2010, eq. 16.</remarks>
    public static Init XavierUniform { get; } = Flat("Xavier uniform", (m, n) => 2.0 / (m + n));

    /// <summary>A random matrix with orthonormal rows or columns, whichever are fewer, uniformly distributed.</summary>
    /// <remarks>QR of a Gaussian matrix with the signs of R's diagonal. Source: Saxe et al. 2014; Mezzadri 2007.</remarks>
    public static Init Orthogonal { get; } = new("orthogonal", (rng, shape, precision) =>
    {
        var (m, n) = Fans(shape);
        var qr = rng.Normal([Math.Max(m, n), Math.Min(m, n)]).ToMathNetMatrix().QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        var q = Tensor.From(qr.Q) * Tensor.From(qr.R.Diagonal()).Sign();
        return (m >= n ? q : q.Transpose()).To(precision);
    });

    /// <summary>Ones on the diagonal, else 0: the layer begins as a copy of its input, and a gradient passes it unchanged.</summary>
    /// <remarks>As the recurrent matrix of ReLU units this is the IRNN. Source: Le, Jaitly and Hinton 2015; Hardt and Ma 2017 for deep linear nets.</remarks>
    public static Init Identity { get; } = new("identity", (rng, shape, precision) =>
    {
        var (m, n) = Fans(shape);
        var eye = Tensor.Eye(Math.Max(m, n), precision);
        return eye.Slice(0, 0, m).Slice(1, 0, n);
    });

    /// <summary>Biases of a gated unit, one part of the vector per gate: b for the forget gate, 0 for the others. With b = 1 the gate starts at σ(1) = 0.73, nearly open.</summary>
    /// <param name="b">1 or larger, so that the cell keeps what it holds and a gradient passes.</param>
    /// <param name="gate">The forget gate's place.</param>
    /// <param name="gates">How many gates share the vector; an LSTM's are input, forget, candidate, output.</param>
    /// <exception cref="ArgumentException">The gate is not among them, or the vector is no multiple of their number.</exception>
    /// <remarks>Source: Gers et al. 2000; Jozefowicz et al. 2015.</remarks>
    public static Init ForgetGate(double b = 1, int gate = 1, int gates = 4) => gate >= 0 && gate < gates
        ? new($"forget gate {b:G4}", (rng, shape, precision) => shape.Rank == 1 && shape[0] % gates == 0
            ? Tensor.Concat(0, [.. Enumerable.Range(0, gates).Select(i => Tensor.Full([shape[0] / gates], i == gate ? b : 0, precision))])
            : throw new ArgumentException($"Biases of shape {shape}: {gates} gates need a vector of {gates} equal parts."))
        : throw new ArgumentException($"Forget gate {gate} of {gates}: gates are numbered 0 to {gates - 1}.");

    static Init Normal(string name, Func<int, int, double> variance) => new(name, (rng, shape, precision) =>
    {
        var (m, n) = Fans(shape);
        return Math.Sqrt(variance(m, n)) * rng.Normal(shape, precision);
    });

    static Init Flat(string name, Func<int, int, double> variance) => new(name, (rng, shape, precision) =>
    {
        var (m, n) = Fans(shape);
        var r = Math.Sqrt(3 * variance(m, n));
        return rng.Uniform(shape, -r, r, precision);
    });

    static (int In, int Out) Fans(Shape shape) => shape.Rank == 2
        ? (shape[0], shape[1])
        : throw new ArgumentException($"Weights of shape {shape}: this initializer needs [in, out].");

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
