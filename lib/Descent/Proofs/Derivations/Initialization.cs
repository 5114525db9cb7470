using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>Chapter 7: how large random weights have to be. Signals through many layers are in Propagation.cs.</summary>
public static partial class Derivations
{
    const string Slides18To20 = "slides on Bishop & Bishop ch. 7, slides 18–20";

    static IReadOnlyList<Derivation> OfInitialization =>
        [EqualUnits, ProductOfIndependent, HeInitialization, ReluMoments, XavierInitialization, GainOfAnActivation, GradientFactor, FiniteWidth, ActiveShare];

    static IReadOnlyList<Derivation> MistakesOfInitialization => [MeanAfterRelu, VarianceAfterRelu, VarianceProportionalToFanIn];

    /// <summary>Hidden units with the same weights have the same gradients, and so they stay equal.</summary>
    public static Derivation EqualUnits => new("Equal units stay equal", @"\mathbf w_1=\mathbf w_2,\;v_1=v_2\;\Rightarrow\;\nabla_{\mathbf w_1}E=\nabla_{\mathbf w_2}E",
        "slides on Bishop & Bishop ch. 7, slide 17", [@"One hidden layer $h_k=\tanh(\mathbf w_k^T\mathbf x)$, output $p=\sum_kv_kh_k$, $E=\frac1{2N}\sum_n(p_n-y_n)^2$", "all four units begin with the same incoming and the same outgoing weights"],
    [
        Step.Equal(@"\nabla_{\mathbf w_k}E=\frac1N\sum_n(p_n-y_n)\,v\,(1-h_n^2)\,\mathbf x_n", "the chain rule; nothing on the right depends on $k$",
            rng => (w: rng.Normal([3, 1]), v: 0.5 + rng.Next(), x: rng.Normal([5, 3]), y: rng.Normal([5, 1]), units: Tensor.Ones([1, 4])),
            x => Derivatives.Gradient(W => RandomLayer.SquareError(W, x.v * Tensor.Ones([4, 1]), x.x, x.y), x.w.BroadcastTo([3, 4])),
            x => (x.x.TransposedMatMul((4 * x.v * x.x.MatMul(x.w).Tanh() - x.y) * x.v * (1 - x.x.MatMul(x.w).Tanh().Square())) / 5).MatMul(x.units)),
        Step.Equal(@"\max_k\lVert\mathbf w_k-\mathbf w_1\rVert=0\ \text{after every step}", "equal weights minus equal gradients are equal again, to the last bit",
            rng => (w: rng.Normal([3, 1]), v: 0.5 + rng.Next(), x: rng.Normal([5, 3]), y: rng.Normal([5, 1]), steps: 1 + rng.Integer(20)),
            x => RandomLayer.Spread(Enumerable.Range(0, x.steps).Aggregate(x.w.BroadcastTo([3, 4]),
                (W, _) => W - 0.3 * Derivatives.Gradient(W => RandomLayer.SquareError(W, x.v * Tensor.Ones([4, 1]), x.x, x.y), W))),
            x => 0),
    ]);

    /// <summary>Mean and variance of a product of independent numbers: the lemmas behind every rule of initialization.</summary>
    public static Derivation ProductOfIndependent => new("Products of independent numbers", @"\operatorname{Var}(xy)=\mathbb E[x^2]\,\mathbb E[y^2]-\mathbb E[x]^2\,\mathbb E[y]^2",
        Slides18To20, ["$x$ and $y$ are independent: each is one of a few equally likely numbers, and all pairs are enumerated"],
    [
        Step.Equal(@"\mathbb E[xy]=\mathbb E[x]\,\mathbb E[y]", "the probability of a pair is the product of the probabilities",
            rng => (x: RandomLayer.Values(rng, 3), y: RandomLayer.Values(rng, 4)), p => RandomLayer.Products(p.x, p.y).Average(), p => p.x.Average() * p.y.Average()),
        Step.Equal(@"\operatorname{Var}(xy)=\mathbb E[x^2]\,\mathbb E[y^2]-\mathbb E[x]^2\,\mathbb E[y]^2", @"$\operatorname{Var}u=\mathbb E[u^2]-\mathbb E[u]^2$, and $x^2$ and $y^2$ are independent as well",
            rng => (x: RandomLayer.Values(rng, 3), y: RandomLayer.Values(rng, 4)), p => RandomLayer.Variance(RandomLayer.Products(p.x, p.y)),
            p => p.x.Average(u => u * u) * p.y.Average(u => u * u) - Math.Pow(p.x.Average() * p.y.Average(), 2), scale: p => 16),
        Step.Equal(@"\operatorname{Var}(xy)=\operatorname{Var}(x)\,\mathbb E[y^2]\quad\text{if }\mathbb E[x]=0", "what counts of $y$ is its second moment, not its variance",
            rng => (x: RandomLayer.Values(rng, 1)[0], y: RandomLayer.Values(rng, 4)), p => RandomLayer.Variance(RandomLayer.Products([-p.x, p.x], p.y)), p => p.x * p.x * p.y.Average(u => u * u)),
    ]);

