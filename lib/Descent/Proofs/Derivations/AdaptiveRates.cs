using Descent.Tensors;
using Descent.Theory;

namespace Descent.Proofs;

/// <summary>Chapter 5: one rate per parameter.</summary>
public static partial class Derivations
{
    static IReadOnlyList<Derivation> OfAdaptiveRates =>
        [BiasOfTheAverage, FirstStepOfAdam, ScaleOfTheLoss, UncentredMoment, LongestStepOfAdam, RootOfTime, RateOnNoise, TurnedValley, AdamInCircles, OnlySigns];

    static IReadOnlyList<Derivation> MistakesOfAdaptiveRates => [AdamByTheStandardDeviation, PaperBoundOfAdam];

    /// <summary>E[s_t] = (1 − βᵗ) g: why Adam divides by 1 − βᵗ.</summary>
    public static Derivation BiasOfTheAverage => new("Adam's bias correction", @"\mathbb E\left[\frac{s_t}{1-\beta^t}\right]=g",
        "slides on Bishop & Bishop ch. 7, slide 31; Kingma and Ba 2015, section 3", [@"$s_0=0$, $s_t=\beta s_{t-1}+(1-\beta)g_t$", @"$\mathbb E[g_t]=g$ at every step", @"$0\le\beta<1$"],
    [
        Step.Equal(@"s_t=(1-\beta)\sum_{k=0}^{t-1}\beta^k g_{t-k}", "the recursion unrolled: a gradient of $k$ steps ago has been multiplied by $\\beta$ $k$ times",
            rng => (β: 0.3 + 0.6 * rng.Next(), g: Gradients(rng)),
            x => Average(x.β, x.g),
            x => (1 - x.β) * x.g.Select((g, k) => Math.Pow(x.β, k) * g).Sum()),
        Step.Sampled(@"\mathbb E[s_t]=(1-\beta)\sum_{k=0}^{t-1}\beta^k\,g", "expectations add up, and each is $g$",
            rng => (β: 0.3 + 0.6 * rng.Next(), g: 1 + rng.Next(), t: 2 + rng.Integer(5)),
            (x, rng) => NoisyAverage(x.β, x.g, x.t, rng),
            x => (1 - x.β) * Enumerable.Range(0, x.t).Sum(k => Math.Pow(x.β, k)) * x.g),
        Step.Equal(@"=(1-\beta^t)\,g", "a geometric sum",
            rng => (β: 0.3 + 0.6 * rng.Next(), g: 1 + rng.Next(), t: 2 + rng.Integer(5)),
            x => Average(x.β, [.. Enumerable.Repeat(x.g, x.t)]),
            x => (1 - Math.Pow(x.β, x.t)) * x.g),
        Step.Sampled(@"\mathbb E\left[\frac{s_t}{1-\beta^t}\right]=g", "so the zero at the start is paid back",
            rng => (β: 0.3 + 0.6 * rng.Next(), g: 1 + rng.Next(), t: 2 + rng.Integer(5)),
            (x, rng) => NoisyAverage(x.β, x.g, x.t, rng) * Bias.Factor(x.β, x.t),
            x => x.g),
    ]);

