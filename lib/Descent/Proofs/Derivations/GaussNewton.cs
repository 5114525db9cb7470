using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>Chapter 12: the parts of a Hessian that need first derivatives only.</summary>
public static partial class Derivations
{
    static IReadOnlyList<Derivation> OfGaussNewton => [GaussNewtonAndTheRest, FisherIsGaussNewton];

    /// <summary>H = Jᵀ∇²ℓ J + Σₖ ∂ℓ/∂fₖ ∇²fₖ, on a small logistic model with a bent output.</summary>
    public static Derivation GaussNewtonAndTheRest => new("The Hessian, in two parts", @"\nabla^2\ell(f(\theta))=J^{\mathsf T}\,\nabla^2\ell\,J+\sum_k\frac{\partial\ell}{\partial f_k}\nabla^2f_k",
        "Schraudolph 2002", [@"$f=\tanh(X\theta)$ and $\ell(f)=\sum_k\ln(1+e^{f_k})-y_kf_k$, so that $\partial\ell/\partial f=\sigma(f)-y$ and $\nabla^2\ell=\operatorname{diag}\sigma(1-\sigma)$", "the left sides differentiate the program, the right sides are written out by hand"],
    [
        Step.Equal(@"J^{\mathsf T}\,\nabla^2\ell\,J=X^{\mathsf T}\operatorname{diag}\bigl(\tanh'^2\,\sigma(1-\sigma)\bigr)X", @"$J=\operatorname{diag}(\tanh')X$", BentLogistic,
            x =>
            {
                var (J, f) = (Derivatives.Jacobian(x.Bent, x.θ), x.Bent(x.θ));
                return J.TransposedMatMul(Derivatives.Jacobian(Derivatives.Gradient(x.Loss), f)).MatMul(J);
            },
            x => x.X.TransposedMatMul(x.Slope.Square() * x.σ * (1 - x.σ) * x.X)),
        Step.Equal(@"\nabla^2\ell(f(\theta))=\dots+X^{\mathsf T}\operatorname{diag}\bigl((\sigma-y)\tanh''\bigr)X", @"$\tanh''=-2\tanh\tanh'$; the part the Gauss–Newton matrix leaves out is small where $\sigma\approx y$", BentLogistic,
            x => Derivatives.Jacobian(Derivatives.Gradient(θ => x.Loss(x.Bent(θ))), x.θ),
            x => x.X.TransposedMatMul(x.Slope.Square() * x.σ * (1 - x.σ) * x.X) - 2 * x.X.TransposedMatMul((x.σ - x.y) * x.f * x.Slope * x.X), scale: x => (double)x.X.SquaredNorm()),
        Step.Equal(@"f=X\theta:\quad\nabla^2\ell(f(\theta))=X^{\mathsf T}\operatorname{diag}\bigl(\sigma(1-\sigma)\bigr)X", "a linear model does not bend, and nothing is left out", BentLogistic,
            x => Derivatives.Jacobian(Derivatives.Gradient(θ => x.Loss(x.X.MatMul(θ))), x.θ),
            x => x.X.TransposedMatMul(x.Straight * (1 - x.Straight) * x.X)),
    ]);

    /// <summary>Σ_c p_c ∇ln p_c ∇ln p_cᵀ = Jᵀ(diag p − ppᵀ)J: over the model's own labels, which are enumerated.</summary>
    public static Derivation FisherIsGaussNewton => new("For a softmax the Fisher matrix is the Gauss–Newton matrix", @"\sum_cp_c\,\nabla\ln p_c\,\nabla\ln p_c^{\mathsf T}=J^{\mathsf T}\bigl(\operatorname{diag}p-pp^{\mathsf T}\bigr)J",
        "Martens 2020", [@"$p=\operatorname{softmax}(z(\theta))$ over three classes, $J=\partial z/\partial\theta$", "the labels are those of the model: every class is enumerated with its probability (with the labels of the data it is another matrix)"],
    [
        Step.Equal(@"\nabla_z\ln p_c=e_c-p", "the logit of the label, minus all in proportion", rng => (z: rng.Normal([3]), c: rng.Integer(3)),
            x => Derivatives.Gradient(z => -z.Reshape([1, 3]).CrossEntropy([x.c]), x.z),
            x => Tensor.Unit(3, x.c, Precision.Double) - x.z.Softmax()),
        Step.Equal(@"\sum_cp_c(e_c-p)(e_c-p)^{\mathsf T}=\operatorname{diag}p-pp^{\mathsf T}", "the covariance of a label drawn from $p$", rng => rng.Normal([3]).Softmax(),
            p => Enumerable.Range(0, 3).Select(c => p.At(c) * Column(Tensor.Unit(3, c) - p) * (Tensor.Unit(3, c) - p)).Aggregate((a, b) => a + b),
            p => Tensor.Eye(3, Precision.Double) * p - Column(p) * p),
        Step.Equal(@"\nabla_z^2(-\ln p_c)=\operatorname{diag}p-pp^{\mathsf T}", "the label $c$ has dropped out: the curvature of the cross-entropy does not know it", rng => (z: rng.Normal([3]), c: rng.Integer(3)),
            x => Derivatives.Jacobian(Derivatives.Gradient(z => z.Reshape([1, 3]).CrossEntropy([x.c])), x.z),
            x => Tensor.Eye(3, Precision.Double) * x.z.Softmax() - Column(x.z.Softmax()) * x.z.Softmax()),
        Step.Equal(@"\sum_cp_c\,\nabla\ln p_c\,\nabla\ln p_c^{\mathsf T}=J^{\mathsf T}\bigl(\operatorname{diag}p-pp^{\mathsf T}\bigr)J", @"the chain rule, $\nabla\ln p_c=J^{\mathsf T}(e_c-p)$", BentSoftmax,
            x => Enumerable.Range(0, 3).Select(c =>
            {
                var g = Derivatives.Gradient(θ => -x.Logits(θ).Reshape([1, 3]).CrossEntropy([c]), x.θ);
                return x.p.At(c) * Column(g) * g;
            }).Aggregate((a, b) => a + b),
            x => x.J.TransposedMatMul((Tensor.Eye(3, Precision.Double) * x.p - Column(x.p) * x.p).MatMul(x.J))),
    ]);

    static Tensor Column(Tensor v) => v.Reshape([v.Size, 1]);

    sealed record Logistic(Tensor X, Tensor y, Tensor θ)
    {
        public Tensor f => Bent(θ);

        public Tensor Slope => 1 - f.Square();

        public Tensor σ => f.Sigmoid();

        public Tensor Straight => X.MatMul(θ).Sigmoid();

        public Tensor Bent(Tensor θ) => X.MatMul(θ).Tanh();

        public Tensor Loss(Tensor f) => f.Softplus().Sum() - (y * f).Sum();
    }

    sealed record Softmax(Tensor W, Tensor θ)
    {
        public Tensor p => Logits(θ).Softmax();

        public Tensor J => W * (1 - θ.Tanh().Square());

        public Tensor Logits(Tensor θ) => W.MatMul(θ.Tanh());
    }

    static Logistic BentLogistic(Rng rng) => new(rng.Normal([5, 2]), rng.Bernoulli([5, 1], 0.5), rng.Normal([2, 1]));

    static Softmax BentSoftmax(Rng rng) => new(rng.Normal([3, 2]), rng.Normal([2]));
}
