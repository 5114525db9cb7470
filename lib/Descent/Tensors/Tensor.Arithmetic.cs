using Descent.Kernels;

namespace Descent.Tensors;

public sealed partial class Tensor
{
    /// <summary>a + b, with broadcasting.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Binary<AddOp>(a, b, (g, a, b, y) => g, (g, a, b, y) => g);

    /// <summary>a − b, with broadcasting.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Binary<SubtractOp>(a, b, (g, a, b, y) => g, (g, a, b, y) => -g);

    /// <summary>a ∘ b, element by element, with broadcasting.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Binary<MultiplyOp>(a, b, (g, a, b, y) => g * b, (g, a, b, y) => g * a);

    /// <summary>a / b, element by element, with broadcasting.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Binary<DivideOp>(a, b, (g, a, b, y) => g / b, (g, a, b, y) => -g * y / b);

    /// <summary>−x.</summary>
    public static Tensor operator -(Tensor x) => Unary<NegateOp>(x, (g, x, y) => -g);

    /// <summary>The larger of a and b; equal elements share the derivative in halves.</summary>
    public static Tensor Max(Tensor a, Tensor b) => Binary<MaximumOp>(a, b, (g, a, b, y) => g * Larger(a, b), (g, a, b, y) => g * Larger(b, a));

    /// <summary>The smaller of a and b; equal elements share the derivative in halves.</summary>
    public static Tensor Min(Tensor a, Tensor b) => Binary<MinimumOp>(a, b, (g, a, b, y) => g * Larger(b, a), (g, a, b, y) => g * Larger(a, b));

    /// <summary>xᵖ for a fixed exponent.</summary>
    /// <remarks>p = 2 is <see cref="Square"/>, p = ½ is <see cref="Sqrt"/>.</remarks>
    public Tensor Pow(double p) => p switch
    {
        2 => Square(),
        1 => this,
        0 => OnesLike(),
        0.5 => Sqrt(),
        _ => Power(this, p),
    };

    /// <summary>aᵇ, element by element, with broadcasting; a > 0 where b has a derivative.</summary>
    public static Tensor Pow(Tensor a, Tensor b) =>
        Binary<PowerOp>(a, b, (g, a, b, y) => g * b * Pow(a, b - 1), (g, a, b, y) => g * y * a.Log());

    static Tensor Power(Tensor x, double p) => Values<PowerOp>(x, x.Number(p)).From(x, (g, x, y) => g * p * x.Pow(p - 1));

    /// <summary>x limited to [low, high]; the derivative is 0 outside.</summary>
    public Tensor Clip(double low, double high) => low <= high
        ? Min(Max(this, low), high)
        : throw new ArgumentException($"Clip to [{low}, {high}]: the lower limit is above the upper.");

    /// <summary>mask ≠ 0 ? a : b, element by element, with broadcasting. Nothing is pulled back to the mask.</summary>
    public static Tensor Where(Tensor mask, Tensor a, Tensor b)
    {
        var shape = Shape.Broadcast(mask.Shape, Shape.Broadcast(a.Shape, b.Shape));
        var (m, p, q) = (mask.Detach().BroadcastTo(shape), a.BroadcastTo(shape), b.BroadcastTo(shape));
        if (p.Precision != q.Precision)
            throw Mixed(p, q);
        if (m.Precision != p.Precision)
            throw Mixed(m, p);
        var y = New(p.Precision, shape);
        if (y.Single)
            Elementwise.Select(m.Read<float>(), p.Read<float>(), q.Read<float>(), y.Write<float>());
        else
            Elementwise.Select(m.Read<double>(), p.Read<double>(), q.Read<double>(), y.Write<double>());
        return y.From([p, q], (g, i) => i == 0 ? Where(m, g, g.ZerosLike()) : Where(m, g.ZerosLike(), g));
    }

    /// <summary>1 where a > b, else 0.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => Values<GreaterOp>(a, b);

    /// <summary>1 where a &lt; b, else 0.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => Values<LessOp>(a, b);

    /// <summary>1 where a ≥ b, else 0.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => Values<GreaterOrEqualOp>(a, b);

    /// <summary>1 where a ≤ b, else 0.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => Values<LessOrEqualOp>(a, b);

    /// <summary>1 where the elements are equal, else 0 (also where either is NaN).</summary>
    public Tensor EqualTo(Tensor b) => Values<EqualOp>(this, b);

    static Tensor Larger(Tensor a, Tensor b) => (Values<GreaterOp>(a, b) + Values<GreaterOrEqualOp>(a, b)) * 0.5;

    Tensor Number(double value) => Full(Precision, [], value);

    /// <summary>x + c.</summary>
    public static Tensor operator +(Tensor x, double c) => x + x.Number(c);

    /// <summary>c + x.</summary>
    public static Tensor operator +(double c, Tensor x) => x.Number(c) + x;

    /// <summary>x − c.</summary>
    public static Tensor operator -(Tensor x, double c) => x - x.Number(c);

    /// <summary>c − x.</summary>
    public static Tensor operator -(double c, Tensor x) => x.Number(c) - x;

    /// <summary>x c.</summary>
    public static Tensor operator *(Tensor x, double c) => x * x.Number(c);

    /// <summary>c x.</summary>
    public static Tensor operator *(double c, Tensor x) => x.Number(c) * x;

    /// <summary>x / c.</summary>
    public static Tensor operator /(Tensor x, double c) => x / x.Number(c);

    /// <summary>c / x.</summary>
    public static Tensor operator /(double c, Tensor x) => x.Number(c) / x;

    /// <summary>1 where x > c, else 0.</summary>
    public static Tensor operator >(Tensor x, double c) => x > x.Number(c);

    /// <summary>1 where x &lt; c, else 0.</summary>
    public static Tensor operator <(Tensor x, double c) => x < x.Number(c);

    /// <summary>1 where x ≥ c, else 0.</summary>
    public static Tensor operator >=(Tensor x, double c) => x >= x.Number(c);

    /// <summary>1 where x ≤ c, else 0.</summary>
    public static Tensor operator <=(Tensor x, double c) => x <= x.Number(c);

    /// <summary>max(x, c), element by element.</summary>
    public static Tensor Max(Tensor x, double c) => Max(x, x.Number(c));

    /// <summary>min(x, c), element by element.</summary>
    public static Tensor Min(Tensor x, double c) => Min(x, x.Number(c));
}