    /// <summary>Δ₁ = −η g/(|g| + δ), and what the first step would be without correction.</summary>
    public static Derivation FirstStepOfAdam => new("Adam's first step", @"\Delta_1=-\eta\,\frac{g}{|g|+\delta}",
        "slides on Bishop & Bishop ch. 7, slide 31; Kingma and Ba 2015, section 2.1", [@"$s_0=r_0=0$", @"$g\neq0$"],
    [
        Step.Equal(@"\hat s_1=\frac{(1-\beta_1)\,g}{1-\beta_1}=g", "of one gradient, the corrected average is that gradient",
            rng => (β1: rng.Next(), g: Signed(rng)),
            x => Average(x.β1, [x.g]) * Bias.Factor(x.β1, 1),
            x => x.g),
        Step.Equal(@"\Delta_1=-\eta\,\frac{g}{|g|+\delta}", @"and $\sqrt{\hat r_1}=\sqrt{g^2}=|g|$",
            rng => (η: 0.1 + rng.Next(), β1: 0.9 * rng.Next(), β2: 0.9 * rng.Next(), δ: 0.1 + rng.Next(), g: Signed(rng)),
            x => AdamStep(x.η, x.β1, x.β2, x.δ, [x.g]),
            x => -x.η * x.g / (Math.Abs(x.g) + x.δ)),
        Step.Equal(@"\Delta_1^{\text{uncorrected}}=-\eta\,\frac{(1-\beta_1)\,g}{\sqrt{1-\beta_2}\,|g|+\delta}", "the two averages lean to zero by different amounts",
            rng => (η: 0.1 + rng.Next(), β1: 0.1 + 0.8 * rng.Next(), β2: 0.1 + 0.8 * rng.Next(), δ: 0.1 + rng.Next(), g: Signed(rng)),
            x => -x.η * Average(x.β1, [x.g]) / (Math.Sqrt(Average(x.β2, [x.g * x.g])) + x.δ),
            x => -x.η * (1 - x.β1) * x.g / (Math.Sqrt(1 - x.β2) * Math.Abs(x.g) + x.δ)),
    ]);

    /// <summary>Multiplying the loss by c is dividing δ by c, and nothing else.</summary>
    public static Derivation ScaleOfTheLoss => new("The scale of the loss", @"\Delta\left(cE,\ \delta\right)=\Delta\left(E,\ \delta/c\right)",
        "Kingma and Ba 2015, section 2.1", [@"$c>0$, so every gradient is multiplied by $c$"],
    [
        Step.Equal(@"s_t(cg)=c\,s_t(g)", "an average is linear",
            rng => (c: 1 + 9 * rng.Next(), β: 0.3 + 0.6 * rng.Next(), g: Gradients(rng)),
            x => Average(x.β, [.. x.g.Select(g => x.c * g)]),
            x => x.c * x.g.Select((g, k) => (1 - x.β) * Math.Pow(x.β, k) * g).Sum()),
        Step.Equal(@"\sqrt{r_t(cg)}=c\,\sqrt{r_t(g)}", "squares are multiplied by $c^2$, their root by $c$",
            rng => (c: 1 + 9 * rng.Next(), β: 0.3 + 0.6 * rng.Next(), g: Gradients(rng)),
            x => Math.Sqrt(Average(x.β, [.. x.g.Select(g => x.c * g * (x.c * g))])),
            x => x.c * Math.Sqrt(x.g.Select((g, k) => (1 - x.β) * Math.Pow(x.β, k) * g * g).Sum())),
        Step.Equal(@"\Delta_t=-\eta\,\frac{c\,\hat s_t}{c\sqrt{\hat r_t}+\delta}=-\eta\,\frac{\hat s_t}{\sqrt{\hat r_t}+\delta/c}", "cancel $c$",
            rng => (c: 1 + 9 * rng.Next(), η: 0.1 + rng.Next(), β1: 0.3 + 0.6 * rng.Next(), β2: 0.3 + 0.6 * rng.Next(), δ: 0.1 + rng.Next(), g: Gradients(rng)),
            x => AdamStep(x.η, x.β1, x.β2, x.δ, [.. x.g.Select(g => x.c * g)]),
            x => -x.η * Weighted(x.β1, x.g, 1) / (Math.Sqrt(Weighted(x.β2, x.g, 2)) + x.δ / x.c), scale: x => x.η),
    ]);

