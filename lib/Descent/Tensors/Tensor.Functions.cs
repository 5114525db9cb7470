using Descent.Kernels;

namespace Descent.Tensors;

public sealed partial class Tensor
{
    /// <summary>eˣ.</summary>
    public Tensor Exp() => Unary<ExpOp>(this, (g, x, y) => g * y);

    /// <summary>ln x.</summary>
    public Tensor Log() => Unary<LogOp>(this, (g, x, y) => g / x);

    /// <summary>√x.</summary>
    public Tensor Sqrt() => Unary<SqrtOp>(this, (g, x, y) => g * 0.5 / y);

    /// <summary>x².</summary>
    public Tensor Square() => Unary<SquareOp>(this, (g, x, y) => g * x * 2);

    /// <summary>|x|; derivative sign x, 0 at 0.</summary>
    public Tensor Abs() => Unary<AbsOp>(this, (g, x, y) => g * x.Sign());

    /// <summary>−1, 0 or 1; derivative 0.</summary>
    public Tensor Sign() => Unary<SignOp>(Detach(), (g, x, y) => g);

    /// <summary>sin x, x in radians.</summary>
    public Tensor Sin() => Unary<SinOp>(this, (g, x, y) => g * x.Cos());

    /// <summary>cos x, x in radians.</summary>
    public Tensor Cos() => Unary<CosOp>(this, (g, x, y) => -g * x.Sin());

    /// <summary>tanh x; derivative 1 − tanh² x, at most 1.</summary>
    public Tensor Tanh() => Unary<TanhOp>(this, (g, x, y) => TanhPull(g, y));

    /// <summary>σ(x) = 1/(1 + e⁻ˣ); derivative σ(1 − σ), at most ¼.</summary>
    public Tensor Sigmoid() => Unary<SigmoidOp>(this, (g, x, y) => SigmoidPull(g, y));

    // g(1 − y²), gσ(1 − σ) and g where y > 0, as operations with derivatives of their own: second derivatives pass through here.
    static Tensor TanhPull(Tensor g, Tensor y) => Binary<TanhPullOp>(g, y, (h, g, y, z) => TanhPull(h, y), (h, g, y, z) => -2 * h * g * y);

    static Tensor SigmoidPull(Tensor g, Tensor y) => Binary<SigmoidPullOp>(g, y, (h, g, y, z) => SigmoidPull(h, y), (h, g, y, z) => h * g * (1 - 2 * y));

    static Tensor ReluPull(Tensor g, Tensor y) => Values<ReluPullOp>(g, y).From(g, (h, g, z) => ReluPull(h, y));

    /// <summary>erf x = 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    public Tensor Erf() => Unary<ErfOp>(this, (g, x, y) => g * (-x.Square()).Exp() * (2 / Math.Sqrt(Math.PI)));

    /// <summary>ln(1 + eˣ), without overflow.</summary>
    public Tensor Softplus() => Unary<SoftplusOp>(this, (g, x, y) => g * x.Sigmoid());

    /// <summary>max(x, 0); derivative 1 for x > 0, else 0. The second derivative is 0 wherever it exists.</summary>
    public Tensor Relu() => Unary<ReluOp>(this, (g, x, y) => ReluPull(g, y));

    /// <summary>x for x > 0, else slope · x.</summary>
    public Tensor LeakyRelu(double slope = 0.01) => Where(this > 0, this, slope * this);

    /// <summary>x for x > 0, else α(eˣ − 1).</summary>
    public Tensor Elu(double α = 1) => Relu() + α * (Where(this > 0, ZerosLike(), this).Exp() - 1);

    /// <summary>x Φ(x), Φ the standard normal distribution function.</summary>
    /// <remarks>Source: Hendrycks and Gimpel 2016, the exact form.</remarks>
    public Tensor Gelu() => this * 0.5 * (1 + (this * Math.Sqrt(0.5)).Erf());

    /// <summary>1 where x > 0, else 0; derivative 0.</summary>
    public Tensor Positive() => Unary<PositiveOp>(Detach(), (g, x, y) => g);
}
