using Descent.Tensors;
using Descent.Theory;
using static System.Math;
using static Descent.Tensors.Derivatives;

namespace Descent.Proofs;

/// <summary>Chapter 6: slopes of activations, backpropagation, chains of slopes, maxout.</summary>
public static partial class Derivations
{
    static IReadOnlyList<Derivation> OfVanishingGradients => [SigmoidSlope, TanhSlope, Backpropagation, ChainOfSigmoids, MaxoutOfTangents, MaxoutContainsRelu];

    static IReadOnlyList<Derivation> MistakesOfVanishingGradients => [TanhSlopeBelowOne, ChainEqualsItsBound];

    const string Course = "data-mining course, section 27.1", Slides = "reading-group slides, page 15";

    /// <summary>σ′ = σ(1 − σ) ≤ ¼, attained at 0.</summary>
    public static Derivation SigmoidSlope => new("The slope of the sigmoid", @"\sigma'(x)=\sigma(x)\,(1-\sigma(x))\le\tfrac14", Course, [@"$\sigma(x)=1/(1+e^{-x})$"],
    [
        Step.Equal(@"\sigma'(x)=\frac{e^{-x}}{(1+e^{-x})^2}", "the quotient rule", Input, x => SlopeOf(u => 1 / (1 + (-u).Exp()), x), x => Exp(-x) / Pow(1 + Exp(-x), 2)),
        Step.Equal(@"=\frac{1}{1+e^{-x}}\cdot\frac{e^{-x}}{1+e^{-x}}=\sigma(x)\,(1-\sigma(x))", @"the second factor is what is missing to 1", Input, x => SlopeOf(u => u.Sigmoid(), x), x => σ(x) * (1 - σ(x))),
        Step.Equal(@"=\tfrac14-\left(\sigma(x)-\tfrac12\right)^2", "completing the square", Input, x => SlopeOf(u => u.Sigmoid(), x), x => 0.25 - Pow(σ(x) - 0.5, 2)),
        Step.Bound(@"\le\tfrac14", @"a square is not negative, and it is 0 at $x=0$", Input, x => SlopeOf(u => u.Sigmoid(), x), x => 0.25, _ => 0.0),
    ]);

    /// <summary>tanh′ = 1 − tanh² ≤ 1, attained at 0.</summary>
    public static Derivation TanhSlope => new("The slope of tanh", @"\tanh'(x)=1-\tanh^2x\le1", Slides, [@"$\tanh x=\dfrac{e^x-e^{-x}}{e^x+e^{-x}}$"],
    [
        Step.Equal(@"\tanh'(x)=\frac{(e^x+e^{-x})^2-(e^x-e^{-x})^2}{(e^x+e^{-x})^2}", "the quotient rule", Input,
            x => SlopeOf(u => (u.Exp() - (-u).Exp()) / (u.Exp() + (-u).Exp()), x), x => (Pow(Exp(x) + Exp(-x), 2) - Pow(Exp(x) - Exp(-x), 2)) / Pow(Exp(x) + Exp(-x), 2)),
        Step.Equal(@"=1-\tanh^2x", "divide", Input, x => SlopeOf(u => u.Tanh(), x), x => 1 - Pow(Tanh(x), 2)),
        Step.Equal(@"=4\,\sigma'(2x)", @"$\tanh x=2\sigma(2x)-1$: tanh is a sigmoid, twice as high and twice as fast", Input, x => SlopeOf(u => u.Tanh(), x), x => 4 * σ(2 * x) * σ(-(2 * x))),
        Step.Bound(@"\le1", @"a square is not negative, and it is 0 at $x=0$", Input, x => SlopeOf(u => u.Tanh(), x), x => 1, _ => 0.0),
    ]);