    /// <summary>r̂ = variance + mean²: what Adam's root is the root of.</summary>
    public static Derivation UncentredMoment => new("Adam's denominator", @"\hat r_t=\sum_k w_k\,(g_{t-k}-\bar g)^2+\bar g^{\,2}",
        "reading-group slides on chapter 6.2.7, page 21", [@"$w_k=(1-\beta)\beta^k/(1-\beta^t)$, which add up to 1", @"$\bar g=\sum_k w_k\,g_{t-k}$"],
    [
        Step.Equal(@"\hat r_t=\sum_k w_k\,g_{t-k}^2", "the corrected average of the squares",
            rng => (β: 0.3 + 0.6 * rng.Next(), g: Gradients(rng)),
            x => Average(x.β, Squares(x.g)) * Bias.Factor(x.β, x.g.Length),
            x => x.g.Select((g, k) => Math.Pow(x.β, k) * g * g).Sum() * (1 - x.β) / (1 - Math.Pow(x.β, x.g.Length))),
        Step.Equal(@"=\sum_k w_k\,(g_{t-k}-\bar g)^2+\bar g^{\,2}", "steps do not shrink because gradients vary, but because they are large: a large constant one is divided away as well",
            rng => (β: 0.3 + 0.6 * rng.Next(), g: Gradients(rng)),
            x => Average(x.β, Squares(x.g)) * Bias.Factor(x.β, x.g.Length),
            x => Weighted(x.β, Centred(x.β, x.g), 2) + Math.Pow(Weighted(x.β, x.g, 1), 2)),
    ]);

    /// <summary>The longest step Adam can make, by Cauchy and Schwarz.</summary>
    public static Derivation LongestStepOfAdam => new("The longest step of Adam", @"|\Delta_t|\le\eta\,\frac{1-\beta_1}{\sqrt{1-\beta_2}}\,\frac{1}{\sqrt{1-\gamma}}\quad\text{in the long run},\qquad\gamma=\frac{\beta_1^2}{\beta_2}",
        "Kingma and Ba 2015, section 2.1, corrected", [@"$\gamma<1$", @"$\delta=0$, and some gradient is not zero"],
    [
        Step.Bound(@"s_t^2\le\frac{(1-\beta_1)^2}{1-\beta_2}\Bigl(\sum_{k=0}^{t-1}\gamma^k\Bigr)r_t", @"Cauchy and Schwarz: $s_t$ is a product of the vectors $\beta_1^k/\beta_2^{k/2}$ and $\beta_2^{k/2}g_{t-k}$",
            rng => Memory(rng, Gradients(rng)),
            x => Math.Pow(Average(x.β1, x.g), 2),
            x => Math.Pow(1 - x.β1, 2) / (1 - x.β2) * x.g.Select((_, k) => Math.Pow(x.β1 * x.β1 / x.β2, k)).Sum() * Average(x.β2, Squares(x.g)),
            rng => Growing(Memory(rng, Gradients(rng)))),
        Step.Equal(@"\sum_{k=0}^{t-1}\gamma^k=\frac{1-\gamma^t}{1-\gamma}", "a geometric sum",
            rng => (γ: 0.2 + 0.7 * rng.Next(), t: 2 + rng.Integer(5)),
            x => Enumerable.Range(0, x.t).Aggregate(0.0, (sum, _) => 1 + x.γ * sum),
            x => (1 - Math.Pow(x.γ, x.t)) / (1 - x.γ)),
        Step.Bound(@"|\Delta_t|\le\eta\,\frac{\sqrt{1-\beta_2^t}}{1-\beta_1^t}\,\frac{1-\beta_1}{\sqrt{1-\beta_2}}\,\sqrt{\frac{1-\gamma^t}{1-\gamma}}", @"attained by gradients that grow by $\beta_2/\beta_1$ per step",
            rng => Memory(rng, Gradients(rng)),
            x => Math.Abs(AdamStep(x.η, x.β1, x.β2, 0, x.g)),
            x => x.η * Math.Sqrt(1 - Math.Pow(x.β2, x.g.Length)) / (1 - Math.Pow(x.β1, x.g.Length)) * (1 - x.β1) / Math.Sqrt(1 - x.β2)
                * Math.Sqrt((1 - Math.Pow(x.β1 * x.β1 / x.β2, x.g.Length)) / (1 - x.β1 * x.β1 / x.β2)),
            rng => Growing(Memory(rng, Gradients(rng)))),
        Step.Equal(@"\to\eta\,\frac{1-\beta_1}{\sqrt{(1-\beta_2)(1-\gamma)}}", @"the powers vanish: 7.27η for (0.9, 0.999), 2.35η for (0.9, 0.99)",
            [(β1: 0.9, β2: 0.99), (β1: 0.8, β2: 0.9), (β1: 0.5, β2: 0.6)],
            x => -AdamStep(1, x.β1, x.β2, 0, Growing((1, x.β1, x.β2, new double[4000])).g),
            x => (1 - x.β1) / Math.Sqrt((1 - x.β2) * (1 - x.β1 * x.β1 / x.β2))),
    ]);

