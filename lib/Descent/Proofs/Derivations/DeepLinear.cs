using Descent.Tensors;
using Descent.Theory;
using static Descent.Proofs.DeepLinearInstances;
using static Descent.Tensors.Derivatives;

namespace Descent.Proofs;

/// <summary>Chapter 12: deep linear networks.</summary>
public static partial class Derivations
{
    static IReadOnlyList<Derivation> OfDeepLinear =>
        [SaxeCurve, ConservationLaw, ConservationInSteps, BalancedLayersShareSingularValues, EndToEndRule, HessianAtZero];

    /// <summary>u(t) = s/(1 + (s/u₀ − 1)e^(−2st)): from the flow of a two-layer network to a logistic curve.</summary>
    public static Derivation SaxeCurve => new("A mode of a two-layer linear network grows as a sigmoid",
        @"u(t)=\frac{s}{1+(s/u_0-1)\,e^{-2st}}", "Saxe, McClelland and Ganguli 2014; post of N. Cohen on deep linear networks",
        [@"Gradient flow on $L=\tfrac12\lVert W_2W_1-\Phi\rVert^2$ (whitened inputs), $\Phi=USV^\top$", @"Aligned start: $W_1=RAV^\top$, $W_2=UBR^\top$ with diagonal $A$, $B$ and any orthogonal $R$", "Balanced start: $A=B$"],
    [
        Step.Equal(@"\dot W_1=W_2^\top(\Phi-W_2W_1)", "the chain rule", ThreeLayers, x => -Gradient(W => Distance(x.W2.MatMul(W), x.Φ), x.W1), x => x.W2.TransposedMatMul(x.Φ - x.W2.MatMul(x.W1))),
        Step.Equal(@"\dot W_2=(\Phi-W_2W_1)W_1^\top", "the chain rule", ThreeLayers, x => -Gradient(W => Distance(W.MatMul(x.W1), x.Φ), x.W2), x => (x.Φ - x.W2.MatMul(x.W1)).MatMulTransposed(x.W1)),
        Step.Equal(@"R^\top\dot W_1V=\operatorname{diag}\,b_i(s_i-a_ib_i)", "in the aligned bases nothing off the diagonal moves: every mode is on its own", Aligned,
            x => x.R.TransposedMatMul(-Gradient(W => Distance(x.W2.MatMul(W), x.Φ), x.W1)).MatMul(x.V), x => Tensor.Diagonal(x.b * (x.s - x.a * x.b))),
        Step.Equal(@"U^\top\dot W_2R=\operatorname{diag}\,a_i(s_i-a_ib_i)", "the same for the second layer", Aligned,
            x => x.U.TransposedMatMul(-Gradient(W => Distance(W.MatMul(x.W1), x.Φ), x.W2)).MatMul(x.R), x => Tensor.Diagonal(x.a * (x.s - x.a * x.b))),
        Step.Equal(@"\dot u=2u(s-u),\quad u=ab", @"$\dot u=\dot a\,b+a\,\dot b$, and $a=b=\sqrt u$",
            rng => (u: 0.1 + rng.Next(), s: 0.5 + rng.Next()), x => Velocity(Tensor.Full([2], Math.Sqrt(x.u)), x.s), x => 2 * x.u * (x.s - x.u)),
        Step.Equal(@"t=\int_{u_0}^{u}\frac{dv}{2v(s-v)}=\frac1{2s}\ln\frac{u\,(s-u_0)}{u_0(s-u)}", "separate the variables; partial fractions",
            rng => (u0: 0.01 + 0.1 * rng.Next(), u: 0.2 + 0.3 * rng.Next(), s: 0.6 + rng.Next()), x => DeepLinearMode.Time(x.u0, x.u, x.s, 2), x => Math.Log(x.u * (x.s - x.u0) / (x.u0 * (x.s - x.u))) / (2 * x.s), 1e-9),
        Step.Equal(@"u(t)=\frac{s}{1+(s/u_0-1)\,e^{-2st}}", "solve for u; compared with the flow of the two numbers a and b",
            rng => (u0: 0.05 + 0.1 * rng.Next(), s: 0.5 + rng.Next(), t: 0.5 + rng.Next()), x => Flow(Tensor.Full([2], Math.Sqrt(x.u0)), θ => -Gradient(w => Product(w, x.s), θ), x.t, 200) is var θ ? θ.At(0) * θ.At(1) : 0,
            x => x.s / (1 + (x.s / x.u0 - 1) * Math.Exp(-2 * x.s * x.t)), 1e-8, instances: 10),
        Step.Equal(@"t_{1/2}=\frac{\ln(s/u_0-1)}{2s}", "u = s/2 where the exponential is 1/(s/u₀ − 1): strong modes first",
            rng => (u0: 0.01 + 0.1 * rng.Next(), s: 0.5 + rng.Next()), x => DeepLinearMode.Time(x.u0, x.s / 2, x.s, 2), x => Math.Log(x.s / x.u0 - 1) / (2 * x.s), 1e-9),
    ]);