    /// <summary>δₗ = (δₗ₊₁ Wᵀ) ⊙ φ′(zₗ) and ∂E/∂W = aᵀ δ.</summary>
    public static Derivation Backpropagation => new("Backpropagation", @"\delta_l=(\delta_{l+1}\mathbf W_{l+1}^{\mathsf T})\odot\varphi'(\mathbf z_l),\qquad\frac{\partial E}{\partial\mathbf W_l}=\mathbf a_{l-1}^{\mathsf T}\delta_l", Course,
        [@"$\mathbf z_l=\mathbf a_{l-1}\mathbf W_l$, $\mathbf a_l=\varphi(\mathbf z_l)$, one example a row, here $\varphi=\sigma$", @"$E=\tfrac12\lVert\mathbf z_3-\mathbf t\rVert^2$", @"$\delta_l=\partial E/\partial\mathbf z_l$"],
    [
        Step.Equal(@"\delta_3=\mathbf z_3-\mathbf t", "the derivative of a square", Layers, n => Gradient(n.E3, n.Z3), n => n.Z3 - n.T),
        Step.Equal(@"\delta_2=(\delta_3\mathbf W_3^{\mathsf T})\odot\mathbf a_2\odot(1-\mathbf a_2)", @"the chain rule: $\mathbf z_2$ acts through $\mathbf a_2$, with slope $\sigma'=\sigma(1-\sigma)$, and $\mathbf a_2$ through every unit of layer 3, with that unit's weight",
            Layers, n => Gradient(n.E2, n.Z2), n => (n.Z3 - n.T).MatMul(n.W3.Transpose()) * n.A2 * (1 - n.A2)),
        Step.Equal(@"\delta_1=(\delta_2\mathbf W_2^{\mathsf T})\odot\mathbf a_1\odot(1-\mathbf a_1)", "the same, one layer further back", Layers, n => Gradient(n.E1, n.Z1), n => n.δ2.MatMul(n.W2.Transpose()) * n.A1 * (1 - n.A1)),
        Step.Taylor(@"\frac{E(\mathbf z_1+h\mathbf v)-E(\mathbf z_1-h\mathbf v)}{2h}=\langle\delta_1,\mathbf v\rangle+O(h^2)", "central differences agree with it, and their error falls with the square of the step",
            Layers, (n, h) => ((double)n.E1(n.Z1 + h * n.V) - (double)n.E1(n.Z1 - h * n.V)) / (2 * h), (n, h) => (double)(n.δ2.MatMul(n.W2.Transpose()) * n.A1 * (1 - n.A1)).Dot(n.V), 2),
        Step.Equal(@"\frac{\partial E}{\partial\mathbf W_2}=\mathbf a_1^{\mathsf T}\delta_2", @"$\mathbf W_2$ acts through $\mathbf z_2=\mathbf a_1\mathbf W_2$, summed over the examples", Layers, n => Gradient(W => n.E2(n.A1.MatMul(W)), n.W2), n => n.A1.Transpose().MatMul(n.δ2)),
        Step.Bound(@"\lVert\delta_2\rVert\le\tfrac14\,\lVert\mathbf W_3\rVert_2\,\lVert\delta_3\rVert", @"no slope exceeds $\tfrac14$, and no vector grows by more than the largest singular value",
            Layers, n => (double)Gradient(n.E2, n.Z2).Norm(), n => 0.25 * n.W3.ToMathNetMatrix().L2Norm() * (double)(n.Z3 - n.T).Norm(), rng => new(rng.Normal([1, 1]), Tensor.Zeros([1, 1]), rng.Normal([1, 1]), rng.Normal([1, 1]), Tensor.Zeros([1, 1]))),
    ]);

    /// <summary>The derivative of L sigmoids in a row: a product of slopes, below 4⁻ᴸ.</summary>
    public static Derivation ChainOfSigmoids => new("A chain of sigmoids", @"\frac{\mathrm da_L}{\mathrm dx}=\prod_{l=0}^{L-1}\sigma'(a_l)\le4^{-L}", Course, [@"$a_0=x$, $a_{l+1}=\sigma(a_l)$: one unit per layer, weights 1"],
    [
        Step.Equal(@"\frac{\mathrm d\,\sigma(\sigma(x))}{\mathrm dx}=\sigma'(\sigma(x))\,\sigma'(x)", "the chain rule, two units", Input, x => SlopeOf(u => u.Sigmoid().Sigmoid(), x), x => σʹ(σ(x)) * σʹ(x)),
        Step.Equal(@"\frac{\mathrm da_L}{\mathrm dx}=\prod_{l=0}^{L-1}\sigma'(a_l)", "once more for every further unit", rng => (L: 1 + rng.Integer(12), x: Input(rng)),
            c => SlopeOf(u => Sigmoids(u, c.L), c.x), c => Enumerable.Range(0, c.L).Aggregate(1.0, (product, l) => product * σʹ(Sigmoids(c.x, l)))),
        Step.Bound(@"\le4^{-L}", @"no factor exceeds $\tfrac14$; one unit at $x=0$ attains it, two cannot: the second is given $\tfrac12$", rng => (L: 1 + rng.Integer(12), x: Input(rng)),
            c => SlopeOf(u => Sigmoids(u, c.L), c.x), c => Pow(4, -c.L), _ => (L: 1, x: 0.0)),
        Step.Equal(@"\lim_{L\to\infty}\frac{\mathrm da_{L+1}/\mathrm dx}{\mathrm da_L/\mathrm dx}=a^\ast(1-a^\ast),\quad a^\ast=\sigma(a^\ast)", "the activations drift to the fixed point, and every further unit has its slope",
            rng => (x: Input(rng), a: Sigmoids(Input(rng), 60)), c => SlopeOf(u => Sigmoids(u, 31), c.x) / SlopeOf(u => Sigmoids(u, 30), c.x), c => c.a * (1 - c.a)),
        Step.Bound(@"\text{with weights }w:\quad\frac{\mathrm da_L}{\mathrm dx}\le\left(\tfrac{w}{4}\right)^L", @"each unit now multiplies by $w\,\sigma'$: below 1 for $w<4$, and free to grow above", rng => (L: 1 + rng.Integer(12), w: 0.5 + 8 * rng.Next(), x: Input(rng)),
            c => SlopeOf(u => Sigmoids(u, c.L, c.w), c.x), c => Pow(c.w / 4, c.L), rng => (L: 1, w: 0.5 + 8 * rng.Next(), x: 0.0)),
    ]);