    /// <summary>AdaGrad along a constant gradient: steps η/√t, a way of about 2η√t.</summary>
    public static Derivation RootOfTime => new("AdaGrad along a constant gradient", @"\sum_{k=1}^t\frac{\eta}{\sqrt k}\simeq2\eta\sqrt t",
        "slides on Bishop & Bishop ch. 7, slides 29 and 30", [@"$g\neq0$ at every step", @"$\delta=0$"],
    [
        Step.Equal(@"|\Delta_t|=\eta\,\frac{|g|}{\sqrt{t\,g^2}}=\frac{\eta}{\sqrt t}", "the sum of $t$ equal squares",
            rng => (η: 0.1 + rng.Next(), g: Signed(rng), t: 2 + rng.Integer(50)),
            x => Math.Abs(x.η * x.g / Math.Sqrt(Enumerable.Repeat(x.g * x.g, x.t).Sum())),
            x => x.η / Math.Sqrt(x.t)),
        Step.Bound(@"\sum_{k=1}^t\frac1{\sqrt k}\le2\sqrt t-1", @"the staircase lies below the curve: $\int_1^t x^{-1/2}\,dx=2\sqrt t-2$, and the first term is 1",
            rng => (t: 2 + rng.Integer(500), η: 1),
            x => AdaptiveRates.AdaGradWay(x.t),
            x => 2 * Math.Sqrt(x.t) - 1,
            rng => (t: 1, η: 1)),
        Step.Equal(@"\sum_{k=1}^t\frac1{\sqrt k}=2\sqrt t+\zeta(\tfrac12)+\frac1{2\sqrt t}-\frac1{24\,t^{3/2}}+O(t^{-7/2})", @"Euler and Maclaurin; $\zeta(\tfrac12)=-1.46035…$",
            rng => (t: 100 + rng.Integer(200), η: 1),
            x => AdaptiveRates.AdaGradWay(x.t),
            x => 2 * Math.Sqrt(x.t) - 1.4603545088095868 + 1 / (2 * Math.Sqrt(x.t)) - 1 / (24 * Math.Pow(x.t, 1.5)), within: 1e-10),
    ]);

    /// <summary>AdaGrad on pure noise: the rate after t steps is η/(σ√t), give or take 1/√(2t) of it.</summary>
    public static Derivation RateOnNoise => new("AdaGrad on noise", @"\frac{\eta}{\sqrt{r_t}}\simeq\frac{\eta}{\sigma\sqrt t}",
        "data-mining course, section 27.1.2; slides on Bishop & Bishop ch. 7, slide 30", [@"independent $g_k\sim N(0,\sigma^2)$", @"$r_t=\sum_{k\le t}g_k^2$"],
    [
        Step.Sampled(@"\mathbb E[r_t]=t\,\sigma^2", "$t$ squares with expectation $\\sigma^2$",
            rng => (σ: 0.5 + rng.Next(), t: 3 + rng.Integer(20)),
            (x, rng) => (x.σ * rng.Normal([20_000, x.t])).Square().Sum(1, keep: false),
            x => x.t * x.σ * x.σ),
        Step.Sampled(@"\mathbb E\left[\left(\frac{r_t}{t\sigma^2}-1\right)^2\right]=\frac2t", @"the variance of a squared normal number is $2\sigma^4$; so $\sqrt{r_t}$ is off by a relative $\tfrac12\sqrt{2/t}=1/\sqrt{2t}$",
            rng => (σ: 0.5 + rng.Next(), t: 3 + rng.Integer(20)),
            (x, rng) => ((x.σ * rng.Normal([20_000, x.t])).Square().Sum(1, keep: false) / (x.t * x.σ * x.σ) - 1).Square(),
            x => 2.0 / x.t),
    ]);

