using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>Chapter 1: error surfaces and the local quadratic approximation.</summary>
public static partial class Derivations
{
    const string Bishop = "slides on Bishop & Bishop ch. 7";

    static IReadOnlyList<Derivation> OfErrorSurfaces => [FirstOrder, LocalQuadratic, LinearTermVanishes, NaturalAxes, Definiteness, SemiAxes];

    static IReadOnlyList<Derivation> MistakesOfErrorSurfaces => [LinearTermVanishesElsewhere, AxisLength];

    /// <summary>δE ≃ δwᵀ∇E, and the gradient is the steepest way up.</summary>
    public static Derivation FirstOrder => new("A small step", @"\delta E\simeq\delta w^\top\nabla E(w)", $"{Bishop}, slide 3",
        ["$E$ is twice differentiable (here: the error of a small network)", @"$\|v\|=1$ is a direction"],
    [
        Step.Taylor(@"E(w+hv)=E(w)+h\,v^\top\nabla E(w)+O(h^2)", "Taylor's theorem along a straight line",
            AtPoint, (x, h) => (double)NetworkError(x.w + h * x.v), (x, h) => x.E + h * (double)x.v.Dot(x.g), order: 2),
        Step.Equal(@"v^\top\nabla E=\|\nabla E\|\cos\varphi", @"$\varphi$ is the angle between $v$ and the gradient; left: the slope between two close points",
            AtPoint, x => (double)(NetworkError(x.w + 1e-5 * x.v) - NetworkError(x.w - 1e-5 * x.v)) / 2e-5, x => (double)x.g.Norm() * Cosine(x.v, x.g),
            within: 1e-8, scale: x => 1 + (double)x.g.Norm()),
        Step.Bound(@"v^\top\nabla E\le\|\nabla E\|", "no cosine exceeds 1; equal where $v$ points along the gradient",
            AtPoint, x => (double)x.v.Dot(x.g), x => Math.Sqrt((double)x.g.SquaredNorm()), rng => Steepest(AtPoint(rng))),
        Step.Taylor(@"E(w-\eta\nabla E)=E(w)-\eta\,\|\nabla E\|^2+O(\eta^2)", @"line 1 with $\delta w=-\eta\nabla E$: a small enough step against the gradient goes down",
            AtPoint, (x, η) => (double)NetworkError(x.w - η * x.g), (x, η) => x.E - η * (double)x.g.SquaredNorm(), order: 2),
    ]);

    /// <summary>E(ŵ + d) ≃ E(ŵ) + dᵀb + ½ dᵀHd.</summary>
    public static Derivation LocalQuadratic => new("The local quadratic model", @"E(w)\simeq E(\hat w)+(w-\hat w)^\top b+\tfrac12(w-\hat w)^\top H(w-\hat w)", $"{Bishop}, slide 5",
        ["$E$ is three times differentiable (here: the error of a small network)", @"$b=\nabla E(\hat w)$, $H=\nabla\nabla E(\hat w)$, $d=w-\hat w$"],
    [
        Step.Taylor(@"E(\hat w+hd)=E(\hat w)+h\,d^\top b+\tfrac12h^2\,d^\top Hd+O(h^3)", "Taylor's theorem, one term further",
            AtPoint, (x, h) => (double)NetworkError(x.w + h * x.v), (x, h) => x.E + h * (double)x.v.Dot(x.g) + h * h / 2 * (double)x.v.Dot(x.Hv), order: 3),
        Step.Taylor(@"\nabla E(\hat w+hd)=b+h\,Hd+O(h^2)", "differentiate: the gradient of the model, one order less",
            AtPoint, (x, h) => Derivatives.Gradient(NetworkError, x.w + h * x.v), (x, h) => x.g + h * x.Hv, order: 2),
    ]);