    /// <summary>Gradient flow leaves W_{j+1}ᵀW_{j+1} − W_jW_jᵀ as it began.</summary>
    public static Derivation ConservationLaw => new("What gradient flow conserves in a deep linear network",
        @"\frac{d}{dt}\left(W_{j+1}^\top W_{j+1}-W_jW_j^\top\right)=0", "post of N. Cohen on deep linear networks; Arora, Cohen and Hazan 2018; Du, Hu and Lee 2018",
        [@"Gradient flow on $L(W_N\cdots W_1)$; shown for $N=3$ and $j=1$, $L=\tfrac12\lVert W-\Phi\rVert^2$, $G=W-\Phi$"],
    [
        Step.Equal(@"W_2^\top\frac{\partial L}{\partial W_2}=W_2^\top W_3^\top G\,W_1^\top", "the chain rule, multiplied from the left", ThreeLayers, x => x.W2.TransposedMatMul(Gradient(W => Distance(x.W3.MatMul(W).MatMul(x.W1), x.Φ), x.W2)),
            x => x.W2.TransposedMatMul(x.W3.TransposedMatMul(x.W3.MatMul(x.W2).MatMul(x.W1) - x.Φ)).MatMulTransposed(x.W1)),
        Step.Equal(@"\frac{\partial L}{\partial W_1}W_1^\top=W_2^\top W_3^\top G\,W_1^\top", "the same product: this is the whole reason", ThreeLayers, x => Gradient(W => Distance(x.W3.MatMul(x.W2).MatMul(W), x.Φ), x.W1).MatMulTransposed(x.W1),
            x => x.W2.TransposedMatMul(x.W3.TransposedMatMul(x.W3.MatMul(x.W2).MatMul(x.W1) - x.Φ)).MatMulTransposed(x.W1)),
        Step.Equal(@"\frac{d}{dt}W_2^\top W_2=-(M+M^\top)", @"product rule with $\dot W_2=-\partial L/\partial W_2$; $M$ is the product just found", ThreeLayers,
            x => Linearize(W => W.TransposedMatMul(W), x.W2).Push(-Gradient(W => Distance(x.W3.MatMul(W).MatMul(x.W1), x.Φ), x.W2)), x => -(x.M + x.M.Transpose())),
        Step.Equal(@"\frac{d}{dt}W_1W_1^\top=-(M+M^\top)", @"product rule with $\dot W_1=-\partial L/\partial W_1$: the difference does not move", ThreeLayers,
            x => Linearize(W => W.MatMulTransposed(W), x.W1).Push(-Gradient(W => Distance(x.W3.MatMul(x.W2).MatMul(W), x.Φ), x.W1)), x => -(x.M + x.M.Transpose())),
        Step.Equal(@"D(t)=D(0),\;D=W_2^\top W_2-W_1W_1^\top", "integrated along the flow until t = 1", Gentle, x =>
        {
            var end = Flow(Tensor.Stack(x.W1, x.W2, x.W3), θ => -Gradient(w => Distance(w[2].MatMul(w[1]).MatMul(w[0]), x.Φ), θ), 1, 200);
            return end[1].TransposedMatMul(end[1]) - end[0].MatMulTransposed(end[0]);
        }, x => x.W2.TransposedMatMul(x.W2) - x.W1.MatMulTransposed(x.W1), 1e-7, instances: 5),
    ]);

