using System.Numerics;
using Descent.Theory;

namespace Descent.Proofs;

/// <summary>Chapter 4: momentum.</summary>
public static partial class Derivations
{
    const string Slide26 = "slides on Bishop & Bishop ch. 7, slide 26; Polyak 1964", Slide27 = "slides on Bishop & Bishop ch. 7, slide 27", Mode = @"$E=\tfrac12\lambda\alpha^2$ with $\lambda>0$: one mode of a quadratic";

    static IReadOnlyList<Derivation> OfMomentum => [ConstantGradient, AlternatingGradient, ModeWithMomentum, CriticalDamping, MomentumBound, BestMomentum, OscillatorLimit, Friction, LookAhead];

    static IReadOnlyList<Derivation> MistakesOfMomentum => [EffectiveRateOfAnOscillation];

    /// <summary>Along a constant gradient the k-th step is −ηg(1 − μᵏ)/(1 − μ), and in the end −ηg/(1 − μ).</summary>
    public static Derivation ConstantGradient => new("Momentum along a constant gradient", @"\Delta w^{(k)}\;\to\;-\frac{\eta}{1-\mu}\,g", Slide27,
        ["The gradient is the same number $g$ at every step", @"The walk starts at rest, $\Delta w^{(0)}=0$, and $0\le\mu<1$"],
    [
        Step.Equal(@"\Delta w^{(k)}=-\eta g\,(1+\mu+\mu^2+\dots+\mu^{k-1})", @"insert $\Delta w^{(k)}=-\eta g+\mu\,\Delta w^{(k-1)}$ into itself until the start at rest is reached",
            rng => (η: 0.1 + rng.Next(), μ: 0.1 + 0.85 * rng.Next(), g: 1 + rng.Next(), k: 2 + rng.Integer(40)),
            x => MomentumRuns.Push(x.η, x.μ, x.k, _ => x.g),
            x => -x.η * x.g * Enumerable.Range(0, x.k).Sum(j => Math.Pow(x.μ, j))),
        Step.Equal(@"=-\eta g\,\frac{1-\mu^k}{1-\mu}", @"times $1-\mu$ the sum telescopes: only its first term and $-\mu^k$ remain",
            rng => (η: 0.1 + rng.Next(), μ: 0.1 + 0.85 * rng.Next(), g: 1 + rng.Next(), k: 2 + rng.Integer(40)),
            x => MomentumRuns.Push(x.η, x.μ, x.k, _ => x.g),
            x => -x.η * x.g * (1 - Math.Pow(x.μ, x.k)) / (1 - x.μ)),
        Step.Equal(@"\to-\frac{\eta}{1-\mu}\,g", @"$\mu^k\to0$: after 2000 steps nothing of it is left",
            rng => (η: 0.1 + rng.Next(), μ: 0.1 + 0.85 * rng.Next(), g: 1 + rng.Next()),
            x => MomentumRuns.Push(x.η, x.μ, 2000, _ => x.g),
            x => -x.η / (1 - x.μ) * x.g),
    ]);

    /// <summary>Along a gradient that changes its sign at every step the step is −ηg/(1 + μ).</summary>
    public static Derivation AlternatingGradient => new("Momentum along an alternating gradient", @"\Delta w^{(k)}\;\to\;-\frac{\eta}{1+\mu}\,g^{(k)}", $"{Slide27}, corrected",
        ["The gradient changes its sign and nothing else: $g^{(k)}=(-1)^kg$", @"The walk starts at rest, and $0\le\mu<1$"],
    [
        Step.Equal(@"\Delta w^{(k)}=-\eta\,g^{(k)}\,(1-\mu+\mu^2-\dots\pm\mu^{k-1})", @"the same sum, but $g^{(k-j)}=(-1)^jg^{(k)}$",
            rng => (η: 0.1 + rng.Next(), μ: 0.1 + 0.85 * rng.Next(), g: 1 + rng.Next(), k: 2 + rng.Integer(40)),
            x => MomentumRuns.Push(x.η, x.μ, x.k, j => j % 2 == x.k % 2 ? x.g : -x.g),
            x => -x.η * x.g * Enumerable.Range(0, x.k).Sum(j => Math.Pow(-x.μ, j))),
        Step.Equal(@"=-\eta\,g^{(k)}\,\frac{1-(-\mu)^k}{1+\mu}", @"a geometric series again, with the ratio $-\mu$",
            rng => (η: 0.1 + rng.Next(), μ: 0.1 + 0.85 * rng.Next(), g: 1 + rng.Next(), k: 2 + rng.Integer(40)),
            x => MomentumRuns.Push(x.η, x.μ, x.k, j => j % 2 == x.k % 2 ? x.g : -x.g),
            x => -x.η * x.g * (1 - Math.Pow(-x.μ, x.k)) / (1 + x.μ)),
        Step.Equal(@"\to-\frac{\eta}{1+\mu}\,g^{(k)}", @"$\mu^k\to0$",
            rng => (η: 0.1 + rng.Next(), μ: 0.1 + 0.85 * rng.Next(), g: 1 + rng.Next()),
            x => MomentumRuns.Push(x.η, x.μ, 2000, j => j % 2 == 0 ? x.g : -x.g),
            x => -x.η / (1 + x.μ) * x.g),
    ]);

