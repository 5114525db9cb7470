namespace Descent.Theory;

/// <summary>
/// A signal on its way through random layers a ← W φ(a) + b, of many units each, Wᵢⱼ ~ N(0, σ_w²/fan-in), bᵢ ~ N(0, σ_b²): every pre-activation is normal, and
/// q, its variance, is all there is to know about a layer.
/// </summary>
/// <param name="Activation">φ.</param>
/// <param name="WeightVariance">σ_w², the variance of a weight times the fan-in: 2 for He's rule, 1 for LeCun's.</param>
/// <param name="BiasVariance">σ_b².</param>
/// <remarks>Source: chapter 7; He et al. 2015; Poole et al. 2016; Schoenholz et al. 2017. Exact as the width grows.</remarks>
public sealed record Propagation(Activation Activation, double WeightVariance, double BiasVariance = 0)
{
    const double Least = 1e-12, Most = 1e12;   // signals outside are counted as dead and as exploded

    /// <summary>V(q) = σ_w² E[φ(√q ζ)²] + σ_b²: the variance of the next layer's pre-activations. For ReLU q σ_w²/2 + σ_b².</summary>
    /// <exception cref="ArgumentOutOfRangeException">q, σ_w² or σ_b² is negative.</exception>
    public double Variance(double q)
    {
        Require.That(q >= 0, q, "A variance q is at least 0");
        Require.That(WeightVariance >= 0, WeightVariance, "A variance σ_w² is at least 0");
        Require.That(BiasVariance >= 0, BiasVariance, "A variance σ_b² is at least 0");
        return WeightVariance * Activation.SecondMoment(Math.Sqrt(q)) + BiasVariance;
    }

    /// <summary>q, V(q), V(V(q)), …: the variances layer by layer, without end.</summary>
    public IEnumerable<double> Variances(double q)
    {
        for (; ; q = Variance(q))
            yield return q;
    }

    /// <summary>χ(q) = σ_w² E[φ′(√q ζ)²]: what the mean square of a gradient is multiplied by in each layer on its way back, and the square of a small
    /// difference between two inputs on its way forward (layers of equal width).</summary>
    public double Slope(double q) => WeightVariance * Activation.SlopeMoment(Math.Sqrt(Math.Clamp(q, 1e-30, Most)));

    /// <summary>q*: where the variance settles, starting from 1. 0 if the signal dies out, ∞ if it grows without end, 1 if it just stays.</summary>
    public double FixedVariance
    {
        get
        {
            var first = Variance(1);
            if (Math.Abs(first - 1) < Least)
                return 1;
            var (q, step) = (1.0, first > 1 ? 2 : 0.5);
            while (q is > Least and < Most && (Variance(q * step) - q * step) * (first - 1) > 0)
                q *= step;
            return q <= Least ? 0 : q >= Most ? double.PositiveInfinity : Root(at => Variance(at) - at, Math.Min(q, q * step), Math.Max(q, q * step));
        }
    }

    /// <summary>χ at q*. Below 1 (order) gradients vanish and inputs become alike; above 1 (chaos) gradients explode and inputs part.</summary>
    public double χ => Slope(FixedVariance);

    /// <summary>−1/ln χ: the number of layers in which the mean square of a gradient falls by e. ∞ at the edge of chaos; negative, where it grows by e.</summary>
    public double DepthScale => Math.Abs(χ - 1) < Least ? double.PositiveInfinity : -1 / Math.Log(χ);

    /// <summary>C(c) = (σ_w² E[φ(u₁)φ(u₂)] + σ_b²)/V(q), u₁, u₂ of variance q and correlation c: the correlation of two inputs, one layer on.</summary>
    /// <param name="c">In [−1, 1].</param>
    /// <param name="q">The variance of both, positive; q* in the long run.</param>
    /// <exception cref="ArgumentOutOfRangeException">c is outside [−1, 1] or q not positive.</exception>
    public double Correlation(double c, double q)
    {
        Require.That(q > 0, q, "Two signals have a correlation if their variance q is above 0");
        var s = Math.Sqrt(q);
        return (WeightVariance * Gaussian.Product(z => Activation.Value(s * z), c) + BiasVariance) / Variance(q);
    }

    /// <summary>c*: the correlation at which two inputs settle. 1 up to the edge of chaos; below 1 beyond it.</summary>
    /// <exception cref="InvalidOperationException">q* is 0 or ∞: there is no size at which to compare.</exception>
    public double FixedCorrelation
    {
        get
        {
            var q = FixedVariance;
            if (q is 0 or double.PositiveInfinity)
                throw new InvalidOperationException($"The correlation settles only where the variance does; here q* = {q}.");
            return Slope(q) <= 1 + Least ? 1 : Correlation(0, q) < Least ? 0 : Root(c => Correlation(c, q) - c, 0, 1 - 1e-9, 40);
        }
    }

    /// <summary>The edge of chaos: the σ_w² at which χ = 1, for a given σ_b². Between order and chaos, gradients neither vanish nor explode.</summary>
    /// <exception cref="ArgumentException">χ does not cross 1 for σ_w² up to 1000.</exception>
    public static Propagation EdgeOfChaos(Activation activation, double biasVariance)
    {
        double Excess(double weightVariance) => new Propagation(activation, weightVariance, biasVariance).χ - 1;
        return Excess(Least) < 0 && Excess(1000) > 0
            ? new(activation, Root(Excess, Least, 1000), biasVariance)
            : throw new ArgumentException($"{activation} with σ_b² = {biasVariance}: χ does not cross 1 for σ_w² up to 1000.");
    }

    /// <summary>(1 + κ/n)ᴸ − 1 with κ = E[φ⁴]/E[φ²]² − 1: Var(q)/E[q]² after L layers of n units, over random networks. κ = 5 for ReLU, 2 for linear units.</summary>
    /// <param name="activation">With φ(sx) = sφ(x) for s > 0, so that every layer multiplies q by an independent factor.</param>
    /// <param name="width">n.</param>
    /// <param name="layers">L.</param>
    /// <exception cref="ArgumentException">φ has another shape.</exception>
    /// <remarks>Biases 0. A product of L factors: at L ≈ n/κ a typical network is no longer near the mean. Source: Hanin and Rolnick 2018.</remarks>
    public static double Fluctuation(Activation activation, int width, int layers)
    {
        var φ = activation.Value;
        if (φ(2) != 2 * φ(1) || φ(-2) != 2 * φ(-1))
            throw new ArgumentException($"{activation} is not of the form φ(sx) = sφ(x): its fluctuations have no such closed form.");
        var κ = Gaussian.Mean(z => Math.Pow(φ(z), 4)) / Math.Pow(activation.SecondMoment(), 2) - 1;
        return Math.Pow(1 + κ / width, layers) - 1;
    }

    /// <summary>Where f changes its sign between two ends, by halving the interval.</summary>
    static double Root(Func<double, double> f, double low, double high, int halvings = 60)
    {
        var rising = f(high) > 0;
        for (; halvings > 0 && (low + high) / 2 is var middle && low < middle && middle < high; halvings--)
            (low, high) = f(middle) > 0 == rising ? (low, middle) : (middle, high);
        return high;
    }
}