    /// <summary>ε = √(2/M), slides 18 to 20 line by line, with λ² read as the second moment.</summary>
    public static Derivation HeInitialization => new("He's standard deviation", @"\mathbb E\big[(z^{(l)})^2\big]=\mathbb E\big[(z^{(l-1)})^2\big]\iff\epsilon=\sqrt{2/M}", Slides18To20,
        [@"$a_i=\sum_{j=1}^Mw_{ij}z_j$ and $z=\max(a,0)$; the weights are independent, symmetric about 0, of variance $\epsilon^2$",
            @"the inputs have second moment $\lambda^2=\mathbb E[z_j^2]$; being outputs of ReLUs, they do not have mean 0"],
    [
        Step.Sampled(@"\mathbb E[a_i]=\sum_j\mathbb E[w_{ij}]\,\mathbb E[z_j]=0", @"weights and inputs are independent and $\mathbb E[w]=0$; $\mathbb E[z]=0$ is not needed",
            RandomLayer.Sizes, (x, rng) => RandomLayer.Sums(x.M, x.ε, x.λ, rng), x => 0, scale: x => x.ε * x.λ * Math.Sqrt(x.M)),
        Step.Sampled(@"\operatorname{Var}(w_{ij}z_j)=\mathbb E[w_{ij}^2]\,\mathbb E[z_j^2]=\epsilon^2\lambda^2", @"the lemma on products, with $\mathbb E[w]=0$",
            RandomLayer.Sizes, (x, rng) => RandomLayer.Sums(1, x.ε, x.λ, rng).Square(), x => x.ε * x.ε * x.λ * x.λ),
        Step.Sampled(@"\operatorname{Var}a_i=\mathbb E[a_i^2]=M\epsilon^2\lambda^2", @"$M$ equal terms; the cross terms have the factor $\mathbb E[w_{ij}w_{ik}]=0$",
            RandomLayer.Sizes, (x, rng) => RandomLayer.Sums(x.M, x.ε, x.λ, rng).Square(), x => x.M * x.ε * x.ε * x.λ * x.λ),
        Step.Sampled(@"\mathbb E[z_i^2]=\tfrac12\,\mathbb E[a_i^2]=\tfrac12M\epsilon^2\lambda^2", "$a$ is symmetric about 0, so ReLU removes half of the mean square",
            RandomLayer.Sizes, (x, rng) => RandomLayer.Sums(x.M, x.ε, x.λ, rng).Relu().Square(), x => x.M * x.ε * x.ε * x.λ * x.λ / 2),
        Step.Equal(@"\tfrac12M\epsilon^2\lambda^2=\lambda^2\iff\epsilon=\sqrt{2/M}", @"solved for $\epsilon$; $\lambda$ drops out",
            RandomLayer.Sizes, x => RandomLayer.Root(ε => RandomLayer.ReluMoment(ε * x.λ * Math.Sqrt(x.M), 2) - x.λ * x.λ, 0.1, 2), x => Math.Sqrt(2.0 / x.M), instances: 10),
        Step.Sampled(@"\mathbb E\big[(z^{(L)})^2\big]=\big(\tfrac12M\epsilon^2\big)^L\lambda^2", "the same factor in every layer",
            rng => (M: 6 + rng.Integer(3), ε: 0.45 + 0.1 * rng.Next(), λ: 0.5 + rng.Next(), L: 2 + rng.Integer(2)),
            (x, rng) => Enumerable.Range(0, x.L).Aggregate(RandomLayer.Inputs(x.M, x.λ, rng), (z, _) => RandomLayer.Through(z, x.ε, rng)).Square().Mean(1),
            x => Math.Pow(x.M * x.ε * x.ε / 2, x.L) * x.λ * x.λ),
    ]);

