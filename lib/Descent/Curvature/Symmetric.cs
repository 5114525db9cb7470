using Descent.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Descent.Curvature;

/// <summary>A symmetric n×n matrix H, known by its products H v. Everything here needs no more than that; what needs the n² numbers says so.</summary>
public class Symmetric
{
    const int Largest = 10_000;

    readonly Func<Tensor, Tensor> product;
    readonly Precision precision;
    Tensor? matrix;
    Eigenbasis? eigenbasis;

    /// <summary>The matrix of a symmetric linear map.</summary>
    /// <param name="size">n.</param>
    /// <param name="product">v ↦ H v, shape [n] to shape [n]. That it is linear and symmetric is taken on trust.</param>
    /// <param name="precision">Of v and H v.</param>
    /// <exception cref="ArgumentException">n is below 1.</exception>
    public Symmetric(int size, Func<Tensor, Tensor> product, Precision precision = Precision.Double)
    {
        (Size, this.product, this.precision) = (size, product, precision);
        if (size < 1)
            throw new ArgumentException($"A symmetric matrix of size {size}: at least 1 is needed.");
    }

    /// <summary>n.</summary>
    public int Size { get; }

    /// <summary>The map v ↦ A v of a matrix in full; what rounding left of a difference between A and Aᵀ is averaged away.</summary>
    /// <param name="A">Shape [n, n].</param>
    /// <exception cref="ArgumentException">A is not square, or differs from Aᵀ by more than √(unit roundoff) of its largest element.</exception>
    public static Symmetric Of(Tensor A)
    {
        if (A.Rank != 2 || A.Shape[0] != A.Shape[1])
            throw new ArgumentException($"A symmetric matrix of shape {A.Shape}: it must be square.");
        var difference = (double)(A - A.Transpose()).Abs().Max();
        if (difference > Math.Sqrt(Rounding(A.Precision)) * (double)A.Abs().Max())
            throw new ArgumentException($"A matrix of shape {A.Shape} and its transpose differ by {difference:G3}: it is not symmetric.");
        var H = (A + A.Transpose()) / 2;
        return new(A.Shape[0], H.MatMul, A.Precision) { matrix = H };
    }

    /// <summary>XᵀX/N: the curvature of the squared error ½‖X w − y‖²/N, and the uncentred second moments of the inputs.</summary>
    /// <param name="X">N examples in rows, shape [N, n].</param>
    /// <exception cref="ArgumentException">X is no matrix.</exception>
    /// <remarks>A product costs 4Nn flops; nothing of size n² is formed.</remarks>
    public static Symmetric SecondMoment(Tensor X) => X.Rank == 2
        ? new(X.Shape[1], v => X.MatMul(v).MatMul(X) / X.Shape[0], X.Precision)
        : throw new ArgumentException($"Second moments of {X.Shape}: examples in rows and inputs in columns are needed.");

    /// <summary>H v.</summary>
    /// <param name="H">Size n.</param>
    /// <param name="v">Shape [n].</param>
    /// <returns>Shape [n].</returns>
    /// <exception cref="ArgumentException">v is not a vector of n elements.</exception>
    public static Tensor operator *(Symmetric H, Tensor v) => v.Rank == 1 && v.Size == H.Size
        ? H.product(v)
        : throw new ArgumentException($"Product of a symmetric [{H.Size}×{H.Size}] and {v.Shape}: a vector of {H.Size} elements is needed.");

    /// <summary>vᵀH v: for a unit vector the curvature along v.</summary>
    /// <param name="v">Shape [n].</param>
    /// <exception cref="ArgumentException">v is not a vector of n elements.</exception>
    public double QuadraticForm(Tensor v) => (double)v.Dot(this * v);

    /// <summary>All n² numbers: column i is H eᵢ. Shape [n, n], symmetric to rounding. Kept, so that asking again is free.</summary>
    /// <exception cref="InvalidOperationException">n is above 10,000.</exception>
    /// <remarks>Cost: n products.</remarks>
    public Tensor Matrix() => matrix ??= Size <= Largest
        ? Tensor.Stack([.. Enumerable.Range(0, Size).Select(i => this * Tensor.Unit(Size, i, precision))])
        : throw new InvalidOperationException($"A symmetric [{Size}×{Size}] in full would take {8e-9 * Size * Size:F1} GB; use its products: Lanczos, PowerIteration, QuadraticForm.");

    /// <summary>Every eigenpair, the largest λ first. Kept, so that asking again is free.</summary>
    /// <exception cref="ArithmeticException">A number of H is not finite.</exception>
    /// <exception cref="InvalidOperationException">n is above 10,000.</exception>
    /// <remarks>Cost: n products and about 10n³ flops: seconds for n = 1,000. For a few pairs of a large matrix see <see cref="Lanczos"/>.</remarks>
    public Eigenbasis Eigen() => eigenbasis ??= Diagonalize();

