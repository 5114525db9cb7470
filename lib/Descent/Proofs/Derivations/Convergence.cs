using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>Chapter 2: gradient descent on a quadratic.</summary>
public static partial class Derivations
{
    static IReadOnlyList<Derivation> OfConvergence => [GradientInEigenCoordinates, ModesOfDescent, ErrorOfDescent, EdgeOfStability, BestRate, LineSearch, WorstAngle];

    static IReadOnlyList<Derivation> MistakesOfConvergence => [RateAtTheEdge];

    /// <summary>∇E = Σ αᵢλᵢuᵢ and Δαᵢ = −ηλᵢαᵢ.</summary>
    public static Derivation GradientInEigenCoordinates => new("A step in eigen-coordinates", @"\Delta\alpha_i=-\eta\lambda_i\alpha_i", $"{Bishop}, slide 23",
        [@"$E$ is quadratic with the minimum $\mathbf w^\star$; $\mathbf H\mathbf u_i=\lambda_i\mathbf u_i$, orthonormal", @"$\alpha_i=\mathbf u_i^{\mathsf T}(\mathbf w-\mathbf w^\star)$, and $\Delta\mathbf w=-\eta\nabla E$"],
    [
        Step.Equal(@"\nabla E(\mathbf w)=\sum_i\alpha_i\lambda_i\mathbf u_i", @"$\nabla E=\mathbf H(\mathbf w-\mathbf w^\star)$ and $\mathbf H\mathbf u_i=\lambda_i\mathbf u_i$. Left: the derivative of the program $E$",
            OneStep, x => x.bowl.Gradient(x.w), x => Sum(x.bowl.n, i => x.α[i] * x.bowl.λ[i] * x.bowl.u[i]), scale: Terms),
        Step.Equal(@"\Delta\mathbf w=\sum_i\Delta\alpha_i\,\mathbf u_i", @"$\mathbf w^\star$ and the $\mathbf u_i$ stay where they are. Left: one step of gradient descent",
            OneStep, x => x.next - x.w, x => Sum(x.bowl.n, i => (x.αNext[i] - x.α[i]) * x.bowl.u[i]), scale: Terms),
        Step.Equal(@"\Delta\alpha_i=-\eta\,\lambda_i\,\alpha_i", @"compare coefficients: multiply by $\mathbf u_i^{\mathsf T}$",
            OneStep, x => x.αNext[x.i] - x.α[x.i], x => -(x.η * x.bowl.λ[x.i] * x.α[x.i]), scale: Terms),
    ]);

    /// <summary>αᵢ(T) = (1 − ηλᵢ)ᵀ αᵢ(0), every mode on its own.</summary>
    public static Derivation ModesOfDescent => new("The modes of gradient descent", @"\alpha_i(T)=(1-\eta\lambda_i)^T\,\alpha_i(0)", $"{Bishop}, slide 24",
        [@"$E$ is quadratic with the minimum $\mathbf w^\star$; $\mathbf H\mathbf u_i=\lambda_i\mathbf u_i$, orthonormal", @"$\alpha_i=\mathbf u_i^{\mathsf T}(\mathbf w-\mathbf w^\star)$"],
    [
        Step.Equal(@"\alpha_i^{\text{new}}=(1-\eta\lambda_i)\,\alpha_i^{\text{old}}", @"$\alpha_i^{\text{new}}=\alpha_i+\Delta\alpha_i$, and no other $\alpha_j$ occurs",
            OneStep, x => x.αNext[x.i], x => (1 - x.η * x.bowl.λ[x.i]) * x.α[x.i], scale: Terms),
        Step.Equal(@"\alpha_i(T)=(1-\eta\lambda_i)^T\,\alpha_i(0)", "the same factor at every step. Left: the walk, projected at its end",
            OneStep, x => x.bowl.α(x.bowl.Walk(x.w, x.η, x.T), x.i), x => Math.Pow(1 - x.η * x.bowl.λ[x.i], x.T) * x.α[x.i], scale: Terms),
        Step.Equal(@"\mathbf w(0)=\mathbf w^\star+c\,\mathbf u_i\;\Rightarrow\;\mathbf w(T)=\mathbf w^\star+(1-\eta\lambda_i)^T\,c\,\mathbf u_i", "independent: where one mode starts alone, it stays alone",
            OneStep, x => x.bowl.Walk(x.bowl.Minimum + 5 * x.bowl.u[x.i], x.η, x.T), x => x.bowl.Minimum + Math.Pow(1 - x.η * x.bowl.λ[x.i], x.T) * 5 * x.bowl.u[x.i], scale: Terms),
    ]);

