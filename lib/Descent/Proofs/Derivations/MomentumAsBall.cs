using Descent.Theory;

namespace Descent.Proofs;

/// <content>Chapter 4: what momentum is a finite difference of, and Nesterov's.</content>
public static partial class Derivations
{
    /// <summary>With small steps of time, momentum follows m w″ + c w′ = −∇E.</summary>
    public static Derivation OscillatorLimit => new("Momentum is a ball with friction", @"m\,w''+c\,w'=-\nabla E(w),\qquad\mu=\frac m{m+ch},\quad\eta=\frac{h^2}{m+ch}", "Qian 1999; data-mining course, section 27.1.2",
        ["One step of momentum takes the time $h$", @"Where a bowl is needed, $E=\tfrac12\lambda w^2$, and the ball starts at rest"],
    [
        Step.Equal(@"\frac m{h^2}\left(\Delta w-\Delta w_-\right)+\frac ch\,\Delta w=-g", @"solved for $\Delta w$ this is $\Delta w=\mu\,\Delta w_--\eta g$ with the $\mu$ and $\eta$ above; on the left one step of momentum is put in",
            rng => (m: 0.5 + rng.Next(), c: 0.5 + rng.Next(), h: 0.1 + rng.Next(), g: 1 + rng.Next(), last: 1 + rng.Next()),
            x => x.m / (x.m + x.c * x.h) * x.last - x.h * x.h / (x.m + x.c * x.h) * x.g is var Δ ? x.m / (x.h * x.h) * (Δ - x.last) + x.c / x.h * Δ : default,
            x => -x.g, scale: x => x.m / (x.h * x.h) * 4),
        Step.Taylor(@"\begin{aligned}&\tfrac m{h^2}\bigl(w(t+h)-2w(t)+w(t-h)\bigr)\\&+\tfrac ch\bigl(w(t+h)-w(t)\bigr)=m\,w''+c\,w'+O(h)\end{aligned}", @"Taylor's formula for any smooth path, here $w=\sin\omega t$",
            rng => (m: 0.5 + rng.Next(), c: 0.5 + rng.Next(), ω: 1 + rng.Next(), t: 0.2 + 0.5 * rng.Next()),
            (x, h) => x.m / (h * h) * (Math.Sin(x.ω * (x.t + h)) - 2 * Math.Sin(x.ω * x.t) + Math.Sin(x.ω * (x.t - h))) + x.c / h * (Math.Sin(x.ω * (x.t + h)) - Math.Sin(x.ω * x.t)),
            (x, h) => x.c * x.ω * Math.Cos(x.ω * x.t) - x.m * x.ω * x.ω * Math.Sin(x.ω * x.t), 1),
        Step.Taylor(@"\begin{aligned}&w(t)=e^{-\gamma t}\Bigl(\cos\omega t+\frac\gamma\omega\sin\omega t\Bigr)+O(h),\\&\gamma=\frac c{2m},\quad\omega^2=\frac\lambda m-\gamma^2\end{aligned}", @"the errors of $t/h$ steps add up to $O(h)$; on the left momentum runs, $t=2$",
            rng => (λ: 3 + rng.Next(), c: 0.5 + rng.Next()),
            (x, h) => MomentumRuns.Roll(x.λ, h * h / (1 + x.c * h), 1 / (1 + x.c * h), (int)(2 / h)),
            (x, h) => Math.Exp(-x.c) * (Math.Cos(2 * Math.Sqrt(x.λ - 0.25 * x.c * x.c)) + 0.5 * x.c / Math.Sqrt(x.λ - 0.25 * x.c * x.c) * Math.Sin(2 * Math.Sqrt(x.λ - 0.25 * x.c * x.c))), 1),
        Step.Taylor(@"\frac{1-\mu}h=2\sqrt\lambda+O(h)", @"the critical momentum $(1-\sqrt{\eta\lambda})^2$ at $m=1$, $\eta=h^2$, becomes the critical friction $c=2\sqrt{m\lambda}$",
            rng => 0.5 + rng.Next(),
            (λ, h) => (1 - HeavyBall.CriticalMomentum(h * h * λ)) / h,
            (λ, h) => 2 * Math.Sqrt(λ), 1),
    ]);

