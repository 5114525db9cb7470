using Descent.Tensors;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using static Descent.Tensors.Derivatives;

namespace Descent.Proofs;

/// <summary>The instances on which the derivations of deep linear networks are tried, and the left sides they share.</summary>
static class DeepLinearInstances
{
    public static Tensor Distance(Tensor W, Tensor Φ) => 0.5 * (W - Φ).SquaredNorm();

    /// <summary>½(θ₁θ₂…θ_N − s)²: a network of one unit per layer.</summary>
    public static Tensor Product(Tensor θ, double s) => 0.5 * (Factors(θ) - s).Square();

    public static Tensor Factors(Tensor θ) => Enumerable.Range(0, θ.Size).Select(i => θ[i]).Aggregate((a, b) => a * b);

    /// <summary>How fast θ₁θ₂…θ_N moves along −∇½(θ₁θ₂…θ_N − s)².</summary>
    public static double Velocity(Tensor θ, double s) => (double)Linearize(Factors, θ).Push(-Gradient(w => Product(w, s), θ));

    public static Tensor ProductVelocity(Layered x) =>
        Linearize(w => w[2].MatMul(w[1]).MatMul(w[0]), Tensor.Stack(x.W1, x.W2, x.W3)).Push(-Gradient(w => Distance(w[2].MatMul(w[1]).MatMul(w[0]), x.Φ), Tensor.Stack(x.W1, x.W2, x.W3)));

    /// <summary>θ(time) of dθ/dt = velocity(θ), by the classical Runge–Kutta rule.</summary>
    public static Tensor Flow(Tensor θ, Func<Tensor, Tensor> velocity, double time, int steps)
    {
        var h = time / steps;
        for (var n = 0; n < steps; n++)
        {
            var k1 = velocity(θ);
            var k2 = velocity(θ + h / 2 * k1);
            var k3 = velocity(θ + h / 2 * k2);
            var k4 = velocity(θ + h * k3);
            θ += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        }
        return θ;
    }

    public sealed record Layered(Tensor W1, Tensor W2, Tensor W3, Tensor Φ)
    {
        public Tensor W { get; } = W3.MatMul(W2).MatMul(W1);
        public Tensor G => W - Φ;
        public Tensor M => W2.TransposedMatMul(W3.TransposedMatMul(G)).MatMulTransposed(W1);
    }

    public static Layered ThreeLayers(Rng rng) => new(rng.Normal([2, 2]), rng.Normal([2, 2]), rng.Normal([2, 2]), rng.Normal([2, 2]));

    /// <summary>Layers with curvatures of a few units at most, along which 200 Runge–Kutta steps err by less than 10⁻⁷.</summary>
    public static Layered Gentle(Rng rng) => new(rng.Uniform([2, 2], -0.6, 0.6), rng.Uniform([2, 2], -0.6, 0.6), rng.Uniform([2, 2], -0.6, 0.6), rng.Uniform([2, 2], -1, 1));

    /// <summary>Three layers that share singular values, the left vectors of each being the right ones of the next.</summary>
    public static Layered BalancedThree(Rng rng)
    {
        var (A, B, C, D, σ) = (Orthogonal(rng), Orthogonal(rng), Orthogonal(rng), Orthogonal(rng), Tensor.Diagonal(Positive(rng)));
        return new(B.MatMul(σ).MatMulTransposed(A), C.MatMul(σ).MatMulTransposed(B), D.MatMul(σ).MatMulTransposed(C), rng.Normal([2, 2]));
    }

    public static (Tensor W1, Tensor W2) Balanced(Rng rng) => rng.Normal([3, 3]) is var W ? (W, Orthogonal(rng, 3).MatMul(Power(W.MatMulTransposed(W), 0.5))) : default;

    public sealed record Modes(Tensor U, Tensor R, Tensor V, Tensor a, Tensor b, Tensor s)
    {
        public Tensor W1 { get; } = R.MatMul(Tensor.Diagonal(a)).MatMulTransposed(V);
        public Tensor W2 { get; } = U.MatMul(Tensor.Diagonal(b)).MatMulTransposed(R);
        public Tensor Φ { get; } = U.MatMul(Tensor.Diagonal(s)).MatMulTransposed(V);
    }

    public static Modes Aligned(Rng rng) => new(Orthogonal(rng), Orthogonal(rng), Orthogonal(rng), Positive(rng), Positive(rng), Positive(rng));

