using Descent.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Descent.Curvature;

/// <summary>
/// The ends of a spectrum from products alone. Each new basis vector is the part of H q that lies outside the basis Q; the eigenpairs of T = Q H Qᵀ,
/// lifted by Q, approach those of H from inside, their ends first. A full basis is replaced by its best Ritz vectors, and the recursion goes on.
/// One vector sees one direction of every repeated eigenvalue; so when all is converged, a random vector outside what was found starts another round,
/// until a round changes nothing.
/// </summary>
sealed class Lanczos
{
    const int Room = 30;   // basis vectors beyond two per wanted pair
    const int Every = 5;   // products between two looks at the Ritz pairs

    readonly Symmetric H;
    readonly Precision precision;
    readonly Rng rng;
    readonly int top, bottom, capacity;
    readonly double tolerance;
    readonly bool repeated;
    readonly Matrix<double> T;
    Tensor basis;          // [capacity, n]: the first m rows are orthonormal. A private buffer, written row by row
    int m;

    Lanczos(Symmetric H, Precision precision, Rng rng, int capacity)
    {
        (this.H, this.precision, this.rng, this.capacity) = (H, precision, rng, Math.Min(H.Size, capacity));
        T = Matrix<double>.Build.Dense(this.capacity, this.capacity);
        basis = Tensor.Zeros([this.capacity, H.Size], precision);
    }

    public Lanczos(Symmetric H, Precision precision, Rng rng, int top, int bottom, double tolerance, bool repeated) : this(H, precision, rng, 2 * (top + bottom) + Room)
    {
        if (top < 0 || bottom < 0 || top + bottom < 1 || top + bottom > H.Size)
            throw new ArgumentException($"Lanczos for {top} largest and {bottom} smallest eigenpairs of a symmetric [{H.Size}×{H.Size}]: between 1 and {H.Size} in all are possible.");
        (this.top, this.bottom, this.repeated) = (top, bottom, repeated);
        this.tolerance = repeated ? tolerance / 2 : tolerance;   // half for this round, half for what the round before left
    }

    /// <summary>Gauss quadrature of one random vector's spectral measure: the eigenvalues of T, weighted by the squares of their vectors' first elements.</summary>
    public static IEnumerable<(double λ, double Weight)> Quadrature(Symmetric H, Precision precision, Rng rng, int steps)
    {
        var run = new Lanczos(H, precision, rng, steps);
        var next = Symmetric.Signs(H.Size, rng, precision);
        do
            next = run.Extend(next);
        while (run.m < run.capacity && !run.IsInvariant((double)next.Norm()));
        var (λ, S) = run.Diagonalize();
        return λ.Select((x, k) => (x, S[0, k] * S[0, k]));
    }

    /// <summary>Nothing but rounding of H q lies outside the basis.</summary>
    bool IsInvariant(double β) => β <= Math.Sqrt(H.Size) * Symmetric.Rounding(precision) * T.InfinityNorm();

    public Ritz Run(int products)
    {
        var next = Outside(rng.Normal([H.Size], precision));
        double[]? found = null;   // by the round before; null while nothing has converged
        for (var spent = 1; spent <= products; spent++)
        {
            var rest = Extend(next);
            var β = (double)rest.Norm();
            if (m == capacity || (m % Every == 0 && m >= top + bottom && found is null))
            {
                var (λ, S) = Diagonalize();   // ascending
                if (m == H.Size)
                    return Answer(λ, S, spent);
                var limit = tolerance * λ.Max(Math.Abs);
                int[] wanted = [.. Ends(top, bottom)];
                if (wanted.All(i => β * Math.Abs(S[m - 1, i]) <= limit))
                {
                    double[] values = [.. wanted.Select(i => λ[i])];
                    if (!repeated || found is not null && found.Zip(values).All(pair => Math.Abs(pair.First - pair.Second) <= limit))
                        return Answer(λ, S, spent);
                    found = values;
                    Keep(wanted, λ, S);
                    β = 0;
                }
                else if (m == capacity)
                {
                    found = null;
                    var spare = (capacity - top - bottom) / (top > 0 && bottom > 0 ? 4 : 2);
                    Keep([.. Ends(top > 0 ? top + spare : 0, bottom > 0 ? bottom + spare : 0)], λ, S);
                }
            }
            next = IsInvariant(β) ? Outside(rng.Normal([H.Size], precision)) : rest;
        }
        throw new ArithmeticException($"Lanczos for {top} largest and {bottom} smallest eigenpairs of a symmetric [{H.Size}×{H.Size}] has not reached residuals of {2 * tolerance:G3} |λ|max after {products} products. Allow more products, or a larger tolerance.");
    }

    /// <summary>Takes q = v/‖v‖ into the basis; returns what of H q lies outside of it.</summary>
    Tensor Extend(Tensor v)
    {
        using var scope = Scope.Open();
        var q = v / v.Norm();
        basis.AddInPlace(q, Blocks.Along(basis.Shape, 0, m, 1));
        var Q = basis[..++m];
        var Hq = H * q;
        var c = Q.MatMul(Hq);
        var row = c.ToArray();
        if (!row.All(double.IsFinite))
            throw new ArithmeticException($"Lanczos: a product with a symmetric [{H.Size}×{H.Size}] is not finite: the function it comes from has overflowed.");
        for (var i = 0; i < m; i++)
            T[i, m - 1] = T[m - 1, i] = row[i];
        var rest = Hq - c.MatMul(Q);
        return scope.Return(rest - Q.MatMul(rest).MatMul(Q));
    }

    /// <summary>The part of v outside the basis; taken twice, it is orthogonal to rounding.</summary>
    Tensor Outside(Tensor v)
    {
        if (m == 0)
            return v;
        var Q = basis[..m];
        v -= Q.MatMul(v).MatMul(Q);
        return v - Q.MatMul(v).MatMul(Q);
    }

    (double[] λ, Matrix<double> S) Diagonalize()
    {
        var e = T.SubMatrix(0, m, 0, m).Evd(Symmetricity.Symmetric);
        return ([.. e.EigenValues.Select(z => z.Real)], e.EigenVectors);
    }

    /// <summary>Indices of the largest and the smallest of m ascending values, each from its end inwards.</summary>
    IEnumerable<int> Ends(int largest, int smallest) => Enumerable.Range(1, largest).Select(i => m - i).Concat(Enumerable.Range(0, smallest));

    /// <summary>These Ritz vectors are the basis now.</summary>
    void Keep(int[] kept, double[] λ, Matrix<double> S)
    {
        var rows = Tensor.Stack([.. kept.Select(i => Lift(S, i))]);
        basis = Tensor.Zeros(basis.Shape, precision);
        basis.AddInPlace(rows, Blocks.Along(basis.Shape, 0, 0, kept.Length));
        m = kept.Length;
        T.Clear();
        for (var i = 0; i < m; i++)
            T[i, i] = λ[kept[i]];
    }

    Tensor Lift(Matrix<double> S, int i) => Tensor.From(S.Column(i)).To(precision).MatMul(basis[..m]);

    Ritz Answer(double[] λ, Matrix<double> S, int spent)
    {
        Eigenpair[] pairs = [.. Ends(top, bottom).Select(i => (λ: λ[i], u: Lift(S, i)))
            .Select(pair => Eigenpair.Of(pair.λ, pair.u, (double)(H * pair.u - pair.λ * pair.u).Norm()))];
        return new(pairs[..top], pairs[top..], spent + pairs.Length);
    }
}