    /// <summary>The slide takes the effective rate of an oscillating direction to be close to η. It is η/(1 + μ), about half of it.</summary>
    public static Derivation EffectiveRateOfAnOscillation => new("The effective rate of an oscillation, as the slide has it", @"\Delta w^{(k)}\simeq-\eta\,g^{(k)}", Slide27,
        ["The gradient changes its sign and nothing else", @"“Close to” is read generously: within a tenth"],
    [
        Step.Equal(@"\Delta w^{(k)}\simeq-\eta\,g^{(k)}", @"successive contributions of momentum cancel (they do not: each is smaller than the one before)",
            rng => (η: 0.1 + rng.Next(), μ: 0.5 + 0.45 * rng.Next(), g: 1 + rng.Next()),
            x => MomentumRuns.Push(x.η, x.μ, 2000, j => j % 2 == 0 ? x.g : -x.g),
            x => -x.η * x.g, within: 0.1),
    ]);

    /// <summary>A mode obeys α(t+1) = (1 + μ − ηλ)α(t) − μα(t−1); complex roots shrink by √μ per step.</summary>
    public static Derivation ModeWithMomentum => new("One mode with momentum", @"|z_1|=|z_2|=\sqrt\mu\quad\text{while}\quad(1+\mu-\eta\lambda)^2<4\mu", Slide26, [Mode, @"$\Delta\alpha^{(t)}=-\eta\lambda\,\alpha(t)+\mu\,\Delta\alpha^{(t-1)}$, and $\alpha(t+1)=\alpha(t)+\Delta\alpha^{(t)}$"],
    [
        Step.Equal(@"\alpha(t+1)=(1+\mu-\eta\lambda)\,\alpha(t)-\mu\,\alpha(t-1)", @"the last step was $\alpha(t)-\alpha(t-1)$",
            rng => (ηλ: 0.1 + 3 * rng.Next(), μ: 0.1 + 0.85 * rng.Next(), now: 1 + rng.Next(), before: -1 - rng.Next()),
            x => MomentumRuns.Heavy(x.ηλ, x.μ, (x.now, x.before)).Now,
            x => (1 + x.μ - x.ηλ) * x.now - x.μ * x.before),
        Step.Equal(@"\det(\mathbf M-z\mathbf I)=z^2-(1+\mu-\eta\lambda)\,z+\mu", @"$\mathbf M$ maps $(\alpha(t),\alpha(t-1))$ to $(\alpha(t+1),\alpha(t))$; its columns are what a step makes of $(1,0)$ and $(0,1)$",
            rng => (ηλ: 0.1 + 3 * rng.Next(), μ: 0.1 + 0.85 * rng.Next(), z: 2 + rng.Next()),
            x => MomentumRuns.Determinant(MomentumRuns.Heavy, x.ηλ, x.μ, x.z),
            x => x.z * x.z - (1 + x.μ - x.ηλ) * x.z + x.μ),
        Step.Equal(@"|z_1|=|z_2|=\sqrt\mu", @"complex roots are conjugate, and the product of the roots is the constant term $\mu$; here they are found by iteration",
            rng => (μ: 0.1 + 0.85 * rng.Next(), φ: 0.3 + 2.5 * rng.Next()),
            x => MomentumRuns.Roots(1 + x.μ - (1 + x.μ + 2 * Math.Sqrt(x.μ) * Math.Cos(x.φ)), x.μ).Max(Complex.Abs),
            x => Math.Sqrt(x.μ), within: 1e-10),
        Step.Equal(@"z_1=\tfrac12\bigl(a+\sqrt{a^2-4\mu}\bigr),\quad a=1+\mu-\eta\lambda", @"real roots: the larger one decides",
            MomentumRuns.Creeping,
            x => MomentumRuns.Roots(1 + x.μ - x.ηλ, x.μ).Max(Complex.Abs),
            x => 0.5 * (1 + x.μ - x.ηλ + Math.Sqrt((1 + x.μ - x.ηλ) * (1 + x.μ - x.ηλ) - 4 * x.μ)), within: 1e-8),
        Step.Equal(@"\begin{aligned}\alpha(t)^2&-a\,\alpha(t)\,\alpha(t-1)\\&+\mu\,\alpha(t-1)^2=\mu^t\,\eta\lambda\,\alpha(0)^2\end{aligned}", @"every step multiplies the left side by exactly $\mu$; at rest, $\alpha(-1)=\alpha(0)$, it is $\eta\lambda\,\alpha(0)^2$",
            rng => (ηλ: 0.1 + 2 * rng.Next(), μ: 0.5 + 0.4 * rng.Next(), α: 1 + rng.Next(), t: 1 + rng.Integer(20)),
            x => Enumerable.Range(0, x.t).Aggregate((Now: x.α, Before: x.α), (s, _) => MomentumRuns.Heavy(x.ηλ, x.μ, s)) is var s ? s.Now * s.Now - (1 + x.μ - x.ηλ) * s.Now * s.Before + x.μ * s.Before * s.Before : default,
            x => Math.Pow(x.μ, x.t) * x.ηλ * x.α * x.α, within: 1e-11),
    ]);

