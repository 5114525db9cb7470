using Descent.Tensors;
using Descent.Theory;

namespace Descent.Proofs;

/// <summary>Chapter 12, the first half: traces, saddles, and what random landscapes look like.</summary>
public static partial class Derivations
{
    static IReadOnlyList<Derivation> OfLandscape => [TraceFromSigns, NewtonAtASaddle, Escape, RandomMinimum, CostOfNewton, .. OfGaussNewton];

    static IReadOnlyList<Derivation> MistakesOfLandscape => [NewtonIsQuadraticInTheParameters];

    /// <summary>E[vᵀH v] = tr H over vectors of fair signs, and its variance.</summary>
    public static Derivation TraceFromSigns => new("The trace from random signs", @"\mathbb E[v^{\mathsf T}Hv]=\operatorname{tr}H",
        "Hutchinson 1990", [@"the elements of $v$ are independent, $\pm1$ with probability ½ each", @"$H$ is symmetric; all $2^n$ vectors are written down"],
    [
        Step.Equal(@"\mathbb E[vv^{\mathsf T}]=I", "a sign times itself is 1; two different signs agree as often as not", [3, 4, 5],
            n => AllSigns(n).Select(v => Column(v) * v).Aggregate((a, b) => a + b) / (1 << n),
            n => Tensor.Eye(n, Precision.Double), names: "n"),
        Step.Equal(@"\mathbb E[v^{\mathsf T}Hv]=\sum_{ij}H_{ij}\,\mathbb E[v_iv_j]=\operatorname{tr}H", "only the diagonal is left", rng => SymmetricMatrix(rng, 4),
            H => AllSigns(4).Average(v => (double)v.Dot(H.MatMul(v))),
            H => (double)(H * Tensor.Eye(4, Precision.Double)).Sum(), scale: H => (double)H.Norm()),
        Step.Equal(@"\operatorname{Var}[v^{\mathsf T}Hv]=2\sum_{i\ne j}H_{ij}^2", "each pair $i<j$ adds $2H_{ij}v_iv_j$, and different pairs are uncorrelated", rng => SymmetricMatrix(rng, 4),
            H => AllSigns(4).Average(v => Math.Pow((double)v.Dot(H.MatMul(v)) - Enumerable.Range(0, 4).Sum(i => H.At(i, i)), 2)),
            H => 2 * ((double)H.SquaredNorm() - (double)(H * Tensor.Eye(4, Precision.Double)).SquaredNorm()), scale: H => (double)H.SquaredNorm()),
    ]);

    /// <summary>Newton's step lands on the saddle of a quadratic; the step by |H|⁻¹ doubles the unstable coordinate.</summary>
    public static Derivation NewtonAtASaddle => new("Newton's method at a saddle", @"\theta-H^{-1}\nabla L=\theta^\ast,\qquad \theta-|H|^{-1}\nabla L=\theta^\ast+2\alpha_-u_-",
        "Dauphin et al. 2014", [@"$L=\tfrac12(\theta-\theta^\ast)^{\mathsf T}H(\theta-\theta^\ast)$ with curvature $\lambda_+>0$ along $u_+$ and $-\lambda_-<0$ along $u_-$", @"$\theta=\theta^\ast+\alpha_+u_++\alpha_-u_-$"],
    [
        Step.Equal(@"\theta-H^{-1}H(\theta-\theta^\ast)=\theta^\ast", "the sign of a curvature cancels: a saddle attracts like a minimum", SaddleBowl,
            x => x.Start - Solved(x.H, x.H.MatMul(x.Start - x.Centre)),
            x => x.Centre, within: 1e-13),
        Step.Equal(@"\theta-|H|^{-1}H(\theta-\theta^\ast)=\theta^\ast+2\alpha_-u_-", @"along $u_+$ the coordinate is multiplied by $1-1=0$, along $u_-$ by $1+1=2$", SaddleBowl,
            x => x.Start - Solved(AbsoluteValue(x.H), x.H.MatMul(x.Start - x.Centre)),
            x => x.Centre + 2 * x.α * x.Down, within: 1e-13),
        Step.Equal(@"L(\theta^\ast+2\alpha_-u_-)=-2\lambda_-\alpha_-^2", "the step has gone down past the saddle", SaddleBowl,
            x =>
            {
                var d = x.Start - Solved(AbsoluteValue(x.H), x.H.MatMul(x.Start - x.Centre)) - x.Centre;
                return 0.5 * (double)d.Dot(x.H.MatMul(d));
            },
            x => -2 * x.λ * Math.Pow(x.α, 2), within: 1e-12),
    ]);

