using Descent.Tensors;
using Descent.Theory;

namespace Descent.Proofs;

/// <summary>Chapter 3, continued: where descent goes with a noisy gradient.</summary>
public static partial class Derivations
{
    static IReadOnlyList<Derivation> OfNoisyDescent => [StationaryVariance, StationaryVarianceWithMomentum, RunningMean, RobbinsMonro];

    /// <summary>V = ησ²/(λ(2 − ηλ)): where the variance of w settles when η stays.</summary>
    public static Derivation StationaryVariance => new("The plateau of a constant learning rate", @"\operatorname{Var}w\to\frac{\eta\,\sigma^2}{\lambda\,(2-\eta\lambda)}",
        "what slide 15 (Bishop & Bishop ch. 7) leaves open; Bottou 1998",
        [@"$E=\tfrac12\lambda w^2$, $\;w\leftarrow w-\eta(\lambda w+\xi)$ with independent $\xi$ of mean 0 and variance $\sigma^2$; $0<\eta\lambda<2$; $V=\mathbb E[w^2]$"],
    [
        Step.Equal(@"V'=(1-\eta\lambda)^2V+\eta^2\sigma^2", "$w'=(1-\\eta\\lambda)w-\\eta\\xi$, and the cross term vanishes because $\\xi$ is independent of $w$ (left: all combinations of three $w$ and two $\\xi$)",
            rng => (η: 0.1 + rng.Next(), λ: 0.2 + rng.Next(), σ: 1 + rng.Next(), w: (1 + rng.Normal([3])).ToArray()),
            x => x.w.Average(w => (Square(w - x.η * (x.λ * w + x.σ)) + Square(w - x.η * (x.λ * w - x.σ))) / 2),
            x => (1 - x.η * x.λ) * (1 - x.η * x.λ) * x.w.Average(w => w * w) + x.η * x.η * x.σ * x.σ),
        Step.Equal(@"V_T=\eta^2\sigma^2\,\frac{1-(1-\eta\lambda)^{2T}}{1-(1-\eta\lambda)^2}", "from $V_0=0$ a geometric sum of the noises of all steps", Settling,
            x => Enumerable.Range(0, x.T).Aggregate(0.0, (V, _) => Square(1 - x.η * x.λ) * V + Square(x.η * x.σ)),
            x => x.η * x.η * x.σ * x.σ * (1 - Math.Pow(1 - x.η * x.λ, 2 * x.T)) / (1 - (1 - x.η * x.λ) * (1 - x.η * x.λ))),
        Step.Equal(@"V_\infty=\frac{\eta^2\sigma^2}{1-(1-\eta\lambda)^2}=\frac{\eta\,\sigma^2}{\lambda\,(2-\eta\lambda)}", "the power dies out, and $1-(1-\\eta\\lambda)^2=\\eta\\lambda(2-\\eta\\lambda)$", Settling,
            x => Enumerable.Range(0, 2000).Aggregate(0.0, (V, _) => Square(1 - x.η * x.λ) * V + Square(x.η * x.σ)),
            x => x.η * x.σ * x.σ / (x.λ * (2 - x.η * x.λ))),
        Step.Sampled(@"V_\infty=\frac{\eta\,\sigma^2}{\lambda\,(2-\eta\lambda)}", "10,000 walkers, after so many steps that $(1-\\eta\\lambda)^{2T}$ is below $10^{-6}$", Settling,
            (x, rng) => Enumerable.Range(0, 80).Aggregate(Tensor.Zeros([10_000]), (w, _) => w - x.η * (x.λ * w + x.σ * rng.Normal([10_000]))).Square(),
            x => x.η * x.σ * x.σ / (x.λ * (2 - x.η * x.λ))),
        Step.Taylor(@"V_\infty=\eta\Big(\frac MB-1\Big)\frac{\sigma^2}{2\lambda(M-1)}+O(\eta^2)", "for a minibatch of $B$ different ones of $M$, whose variance is $\\frac{\\sigma^2}{B}\\frac{M-B}{M-1}$: the plateau depends on the temperature $\\eta(M/B-1)$",
            rng => (M: 50.0 + rng.Integer(50), B: 2 + rng.Integer(30), σ: 1 + rng.Next(), λ: 0.5 + rng.Next()),
            (x, η) => NoisyDescent.StationaryVariance(η, x.λ, Sampling.Variance(x.σ * x.σ, x.B, (int)x.M)),
            (x, η) => η * (x.M / x.B - 1) * x.σ * x.σ / (2 * x.λ * (x.M - 1)), order: 2),
    ]);