    /// <summary>The largest of k tangents to x² on [−1, 1] is off by at most 1/k².</summary>
    public static Derivation MaxoutOfTangents => new("Maxout of tangents", @"\sup_{-1\le x\le1}\left(x^2-\max_i\,(2t_ix-t_i^2)\right)=\frac1{k^2}", "Goodfellow et al. 2013; " + Slides,
        [@"$t_i=-1+\frac{2i+1}{k}$, $i=0,\dots,k-1$: the middles of $k$ equal parts of $[-1,1]$"],
    [
        Step.Equal(@"x^2-(2tx-t^2)=(x-t)^2", "the tangent at $t$ touches there and nowhere else", rng => (x: Input(rng), t: Input(rng)),
            c => c.x * c.x - (c.t * c.t + SlopeOf(u => u.Square(), c.t) * (c.x - c.t)), c => Pow(c.x - c.t, 2), scale: c => c.x * c.x + c.t * c.t),
        Step.Equal(@"x^2-\max_i\,(2t_ix-t_i^2)=(x-t_j)^2", "the largest tangent is that of the nearest $t_j$", rng => (k: 1 + rng.Integer(9), j: rng.Next(), u: 0.1 + 0.9 * rng.Next()),
            c => BelowSquare(Middles(c.k), Middle(c.k, (int)(c.j * c.k)) + c.u / c.k), c => Pow(c.u / c.k, 2), scale: _ => 1),
        Step.Bound(@"\le\frac1{k^2}", @"no $x$ is further than $\frac1k$ from the middle of its part, the ends of the parts are that far", rng => (k: 1 + rng.Integer(9), x: 2 * rng.Next() - 1),
            c => BelowSquare(Middles(c.k), c.x), c => Pow(c.k, -2), rng => (k: 1 + rng.Integer(9), x: -1.0)),
        Step.Bound(@"2\le2k\sqrt{\text{worst error of any }k\text{ tangents}}", "no other tangents do better: within a worst error of $r^2$ each serves a length of $2r$, and together they serve a length of 2",
            rng => rng.Uniform([1 + rng.Integer(9)], -1, 1).ToArray(), _ => 2, t => 2 * t.Length * Sqrt(WorstOfTangents(t)), rng => Middles(1 + rng.Integer(9))),
    ]);

    /// <summary>Two pieces make a ReLU, or an absolute value.</summary>
    public static Derivation MaxoutContainsRelu => new("Maxout contains ReLU", @"\max(\mathbf x\mathbf W_1+\mathbf b_1,\;\mathbf x\mathbf W_2+\mathbf b_2)", Slides, [@"$k=2$ pieces"],
    [
        Step.Equal(@"\mathbf W_2=0,\ \mathbf b_2=0:\quad=\operatorname{ReLU}(\mathbf x\mathbf W_1+\mathbf b_1)", "the larger of a number and 0 is what ReLU is", Affine, n => TwoPieces(n.x, n.W, n.b, 0), n => (n.x.MatMul(n.W) + n.b).Relu()),
        Step.Equal(@"\mathbf W_2=-\mathbf W_1,\ \mathbf b_2=-\mathbf b_1:\quad=|\mathbf x\mathbf W_1+\mathbf b_1|", "the larger of a number and its opposite is its absolute value", Affine, n => TwoPieces(n.x, n.W, n.b, -1), n => (n.x.MatMul(n.W) + n.b).Abs()),
    ]);

