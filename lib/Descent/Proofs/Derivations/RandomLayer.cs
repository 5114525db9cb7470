using Descent.Tensors;
using Descent.Theory;

namespace Descent.Proofs;

/// <summary>What the derivations of chapter 7 draw and integrate: layers by brute force.</summary>
static class RandomLayer
{
    public const int Draws = 30_000;   // replicates of one check

    /// <summary>Activations of the tensors, next to what Theory says of them.</summary>
    public static IReadOnlyList<(string Name, Func<Tensor, Tensor> Of, Activation Theory)> Units =>
        [("ReLU", x => x.Relu(), Activation.Relu), ("tanh", x => x.Tanh(), Activation.Tanh), ("sigmoid", x => x.Sigmoid(), Activation.Sigmoid)];

    /// <summary>Number of inputs, standard deviation of a weight, root of the inputs' second moment.</summary>
    public static (int M, double ε, double λ) Sizes(Rng rng) => (M: 3 + rng.Integer(8), ε: 0.2 + rng.Next(), λ: 0.5 + rng.Next());

    /// <summary>Fan-in, fan-out and variance of a weight.</summary>
    public static (int In, int Out, double v) Fans(Rng rng) => (In: 3 + rng.Integer(4), Out: 8 + rng.Integer(8), v: 0.1 + rng.Next() / 4);

    /// <summary>A standard deviation.</summary>
    public static double Deviation(Rng rng) => 0.5 + rng.Next();

    /// <summary>Outputs of ReLUs with second moment λ², one row per replicate.</summary>
    public static Tensor Inputs(int M, double λ, Rng rng) => Math.Sqrt(2) * λ * rng.Normal([Draws, M]).Relu();

    /// <summary>Weights of one unit, one row per replicate.</summary>
    public static Tensor Weights(int M, double ε, Rng rng) => ε * rng.Normal([Draws, M]);

    /// <summary>a = Σ w z of one unit, once per replicate.</summary>
    public static Tensor Sums(int M, double ε, double λ, Rng rng) => (Weights(M, ε, rng) * Inputs(M, λ, rng)).Sum(1);

    /// <summary>The outputs of a whole layer z → ReLU(W z) of M units, with new weights for every replicate.</summary>
    public static Tensor Through(Tensor z, double ε, Rng rng) =>
        Tensor.Concat(1, [.. Enumerable.Range(0, z.Shape[1]).Select(_ => (Weights(z.Shape[1], ε, rng) * z).Sum(1).Relu())]);

    /// <summary>The squared distances from the mean, whose mean is the variance.</summary>
    public static Tensor Deviations(Tensor z) => (z - z.Mean()).Square();

    /// <summary>(1/2N) Σ (p − y)² of a net of one hidden tanh layer.</summary>
    public static Tensor SquareError(Tensor W, Tensor v, Tensor x, Tensor y) => (x.MatMul(W).Tanh().MatMul(v) - y).SquaredNorm() / (2 * x.Shape[0]);

    /// <summary>How far the columns of W are from the first one.</summary>
    public static double Spread(Tensor W) => (double)(W - W.Slice(1, 0, 1)).Abs().Max();

    /// <summary>n numbers up to 2, all values of a random variable, equally likely.</summary>
    public static double[] Values(Rng rng, int n) => [.. Enumerable.Range(0, n).Select(_ => 0.5 + 1.5 * rng.Next())];

    /// <summary>The product of every pair.</summary>
    public static double[] Products(double[] x, double[] y) => [.. from a in x from b in y select a * b];

    /// <summary>The mean of the squared distances from the mean.</summary>
    public static double Variance(double[] x) => x.Average(v => (v - x.Average()) * (v - x.Average()));

    /// <summary>∫ f over [a, b] by Simpson's rule on 4000 intervals: for the normal integrals here an error of 3(12/4000)⁴/180 ≈ 10⁻¹².</summary>
    public static double Integral(Func<double, double> f, double a, double b)
    {
        var h = (b - a) / 4000;
        return h / 3 * Enumerable.Range(0, 4001).Sum(i => f(a + i * h) * (i is 0 or 4000 ? 1 : i % 2 == 1 ? 4 : 2));
    }

    /// <summary>E[max(a, 0)ᵏ] for a ~ N(0, s²), by the integral over a > 0.</summary>
    public static double ReluMoment(double s, int k) => Integral(a => Math.Pow(a, k) * Math.Exp(-a * a / (2 * s * s)), 0, 12 * s) / (s * Math.Sqrt(2 * Math.PI));

    /// <summary>Where a rising f is 0, by halving.</summary>
    public static double Root(Func<double, double> f, double low, double high)
    {
        for (var i = 0; i < 60; i++)
            (low, high) = f((low + high) / 2) < 0 ? ((low + high) / 2, high) : (low, (low + high) / 2);
        return (low + high) / 2;
    }
}
