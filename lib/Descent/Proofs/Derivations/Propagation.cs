using Descent.Tensors;
using Descent.Theory;

namespace Descent.Proofs;

/// <summary>Chapter 7: signals and gradients through many random layers.</summary>
public static partial class Derivations
{
    /// <summary>Var w = g²/M with g = 1/√E[φ(ζ)²] passes an input of variance 1 on with variance 1.</summary>
    public static Derivation GainOfAnActivation => new("The gain of an activation", @"g=\frac1{\sqrt{\mathbb E[\varphi(\zeta)^2]}},\quad\zeta\sim\mathcal N(0,1)",
        "the argument of slides 18–20 for any activation", [@"$a_i=\sum_{j=1}^Mw_{ij}\,\varphi(a_j)$, $a_j\sim\mathcal N(0,1)$, weights of mean 0"],
    [
        Step.Sampled(@"\mathbb E[a_i^2]=M\operatorname{Var}(w)\,\mathbb E[\varphi(\zeta)^2]", "as for ReLU, where the expectation is $\\tfrac12$", RandomLayer.Units,
            (φ, rng) => (0.4 * rng.Normal([RandomLayer.Draws, 6]) * φ.Of(rng.Normal([RandomLayer.Draws, 6]))).Sum(1).Square(), φ => 6 * 0.16 / (φ.Theory.Gain * φ.Theory.Gain)),
        Step.Equal(@"M\operatorname{Var}(w)\,\mathbb E[\varphi(\zeta)^2]=1\iff M\operatorname{Var}(w)=g^2", "solved for the variance of the weights", RandomLayer.Units,
            φ => RandomLayer.Root(v => v * RandomLayer.Integral(a => Math.Pow((double)φ.Of(Tensor.Scalar(a)), 2) * Math.Exp(-a * a / 2) / Math.Sqrt(2 * Math.PI), -12, 12) - 1, 0, 10), φ => φ.Theory.Gain * φ.Theory.Gain, 1e-10),
    ]);

    /// <summary>χ = σ_w² E[φ′(√q ζ)²]: the factor of a gradient, and the slope of the correlation map at 1.</summary>
    public static Derivation GradientFactor => new("What a layer does to a gradient", @"\chi=\sigma_w^2\,\mathbb E\big[\varphi'(\sqrt q\,\zeta)^2\big]",
        "Poole et al. 2016; Schoenholz et al. 2017", [@"$\mathbf a^{(l+1)}=W\varphi(\mathbf a^{(l)})+\mathbf b$, $n$ units in every layer, $\operatorname{Var}w=\sigma_w^2/n$, $a^{(l)}\sim\mathcal N(0,q)$", @"$\delta=\partial E/\partial a$ of the layer above is independent of the weights; $\varphi=\tanh$"],
    [
        Step.Sampled(@"\mathbb E[\delta_l^2]=\sigma_w^2\,\mathbb E[\varphi'(\sqrt q\,\zeta)^2]\;\mathbb E[\delta_{l+1}^2]", @"$\delta_l=\varphi'(a)\sum_iw_i\delta_{l+1,i}$, three independent factors",
            rng => (W: 0.5 + rng.Next(), q: 0.3 + rng.Next(), n: 4 + rng.Integer(5)),
            (x, rng) => Derivatives.Linearize(a => a.Tanh() * RandomLayer.Weights(x.n, Math.Sqrt(x.W / x.n), rng), Math.Sqrt(x.q) * rng.Normal([RandomLayer.Draws, 1])).Pull(rng.Normal([RandomLayer.Draws, x.n])).Square(),
            x => x.W * Gaussian.Mean(z => 1 / Math.Pow(Math.Cosh(Math.Sqrt(x.q) * z), 4))),
        Step.Taylor(@"C(1-h)=1-\chi h+O(h^2)", @"the correlation of two inputs, one layer on: $C'(c)=\sigma_w^2\,\mathbb E[\varphi'(u_1)\varphi'(u_2)]$ where $q=V(q)$",
            rng => new Propagation(Activation.Tanh, 1.2 + 2 * rng.Next(), 0.2 + 0.3 * rng.Next()),
            (p, h) => p.Correlation(1 - h, p.FixedVariance), (p, h) => 1 - p.χ * h, order: 2, instances: 1),
    ]);

    /// <summary>E[q²]/E[q]² = (1 + 5/n)ᴸ for L layers of n ReLUs: random networks differ, the more the deeper.</summary>
    public static Derivation FiniteWidth => new("Networks of finite width differ", @"\frac{\operatorname{Var}q_L}{\mathbb E[q_L]^2}=\Big(1+\frac5n\Big)^L-1",
        "Hanin and Rolnick 2018", [@"$L$ layers of $n$ ReLUs, He's weights, no biases; $q_l=\frac1n\sum_i(z_i^{(l)})^2$ for a fixed input with $q_0=1$, so that $\mathbb E[q_l]=1$"],
    [
        Step.Equal(@"\frac{\mathbb E[\varphi(\zeta)^4]}{\mathbb E[\varphi(\zeta)^2]^2}=\frac{3/2}{1/4}=6", "half of the moments 3 and 1 of a normal number", [1.0, 2.0],
            s => RandomLayer.ReluMoment(s, 4) / Math.Pow(RandomLayer.ReluMoment(s, 2), 2), s => 6, 1e-11),
        Step.Sampled(@"\mathbb E[f^2]=1+\frac5n,\quad f=\frac2n\sum_{i=1}^n\varphi(\zeta_i)^2",
            @"$q_l=f\,q_{l-1}$: given the layer before, the $a_i$ are independent normal numbers; $f$ is a mean of $n$ terms of relative variance $6-1$",
            rng => (n: 6 + rng.Integer(10), s: 1.0), (x, rng) => (2 * rng.Normal([RandomLayer.Draws, x.n]).Relu().Square().Mean(1)).Square(), x => 1 + 5.0 / x.n),
        Step.Sampled(@"\mathbb E[q_L^2]=\Big(1+\frac5n\Big)^L", "the factors of the layers are independent; here whole networks are drawn",
            rng => (n: 8 + rng.Integer(3), L: 2), (x, rng) => Enumerable.Range(0, x.L).Aggregate(Tensor.Ones([RandomLayer.Draws, x.n]), (z, _) => RandomLayer.Through(z, Math.Sqrt(2.0 / x.n), rng)).Square().Mean(1).Square(),
            x => Math.Pow(1 + 5.0 / x.n, x.L), instances: 1),
    ]);

    /// <summary>A ReLU with bias b and an input spread s is active for Φ(b/s) of the examples.</summary>
    public static Derivation ActiveShare => new("How often a ReLU is active", @"P(a>0)=\Phi\Big(\frac bs\Big)", "slides on Bishop & Bishop ch. 7, slide 20", [@"$a=b+s\zeta$, $\zeta\sim\mathcal N(0,1)$"],
    [
        Step.Sampled(@"P(b+s\zeta>0)=P\Big(\zeta<\frac bs\Big)=\Phi\Big(\frac bs\Big)", @"$-\zeta$ has the law of $\zeta$", rng => (b: 0.3 + rng.Next(), s: 1 + rng.Next()),
            (x, rng) => (x.b + x.s * rng.Normal([RandomLayer.Draws])).Positive(), x => Gaussian.Distribution(x.b / x.s)),
    ]);
}
