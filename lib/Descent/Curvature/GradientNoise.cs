using Descent.Tensors;

namespace Descent.Curvature;

/// <summary>The gradients of single examples scatter about their mean with covariance Σ; that scatter, divided by B, is the noise of a minibatch of B.</summary>
/// <remarks>Source: chapter 3; McCandlish et al. 2018 for the scale.</remarks>
public sealed class GradientNoise
{
    readonly Tensor deviations;
    readonly double correction;   // what Σ over the rows is multiplied by

    GradientNoise(Tensor gradients, double correction)
    {
        if (gradients.Rank != 2 || gradients.Shape[0] == 0)
            throw new ArgumentException($"Gradients of single examples of shape {gradients.Shape}: one row per example, [N, P], is needed.");
        Mean = gradients.Mean(0, keep: false);
        deviations = gradients - Mean;
        this.correction = correction;
        Trace = correction * (double)deviations.Square().Sum() / gradients.Shape[0];
    }

    /// <summary>The noise of all examples there are: nothing is estimated.</summary>
    /// <param name="gradients">One row per example, shape [M, P], as from <see cref="Derivatives.PerExample"/>.</param>
    /// <exception cref="ArgumentException">The gradients are not rows of a matrix.</exception>
    public static GradientNoise Of(Tensor gradients)
    {
        var noise = new GradientNoise(gradients, 1);
        noise.SquaredMean = (double)noise.Mean.SquaredNorm();
        return noise;
    }

    /// <summary>Unbiased estimates from a sample: tr Σ from deviations divided by N − 1 in place of N, and ‖g‖² as ‖ḡ‖² less the mean square error of ḡ.</summary>
    /// <param name="gradients">One row per drawn example, shape [N, P] with N ≥ 2.</param>
    /// <param name="population">M, when the N examples are different ones of M; null when they are independent draws.</param>
    /// <remarks>The estimate of ‖g‖² may be negative in a small sample. The ratio <see cref="Scale"/> of two unbiased numbers is not itself unbiased.</remarks>
    /// <exception cref="ArgumentException">The gradients are not two or more rows of a matrix, or more than M.</exception>
    public static GradientNoise Estimate(Tensor gradients, int? population = null)
    {
        if (gradients.Rank != 2 || gradients.Shape[0] < 2 || gradients.Shape[0] > population)
            throw new ArgumentException($"Noise estimated from gradients of shape {gradients.Shape}: at least 2 rows{(population is { } most ? $" and at most {most}" : "")} are needed.");
        var N = (double)gradients.Shape[0];
        var (all, left) = population is { } M ? ((M - 1.0) / M, (M - N) / (M - 1)) : (1, 1);
        var noise = new GradientNoise(gradients, all * N / (N - 1));
        noise.SquaredMean = (double)noise.Mean.SquaredNorm() - noise.Trace / N * left;
        return noise;
    }

    /// <summary>g: the mean of the rows, shape [P].</summary>
    public Tensor Mean { get; }

    /// <summary>tr Σ: the mean square distance of one example's gradient from g. Divided by B, that of a minibatch of B independent draws.</summary>
    public double Trace { get; }

    /// <summary>‖g‖².</summary>
    public double SquaredMean { get; private set; }

    /// <summary>tr Σ/‖g‖²: the batch size at which the noise of a minibatch is as large as the gradient.</summary>
    /// <remarks>Source: McCandlish et al. 2018, where it is B_simple.</remarks>
    public double Scale => Trace / SquaredMean;

    /// <summary>Σ, shape [P, P], known by its products: Σ v costs 4NP flops, and nothing of size P² is formed unless asked for.</summary>
    public Symmetric Covariance => Symmetric.SecondMoment(deviations * Math.Sqrt(correction));
}