    /// <summary>With momentum ησ²(1 + μ)/(λ(1 − μ)(2(1 + μ) − ηλ)): for small η the variance is 1/(1 − μ) times as large.</summary>
    public static Derivation StationaryVarianceWithMomentum => new("The plateau with momentum", @"\operatorname{Var}w\to\frac{\eta\,\sigma^2(1+\mu)}{\lambda\,(1-\mu)\,(2(1+\mu)-\eta\lambda)}",
        "by the argument of the plateau without momentum",
        [@"$\Delta\leftarrow\mu\Delta-\eta(\lambda w+\xi)$, $\;w\leftarrow w+\Delta$; $A=\mathbb E[w^2]$, $C=\mathbb E[w\Delta]$, $D=\mathbb E[\Delta^2]$; $0<\eta\lambda<2(1+\mu)$"],
    [
        Step.Equal(@"D'=\mu^2D-2\mu\eta\lambda\,C+\eta^2\lambda^2A+\eta^2\sigma^2", "square $\\Delta'$; the noise is independent of $w$ and $\\Delta$ (left: all combinations of three states and two $\\xi$)",
            rng => (η: 0.1 + rng.Next(), λ: 0.2 + rng.Next(), σ: 1 + rng.Next(), μ: 0.3 + 0.6 * rng.Next(), w: (1 + rng.Normal([3])).ToArray(), Δ: (1 + rng.Normal([3])).ToArray()),
            x => x.w.Zip(x.Δ).Average(s => (Square(x.μ * s.Second - x.η * (x.λ * s.First + x.σ)) + Square(x.μ * s.Second - x.η * (x.λ * s.First - x.σ))) / 2),
            x => x.μ * x.μ * x.Δ.Average(Δ => Δ * Δ) - 2 * x.μ * x.η * x.λ * x.w.Select((w, i) => w * x.Δ[i]).Average() + x.η * x.η * x.λ * x.λ * x.w.Average(w => w * w) + x.η * x.η * x.σ * x.σ),
        Step.Equal(@"C=\tfrac12D", "in the long run $\\mathbb E[(w+\\Delta')^2]=\\mathbb E[w^2]$, so $\\mathbb E[w\\Delta']=-\\tfrac12D$ and $C=\\mathbb E[(w+\\Delta')\\Delta']=\\tfrac12D$ (left: the moments after 2,000 steps)", Rolling,
            x => x.C, x => x.D / 2),
        Step.Equal(@"D=\frac{2\eta\lambda}{1+\mu}\,A", "$\\mathbb E[w\\Delta']=\\mu C-\\eta\\lambda A$ as well; with $C=\\tfrac12D$", Rolling,
            x => x.D, x => 2 * x.η * x.λ / (1 + x.μ) * x.A),
        Step.Equal(@"A=\frac{\eta\,\sigma^2(1+\mu)}{\lambda\,(1-\mu)\,(2(1+\mu)-\eta\lambda)}", "put both into the first line and solve for $A$", Rolling,
            x => x.A, x => x.η * x.σ * x.σ * (1 + x.μ) / (x.λ * (1 - x.μ) * (2 * (1 + x.μ) - x.η * x.λ))),
        Step.Taylor(@"\frac{A(\mu)}{A(0)}=\frac1{1-\mu}+O(\eta\lambda)", "for small steps momentum multiplies the plateau as it multiplies the rate", rng => (μ: 0.2 + 0.7 * rng.Next(), λ: 0.5 + rng.Next()),
            (x, h) => NoisyDescent.StationaryVariance(h / x.λ, x.λ, 1, x.μ) / NoisyDescent.StationaryVariance(h / x.λ, x.λ, 1), (x, h) => 1 / (1 - x.μ), order: 1),
    ]);

    /// <summary>SGD on E = ½(w − xₜ)² with η = 1/t is the running mean.</summary>
    public static Derivation RunningMean => new("The running mean is descent with η = 1/t", @"w_t=w_{t-1}-\frac1t\,(w_{t-1}-x_t)\;\Rightarrow\;w_T=\frac1T\sum_{t=1}^Tx_t",
        "Bottou 1998; Robbins and Monro 1951", [@"Example $t$ has the error $E_t=\tfrac12(w-x_t)^2$, whose gradient is $w-x_t$"],
    [
        Step.Equal(@"w_t=\frac{(t-1)\,w_{t-1}+x_t}{t}", "the step, with one denominator", rng => (w: rng.Normal([]).At(), x: 1 + rng.Next(), t: 2.0 + rng.Integer(20)),
            x => x.w - 1 / x.t * (x.w - x.x), x => ((x.t - 1) * x.w + x.x) / x.t, scale: x => 1),
        Step.Equal(@"T\,w_T=\sum_{t=1}^Tx_t", "so each step adds its example to $t\\,w_t$, from $0\\cdot w_0$ on", rng => (x: Numbers(rng), w0: rng.Next()),
            x => x.x.Length * x.x.Select((v, i) => (v, t: i + 1.0)).Aggregate(x.w0, (w, s) => w - 1 / s.t * (w - s.v)), x => x.x.Sum()),
    ]);