    /// <summary>α(t) = (1 + η|λ|)ᵗ α(0): how long a strict saddle holds gradient descent.</summary>
    public static Derivation Escape => new("Escape from a strict saddle", @"t=\left\lceil\frac{\ln(\alpha(t)/\alpha(0))}{\ln(1+\eta|\lambda|)}\right\rceil",
        "post on trajectories of deep linear networks, strict saddles", [@"$L=-\tfrac12|\lambda|\alpha^2$ along the unstable direction", @"$\alpha(0)\ne0$: on the stable directions alone there is no escape"],
    [
        Step.Equal(@"\alpha(t)=(1+\eta|\lambda|)^t\,\alpha(0)", "the slope points away from the saddle and grows with the distance",
            rng => (η: 0.05 + 0.2 * rng.Next(), λ: 0.5 + rng.Next(), α: 0.1 + rng.Next(), T: 5 + rng.Integer(30)),
            x => Enumerable.Range(0, x.T).Aggregate(x.α, (α, _) => α - x.η * (-x.λ * α)),
            x => Math.Pow(1 + x.η * x.λ, x.T) * x.α),
        Step.Equal(@"t=\left\lceil\frac{\ln(\alpha(t)/\alpha(0))}{\ln(1+\eta|\lambda|)}\right\rceil", "the logarithm of the line before, rounded up to a whole step",
            rng => (η: 0.05 + 0.2 * rng.Next(), λ: 0.5 + rng.Next(), growth: Math.Pow(10, 1 + 7 * rng.Next())),
            x => Enumerable.Range(0, 10_000).Aggregate((α: 1.0, t: 0), (s, _) => s.α < x.growth ? (s.α + x.η * x.λ * s.α, s.t + 1) : s).t,
            x => Landscapes.EscapeSteps(x.growth, x.η, -x.λ)),
    ]);

    /// <summary>P(no negative eigenvalue) of a random symmetric 2×2 matrix: a cone.</summary>
    public static Derivation RandomMinimum => new("How rare minima are", @"P(\lambda_{\min}>0)=\frac{2-\sqrt2}{4}",
        "Dean and Majumdar 2006", [@"$H=\begin{pmatrix}a&b\\b&c\end{pmatrix}$ with independent normal $a,c\sim N(0,1)$ and $b\sim N(0,\tfrac12)$"],
    [
        Step.Equal(@"\lambda_{\min}=\tfrac{a+c}2-\sqrt{\left(\tfrac{a-c}2\right)^2+b^2}", "the smaller root of the characteristic polynomial",
            rng => (a: 2 + rng.Next(), b: 0.5 + rng.Next(), c: rng.Next()),
            x => Tensor.Of(new[,] { { x.a, x.b }, { x.b, x.c } }).ToMathNetMatrix().Evd().EigenValues.Min(z => z.Real),
            x => (x.a + x.c) / 2 - Math.Sqrt(Math.Pow((x.a - x.c) / 2, 2) + Math.Pow(x.b, 2)), scale: _ => 3),
        Step.Equal(@"P=\int_0^\infty\tfrac1{\sqrt\pi}e^{-t^2}\bigl(1-e^{-t^2}\bigr)\,dt=\frac{1-\cos45^\circ}2", @"$t=\frac{a+c}2$, $\frac{a-c}2$ and $b$ are three equal normal numbers: $t$ exceeds the length of the other two in a cone of half-angle 45°",
            [0], _ => Integral(t => Math.Exp(-t * t) * (1 - Math.Exp(-t * t)) / Math.Sqrt(Math.PI), 0, 7),
            _ => (1 - Math.Cos(Math.PI / 4)) / 2, within: 1e-10, names: "-"),
        Step.Equal(@"P=\frac{2-\sqrt2}4", @"$\cos45^\circ=\frac{\sqrt2}2$", [2], _ => (1 - Math.Cos(Math.PI / 4)) / 2, _ => (2 - Math.Sqrt(2)) / 4, names: "n"),
        Step.Sampled(@"P=\tfrac{2-\sqrt2}4,\ \tfrac{\pi-2\sqrt2}{4\pi}\quad(n=2,3)", "drawn matrices, judged by their leading minors; three variables make a minimum six times rarer still",
            [2, 3], (n, rng) => PositiveDefinite(n, 100_000, rng), n => Landscapes.ProbabilityOfMinimum(n), names: "n"),
    ]);