    /// <summary>At a stationary point b = ∇E(w*) = 0, so only the quadratic term remains.</summary>
    public static Derivation LinearTermVanishes => new("At a minimum the linear term is gone", @"E(w)=E(w^\ast)+\tfrac12(w-w^\ast)^\top H(w-w^\ast)", $"{Bishop}, slides 5 and 6",
        ["$E$ is quadratic, so that each $\\simeq$ is an $=$ (here: of two to eight weights, at random)", @"$b=\nabla E(\hat w)$, and $H$ has an inverse"],
    [
        Step.Equal(@"E(w)=E(\hat w)+(w-\hat w)^\top b+\tfrac12(w-\hat w)^\top H(w-\hat w)", @"line 1: the model about any point $\hat w$",
            Bowls, x => (double)x.bowl.E(x.w), x => (double)x.bowl.E(x.ŵ) + (double)(x.w - x.ŵ).Dot(x.b) + 0.5 * (double)(x.w - x.ŵ).Dot(x.bowl.H.MatMul(x.w - x.ŵ)), scale: Terms),
        Step.Equal(@"\nabla E(w)=b+H(w-\hat w)", "line 2: differentiate with respect to $w$",
            Bowls, x => x.bowl.Gradient(x.w), x => x.b + x.bowl.H.MatMul(x.w - x.ŵ), scale: Terms),
        Step.Equal(@"w^\ast=\hat w-H^{-1}b", "line 3: where line 2 is zero. Left: where gradient descent ends",
            Bowls, x => x.bowl.Walk(x.w, 0.3, 300), x => x.ŵ - x.Inverse.MatMul(x.b), within: 1e-11, instances: 10, scale: Terms),
        Step.Equal(@"E(w)=E(w^\ast)+\tfrac12(w-w^\ast)^\top H(w-w^\ast)", @"line 4: line 1 with $\hat w=w^\ast$, where $b=\nabla E(w^\ast)=0$ by the definition of a stationary point",
            Bowls, x => (double)x.bowl.E(x.w), x => (double)x.bowl.E(x.bowl.Minimum) + 0.5 * (double)(x.w - x.bowl.Minimum).Dot(x.bowl.H.MatMul(x.w - x.bowl.Minimum)), scale: Terms),
    ]);

    /// <summary>Slide 6 sets the gradient of a general point to zero; taken at its word, that turns the bowl upside down.</summary>
    public static Derivation LinearTermVanishesElsewhere => new("The linear term, as the slide argues", @"E(w)=E(w^\ast)+\tfrac12(w-w^\ast)^\top H(w-w^\ast)", $"{Bishop}, slide 6",
        ["$E$ is quadratic (here: of two weights)", "$w$ is any point"],
    [
        Step.Equal(@"0=b+H(w-w^\ast)", "set to zero at a general $w$. Left: the zero vector",
            rng => OfSize(2, rng), x => Tensor.Zeros([x.bowl.n]), x => x.bowl.Gradient(x.bowl.Minimum) + x.bowl.H.MatMul(x.w - x.bowl.Minimum), scale: Terms),
        Step.Equal(@"E(w)=E(w^\ast)-\tfrac12(w-w^\ast)^\top H(w-w^\ast)", @"so $(w-w^\ast)^\top b=-(w-w^\ast)^\top H(w-w^\ast)$, put into the model",
            rng => OfSize(2, rng), x => (double)x.bowl.E(x.w), x => (double)x.bowl.E(x.bowl.Minimum) - 0.5 * (double)(x.w - x.bowl.Minimum).Dot(x.bowl.H.MatMul(x.w - x.bowl.Minimum)), scale: Terms),
    ]);

    /// <summary>In eigen-coordinates E = E* + ½ Σ λᵢαᵢ².</summary>
    public static Derivation NaturalAxes => new("Independent parabolas", @"E(w)=E(w^\ast)+\tfrac12\sum_i\lambda_i\alpha_i^2", $"{Bishop}, slides 7 and 8",
        [@"$Hu_i=\lambda_iu_i$ and $u_i^\top u_j=\delta_{ij}$", "$E$ is quadratic with the minimum $w^\\ast$"],
    [
        Step.Equal(@"w-w^\ast=\sum_i\alpha_iu_i,\quad\alpha_i=u_i^\top(w-w^\ast)", "the axes form a basis; orthonormality gives the coordinates",
            Bowls, x => x.w - x.bowl.Minimum, x => Sum(x.bowl.n, i => x.bowl.α(x.w, i) * x.bowl.u[i]), scale: Terms),
        Step.Equal(@"E(w)-E(w^\ast)=\tfrac12\sum_{ij}\alpha_i\alpha_j\,u_i^\top Hu_j", "put it into the quadratic form and multiply out",
            Bowls, x => x.bowl.Rise(x.w), x => 0.5 * Double(x.bowl.n, (i, j) => x.α[i] * x.α[j] * (double)x.bowl.u[i].Dot(x.bowl.H.MatMul(x.bowl.u[j]))), scale: Terms),
        Step.Equal(@"=\tfrac12\sum_{ij}\alpha_i\alpha_j\lambda_j\,u_i^\top u_j", "$Hu_j=\\lambda_ju_j$",
            Bowls, x => x.bowl.Rise(x.w), x => 0.5 * Double(x.bowl.n, (i, j) => x.α[i] * x.α[j] * x.bowl.λ[j] * (double)x.bowl.u[i].Dot(x.bowl.u[j])), scale: Terms),
        Step.Equal(@"=\tfrac12\sum_i\lambda_i\alpha_i^2", @"$u_i^\top u_j=\delta_{ij}$ leaves one sum",
            Bowls, x => x.bowl.Rise(x.w), x => 0.5 * Enumerable.Range(0, x.bowl.n).Sum(i => x.bowl.λ[i] * x.α[i] * x.α[i]), scale: Terms),
    ]);