    /// <summary>Friction takes the energy; it sets the speed under a constant push, and stops the ball when the push ends.</summary>
    public static Derivation Friction => new("What friction does", @"\frac{d}{dt}\left(\tfrac12m\,w'^2+E\right)=-c\,w'^2", "data-mining course, section 27.1.2; Qian 1999",
        [@"$m\,w''+c\,w'=-\nabla E(w)$; for momentum with a step as the unit of time $m=\mu/\eta$ and $c=(1-\mu)/\eta$"],
    [
        Step.Taylor(@"\frac{d}{dt}\left(\tfrac12m\,v^2+E\right)=-c\,v^2", @"$m\,v\,v'+v\,\nabla E=v\,(m\,v'+\nabla E)$, and the bracket is $-c\,v$; on the left the energy a short time $h$ later, $E=\tfrac14w^4$",
            rng => (m: 0.5 + rng.Next(), c: 0.5 + rng.Next(), w: 1 + rng.Next(), v: 1 + rng.Next()),
            (x, h) => (MomentumRuns.Energy(x.m, x.w + h * x.v, x.v - h * (x.c * x.v + x.w * x.w * x.w) / x.m) - MomentumRuns.Energy(x.m, x.w, x.v)) / h,
            (x, h) => -x.c * x.v * x.v, 1),
        Step.Equal(@"v\to-\frac gc", @"a constant push $-g$ accelerates until friction balances it; on the left 2000 steps of momentum, whose speed is $-\eta g/(1-\mu)$",
            rng => (c: 1 + rng.Next(), m: 0.5 + 10 * rng.Next(), g: 1 + rng.Next()),
            x => MomentumRuns.Push(1 / (x.m + x.c), x.m / (x.m + x.c), 2000, _ => x.g),
            x => -x.g / x.c),
        Step.Equal(@"\Delta w^{(t+k)}=\mu^k\,\Delta w^{(t)}", "without a push only friction is left",
            rng => (η: 0.1 + rng.Next(), μ: 0.1 + 0.85 * rng.Next(), g: 1 + rng.Next(), k: 2 + rng.Integer(20)),
            x => MomentumRuns.Push(x.η, x.μ, 2000 + x.k, j => j <= 2000 ? x.g : 0),
            x => Math.Pow(x.μ, x.k) * (-x.η * x.g / (1 - x.μ))),
    ]);

    /// <summary>Nesterov's momentum takes the gradient at the point ahead: rate 1 − 1/√κ at η = 1/λmax.</summary>
    public static Derivation LookAhead => new("Nesterov's momentum", @"r=1-\frac1{\sqrt\kappa}\quad\text{at}\quad\eta=\frac1{\lambda_{\max}},\;\mu=\frac{\sqrt\kappa-1}{\sqrt\kappa+1}", "Nesterov 1983; Lessard, Recht and Packard 2016",
        [@"The gradient is taken ahead, at $y=w+\mu\,\Delta w_-$; then $w\leftarrow y-\eta\,g(y)$", @"For the rates $E=\tfrac12\lambda w^2$ with $\lambda_{\min}\le\lambda\le\lambda_{\max}$, and $\kappa=\lambda_{\max}/\lambda_{\min}$"],
    [
        Step.Equal(@"y\leftarrow y+\mu\,(\mu\,\Delta w_--\eta g)-\eta g", @"the points ahead follow one another without $w$: this is how programs do it. On the left, the two lines above",
            rng => (η: 0.1 + rng.Next(), μ: 0.1 + 0.85 * rng.Next(), w: 1 + rng.Next(), last: 1 + rng.Next(), g: 1 + rng.Next()),
            x => x.w + x.μ * x.last - x.η * x.g is var next ? next + x.μ * (next - x.w) : default,
            x => x.w + x.μ * x.last + x.μ * (x.μ * x.last - x.η * x.g) - x.η * x.g),
        Step.Equal(@"\begin{aligned}&\det(\mathbf M-z\mathbf I)\\&=z^2-(1+\mu)(1-\eta\lambda)\,z+\mu\,(1-\eta\lambda)\end{aligned}", "the columns of the matrix are again what one step makes of (1, 0) and (0, 1)",
            rng => (ηλ: 0.1 + 0.8 * rng.Next(), μ: 0.1 + 0.85 * rng.Next(), z: 2 + rng.Next()),
            x => MomentumRuns.Determinant(MomentumRuns.Ahead, x.ηλ, x.μ, x.z),
            x => x.z * x.z - (1 + x.μ) * (1 - x.ηλ) * x.z + x.μ * (1 - x.ηλ)),
        Step.Equal(@"\mu=\frac{1-\sqrt{\eta\lambda}}{1+\sqrt{\eta\lambda}}", @"the roots meet where $(1+\mu)^2(1-\eta\lambda)=4\mu$; on the left the lowest point of $|z|$, found by search",
            rng => 0.05 + 0.9 * rng.Next(),
            x => MomentumRuns.Lowest(μ => AcceleratedGradient.SpectralRadius(x, μ)).At,
            x => (1 - Math.Sqrt(x)) / (1 + Math.Sqrt(x)), within: 1e-7, scale: _ => 1),
        Step.Equal(@"r=1-\frac1{\sqrt\kappa}", @"at $\eta=1/\lambda_{\max}$ the stiffest mode dies at once; the flattest shrinks by $\sqrt{\mu(1-\eta\lambda_{\min})}=1-\sqrt{\eta\lambda_{\min}}$",
            rng => 2 + 20 * rng.Next(),
            κ => MomentumRuns.Lowest(μ => AcceleratedGradient.Rate(1 / κ, μ, 1, κ)).Value,
            κ => 1 - 1 / Math.Sqrt(κ), within: 1e-7, scale: _ => 1),
        Step.Equal(@"\eta<\frac{2(1+\mu)}{(1+2\mu)\,\lambda_{\max}}", @"put $z=-1$; on the left the step at which $|z|$ passes 1, found by bisection",
            rng => (λ: 0.5 + 10 * rng.Next(), μ: 0.1 + 0.85 * rng.Next()),
            x => MomentumRuns.Edge(η => AcceleratedGradient.SpectralRadius(η * x.λ, x.μ), 10 / x.λ),
            x => 2 * (1 + x.μ) / (1 + 2 * x.μ) / x.λ),
    ]);
}
