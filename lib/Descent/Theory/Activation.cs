namespace Descent.Theory;

/// <summary>An activation function as the theory of signals sees it: its value, its slope, and how it changes the size of a normal number.</summary>
/// <param name="Name">How it is listed.</param>
/// <param name="Value">φ.</param>
/// <param name="Slope">φ′; at a kink, any number between the slopes of its sides.</param>
public sealed record Activation(string Name, Func<double, double> Value, Func<double, double> Slope)
{
    /// <summary>x.</summary>
    public static Activation Linear { get; } = new("linear", x => x, x => 1);

    /// <summary>max(x, 0).</summary>
    public static Activation Relu { get; } = LeakyRelu(0) with { Name = "ReLU" };

    /// <summary>x for x > 0, else slope · x.</summary>
    public static Activation LeakyRelu(double slope = 0.01) => new($"leaky ReLU {slope:G4}", x => x > 0 ? x : slope * x, x => x > 0 ? 1 : slope);

    /// <summary>tanh x, whose slope is 1 − tanh² x.</summary>
    public static Activation Tanh { get; } = new("tanh", Math.Tanh, x => 1 / Square(Math.Cosh(x)));

    /// <summary>σ(x) = 1/(1 + e⁻ˣ), whose slope is σ(1 − σ).</summary>
    public static Activation Sigmoid { get; } = new("sigmoid", Logistic, x => Logistic(x) * Logistic(-x));

    /// <summary>ln(1 + eˣ), whose slope is σ(x).</summary>
    public static Activation Softplus { get; } = new("softplus", x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))), Logistic);

    /// <summary>x for x > 0, else eˣ − 1.</summary>
    public static Activation Elu { get; } = new("ELU", x => x > 0 ? x : Math.Exp(x) - 1, x => x > 0 ? 1 : Math.Exp(x));

    /// <summary>x Φ(x).</summary>
    public static Activation Gelu { get; } = new("GELU", x => x * Gaussian.Distribution(x), x => Gaussian.Distribution(x) + x * Gaussian.Density(x));

    /// <summary>E[φ(sζ)²]: the second moment of a unit whose input is N(0, s²).</summary>
    public double SecondMoment(double s = 1) => Gaussian.Mean(z => Square(Value(s * z)));

    /// <summary>E[φ′(sζ)²]: what the mean square of a gradient is multiplied by on its way back through the unit.</summary>
    public double SlopeMoment(double s = 1) => Gaussian.Mean(z => Square(Slope(s * z)));

    /// <summary>g = 1/√E[φ(ζ)²]: with Var w = g²/fan-in, an input of variance 1 is passed on with variance 1. √2 for ReLU, 1.5925 for tanh.</summary>
    /// <remarks>PyTorch's calculate_gain agrees for linear and (leaky) ReLU; for tanh it has 5/3 and for the sigmoid 1, which are customs, not this mean.</remarks>
    public double Gain => 1 / Math.Sqrt(SecondMoment());

    /// <summary>1/√E[φ′(ζ)²]: the gain that passes a gradient back at its size instead. Equal to <see cref="Gain"/> when φ(sx) = sφ(x) for s > 0.</summary>
    public double SlopeGain => 1 / Math.Sqrt(SlopeMoment());

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    static double Square(double x) => x * x;
}