    /// <summary>E(T) = E* + Σ sᵢ(1 − ηλᵢ)²ᵀ: the whole curve of the error without a step.</summary>
    public static Derivation ErrorOfDescent => new("The error after T steps", @"E(T)=E^\star+\sum_i s_i\,(1-\eta\lambda_i)^{2T},\quad s_i=\frac{(\mathbf u_i^{\mathsf T}\nabla E(\mathbf w(0)))^2}{2\lambda_i}", "slides 23 and 24, combined",
        [@"$E$ is quadratic with the minimum value $E^\star$ and all $\lambda_i>0$"],
    [
        Step.Equal(@"s_i=\tfrac12\lambda_i\,\alpha_i(0)^2=\frac{(\mathbf u_i^{\mathsf T}\nabla E(\mathbf w(0)))^2}{2\lambda_i}", @"the share of mode $i$ in the error; $\mathbf u_i^{\mathsf T}\nabla E=\lambda_i\alpha_i$",
            OneStep, x => 0.5 * x.bowl.λ[x.i] * x.α[x.i] * x.α[x.i], x => Squared((double)x.bowl.u[x.i].Dot(x.g)) / (2 * x.bowl.λ[x.i]), scale: Terms),
        Step.Equal(@"E(\mathbf w(T))-E^\star=\sum_is_i\,(1-\eta\lambda_i)^{2T}", @"$E-E^\star=\tfrac12\sum\lambda_i\alpha_i^2$, and each $\alpha_i$ shrinks by its own factor. Left: the walk",
            OneStep, x => x.bowl.Rise(x.bowl.Walk(x.w, x.η, x.T)),
            x => Enumerable.Range(0, x.bowl.n).Sum(i => Squared((double)x.bowl.u[i].Dot(x.g)) / (2 * x.bowl.λ[i]) * Math.Pow(1 - x.η * x.bowl.λ[i], 2 * x.T)), scale: Terms),
    ]);

    /// <summary>Convergence exactly for 0 &lt; η &lt; 2/λmax, and what the modes do at the edge.</summary>
    public static Derivation EdgeOfStability => new("How long a step may be", @"|1-\eta\lambda_i|<1\ \text{ for all }i\quad\Longleftrightarrow\quad0<\eta<\frac{2}{\lambda_{\max}}", $"{Bishop}, slide 25, corrected",
        [@"all $\lambda_i>0$"],
    [
        Step.Equal(@"\max_i|1-\eta\lambda_i|=\max(1-\eta\lambda_{\min},\ \eta\lambda_{\max}-1)", @"$|1-\eta\lambda|$ is largest at an end of the spectrum. Left: the largest mode after 50 steps, per step",
            Rates, x => LongRun(x.λ, x.η), x => Math.Max(1 - x.η * x.λ.Min(), x.η * x.λ.Max() - 1)),
        Step.Equal(@"\eta_{\text{edge}}=\frac{2}{\lambda_{\max}}", "the second of these reaches 1. Left: by bisection between runs that shrink and runs that grow",
            Rates, x => Edge(x.λ), x => 2 / x.λ.Max(), instances: 20, within: 1e-9),
        Step.Equal(@"1-\eta_{\text{edge}}\lambda_{\min}=1-\frac{2\lambda_{\min}}{\lambda_{\max}}", "at the edge this is what the flattest mode does",
            Rates, x => OneMode(x.λ.Min(), Edge(x.λ)), x => 1 - 2 * x.λ.Min() / x.λ.Max(), instances: 20, within: 1e-9),
        Step.Equal(@"1-\eta_{\text{edge}}\lambda_{\max}=-1", "and this the stiffest: it changes its sign and never its size, so the walk does not converge",
            Rates, x => OneMode(x.λ.Max(), Edge(x.λ)), x => -1.0, instances: 20, within: 1e-9),
    ]);

    /// <summary>Slide 25 takes 1 − 2λmin/λmax for the slowest factor at the largest η. There the stiffest mode does not shrink at all.</summary>
    public static Derivation RateAtTheEdge => new("The rate at the edge, as the slide has it", @"\eta=\frac{2}{\lambda_{\max}}:\quad\max_i|1-\eta\lambda_i|=1-\frac{2\lambda_{\min}}{\lambda_{\max}}", $"{Bishop}, slide 25",
        [@"all $\lambda_i>0$"],
    [
        Step.Equal(@"\max_i|1-\eta\lambda_i|=1-\frac{2\lambda_{\min}}{\lambda_{\max}}", @"claimed: the flattest mode is the slowest. Left: the largest mode after 50 steps, per step, at $\eta=2/\lambda_{\max}$",
            Rates, x => LongRun(x.λ, 2 / x.λ.Max()), x => 1 - 2 * x.λ.Min() / x.λ.Max(), names: "(λ, η)"),
    ]);