    /// <summary>(b² − a²)ₜ₊₁ = (b² − a²)ₜ(1 − η²r²): gradient descent conserves only up to η.</summary>
    public static Derivation ConservationInSteps => new("What is left of the conservation law when steps are finite",
        @"(b^2-a^2)_{t+1}=(b^2-a^2)_t\,(1-\eta^2r_t^2)", "own, after the conservation law", [@"Gradient descent on $L=\tfrac12(ab-\varphi)^2$, residual $r=ab-\varphi$"],
    [
        Step.Equal(@"b'^2=b^2-2\eta rab+\eta^2r^2a^2", @"$b'=b-\eta ra$, squared", Factors, x => Square(Stepped(x.a, x.b, x.φ, x.η).At(1)), x => Math.Pow(x.b, 2) - 2 * x.η * x.r * x.a * x.b + Math.Pow(x.η * x.r * x.a, 2)),
        Step.Equal(@"a'^2=a^2-2\eta rab+\eta^2r^2b^2", @"$a'=a-\eta rb$, squared: the same cross term", Factors, x => Square(Stepped(x.a, x.b, x.φ, x.η).At(0)), x => Math.Pow(x.a, 2) - 2 * x.η * x.r * x.a * x.b + Math.Pow(x.η * x.r * x.b, 2)),
        Step.Equal(@"b'^2-a'^2=(b^2-a^2)(1-\eta^2r^2)", "subtract: the cross terms cancel", Factors, x => Stepped(x.a, x.b, x.φ, x.η).Square() is var s ? s.At(1) - s.At(0) : 0,
            x => (Math.Pow(x.b, 2) - Math.Pow(x.a, 2)) * (1 - Math.Pow(x.η * (x.a * x.b - x.φ), 2)), scale: x => x.b * x.b),
        Step.Equal(@"(b^2-a^2)_T=(b^2-a^2)_0\prod_{t<T}(1-\eta^2r_t^2)", "step after step; the imbalance only ever shrinks while η|r| < √2", Runs, x => x.End.b * x.End.b - x.End.a * x.End.a,
            x => (Math.Pow(x.b, 2) - Math.Pow(x.a, 2)) * x.Residuals.Aggregate(1.0, (product, r) => product * (1 - Math.Pow(x.η * r, 2)))),
        Step.Taylor(@"d(t)=d(0)\Big(1-\eta\int_0^t\!r^2dt\Big)+O(\eta^2)", @"with $d=b^2-a^2$ and 1/η steps per unit of time: the drift is of first order in η; here t = 1, the integral along the flow",
            Drifts, (x, η) => Enumerable.Range(0, (int)Math.Round(1 / η)).Aggregate((x.a, x.b), (w, _) => One(w, x.φ, η)) is var w ? w.b * w.b - w.a * w.a : 0,
            (x, η) => (Math.Pow(x.b, 2) - Math.Pow(x.a, 2)) * (1 - η * x.Integral), 2, instances: 5),
    ]);

    /// <summary>Balanced neighbours have the same singular values, and those of the product are their powers.</summary>
    public static Derivation BalancedLayersShareSingularValues => new("Balanced layers share their singular values",
        @"W_2^\top W_2=W_1W_1^\top\;\Rightarrow\;\sigma_i(W_2)=\sigma_i(W_1),\quad\sigma_i(W_2W_1)=\sigma_i(W_1)^2", "post of N. Cohen on deep linear networks",
        [@"Square layers; $W_1$ is any matrix and $W_2=Q\,(W_1W_1^\top)^{1/2}$ with $Q$ orthogonal"],
    [
        Step.Equal(@"W_2^\top W_2=W_1W_1^\top", "Q drops out: the layers are balanced", Balanced, x => x.W2.TransposedMatMul(x.W2), x => x.W1.MatMulTransposed(x.W1)),
        Step.Equal(@"\sigma_i(W_2)=\sqrt{\lambda_i(W_1W_1^\top)}", "both sides of the first line have the same eigenvalues: the squares of the singular values", Balanced, x => Singular(x.W2), x => Spectrum(x.W1.MatMulTransposed(x.W1)).Sqrt()),
        Step.Equal(@"\sigma_i(W_2W_1)=\lambda_i(W_1W_1^\top)", @"the left vectors of $W_1$ are the right ones of $W_2$: in the product the values multiply", Balanced, x => Singular(x.W2.MatMul(x.W1)), x => Spectrum(x.W1.MatMulTransposed(x.W1))),
    ]);