    /// <summary>vᵀHv > 0 for every v ≠ 0 exactly when all λ > 0.</summary>
    public static Derivation Definiteness => new("Positive definite", @"v^\top Hv>0\ \text{ for all }v\ne0\quad\Longleftrightarrow\quad\text{all }\lambda_i>0", $"{Bishop}, slide 9",
        [@"$Hu_i=\lambda_iu_i$ and $u_i^\top u_j=\delta_{ij}$; curvatures of either sign", @"$\alpha_i=u_i^\top v$"],
    [
        Step.Equal(@"v^\top Hv=\sum_i\lambda_i\alpha_i^2", "as for the error, without the ½",
            Indefinite, x => (double)x.v.Dot(x.bowl.H.MatMul(x.v)), x => Enumerable.Range(0, x.bowl.n).Sum(i => x.bowl.λ[i] * x.α[i] * x.α[i]), scale: x => 3 * (double)x.v.SquaredNorm()),
        Step.Bound(@"\lambda_{\min}\|v\|^2\le\sum_i\lambda_i\alpha_i^2", @"⇐: no $\lambda_i$ is smaller and $\sum\alpha_i^2=\|v\|^2$. All $\lambda_i>0$ therefore make $v^\top Hv>0$",
            Indefinite, x => x.bowl.λmin * (double)x.v.SquaredNorm(), x => Enumerable.Range(0, x.bowl.n).Sum(i => x.bowl.λ[i] * x.α[i] * x.α[i]), rng => Along(Indefinite(rng))),
        Step.Equal(@"u_i^\top Hu_i=\lambda_i", "⇒: a single $\\lambda_i\\le0$ has a direction that does not go up: its own axis",
            Indefinite, x => (double)x.bowl.u[x.i].Dot(x.bowl.H.MatMul(x.bowl.u[x.i])), x => x.bowl.λ[x.i], scale: x => 3),
    ]);

    /// <summary>Contours are ellipses with semi-axes √(C/λᵢ), C = 2(E − E*).</summary>
    public static Derivation SemiAxes => new("Contours are ellipses", @"\sum_i\frac{\alpha_i^2}{C/\lambda_i}=1,\quad\text{semi-axes }\sqrt{C/\lambda_i},\quad C=2(E-E^\ast)", $"{Bishop}, slide 10",
        [@"$E$ is quadratic with the minimum $w^\ast$ and all $\lambda_i>0$", "on the left the contour is found without a formula: from $w^\\ast$ outwards, by bisection, until the error has risen enough"],
    [
        Step.Equal(@"2(E-E^\ast)=\sum_i\lambda_i\alpha_i^2", "a contour has one value of $E$; right: the coordinates of a point found on it",
            Contour, x => 2 * x.rise, x => Enumerable.Range(0, x.bowl.n).Sum(i => x.bowl.λ[i] * x.α[i] * x.α[i]), within: 1e-11),
        Step.Equal(@"\alpha_i=\sqrt{2(E-E^\ast)/\lambda_i}", "on the axis $u_i$ all other coordinates are 0",
            Contour, x => Reach(x.bowl, x.bowl.u[x.i], x.rise), x => Math.Sqrt(2 * x.rise / x.bowl.λ[x.i]), within: 1e-11),
    ]);

    /// <summary>Slide 10 calls √(C/λᵢ) the length of the axis: it is half of it.</summary>
    public static Derivation AxisLength => new("The length of the axis, as the slide has it", @"\text{length of the axis}=\sqrt{C/\lambda_i},\quad C=2(E-E^\ast)", $"{Bishop}, slide 10",
        [@"$E$ is quadratic with the minimum $w^\ast$ and all $\lambda_i>0$"],
    [
        Step.Equal(@"\text{length}=\sqrt{2(E-E^\ast)/\lambda_i}", "left: from one end of the ellipse to the other, measured",
            Contour, x => Reach(x.bowl, x.bowl.u[x.i], x.rise) + Reach(x.bowl, -x.bowl.u[x.i], x.rise), x => Math.Sqrt(2 * x.rise / x.bowl.λ[x.i]), names: "(bowl, rise, α, i)"),
    ]);