    /// <summary>The slides have tanh′ below 1. At 0 it is 1.</summary>
    public static Derivation TanhSlopeBelowOne => new("The slope of tanh, as the slides have it", @"\tanh'(x)<1", Slides, [],
    [
        Step.Equal(@"\tanh'(x)<1\ \text{for every }x", @"an activation between −1 and 1 has a slope below 1 (it has not: at 0 the slope is 1)",
            [.. new double[] { -2, -1, 0, 1, 2 }.Select(x => (x: x, slope: SlopeOf(u => u.Tanh(), x)))], c => c.slope < 1 ? 1 : 0, c => 1),
    ]);

    /// <summary>The course multiplies ¼ for every sigmoid. That is a bound.</summary>
    public static Derivation ChainEqualsItsBound => new("A chain of sigmoids, as the course computes it", @"\frac{\mathrm da_L}{\mathrm dx}=0.25^L", Course, [@"$a_0=x=0$, $a_{l+1}=\sigma(a_l)$"],
    [
        Step.Equal(@"\frac{\mathrm da_L}{\mathrm dx}=0.25^L", @"every unit has its largest slope (only the first has: the second is given $\sigma(0)=\tfrac12$)",
            [(L: 1, x: 0.0), (L: 2, x: 0.0), (L: 3, x: 0.0)], c => SlopeOf(u => Sigmoids(u, c.L), c.x), c => Pow(0.25, c.L)),
    ]);

    static double Input(Rng rng) => (rng.Next() < 0.5 ? -1 : 1) * (0.2 + 3 * rng.Next());

    static double SlopeOf(Func<Tensor, Tensor> f, double x) => (double)Gradient(f, Tensor.Scalar(x));

    static double σ(double x) => Activation.Sigmoid.Value(x);

    static double σʹ(double x) => σ(x) * (1 - σ(x));

    static Tensor Sigmoids(Tensor x, int depth, double w = 1) => Enumerable.Range(0, depth).Aggregate(x, (a, _) => (w * a).Sigmoid());

    static double Sigmoids(double x, int depth) => Enumerable.Range(0, depth).Aggregate(x, (a, _) => σ(a));

    static double Middle(int k, int i) => (2 * i + 1.0) / k - 1;

    static double[] Middles(int k) => [.. Enumerable.Range(0, k).Select(i => Middle(k, i))];

    static double BelowSquare(double[] t, double x) => x * x - t.Max(t => 2 * t * x - t * t);

    // At an end of the interval, or half way between two tangents.
    static double WorstOfTangents(double[] t) =>
        t.Order().Zip(t.Order().Skip(1), (a, b) => (a + b) / 2).Append(-1).Append(1).Max(x => BelowSquare(t, x));

    static (Tensor x, Tensor W, Tensor b) Affine(Rng rng) => (rng.Normal([4, 3]), rng.Normal([3, 5]), rng.Normal([5]));

    // The second piece is the first one times a number.
    static Tensor TwoPieces(Tensor x, Tensor W, Tensor b, double second) =>
        x.Affine(Tensor.Concat(1, W, second * W), Tensor.Concat(0, b, second * b)).Reshape([4, 2, 5]).Max(1, keep: false);

    static LastLayers Layers(Rng rng) => new(rng.Normal([2, 4]), rng.Normal([4, 3]), rng.Normal([3, 2]), rng.Normal([2, 2]), rng.Normal([2, 4]));

    /// <summary>The end of a net of sigmoids, from the inputs z₁ of one layer on: two more layers, the last one linear.</summary>
    sealed record LastLayers(Tensor Z1, Tensor W2, Tensor W3, Tensor T, Tensor V)
    {
        public Tensor A1 => Z1.Sigmoid();
        public Tensor Z2 => A1.MatMul(W2);
        public Tensor A2 => Z2.Sigmoid();
        public Tensor Z3 => A2.MatMul(W3);
        public Tensor δ2 => (Z3 - T).MatMulTransposed(W3) * A2 * (1 - A2);
        public Tensor E1(Tensor z1) => E2(z1.Sigmoid().MatMul(W2));
        public Tensor E2(Tensor z2) => E3(z2.Sigmoid().MatMul(W3));
        public Tensor E3(Tensor z3) => 0.5 * (z3 - T).SquaredNorm();
    }
}