    /// <summary>Mean, second moment and variance of max(a, 0) for a ~ N(0, s²): three different numbers.</summary>
    public static Derivation ReluMoments => new("What ReLU makes of a normal number", @"\operatorname{Var}z=s^2\left(\frac12-\frac1{2\pi}\right)",
        "Bishop & Bishop 2024, exercise 7.9", [@"$a\sim\mathcal N(0,s^2)$ and $z=\max(a,0)$"],
    [
        Step.Equal(@"\mathbb E[z]=\frac s{\sqrt{2\pi}}", @"$\int_0^\infty a\,e^{-a^2/2s^2}\,da=s^2$", RandomLayer.Deviation, s => RandomLayer.ReluMoment(s, 1), s => s / Math.Sqrt(2 * Math.PI), 1e-11, 10),
        Step.Equal(@"\mathbb E[z^2]=\frac{s^2}2", @"half of $\mathbb E[a^2]$, by symmetry", RandomLayer.Deviation, s => RandomLayer.ReluMoment(s, 2), s => s * s / 2, 1e-11, 10),
        Step.Equal(@"\operatorname{Var}z=\frac{s^2}2-\frac{s^2}{2\pi}", @"$\mathbb E[z^2]-\mathbb E[z]^2$", RandomLayer.Deviation,
            s => RandomLayer.ReluMoment(s, 2) - Math.Pow(RandomLayer.ReluMoment(s, 1), 2), s => s * s / 2 - s * s / (2 * Math.PI), 1e-11, 10),
    ]);

    /// <summary>Xavier's compromise between what the signal and what the gradient asks for, and its range.</summary>
    public static Derivation XavierInitialization => new("Xavier's compromise", @"\operatorname{Var}w=\frac2{N_{\rm in}+N_{\rm out}},\qquad w\sim U(-r,r),\;r=\frac{\sqrt6}{\sqrt{N_{\rm in}+N_{\rm out}}}",
        "reading-group slides, page 12; Glorot and Bengio 2010, eq. 16",
        [@"Linear units: forward $\mathbf a=W\mathbf z$, backward $\partial E/\partial\mathbf z=W^T\,\partial E/\partial\mathbf a$", @"$\mathbb E[w]=0$, $\operatorname{Var}w=v$"],
    [
        Step.Sampled(@"\mathbb E[a^2]=N_{\rm in}\,v\,\mathbb E[z^2]", "forward, a sum over the inputs", RandomLayer.Fans,
            (x, rng) => (RandomLayer.Weights(x.In, Math.Sqrt(x.v), rng) * rng.Normal([RandomLayer.Draws, x.In])).Sum(1).Square(), x => x.In * x.v),
        Step.Sampled(@"\mathbb E[(\partial E/\partial z)^2]=N_{\rm out}\,v\,\mathbb E[(\partial E/\partial a)^2]", "backward, a sum over the outputs", RandomLayer.Fans,
            (x, rng) => Derivatives.Linearize(z => z * RandomLayer.Weights(x.Out, Math.Sqrt(x.v), rng), Tensor.Zeros([RandomLayer.Draws, 1])).Pull(rng.Normal([RandomLayer.Draws, x.Out])).Square(), x => x.Out * x.v),
        Step.Equal(@"\tfrac12(N_{\rm in}v+N_{\rm out}v)=1\iff v=\frac2{N_{\rm in}+N_{\rm out}}", @"both factors are 1 only if $N_{\rm in}=N_{\rm out}$; otherwise their mean is made 1", RandomLayer.Fans,
            x => RandomLayer.Root(v => (x.In * v + x.Out * v) / 2 - 1, 0, 1), x => 2.0 / (x.In + x.Out)),
        Step.Equal(@"\operatorname{Var}U(-r,r)=\frac{r^2}3", @"$\frac1{2r}\int_{-r}^rx^2\,dx$", RandomLayer.Deviation, r => RandomLayer.Integral(w => w * w / (2 * r), -r, r), r => r * r / 3, instances: 10),
        Step.Equal(@"\frac{r^2}3=\frac2{N_{\rm in}+N_{\rm out}}\iff r=\frac{\sqrt6}{\sqrt{N_{\rm in}+N_{\rm out}}}", "the root stands over the numbers of units as well", RandomLayer.Fans,
            x => RandomLayer.Root(r => RandomLayer.Integral(w => w * w / (2 * r), -r, r) - 2.0 / (x.In + x.Out), 1e-3, 2), x => Math.Sqrt(6) / Math.Sqrt(x.In + x.Out), instances: 10),
        Step.Sampled(@"\frac{\mathbb E[a^2]}{\mathbb E[z^2]}=\frac{2N_{\rm in}}{N_{\rm in}+N_{\rm out}}", "what Xavier's range does to a signal on its way forward", RandomLayer.Fans,
            (x, rng) => (Math.Sqrt(6.0 / (x.In + x.Out)) * rng.Uniform([RandomLayer.Draws, x.In], -1, 1) * rng.Normal([RandomLayer.Draws, x.In])).Sum(1).Square(), x => 2.0 * x.In / (x.In + x.Out)),
    ]);