    /// <summary>(1 − √(ηλ))² is the momentum at which a mode dies fastest, by 1 − √(ηλ) per step.</summary>
    public static Derivation CriticalDamping => new("Critical damping", @"\mu=(1-\sqrt{\eta\lambda})^2,\qquad|z|=1-\sqrt{\eta\lambda}", Slide26, [Mode, @"$0<\eta\lambda<1$"],
    [
        Step.Equal(@"\begin{aligned}&(1+\mu-\eta\lambda)^2-4\mu\\&=\bigl(\eta\lambda-(1-\sqrt\mu)^2\bigr)\bigl(\eta\lambda-(1+\sqrt\mu)^2\bigr)\end{aligned}", @"a difference of squares; on the left $(\operatorname{tr}\mathbf M)^2-4\det\mathbf M$. Between its two zeros the roots are complex",
            rng => (ηλ: 0.1 + 3 * rng.Next(), μ: 0.1 + 0.85 * rng.Next()),
            x => Math.Pow(1 + MomentumRuns.Determinant(MomentumRuns.Heavy, x.ηλ, x.μ, 0) - MomentumRuns.Determinant(MomentumRuns.Heavy, x.ηλ, x.μ, 1), 2) - 4 * MomentumRuns.Determinant(MomentumRuns.Heavy, x.ηλ, x.μ, 0),
            x => (x.ηλ - (1 - Math.Sqrt(x.μ)) * (1 - Math.Sqrt(x.μ))) * (x.ηλ - (1 + Math.Sqrt(x.μ)) * (1 + Math.Sqrt(x.μ))), scale: _ => 16),
        Step.Equal(@"\mu=(1-\sqrt{\eta\lambda})^2", @"with less momentum the larger real root is larger, with more $\sqrt\mu$ is; on the left the lowest point of $|z|$, found by search",
            rng => 0.05 + 0.9 * rng.Next(),
            x => MomentumRuns.Lowest(μ => HeavyBall.SpectralRadius(x, μ)).At,
            x => (1 - Math.Sqrt(x)) * (1 - Math.Sqrt(x)), within: 1e-7, scale: _ => 1),
        Step.Equal(@"|z|=1-\sqrt{\eta\lambda}", @"there $|z|=\sqrt\mu$",
            rng => 0.05 + 0.9 * rng.Next(),
            x => MomentumRuns.Lowest(μ => HeavyBall.SpectralRadius(x, μ)).Value,
            x => 1 - Math.Sqrt(x), within: 1e-7, scale: _ => 1),
    ]);

