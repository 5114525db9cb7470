namespace Descent.Proofs;

/// <summary>Chapter 2: gradient descent on a quadratic.</summary>
public static partial class Derivations
{
    static IReadOnlyList<Derivation> OfConvergence => [OneMode];

    static IReadOnlyList<Derivation> MistakesOfConvergence => [SlowestFactorAtTheEdge];

    /// <summary>α(T) = (1 − ηλ)ᵀ α(0).</summary>
    public static Derivation OneMode => new("One mode of gradient descent", @"\alpha(T)=(1-\eta\lambda)^T\,\alpha(0)",
        "slides on Bishop & Bishop ch. 7, slide 24", [@"$E=E^\ast+\tfrac12\lambda\alpha^2$"],
    [
        Step.Equal(@"\alpha(T)=(1-\eta\lambda)^T\,\alpha(0)", "every step multiplies by the same factor",
            rng => (η: 0.1 + rng.Next(), λ: 0.1 + rng.Next(), α: 1 + rng.Next(), T: 2 + rng.Integer(30)),
            x => Enumerable.Range(0, x.T).Aggregate(x.α, (α, _) => α - x.η * (x.λ * α)),
            x => Math.Pow(1 - x.η * x.λ, x.T) * x.α),
    ]);

    /// <summary>Slide 25 takes 1 − 2λmin/λmax for the rate at the edge η = 2/λmax. There the stiffest mode does not shrink at all.</summary>
    public static Derivation SlowestFactorAtTheEdge => new("The rate at the edge, as the slide has it", @"\eta=\frac{2}{\lambda_{\max}}:\quad\max_i|1-\eta\lambda_i|=1-\frac{2\lambda_{\min}}{\lambda_{\max}}",
        "slides on Bishop & Bishop ch. 7, slide 25", [@"$0<\lambda_{\min}\le\lambda_i\le\lambda_{\max}$"],
    [
        Step.Equal(@"\max_i|1-\eta\lambda_i|=1-\frac{2\lambda_{\min}}{\lambda_{\max}}", "the flattest mode is the slowest (it is not: the stiffest has the factor −1)",
            rng => (λmin: 0.5 + rng.Next(), λmax: 3 + rng.Next()),
            x => Math.Max(Math.Abs(1 - 2 / x.λmax * x.λmin), Math.Abs(1 - 2 / x.λmax * x.λmax)),
            x => 1 - 2 * x.λmin / x.λmax),
    ]);
}