    // A point on the surface of a small network (2 inputs, 3 tanh units, 1 output, 6 examples) and a direction v of length one.
    static (Tensor w, Tensor v, double E, Tensor g, Tensor Hv) AtPoint(Rng rng)
    {
        var (w, v) = (rng.Normal([9]), rng.Normal([9]));
        v /= v.Norm();
        var (E, g) = Derivatives.ValueAndGradient(NetworkError, w);
        return (w, v, (double)E, g, Derivatives.Gradient(w => Derivatives.Gradient(NetworkError, w).Dot(v), w));
    }

    static (Tensor w, Tensor v, double E, Tensor g, Tensor Hv) Steepest((Tensor w, Tensor v, double E, Tensor g, Tensor Hv) x) => x with { v = x.g / x.g.Norm() };

    static Tensor NetworkError(Tensor w)
    {
        var (x, y) = (new Rng(5).Normal([6, 2]), new Rng(6).Normal([6]));
        return 0.5 * (x.MatMul(w[..6].Reshape([2, 3])).Tanh().MatMul(w[6..]) - y).Square().Mean();
    }

    static double Cosine(Tensor a, Tensor b) => (double)(a / a.Norm()).Dot(b / b.Norm());

    static TwoPoints Bowls(Rng rng) => OfSize(2 + rng.Integer(7), rng);

    static TwoPoints OfSize(int n, Rng rng) => new(Bowl.Draw(rng, n), rng.Normal([n]), rng.Normal([n]));

    // The terms of a bowl's error have the size of λ‖w‖², also where they cancel.
    static double Terms(TwoPoints x) => 10 + 3 * (double)(x.w.SquaredNorm() + x.ŵ.SquaredNorm() + x.bowl.Minimum.SquaredNorm());

    static (Bowl bowl, Tensor v, double[] α, int i) Indefinite(Rng rng)
    {
        var (bowl, v) = (Bowl.Draw(rng, low: -3), rng.Normal([4]));
        return (bowl, v, Coordinates(bowl, v), rng.Integer(4));
    }

    static (Bowl bowl, Tensor v, double[] α, int i) Along((Bowl bowl, Tensor v, double[] α, int i) x)
    {
        var v = 2 * x.bowl.u[Array.IndexOf(x.bowl.λ, x.bowl.λmin)];
        return x with { v = v, α = Coordinates(x.bowl, v) };
    }

    static (Bowl bowl, double rise, double[] α, int i) Contour(Rng rng)
    {
        var (bowl, rise, v) = (Bowl.Draw(rng), 0.2 + rng.Next(), rng.Normal([4]));
        return (bowl, rise, Coordinates(bowl, Reach(bowl, v, rise) * v), rng.Integer(4));
    }

    static double[] Coordinates(Bowl bowl, Tensor d) => [.. bowl.u.Select(u => (double)u.Dot(d))];

    // How far from the minimum along v the error has risen by so much, by bisection.
    static double Reach(Bowl bowl, Tensor v, double rise)
    {
        var (inside, outside) = (0.0, 1e3);
        for (var k = 0; k < 70; k++)
        {
            var half = (inside + outside) / 2;
            (inside, outside) = bowl.Rise(bowl.Minimum + half * v) < rise ? (half, outside) : (inside, half);
        }
        return inside;
    }

    // A bowl with a point w and another one, ŵ, about which it is expanded.
    sealed record TwoPoints(Bowl bowl, Tensor w, Tensor ŵ)
    {
        public Tensor b { get; } = bowl.Gradient(ŵ);

        public double[] α { get; } = Coordinates(bowl, w - bowl.Minimum);

        public Tensor Inverse => Sum(bowl.n, i => bowl.u[i].Reshape([bowl.n, 1]) * bowl.u[i] / bowl.λ[i]);

        public override string ToString() => $"{bowl}, w* = {Instance.Text(bowl.Minimum)}, w = {Instance.Text(w)}";
    }

    static Tensor Sum(int n, Func<int, Tensor> term) => Enumerable.Range(0, n).Select(term).Aggregate((a, b) => a + b);

    static double Double(int n, Func<int, int, double> term) => Enumerable.Range(0, n).Sum(i => Enumerable.Range(0, n).Sum(j => term(i, j)));
}