    public static Tensor Positive(Rng rng) => rng.Uniform([2], 0.5, 1.5);

    public static Tensor Orthogonal(Rng rng, int n = 2) => Tensor.From(rng.Normal([n, n]).ToMathNetMatrix().QR(QRMethod.Full).Q);

    public sealed record Pair(double a, double b, double φ, double η)
    {
        public double r => a * b - φ;
    }

    public static Pair Factors(Rng rng) => new(0.3 + rng.Next(), 1.5 + rng.Next(), 3 + rng.Next(), 0.05 + 0.1 * rng.Next());

    public sealed record Run(double a, double b, double η, IReadOnlyList<double> Residuals, (double a, double b) End);

    /// <summary>Fifty steps, and the residuals they met.</summary>
    public static Run Runs(Rng rng)
    {
        var (start, residuals) = (Factors(rng) with { η = 0.05 }, new List<double>());
        var w = (start.a, start.b);
        for (var t = 0; t < 50; t++)
        {
            residuals.Add(w.a * w.b - start.φ);
            w = One(w, start.φ, start.η);
        }
        return new(start.a, start.b, start.η, residuals, w);
    }

    public sealed record Drift(double a, double b, double φ, double Integral);

    /// <summary>A start, and ∫r² dt along its flow from 0 to 1: carried along as a third coordinate.</summary>
    public static Drift Drifts(Rng rng)
    {
        var (a, b, φ) = (0.3 + 0.2 * rng.Next(), 0.8 + 0.2 * rng.Next(), 1 + 0.2 * rng.Next());
        var end = Flow(Tensor.Of(a, b, 0), w => w[0] * w[1] - φ is var r ? Tensor.Stack(-r * w[1], -r * w[0], r * r) : r, 1, 400);
        return new(a, b, φ, end.At(2));
    }

    public static (double a, double b) One((double a, double b) w, double φ, double η) => w.a * w.b - φ is var r ? (w.a - η * r * w.b, w.b - η * r * w.a) : w;

    public static Tensor Stepped(double a, double b, double φ, double η) => Tensor.Of(a, b) - η * Gradient(w => Product(w, φ), Tensor.Of(a, b));

    public static double Square(double x) => x * x;

    public static Tensor Singular(Tensor W) => Tensor.From(W.ToMathNetMatrix().Svd(computeVectors: false).S);

    /// <summary>Eigenvalues of a symmetric matrix, descending.</summary>
    public static Tensor Spectrum(Tensor A) => Tensor.Of([.. ((A + A.Transpose()) / 2).ToMathNetMatrix().Evd(Symmetricity.Symmetric).EigenValues.Select(λ => λ.Real).OrderDescending()]);

    /// <summary>Aᵖ of a symmetric positive definite matrix.</summary>
    public static Tensor Power(Tensor A, double p)
    {
        var e = ((A + A.Transpose()) / 2).ToMathNetMatrix().Evd(Symmetricity.Symmetric);
        return Tensor.From(e.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(e.EigenValues.Map(λ => Math.Pow(λ.Real, p))) * e.EigenVectors.Transpose());
    }

    public sealed record Target(int d, Tensor Φ)
    {
        public double σ1 => Singular(Φ).At(0);
        public double σ2 => Singular(Φ).At(1);
    }

    public static Target Targets(Rng rng) => new(1 + rng.Integer(3), rng.Normal([2, 2]));

    /// <summary>∇²L at θ = 0 of a network of these sizes, in full.</summary>
    public static Tensor HessianAt0(Tensor Φ, int[] sizes)
    {
        Tensor L(Tensor θ)
        {
            var (product, start) = (Tensor.Eye(sizes[0]), 0);
            for (var j = 1; j < sizes.Length; start += sizes[j] * sizes[j - 1], j++)
                product = θ.Slice(0, start, sizes[j] * sizes[j - 1]).Reshape([sizes[j], sizes[j - 1]]).MatMul(product);
            return Distance(product, Φ);
        }
        return Jacobian(Gradient(L), Tensor.Zeros([sizes.Zip(sizes[1..], (m, n) => m * n).Sum()]));
    }

    public static Tensor Repeated(int times, params double[] values) => Tensor.Of([.. values.SelectMany(v => Enumerable.Repeat(v, times))]);
}