    /// <summary>What the best rates per axis leave of a valley that is turned against the axes.</summary>
    public static Derivation TurnedValley => new("Rates per axis in a turned valley", @"\min_{\mathbf D\text{ diagonal}}\kappa(\mathbf D\mathbf H\mathbf D)=\frac{1+\rho}{1-\rho}",
        "slides on Bishop & Bishop ch. 7, slide 28", [@"$\mathbf H=\mathbf R\operatorname{diag}(\kappa,1)\mathbf R^{\mathsf T}$ in two dimensions, $\mathbf R$ a rotation by $\varphi$; $c=\cos\varphi$, $s=\sin\varphi$", @"rates per axis $d_i^2$ are the substitution $\mathbf w=\mathbf D\mathbf v$"],
    [
        Step.Equal(@"\rho=\frac{H_{12}}{\sqrt{H_{11}H_{22}}}=\frac{(\kappa-1)\,cs}{\sqrt{(\kappa c^2+s^2)(\kappa s^2+c^2)}}", "multiply the three matrices",
            Turn,
            x => Valley(x.κ, x.φ) is var H ? H.At(0, 1) / Math.Sqrt(H.At(0, 0) * H.At(1, 1)) : 0,
            x => (x.κ - 1) * Math.Sin(x.φ) * Math.Cos(x.φ) / Math.Sqrt((x.κ * Math.Pow(Math.Cos(x.φ), 2) + Math.Pow(Math.Sin(x.φ), 2)) * (x.κ * Math.Pow(Math.Sin(x.φ), 2) + Math.Pow(Math.Cos(x.φ), 2)))),
        Step.Equal(@"d_i=H_{ii}^{-1/2}:\quad\mathbf D\mathbf H\mathbf D=\begin{pmatrix}1&\rho\\\rho&1\end{pmatrix},\quad\kappa=\frac{1+\rho}{1-\rho}", @"its eigenvectors are the diagonals, with eigenvalues $1\pm\rho$",
            rng => (ρ: 0.1 + 0.8 * rng.Next(), a: 1 + rng.Next(), b: 1 + rng.Next()),
            x => Condition(Tensor.Of(new[,] { { x.a, x.ρ * Math.Sqrt(x.a * x.b) }, { x.ρ * Math.Sqrt(x.a * x.b), x.b } }), 1 / Math.Sqrt(x.a), 1 / Math.Sqrt(x.b)),
            x => (1 + x.ρ) / (1 - x.ρ)),
        Step.Bound(@"-\kappa(\mathbf D\mathbf H\mathbf D)\le-\frac{1+\rho}{1-\rho}", "no other rates do better",
            rng => Scaled(Turn(rng), Math.Exp(2 * rng.Next() - 1), Math.Exp(2 * rng.Next() - 1)),
            x => -Condition(Valley(x.κ, x.φ), x.d1, x.d2),
            x => -AdaptiveRates.BestCondition(x.κ, x.φ),
            rng => Turn(rng) is var x && Valley(x.κ, x.φ) is var H ? Scaled(x, 1 / Math.Sqrt(H.At(0, 0)), 1 / Math.Sqrt(H.At(1, 1))) : default),
        Step.Equal(@"\varphi=45°:\quad\frac{1+\rho}{1-\rho}=\kappa", @"there $H_{11}=H_{22}$: the best rates per axis are equal rates, and nothing is gained",
            rng => 2 + 98 * rng.Next(),
            κ => AdaptiveRates.BestCondition(κ, Math.PI / 4),
            κ => κ),
        Step.Equal(@"\mathbf w'_T=\mathbf R\,\mathbf w_T", "gradient descent turns with the valley: one rate knows no axes",
            rng => (κ: 2 + 8 * rng.Next(), φ: 0.2 + rng.Next(), η: 0.01 + 0.1 * rng.Next(), w: rng.Normal([2])),
            x => Enumerable.Range(0, 10).Aggregate(Rotation(x.φ).MatMul(x.w), (w, _) => w - x.η * Valley(x.κ, x.φ).MatMul(w)),
            x => Rotation(x.φ).MatMul((1 - x.η * Tensor.Of(x.κ, 1)).Pow(10) * x.w)),
    ]);