    /// <summary>The best η is 2/(λmin + λmax), its rate (κ − 1)/(κ + 1).</summary>
    public static Derivation BestRate => new("The best step", @"\eta=\frac{2}{\lambda_{\min}+\lambda_{\max}},\quad r=\frac{\kappa-1}{\kappa+1},\quad\kappa=\frac{\lambda_{\max}}{\lambda_{\min}}", $"{Bishop}, slide 25, completed",
        [@"$0<\lambda_{\min}<\lambda_{\max}$", @"$r(\eta)=\max(1-\eta\lambda_{\min},\ \eta\lambda_{\max}-1)$"],
    [
        Step.Equal(@"\eta=\frac{2}{\lambda_{\min}+\lambda_{\max}}", @"where falling and rising part meet: $1-\eta\lambda_{\min}=\eta\lambda_{\max}-1$. Left: the lowest point of $r(\eta)$, by search",
            Rates, x => Lowest(η => x.λ.Max(λ => Math.Abs(1 - η * λ)), 2 / x.λ.Max()), x => 2 / (x.λ.Min() + x.λ.Max()), within: 1e-9),
        Step.Equal(@"r=\frac{\lambda_{\max}-\lambda_{\min}}{\lambda_{\max}+\lambda_{\min}}", @"put it into $1-\eta\lambda_{\min}$. Left: the largest mode after 50 steps, per step",
            Rates, x => LongRun(x.λ, 2 / (x.λ.Min() + x.λ.Max())), x => (x.λ.Max() - x.λ.Min()) / (x.λ.Max() + x.λ.Min())),
        Step.Bound(@"\frac{\kappa-1}{\kappa+1}\le r(\eta)", @"divide by $\lambda_{\min}$; no other $\eta$ does better, and this one attains it",
            Rates, x => (x.λ.Max() / x.λ.Min() - 1) / (x.λ.Max() / x.λ.Min() + 1), x => Math.Max(1 - x.η * x.λ.Min(), x.η * x.λ.Max() - 1), rng => AtBest(Rates(rng))),
        Step.Taylor(@"r=1-\frac2\kappa+O(\kappa^{-2})", @"long valleys: with $h=1/\kappa$, a walk needs about $\tfrac\kappa2\ln10$ steps for a factor of ten",
            rng => 0.5 + rng.Next(), (c, h) => (1 / (c * h) - 1) / (1 / (c * h) + 1), (c, h) => 1 - 2 * (c * h), order: 2),
    ]);

    /// <summary>Exact line search: η = gᵀg/gᵀHg, and successive gradients are orthogonal.</summary>
    public static Derivation LineSearch => new("The best length of one step", @"\eta=\frac{\mathbf g^{\mathsf T}\mathbf g}{\mathbf g^{\mathsf T}\mathbf H\mathbf g}", "standard; the zigzag of slide 22",
        [@"$E$ is quadratic, $\mathbf g=\nabla E(\mathbf w)$"],
    [
        Step.Taylor(@"E(\mathbf w-\eta\mathbf g)=E(\mathbf w)-\eta\,\mathbf g^{\mathsf T}\mathbf g+\tfrac12\eta^2\,\mathbf g^{\mathsf T}\mathbf H\mathbf g", "Taylor's theorem; on a quadratic nothing remains",
            OneStep, (x, η) => (double)x.bowl.E(x.w - η * x.g), (x, η) => (double)x.bowl.E(x.w) - η * (double)x.g.Dot(x.g) + η * η / 2 * (double)x.g.Dot(x.bowl.H.MatMul(x.g)), order: 3),
        Step.Equal(@"\eta=\frac{\mathbf g^{\mathsf T}\mathbf g}{\mathbf g^{\mathsf T}\mathbf H\mathbf g}", @"set the derivative to zero. Left: bisection on the slope along $-\mathbf g$",
            OneStep, x => Level(η => -(double)x.bowl.Gradient(x.w - η * x.g).Dot(x.g)), x => (double)x.g.Dot(x.g) / (double)x.g.Dot(x.bowl.H.MatMul(x.g)), within: 1e-9, instances: 20),
        Step.Equal(@"\mathbf g_{\text{new}}^{\mathsf T}\mathbf g=0", "at the lowest point of a line the gradient has no part along it: a zigzag of right angles",
            OneStep, x => (double)x.bowl.Gradient(x.w - (double)x.g.Dot(x.g) / (double)x.g.Dot(x.bowl.H.MatMul(x.g)) * x.g).Dot(x.g), x => 0.0, scale: x => (double)x.g.SquaredNorm() + Terms(x)),
    ]);