    /// <summary>(P³ − P)/3: multiplications and divisions that triangulate a dense matrix.</summary>
    public static Derivation CostOfNewton => new("What a Newton step costs", @"\tfrac13(P^3-P)",
        "reading-group slides on ch. 6, page 17, corrected", [@"$H$ is dense and has $P^2$ numbers; it is triangulated by elimination"],
    [
        Step.Equal(@"\sum_{m=1}^{P-1}(m^2+m)=\tfrac13(P^3-P)", @"with $m$ rows left, $m$ quotients and $m^2$ products", [2, 3, 5, 10, 50],
            P => EliminationCount(P), P => (Math.Pow(P, 3) - P) / 3, names: "P"),
    ]);

    /// <summary>Page 17 has the time of a Newton step grow as the square of the number of parameters. That is its memory.</summary>
    public static Derivation NewtonIsQuadraticInTheParameters => new("What a Newton step costs, as the page has it", @"\text{time}(2P)=4\,\text{time}(P)",
        "reading-group slides on ch. 6, page 17", [@"time is counted in multiplications and divisions"],
    [
        Step.Equal(@"\frac{\text{time}(2P)}{\text{time}(P)}=2^2", "the matrix has $P^2$ numbers (but a system of equations is to be solved with it)", [10, 100],
            P => EliminationCount(2 * P) / EliminationCount(P), P => Math.Pow(2, 2), within: 0.1, names: "P"),
    ]);

    static IEnumerable<Tensor> AllSigns(int n) =>
        Enumerable.Range(0, 1 << n).Select(bits => Tensor.Of([.. Enumerable.Range(0, n).Select(i => (bits >> i & 1) == 0 ? 1.0 : -1)]));

    static Tensor SymmetricMatrix(Rng rng, int n)
    {
        var A = rng.Normal([n, n]);
        return A + A.Transpose();
    }

    static (Tensor H, Tensor Centre, Tensor Start, Tensor Down, double α, double λ) SaddleBowl(Rng rng)
    {
        var (sin, cos) = Math.SinCos(6 * rng.Next());
        var (up, down, λ) = (Tensor.Of(cos, sin), Tensor.Of(-sin, cos), 0.5 + rng.Next());
        var (centre, α) = (Tensor.Of(1 + rng.Next(), 2 + rng.Next()), 0.5 + rng.Next());
        return ((0.5 + rng.Next()) * Column(up) * up - λ * Column(down) * down, centre, centre + (0.5 + rng.Next()) * up + α * down, down, α, λ);
    }

    static Tensor Solved(Tensor A, Tensor b) => Tensor.From(A.ToMathNetMatrix().Solve(b.ToMathNetVector()));

    static Tensor AbsoluteValue(Tensor A)
    {
        var svd = A.ToMathNetMatrix().Svd();   // A = UΣVᵀ is symmetric: |A| = VΣVᵀ
        return Tensor.From(svd.VT.Transpose() * svd.W * svd.VT);
    }

    static double Integral(Func<double, double> f, double from, double to) => MathNet.Numerics.Integration.GaussLegendreRule.Integrate(f, from, to, 100);

    /// <summary>1 where a drawn matrix has no negative eigenvalue: all leading minors are positive.</summary>
    static Tensor PositiveDefinite(int n, int count, Rng rng)
    {
        Tensor Element(bool diagonal) => rng.Normal([count]) * (diagonal ? 1 : Math.Sqrt(0.5));
        var (a, b, c) = (Element(true), Element(false), Element(true));
        var minor = a * c - b * b;
        var positive = (a > 0) * (minor > 0);
        if (n == 2)
            return positive;
        var (d, e, f) = (Element(false), Element(false), Element(true));   // the third column is (d, e, f)
        return positive * (f * minor - a * e * e - c * d * d + 2 * b * d * e > 0);
    }

    static double EliminationCount(int P)
    {
        var count = 0.0;
        for (var column = 0; column < P; column++)
            for (var row = column + 1; row < P; row++)
                count += 1 + (P - column - 1);   // a quotient, and a product for every number right of it
        return count;
    }
}