    /// <summary>Slides 18 and 19 use E[z] = 0 for the outputs of a ReLU layer. They are never negative.</summary>
    public static Derivation MeanAfterRelu => new("Mean 0 after ReLU, as the slides have it", @"\mathbb E[z_j^{(l-1)}]=0", "slides on Bishop & Bishop ch. 7, slide 18",
        [@"$a=\sum_{j=1}^Mw_jz_j$ and $z=\max(a,0)$ in every layer; weights of mean 0 and variance $\epsilon^2$; $\lambda^2=\mathbb E[z_j^2]$ for the inputs"],
    [
        Step.Sampled(@"\mathbb E[z]=0", @"the weights have mean 0 (so has $a$; but $z\ge0$)", rng => (M: 3 + rng.Integer(8), ε: 0.2 + rng.Next(), λ: 0.5 + rng.Next()),
            (x, rng) => RandomLayer.Sums(x.M, x.ε, x.λ, rng).Relu(), x => 0, scale: x => x.ε * x.λ * Math.Sqrt(x.M)),
    ]);

    /// <summary>Slide 19 calls Mε²λ²/2 the variance of z. It is the second moment; for a normal a the variance is smaller by the factor 1 − 1/π.</summary>
    public static Derivation VarianceAfterRelu => new("The variance after ReLU, as the slides have it", @"\operatorname{Var}z=\tfrac12M\epsilon^2\lambda^2", "slides on Bishop & Bishop ch. 7, slide 19",
        [@"$a=\sum_{j=1}^Mw_jz_j$ and $z=\max(a,0)$ in every layer; weights of mean 0 and variance $\epsilon^2$; $\lambda^2=\mathbb E[z_j^2]$ for the inputs"],
    [
        Step.Sampled(@"\operatorname{Var}z=\tfrac12M\epsilon^2\lambda^2", @"half of $\operatorname{Var}a$, by symmetry (that is the second moment; $\mathbb E[z]^2$ is still to be subtracted)",
            rng => (M: 3 + rng.Integer(8), ε: 0.2 + rng.Next(), λ: 0.5 + rng.Next()), (x, rng) => RandomLayer.Deviations(RandomLayer.Sums(x.M, x.ε, x.λ, rng).Relu()), x => x.M * x.ε * x.ε * x.λ * x.λ / 2),
    ]);

    /// <summary>Page 12 has the variance of a weight proportional to the number of units. It must be inversely proportional.</summary>
    public static Derivation VarianceProportionalToFanIn => new("A variance proportional to the number of inputs",
        @"\operatorname{Var}w=cN_{\rm in}\;\Rightarrow\;\mathbb E[a^2]=\mathbb E[z^2]", "reading-group slides, page 12",
        ["$c$ is chosen such that the rule is right at $N_{\\rm in}=8$"],
    [
        Step.Sampled(@"\mathbb E[a^2]=\mathbb E[z^2]", "the signal keeps its size (at 8 inputs; at 16 it is four times as large)", [8, 16, 32],
            (N, rng) => RandomLayer.Sums(N, Math.Sqrt(N / 64.0), 1, rng).Square(), N => 1),
    ]);
}
