namespace Descent.Curvature;

/// <summary>How the n eigenvalues of a symmetric matrix are spread, as stochastic Lanczos quadrature sees them: weights at some λ that stand for shares of the spectrum.</summary>
/// <param name="Nodes">Ascending λ; the weights add up to 1. An eigenvalue that stands apart is one node, a bulk is a comb of them.</param>
/// <param name="Products">How many products H v it took.</param>
/// <remarks>Source: chapter 12; Ubaru, Chen and Saad 2017; Ghorbani, Krishnan and Xiao 2019.</remarks>
public sealed record SpectralDensity(IReadOnlyList<(double λ, double Weight)> Nodes, int Products)
{
    /// <summary>The density at λ, every node widened to a normal curve: integrates to 1 over λ, in units of 1/λ.</summary>
    /// <param name="λ">Where.</param>
    /// <param name="width">Standard deviation of the curve, above 0: about the distance of neighbouring nodes.</param>
    public double this[double λ, double width] =>
        Nodes.Sum(node => node.Weight * Math.Exp(-0.5 * Math.Pow((λ - node.λ) / width, 2))) / (width * Math.Sqrt(2 * Math.PI));

    /// <summary>(1/n) tr f(H) = (1/n) Σ f(λᵢ), estimated. Exact for each probe's vᵀf(H)v when f is a polynomial of degree below twice the Lanczos steps.</summary>
    public double Mean(Func<double, double> f) => Nodes.Sum(node => node.Weight * f(node.λ));

    /// <summary>The share of eigenvalues below λ, estimated.</summary>
    public double Below(double λ) => Nodes.Where(node => node.λ < λ).Sum(node => node.Weight);
}