    /// <summary>How far downhill is from the way to the minimum: at most arctan((κ − 1)/2√κ).</summary>
    public static Derivation WorstAngle => new("Downhill is not towards the minimum", @"\text{angle}\le\arctan\frac{\kappa-1}{2\sqrt\kappa}", "slide 22 shows it; the bound is calculus",
        [@"$E=\tfrac12(w_1^2+\kappa w_2^2)$ with $\kappa>1$; we stand at $(\cos\varphi,\sin\varphi)$ with $0<\varphi<90°$"],
    [
        Step.Equal(@"\text{angle}=\arctan(\kappa\tan\varphi)-\varphi", @"$\nabla E$ points along $(\cos\varphi,\kappa\sin\varphi)$. Left: the arc cosine of a scalar product",
            Position, x => Angle(x.φ, x.κ), x => Math.Atan(x.κ * Math.Tan(x.φ)) - x.φ, within: 1e-7),
        Step.Bound(@"\text{angle}\le\arctan\frac{\kappa-1}{2\sqrt\kappa}", @"the derivative vanishes at $\tan\varphi=1/\sqrt\kappa$",
            Position, x => Angle(x.φ, x.κ), x => Math.Atan((x.κ - 1) / (2 * Math.Sqrt(x.κ))), rng => Highest(Position(rng)), within: 1e-7),
    ]);

    static (Bowl bowl, Tensor w, Tensor g, double[] α, double η, Tensor next, double[] αNext, int i, int T) OneStep(Rng rng)
    {
        var (bowl, w, η) = (Bowl.Draw(rng), rng.Normal([4]), 0.1 + 0.5 * rng.Next());
        var next = bowl.Walk(w, η, 1);
        return (bowl, w, bowl.Gradient(w), Coordinates(bowl, w - bowl.Minimum), η, next, Coordinates(bowl, next - bowl.Minimum), rng.Integer(4), 2 + rng.Integer(20));
    }

    static double Terms((Bowl bowl, Tensor w, Tensor g, double[] α, double η, Tensor next, double[] αNext, int i, int T) x) => 10 + 3 * (double)(x.w.SquaredNorm() + x.bowl.Minimum.SquaredNorm());

    // Three curvatures, the ends a factor of two to six apart, and a step that may be below or beyond the edge.
    static (double[] λ, double η) Rates(Rng rng)
    {
        var (low, high) = (0.5 + 0.5 * rng.Next(), 2 + rng.Next());
        return ([low, low + (high - low) * rng.Next(), high], 2.4 * rng.Next() / high);
    }

    static (double[] λ, double η) AtBest((double[] λ, double η) x) => x with { η = 2 / (x.λ.Min() + x.λ.Max()) };

    // One step of one mode, as the loop does it.
    static double OneMode(double λ, double η, double α = 1) => α - η * (λ * α);

    // The largest mode after 50 steps from 1, per step.
    static double LongRun(double[] λ, double η) =>
        Math.Pow(λ.Max(λ => Math.Abs(Enumerable.Range(0, 50).Aggregate(1.0, (α, _) => OneMode(λ, η, α)))), 1.0 / 50);

    // Between the runs that end closer to the minimum and those that do not.
    static double Edge(double[] λ)
    {
        var (below, beyond) = (0.0, 10.0);
        while (beyond - below > 1e-11)
        {
            var η = (below + beyond) / 2;
            (below, beyond) = LongRun(λ, η) < 1 ? (η, beyond) : (below, η);
        }
        return below;
    }

    // The lowest point of a function that falls and then rises, by ternary search.
    static double Lowest(Func<double, double> f, double high)
    {
        var low = 0.0;
        while (high - low > 1e-12)
        {
            var (a, b) = (low + (high - low) / 3, high - (high - low) / 3);
            (low, high) = f(a) < f(b) ? (low, b) : (a, high);
        }
        return low;
    }

    // Where a rising function is zero, by bisection.
    static double Level(Func<double, double> f)
    {
        var (low, high) = (0.0, 10.0);
        while (high - low > 1e-11)
            (low, high) = f((low + high) / 2) < 0 ? ((low + high) / 2, high) : (low, (low + high) / 2);
        return low;
    }

    static (double φ, double κ) Position(Rng rng) => (φ: 0.1 + rng.Next(), κ: 2 + 20 * rng.Next());

    static (double φ, double κ) Highest((double φ, double κ) x) => x with { φ = Math.Atan(1 / Math.Sqrt(x.κ)) };

    static double Angle(double φ, double κ)
    {
        var (w, g) = (Tensor.Of(Math.Cos(φ), Math.Sin(φ)), Tensor.Of(Math.Cos(φ), κ * Math.Sin(φ)));
        return Math.Acos((double)w.Dot(g) / (double)(w.Norm() * g.Norm()));
    }

    static double Squared(double x) => x * x;
}