    /// <summary>dW/dt = −Σⱼ (WWᵀ)^((N−j)/N) G (WᵀW)^((j−1)/N).</summary>
    public static Derivation EndToEndRule => new("How the product of balanced layers moves",
        @"\dot W=-\sum_{j=1}^{N}(WW^\top)^{\frac{N-j}N}\,G\,(W^\top W)^{\frac{j-1}N}", "Arora, Cohen and Hazan 2018, theorem 1; post of N. Cohen on deep linear networks",
        [@"Gradient flow on $L(W_N\cdots W_1)$, $G=\nabla_WL$; matrices for $N=3$, numbers for any $N$"],
    [
        Step.Equal(@"\dot W=-(W_3W_2)(W_3W_2)^\top G\\\;-W_3W_3^\top GW_1^\top W_1\\\;-G\,(W_2W_1)^\top(W_2W_1)", "product rule: each layer moves by its gradient between its neighbours", ThreeLayers, ProductVelocity,
            x => -x.W3.MatMul(x.W2).MatMulTransposed(x.W3.MatMul(x.W2)).MatMul(x.G) - x.W3.MatMulTransposed(x.W3).MatMul(x.G).MatMul(x.W1.TransposedMatMul(x.W1)) - x.G.MatMul(x.W2.MatMul(x.W1).TransposedMatMul(x.W2.MatMul(x.W1)))),
        Step.Equal(@"(W_3W_3^\top)^3=WW^\top", "balanced: every inner product telescopes into powers of one matrix", BalancedThree, x => x.W3.MatMulTransposed(x.W3) is var P ? P.MatMul(P).MatMul(P) : P, x => x.W.MatMulTransposed(x.W)),
        Step.Equal(@"(W_1^\top W_1)^3=W^\top W", "the same from the other side", BalancedThree, x => x.W1.TransposedMatMul(x.W1) is var P ? P.MatMul(P).MatMul(P) : P, x => x.W.TransposedMatMul(x.W)),
        Step.Equal(@"\dot W=-(WW^\top)^{2/3}G\\\;-(WW^\top)^{1/3}G\,(W^\top W)^{1/3}\\\;-G\,(W^\top W)^{2/3}", "put the powers in: W moves by a preconditioned gradient that knows only W", BalancedThree, ProductVelocity,
            x => -Power(x.W.MatMulTransposed(x.W), 2.0 / 3).MatMul(x.G) - Power(x.W.MatMulTransposed(x.W), 1.0 / 3).MatMul(x.G).MatMul(Power(x.W.TransposedMatMul(x.W), 1.0 / 3)) - x.G.MatMul(Power(x.W.TransposedMatMul(x.W), 2.0 / 3)), 1e-11),
        Step.Equal(@"\dot u=N\,u^{2-\frac2N}(s-u)", "for one mode all N terms are equal: the larger, the faster",
            rng => (N: 2 + rng.Integer(4), u: 0.2 + rng.Next(), s: 1.5 + rng.Next()), x => Velocity(Tensor.Full([x.N], Math.Pow(x.u, 1.0 / x.N)), x.s), x => x.N * Math.Pow(x.u, 2 - 2.0 / x.N) * (x.s - x.u)),
    ]);

    /// <summary>At θ = 0 two layers have curvatures ±σᵢ(Φ), three layers none.</summary>
    public static Derivation HessianAtZero => new("The saddle at zero: strict for two layers, flat for three",
        @"\nabla^2L(0)\text{ has eigenvalues }\pm\sigma_i(\Phi)\;(N=2),\qquad\nabla^2L(0)=0\;(N\ge3)", "Kawaguchi 2016; post of N. Cohen on deep linear networks", [@"$L=\tfrac12\lVert W_N\cdots W_1-\Phi\rVert^2$; ends of size 2, hidden layers of size $d$"],
    [
        Step.Taylor(@"\tfrac12\lVert\Phi\rVert^2-h^2\langle W_2W_1,\Phi\rangle+O(h^4)", @"$L(h\theta)$ for $N=2$: expand the square; the lowest term is quadratic, and it takes either sign", ThreeLayers,
            (x, h) => (double)Distance((h * x.W2).MatMul(h * x.W1), x.Φ), (x, h) => (double)(0.5 * x.Φ.SquaredNorm()) - h * h * (double)(x.W2.MatMul(x.W1) * x.Φ).Sum(), 4),
        Step.Equal(@"\lambda=\sigma_1,\sigma_2,-\sigma_2,-\sigma_1,\text{ each }d\text{ times}", "the quadratic form pairs the layers through Φ; its eigenvalues are the singular values with both signs",
            Targets, x => Spectrum(HessianAt0(x.Φ, [2, x.d, 2])), x => Repeated(x.d, x.σ1, x.σ2, -x.σ2, -x.σ1), instances: 20),
        Step.Taylor(@"\tfrac12\lVert\Phi\rVert^2-h^3\langle W_3W_2W_1,\Phi\rangle+O(h^6)", @"$L(h\theta)$ for $N=3$: the lowest term is cubic", ThreeLayers,
            (x, h) => (double)Distance((h * x.W3).MatMul(h * x.W2).MatMul(h * x.W1), x.Φ), (x, h) => (double)(0.5 * x.Φ.SquaredNorm()) - h * h * h * (double)(x.W3.MatMul(x.W2).MatMul(x.W1) * x.Φ).Sum(), 6),
        Step.Equal(@"N\ge3:\quad\lVert\nabla^2L(0)\rVert=0", "no quadratic term is left: the saddle is not strict, second derivatives see nothing",
            rng => (N: 3 + rng.Integer(2), d: 1 + rng.Integer(2), Φ: rng.Normal([2, 2])), x => (double)HessianAt0(x.Φ, [2, .. Enumerable.Repeat(x.d, x.N - 1), 2]).Norm(), x => 0.0, instances: 10),
    ]);
}