    /// <summary>With η = c/t, T times the variance tends to c²σ²/(2c − 1); the start is forgotten as T^(−c); with a finite sum of rates it never is.</summary>
    public static Derivation RobbinsMonro => new("Learning rates that fall as c/t", @"T\cdot\operatorname{Var}w_T\to\frac{c^2\sigma^2}{2c-1}\quad(c>\tfrac12)",
        "Robbins and Monro 1951; Chung 1954; Bottou 1998",
        [@"$w_t=w_{t-1}-\eta_t(w_{t-1}-x_t)$ with independent $x_t$ of variance $\sigma^2$; $V_t=\operatorname{Var}w_t$, $V_0=0$; line 2: $r=c^2\sigma^2-(2c-1)a$"],
    [
        Step.Equal(@"\eta_t=\tfrac1t:\quad V_T=\frac{\sigma^2}{T}", "the running mean", rng => (σ: 0.5 + rng.Next(), T: 2 + rng.Integer(50)),
            x => Variance(1, x.σ, x.T), x => x.σ * x.σ / x.T),
        Step.Taylor(@"\Big(1-\frac ct\Big)^2\frac a{t-1}+\frac{c^2\sigma^2}{t^2}-\frac at=\frac r{t^2}+O(t^{-3})", "suppose $V_t=a/t$ and take one step; here $h=1/t$",
            rng => (c: 0.6 + 2 * rng.Next(), σ: 1 + rng.Next(), a: 0.5 + rng.Next()),
            (x, h) => Square(1 - x.c * h) * x.a * h / (1 - h) + Square(x.c * x.σ * h) - x.a * h,
            (x, h) => (x.c * x.c * x.σ * x.σ - (2 * x.c - 1) * x.a) * h * h, order: 3),
        Step.Equal(@"T\,V_T\to\frac{c^2\sigma^2}{2c-1}", "$r=0$ gives the $a$ that reproduces itself; left: the exact recursion at $T=10^5$, whose remainder is of order $c^2/T$", [(c: 1.0, σ: 1.0), (c: 2, σ: 1), (c: 4, σ: 1), (c: 3, σ: 2)],
            x => 100_000 * Variance(x.c, x.σ, 100_000), x => x.c * x.c * x.σ * x.σ / (2 * x.c - 1), within: 2e-4),
        Step.Equal(@"\prod_{t=T+1}^{2T}\Big(1-\frac ct\Big)\to2^{-c}", "the mean distance to $\\mu$ halves with every $2^{1/c}$-fold $T$: it falls as $T^{-c}$, so for $c<\\tfrac12$ its square falls more slowly than $1/T$; left at $T=10^5$, remainder of order $c^2/T$",
            rng => (c: 0.2 + 2 * rng.Next(), T: 100_000), x => Enumerable.Range(x.T + 1, x.T).Aggregate(1.0, (p, t) => p * (1 - x.c / t)), x => Math.Pow(2, -x.c), within: 2e-4, instances: 5),
        Step.Equal(@"\prod_{t=1}^T\Big(1-\frac1{(t+1)^2}\Big)=\frac{T+2}{2(T+1)}", "$\\eta_t=1/(t+1)^2$: the product telescopes: $1-\\frac1{(t+1)^2}=\\frac{t(t+2)}{(t+1)^2}$; it tends to $\\frac12$: the sum of the rates is finite, and half of the way is never gone", rng => (T: 3.0 + rng.Integer(1000), η: "1/(t + 1)²"),
            x => Enumerable.Range(1, (int)x.T).Aggregate(1.0, (p, t) => p * (1 - 1 / Square(t + 1))), x => (x.T + 2) / (2 * (x.T + 1))),
    ]);

    static (double η, double λ, double σ, int T) Settling(Rng rng) => (0.2 + 0.6 * rng.Next(), 0.5 + rng.Next(), 1 + rng.Next(), 3 + rng.Integer(10));

    /// <summary>Settings and the stationary second moments of (w, Δ), by iterating their map.</summary>
    static (double η, double λ, double σ, double μ, double A, double C, double D) Rolling(Rng rng)
    {
        var (η, λ, σ, μ) = (0.1 + 0.5 * rng.Next(), 0.5 + rng.Next(), 1 + rng.Next(), 0.3 + 0.5 * rng.Next());
        var (A, C, D) = (0.0, 0.0, 0.0);
        for (var t = 0; t < 2000; t++)
        {
            var along = μ * C - η * λ * A;   // E[wΔ′]
            D = μ * (μ * D - η * λ * C) - η * λ * along + η * η * σ * σ;
            (A, C) = (A + 2 * along + D, along + D);
        }
        return (η, λ, σ, μ, A, C, D);
    }

    static double Variance(double c, double σ, int T) => Enumerable.Range(1, T).Aggregate(0.0, (V, t) => Square(1 - c / t) * V + Square(c * σ / t));
}