    /// <summary>All modes shrink below η = 2(1 + μ)/λmax.</summary>
    public static Derivation MomentumBound => new("The largest step with momentum", @"\eta<\frac{2(1+\mu)}{\lambda_{\max}}", Slide26, [Mode, @"$0\le\mu<1$"],
    [
        Step.Equal(@"\det(\mathbf M+\mathbf I)=2(1+\mu)-\eta\lambda", @"put $z=-1$: the mode leaves the unit circle through $-1$ where this is 0. Through $+1$ it cannot, there $\det(\mathbf M-\mathbf I)=\eta\lambda>0$; a complex pair has $|z|=\sqrt\mu<1$",
            rng => (ηλ: 0.1 + 3 * rng.Next(), μ: 0.1 + 0.85 * rng.Next()),
            x => MomentumRuns.Determinant(MomentumRuns.Heavy, x.ηλ, x.μ, -1),
            x => 2 * (1 + x.μ) - x.ηλ, scale: _ => 4),
        Step.Equal(@"\eta=\frac{2(1+\mu)}{\lambda}", @"on the left the step at which $|z|$ passes 1, found by bisection",
            rng => (λ: 0.5 + 10 * rng.Next(), μ: 0.1 + 0.85 * rng.Next()),
            x => MomentumRuns.Edge(η => HeavyBall.SpectralRadius(η * x.λ, x.μ), 10 / x.λ),
            x => 2 * (1 + x.μ) / x.λ),
    ]);

    /// <summary>The best η and μ for all curvatures between two: rate (√κ − 1)/(√κ + 1).</summary>
    public static Derivation BestMomentum => new("The best step and momentum", @"\eta=\frac4{(\sqrt{\lambda_{\min}}+\sqrt{\lambda_{\max}})^2},\quad\sqrt\mu=\frac{\sqrt\kappa-1}{\sqrt\kappa+1}", Slide26,
        [@"The curvatures lie between $\lambda_{\min}>0$ and $\lambda_{\max}$, and $\kappa=\lambda_{\max}/\lambda_{\min}$", "The rate is the factor per step of the slowest mode in the long run"],
    [
        Step.Equal(@"\begin{aligned}&\min_\mu\max_i|z|\\&=\max\bigl(1-\sqrt{\eta\lambda_{\min}},\,\sqrt{\eta\lambda_{\max}}-1\bigr)\end{aligned}", @"$\sqrt\mu$ must reach the critical damping of both ends; on the left the best $\mu$ is searched",
            rng => (κ: 3 + 20 * rng.Next(), ηλmax: 0.5 + 3.3 * rng.Next()),
            x => MomentumRuns.Lowest(μ => HeavyBall.Rate(x.ηλmax / x.κ, μ, 1, x.κ)).Value,
            x => Math.Max(1 - Math.Sqrt(x.ηλmax / x.κ), Math.Sqrt(x.ηλmax) - 1), within: 1e-7, scale: _ => 1),
        Step.Equal(@"\eta=\frac4{(\sqrt{\lambda_{\min}}+\sqrt{\lambda_{\max}})^2}", @"the first falls with $\eta$ and the second rises: best where they are equal; on the left $\eta$ is searched",
            rng => (λmin: 0.5 + rng.Next(), λmax: 3 + 20 * rng.Next()),
            x => MomentumRuns.Best(x.λmin, x.λmax).η,
            x => 4 / ((Math.Sqrt(x.λmin) + Math.Sqrt(x.λmax)) * (Math.Sqrt(x.λmin) + Math.Sqrt(x.λmax))), within: 1e-6, instances: 20),
        Step.Equal(@"\mu=\left(\frac{\sqrt\kappa-1}{\sqrt\kappa+1}\right)^2", @"insert this $\eta$ into $\sqrt\mu=1-\sqrt{\eta\lambda_{\min}}$",
            rng => 3 + 20 * rng.Next(),
            κ => MomentumRuns.Best(1, κ).μ,
            κ => (Math.Sqrt(κ) - 1) / (Math.Sqrt(κ) + 1) * ((Math.Sqrt(κ) - 1) / (Math.Sqrt(κ) + 1)), within: 1e-6, instances: 20),
        Step.Equal(@"r=\frac{\sqrt\kappa-1}{\sqrt\kappa+1}", @"the rate is $\sqrt\mu$",
            rng => 3 + 20 * rng.Next(),
            κ => MomentumRuns.Best(1, κ).Rate,
            κ => (Math.Sqrt(κ) - 1) / (Math.Sqrt(κ) + 1), within: 1e-6, instances: 20),
    ]);
}