    Eigenbasis Diagonalize()
    {
        var e = Dense().Evd(Symmetricity.Symmetric);   // ascending
        return new([.. Enumerable.Range(1, Size).Select(i =>
            Eigenpair.Of(e.EigenValues[^i].Real, Tensor.From(e.EigenVectors.Column(Size - i)).To(precision)))]);
    }

    /// <summary>vᵀH v > 0 for every v ≠ 0, by whether Cholesky's H = LLᵀ exists; the same as λmin > 0.</summary>
    /// <exception cref="ArithmeticException">A number of H is not finite.</exception>
    /// <remarks>Cost: n products and n³/3 flops.</remarks>
    public bool IsPositiveDefinite()
    {
        var dense = Dense();
        try
        {
            _ = dense.Cholesky();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>x with (H + μI) x = b.</summary>
    /// <param name="b">Shape [n].</param>
    /// <param name="μ">Damping; for μ > −λmin the matrix is positive definite.</param>
    /// <returns>Shape [n].</returns>
    /// <exception cref="ArgumentException">b is not a vector of n elements.</exception>
    /// <exception cref="ArithmeticException">H + μI is singular to rounding, or not finite.</exception>
    /// <remarks>Cost: n products and ⅔n³ flops (LU with pivoting: H may have negative curvatures).</remarks>
    public Tensor Solve(Tensor b, double μ = 0)
    {
        if (b.Rank != 1 || b.Size != Size)
            throw new ArgumentException($"Solve with a symmetric [{Size}×{Size}] and {b.Shape}: a vector of {Size} elements is needed.");
        var LU = (Dense() + Matrix<double>.Build.DenseDiagonal(Size, Size, μ)).LU();
        var pivots = LU.U.Diagonal().PointwiseAbs();
        return pivots.Minimum() > Size * Rounding(precision) * pivots.Maximum()
            ? Tensor.From(LU.Solve(b.ToMathNetVector())).To(precision)
            : throw new ArithmeticException($"H + μI of shape [{Size}×{Size}] with μ = {μ:G3} is singular: pivots from {pivots.Minimum():G3} to {pivots.Maximum():G3}. Choose a larger μ.");
    }

    /// <summary>v ← H v/‖H v‖ for ever: (vᵀH v, v) tends to the eigenpair of largest |λ|, its error shrinking by |λ₂/λ₁| per step.</summary>
    /// <param name="v">Start, shape [n]; not orthogonal to the eigenvector.</param>
    /// <exception cref="ArgumentException">v is not a vector of n elements.</exception>
    /// <remarks>Cost: one product per step. <see cref="Lanczos"/> finds the same from the same products sooner.</remarks>
    public IEnumerable<Eigenpair> PowerIteration(Tensor v)
    {
        while (true)
        {
            v /= v.Norm();
            var Hv = this * v;
            var λ = (double)v.Dot(Hv);
            yield return Eigenpair.Of(λ, v, (double)(Hv - λ * v).Norm());
            v = Hv;
        }
    }

    /// <summary>The <paramref name="top"/> largest and the <paramref name="bottom"/> smallest eigenpairs, from products alone.</summary>
    /// <param name="rng">Draws the start vectors.</param>
    /// <param name="top">How many of the largest.</param>
    /// <param name="bottom">How many of the smallest.</param>
    /// <param name="tolerance">Largest ‖H u − λu‖ accepted, in units of the largest |λ| seen; 10⁻¹⁰ in float64 and 10⁻⁵ in float32 when not given.</param>
    /// <param name="products">Give up after this many.</param>
    /// <param name="repeated">Find repeated eigenvalues as often as they occur. False halves the products: right where all are known to be different.</param>
    /// <exception cref="ArgumentException">No pair is asked for, or more than n.</exception>
    /// <exception cref="ArithmeticException">A product is not finite, or the tolerance is not reached.</exception>
    /// <remarks>Cost: some ten products per pair when the pairs stand apart, and 8mn flops
    /// for the orthogonality of each with a basis of m = 2(top + bottom) + 30 vectors, which is the memory. Source: Lanczos 1950; Wu and Simon 2000 (restarts).</remarks>
    public Ritz Lanczos(Rng rng, int top = 1, int bottom = 0, double? tolerance = null, int products = 10_000, bool repeated = true) =>
        new Lanczos(this, precision, rng, top, bottom, tolerance ?? (precision == Precision.Single ? 1e-5 : 1e-10), repeated).Run(products);

    /// <summary>tr H ≈ the mean of vᵀH v over random vectors of ±1, whose expectation it is (Hutchinson). The variance of one probe is 2 Σᵢ≠ⱼ Hᵢⱼ².</summary>
    /// <param name="rng">Draws the vectors.</param>
    /// <param name="probes">How many, at least 2.</param>
    /// <exception cref="ArgumentException">Fewer than 2 probes: their spread is the error.</exception>
    /// <remarks>Cost: one product per probe. Source: chapter 12; Hutchinson 1990.</remarks>
    public TraceEstimate Trace(Rng rng, int probes = 32)
    {
        if (probes < 2)
            throw new ArgumentException($"A trace from {probes} probes has no error estimate: at least 2 are needed.");
        double[] values = [.. Enumerable.Range(0, probes).Select(_ => QuadraticForm(Signs(Size, rng, precision)))];
        var mean = values.Average();
        return new(mean, Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / (probes - 1) / probes), probes);
    }

    /// <summary>How the eigenvalues are spread, from products alone: Lanczos quadrature, averaged over random vectors of ±1.</summary>
    /// <param name="rng">Draws the vectors.</param>
    /// <param name="probes">How many.</param>
    /// <param name="steps">Lanczos steps for each, at most n are taken: the more, the finer the structure seen.</param>
    /// <exception cref="ArgumentException">No probe or no step.</exception>
    /// <remarks>Cost: probes × steps products and 8 n steps² flops each for orthogonality. Source: chapter 12; Ubaru, Chen and Saad 2017.</remarks>
    public SpectralDensity Density(Rng rng, int probes = 8, int steps = 60)
    {
        if (probes < 1 || steps < 1)
            throw new ArgumentException($"A spectral density from {probes} probes of {steps} steps: at least 1 of each is needed.");
        (double λ, double Weight)[] nodes = [.. Enumerable.Range(0, probes).SelectMany(_ => Curvature.Lanczos.Quadrature(this, precision, rng, steps))];
        return new([.. nodes.Select(node => (node.λ, node.Weight / probes)).OrderBy(node => node.λ)], nodes.Length);
    }

    /// <summary>x with (H + μI) x ≈ b from products alone: the k-th x is the best of all combinations of b, H b, …, Hᵏ⁻¹b.</summary>
    /// <param name="b">Shape [n].</param>
    /// <param name="μ">Damping.</param>
    /// <param name="tolerance">Stop when ‖b − (H + μI)x‖ is this share of ‖b‖.</param>
    /// <param name="products">Stop after so many: truncated early, x is a compromise between b and the solution. 2n when not given.</param>
    /// <exception cref="ArgumentException">b is not a vector of n elements.</exception>
    /// <remarks>Ends at the first direction of negative curvature, and returns it. Cost: one product per step, about ½√κ ln(2/tolerance) of them. Source: chapter 12; Hestenes and
    /// Stiefel 1952; Nocedal and Wright 2006, section 7.1.</remarks>
    public KrylovSolution ConjugateGradients(Tensor b, double μ = 0, double tolerance = 1e-8, int? products = null)
    {
        var (x, r, p) = (b.ZerosLike(), b, b);
        var (ρ, limit) = ((double)b.SquaredNorm(), tolerance * (double)b.Norm());
        var k = 0;
        KrylovSolution End(Tensor? negative) => new(x, ρ == 0 ? 0 : Math.Sqrt(ρ) / (double)b.Norm(), k, negative);
        while (ρ > limit * limit && k < (products ?? 2 * Size))
        {
            var Hp = this * p + μ * p;
            k++;
            var curvature = (double)p.Dot(Hp);
            if (!(curvature > 0))
                return End(p);
            var α = ρ / curvature;
            (x, r) = (x + α * p, r - α * Hp);
            var next = (double)r.SquaredNorm();
            (p, ρ) = (r + next / ρ * p, next);
        }
        return End(null);
    }

    Matrix<double> Dense()
    {
        var dense = Matrix().ToMathNetMatrix();
        return dense.Enumerate().All(double.IsFinite)
            ? (dense + dense.Transpose()) / 2
            : throw new ArithmeticException($"A symmetric [{Size}×{Size}] holds numbers that are not finite: the function it comes from has overflowed.");
    }

    /// <summary>n fair signs.</summary>
    internal static Tensor Signs(int n, Rng rng, Precision precision) => 2 * rng.Bernoulli([n], 0.5, precision) - 1;

    /// <summary>Unit roundoff: 2⁻²⁴ or 2⁻⁵³.</summary>
    internal static double Rounding(Precision precision) => Math.ScaleB(1, precision == Precision.Single ? -24 : -53);
}