    /// <summary>Gradients C, −1, −1 in turn: where Adam and AMSGrad are carried in one turn.</summary>
    public static Derivation AdamInCircles => new("Adam on Reddi's circle", @"-\eta\left(\frac C{\sqrt{r_1}}-\frac1{\sqrt{r_2}}-\frac1{\sqrt{r_3}}\right)\ \text{a turn, though the gradients add up to}\ C-2",
        "Reddi, Kale and Kumar 2018, theorem 1", [@"gradients $C,-1,-1,C,\dots$ with $C>2$", @"$\beta_1=0$, no correction, constant $\eta$, after many turns", @"$r_j$: the average after the $j$-th gradient of a turn"],
    [
        Step.Equal(@"r(a,b,c)=\frac{(1-\beta)(a^2+\beta b^2+\beta^2c^2)}{1-\beta^3}", "the latest gradient $a$, the one before $b$, and $c$: each comes again after three steps, $\\beta^3$ smaller",
            rng => (β: 0.1 + 0.6 * rng.Next(), a: Signed(rng), b: Signed(rng), c: Signed(rng)),
            x => Average(x.β, Squares([.. Enumerable.Range(0, 100).SelectMany(_ => new[] { x.a, x.b, x.c })])),
            x => (1 - x.β) * (x.a * x.a + x.β * x.b * x.b + x.β * x.β * x.c * x.c) / (1 - Math.Pow(x.β, 3))),
        Step.Equal(@"-\eta\left(\frac C{\sqrt{r(C,1,1)}}-\frac1{\sqrt{r(1,C,1)}}-\frac1{\sqrt{r(1,1,C)}}\right)", "the rare large gradient is divided by its own size; by the time the small ones come, it is forgotten",
            rng => (β: 0.05 + 0.3 * rng.Next(), C: 2.5 + rng.Next(), η: 0.1 + rng.Next()),
            x => Turn(x.β, x.C, x.η, remember: false),
            x => -x.η * (x.C / Math.Sqrt(Cycle(x.β, x.C, 1, 1)) - 1 / Math.Sqrt(Cycle(x.β, 1, x.C, 1)) - 1 / Math.Sqrt(Cycle(x.β, 1, 1, x.C))), scale: x => x.η),
        Step.Equal(@"\text{AMSGrad:}\quad-\eta\,\frac{C-2}{\sqrt{r(C,1,1)}}", "all three are divided by the largest, so the sum decides",
            rng => (β: 0.05 + 0.3 * rng.Next(), C: 2.5 + rng.Next(), η: 0.1 + rng.Next()),
            x => Turn(x.β, x.C, x.η, remember: true),
            x => -x.η * (x.C - 2) / Math.Sqrt(Cycle(x.β, x.C, 1, 1)), scale: x => x.η),
    ]);

