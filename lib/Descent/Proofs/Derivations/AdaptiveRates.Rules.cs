using Descent.Tensors;

namespace Descent.Proofs;

/// <content>What the derivations of chapter 5 simulate. Gradients are listed with the latest first, as in the sums: g[k] is the one of k steps ago.</content>
public static partial class Derivations
{
    static double Signed(Rng rng) => (1 + rng.Next()) * (rng.Next() < 0.5 ? -1 : 1);

    static double[] Gradients(Rng rng) => [.. Enumerable.Range(0, 2 + rng.Integer(5)).Select(_ => Signed(rng))];

    static (double η, double β1, double β2, double[] g) Memory(Rng rng, double[] g)
    {
        var β2 = 0.5 + 0.45 * rng.Next();
        return (0.1 + rng.Next(), Math.Sqrt(β2) * (0.3 + 0.5 * rng.Next()), β2, g);
    }

    static (double η, double β1, double β2, double[] g) Growing((double η, double β1, double β2, double[] g) x) =>
        x with { g = [.. x.g.Select((_, k) => Math.Pow(x.β1 / x.β2, k))] };

    static double[] Squares(double[] g) => [.. g.Select(g => g * g)];

    static double Average(double β, double[] g) => g.Reverse().Aggregate(0.0, (s, g) => β * s + (1 - β) * g);

    static Tensor NoisyAverage(double β, double g, int t, Rng rng) =>
        Enumerable.Range(0, t).Aggregate(Tensor.Zeros([20_000]), (s, _) => β * s + (1 - β) * (g + rng.Normal([20_000])));

    static double Weighted(double β, double[] g, int power) => g.Select((g, k) => Math.Pow(β, k) * Math.Pow(g, power)).Sum() / g.Select((_, k) => Math.Pow(β, k)).Sum();

    static double[] Centred(double β, double[] g) => Weighted(β, g, 1) is var mean ? [.. g.Select(g => g - mean)] : [];

    static double AdamStep(double η, double β1, double β2, double δ, double[] g)
    {
        var (m, v) = (0.0, 0.0);
        foreach (var now in g.Reverse())
            (m, v) = (β1 * m + (1 - β1) * now, β2 * v + (1 - β2) * now * now);
        var (m̂, v̂) = (m / (1 - Math.Pow(β1, g.Length)), v / (1 - Math.Pow(β2, g.Length)));
        return -η * m̂ / (Math.Sqrt(v̂) + δ);
    }

    static (double κ, double φ) Turn(Rng rng) => (2 + 98 * rng.Next(), 0.1 + 0.6 * rng.Next());

    static (double κ, double φ, double d1, double d2) Scaled((double κ, double φ) x, double d1, double d2) => (x.κ, x.φ, d1, d2);

    static Tensor Rotation(double φ) => Tensor.Of(new[,] { { Math.Cos(φ), -Math.Sin(φ) }, { Math.Sin(φ), Math.Cos(φ) } });

    static Tensor Valley(double κ, double φ) => (Rotation(φ) * Tensor.Of(κ, 1)).MatMulTransposed(Rotation(φ));

    // κ of diag(d) H diag(d), from its trace and determinant.
    static double Condition(Tensor H, double d1, double d2)
    {
        var (trace, determinant) = (d1 * d1 * H.At(0, 0) + d2 * d2 * H.At(1, 1), d1 * d1 * d2 * d2 * (H.At(0, 0) * H.At(1, 1) - H.At(0, 1) * H.At(1, 0)));
        return Math.Pow(trace + Math.Sqrt(trace * trace - 4 * determinant), 2) / (4 * determinant);
    }

    static double Cycle(double β, double a, double b, double c) => (1 - β) * (a * a + β * b * b + β * β * c * c) / (1 - β * β * β);

    static double Turn(double β, double C, double η, bool remember)
    {
        var (v, largest, way) = (0.0, 0.0, 0.0);
        for (var t = 0; t < 300; t++)
        {
            var g = t % 3 == 0 ? C : -1;
            v = β * v + (1 - β) * g * g;
            largest = Math.Max(largest, v);
            if (t >= 297)
                way -= η * g / Math.Sqrt(remember ? largest : v);
        }
        return way;
    }

    // Wilson et al.'s examples: the label, two ones, then one feature of its own for a positive example, five for a negative one.
    static (Tensor X, Tensor y, double λ, double η) Labelled(Rng rng)
    {
        var negative = 1 + rng.Integer(3);
        var positive = negative + 1 + rng.Integer(3);
        var x = new double[positive + negative, 3 + positive + 5 * negative];
        for (var i = 0; i < positive + negative; i++)
        {
            (x[i, 0], x[i, 1], x[i, 2]) = (i < positive ? 1 : -1, 1, 1);
            for (var own = 0; own < (i < positive ? 1 : 5); own++)
                x[i, 3 + (i < positive ? i : positive + 5 * (i - positive) + own)] = 1;
        }
        var X = Tensor.Of(x);
        return (X, X.Slice(1, 0, 1), rng.Next(), 0.1 + 0.1 * rng.Next());
    }

    static Tensor Signs((Tensor X, Tensor y, double λ, double η) x) => x.X.TransposedMatMul(x.y).Sign();

    static Tensor AdaGradOn(Tensor X, Tensor y, double η, int steps)
    {
        var w = Tensor.Zeros([X.Shape[1], 1]);
        var r = w;
        for (var t = 0; t < steps; t++)
        {
            var g = X.TransposedMatMul(X.MatMul(w) - y);
            r += g.Square();
            w -= η * g / r.Sqrt();
        }
        return w;
    }

    static double AdaGradOnLine(double k, double η, int steps)
    {
        var (λ, r) = (0.0, 0.0);
        for (var t = 0; t < steps; t++)
        {
            var g = λ * k - 1;
            r += g * g;
            λ -= η * g / Math.Sqrt(r);
        }
        return λ;
    }
}