    /// <summary>From zero, where all labels agree with the signs of Xᵀy, AdaGrad knows the signs only.</summary>
    public static Derivation OnlySigns => new("AdaGrad follows the signs", @"\mathbf w_T\to\frac1k\operatorname{sign}(\mathbf X^{\mathsf T}\mathbf y)",
        "Wilson et al. 2017, section 3", [@"loss $\tfrac12\lVert\mathbf X\mathbf w-\mathbf y\rVert^2$, start $\mathbf 0$, $\delta=0$", @"$\mathbf s=\operatorname{sign}(\mathbf X^{\mathsf T}\mathbf y)$ has $\mathbf X\mathbf s=k\,\mathbf y$ and no zeros", @"instances: one feature is the label, two are 1, each example has its own, one or five"],
    [
        Step.Equal(@"\nabla E(\lambda\mathbf s)=(\lambda k-1)\,\mathbf X^{\mathsf T}\mathbf y", @"on the line of $\mathbf s$ the residual is a multiple of $\mathbf y$",
            Labelled,
            x => x.X.TransposedMatMul(x.X.MatMul(x.λ * Signs(x)) - x.y),
            x => (x.λ * 4 - 1) * x.X.TransposedMatMul(x.y)),
        Step.Equal(@"\frac{g_i}{\sqrt{\sum g_i^2}}=s_i\,\frac{\lambda k-1}{\sqrt{\sum(\lambda k-1)^2}}\ \Rightarrow\ \mathbf w_T=\lambda_T\,\mathbf s", @"$|(\mathbf X^{\mathsf T}\mathbf y)_i|$ cancels: common and rare features step alike",
            Labelled,
            x => AdaGradOn(x.X, x.y, x.η, 12),
            x => AdaGradOnLine(4, x.η, 12) * Signs(x)),
        Step.Equal(@"\mathbf w_T\to\tfrac1k\,\mathbf s", "where the residual vanishes",
            Labelled,
            x => AdaGradOn(x.X, x.y, x.η, 1000),
            x => Signs(x) / 4, within: 1e-9, instances: 5),
    ]);

    /// <summary>The reading-group slides say that Adam divides the mean by the standard deviation.</summary>
    public static Derivation AdamByTheStandardDeviation => new("Adam divides by the standard deviation, as the slides have it", @"\hat r_t=\sum_k w_k\,(g_{t-k}-\bar g)^2",
        "reading-group slides on chapter 6.2.7, page 21", [@"$w_k=(1-\beta)\beta^k/(1-\beta^t)$", @"$\bar g=\sum_k w_k\,g_{t-k}$"],
    [
        Step.Equal(@"\hat r_t=\sum_k w_k\,(g_{t-k}-\bar g)^2", "as if the mean were taken off before squaring (it is not: of a constant gradient the standard deviation is 0, and Adam would fly)",
            rng => (β: 0.3 + 0.6 * rng.Next(), g: Gradients(rng)),
            x => Average(x.β, Squares(x.g)) * Bias.Factor(x.β, x.g.Length),
            x => Weighted(x.β, Centred(x.β, x.g), 2)),
    ]);

    /// <summary>The paper bounds Adam's step by η or by the step after a silence. A few gradients after a silence break it.</summary>
    public static Derivation PaperBoundOfAdam => new("Adam's step bound, as the paper has it", @"|\Delta_t|\le\eta\,\max\left(1,\ \frac{1-\beta_1}{\sqrt{1-\beta_2}}\right)",
        "Kingma and Ba 2015, section 2.1", [@"$\delta=0$"],
    [
        Step.Bound(@"|\Delta_t|\le\eta\,\max\left(1,\ \frac{1-\beta_1}{\sqrt{1-\beta_2}}\right)", "the severest case is said to be one gradient after a silence (more severe: a few of them)",
            rng => (η: 0.01, β1: 0.9, β2: 0.999, silence: 20_000, then: 1 + rng.Integer(20)),
            x => Math.Abs(AdamStep(x.η, x.β1, x.β2, 0, [.. Enumerable.Repeat(1.0, x.then), .. new double[x.silence]])),
            x => x.η * Math.Max(1, (1 - x.β1) / Math.Sqrt(1 - x.β2)),
            rng => (η: 0.01, β1: 0.9, β2: 0.999, silence: 20_000, then: 1), within: 1e-6, instances: 20),
    ]);
}
