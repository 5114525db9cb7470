namespace Descent.Theory;

/// <summary>Descent on ½λ(w − w*)² along a gradient with noise: w ← w − η(λ(w − w*) + ξ), where the ξ are independent with mean 0 and variance σ².</summary>
/// <remarks>Source: chapter 3; Robbins and Monro 1951; Bottou 1998; Kramers 1940 for the escape from a well.</remarks>
public static class NoisyDescent
{
    /// <summary>ησ²(1 + μ)/(λ(1 − μ)(2(1 + μ) − ηλ)), without momentum ησ²/(λ(2 − ηλ)): the variance of w in the long run, when η stays.</summary>
    /// <param name="η">Learning rate, below the edge 2(1 + μ)/λ.</param>
    /// <param name="λ">Curvature, positive.</param>
    /// <param name="variance">σ² of the gradient's noise.</param>
    /// <param name="μ">Momentum.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is not between 0 and the edge, λ not positive, σ² negative or μ outside [0, 1).</exception>
    public static double StationaryVariance(double η, double λ, double variance, double μ = 0)
    {
        Require.That(variance >= 0, variance, "A variance is at least 0");
        var edge = 2 * (1 + Require.Momentum(μ)) / Require.Curvature(λ);
        Require.That(η > 0 && η < edge, η, $"A stationary state needs a rate between 0 and 2(1 + μ)/λ = {edge:G4}");
        return η * variance * (1 + μ) / (λ * (1 - μ) * (2 * (1 + μ) - η * λ));
    }

    /// <summary>η(M/B − 1): what the noise of descent with minibatches of B different ones of M examples depends on, while η is small.</summary>
    /// <remarks>By the finite-population correction the gradient's noise is proportional to M/B − 1, and the stationary variance to η times it. Source: Smith and Le 2018.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">B is not in 1 … M.</exception>
    public static double Temperature(double η, int population, int batch)
    {
        Require.That(batch >= 1 && batch <= population, batch, $"Of {population} examples 1 to {population} can be drawn without replacement");
        return η * ((double)population / batch - 1);
    }

    /// <summary>Vₜ = (1 − ηₜλ)² Vₜ₋₁ + ηₜ²σ²: the variance of w after each step of a schedule, exactly.</summary>
    /// <param name="rates">η₁, η₂, …</param>
    /// <param name="λ">Curvature, positive.</param>
    /// <param name="variance">σ².</param>
    /// <param name="start">V₀: 0 when the start is known.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is not positive, or a variance negative.</exception>
    public static IEnumerable<double> Variances(IEnumerable<double> rates, double λ, double variance, double start = 0)
    {
        Require.That(variance >= 0 && start >= 0, Math.Min(variance, start), "A variance is at least 0");
        return Steps(Require.Curvature(λ));

        IEnumerable<double> Steps(double λ)
        {
            var V = start;
            foreach (var η in rates)
                yield return V = (1 - η * λ) * (1 - η * λ) * V + η * η * variance;
        }
    }

    /// <summary>Π(1 − ηₜλ): the share of the start's distance to w* that is left, on average, after each step of a schedule.</summary>
    /// <param name="rates">η₁, η₂, …; when their sum is finite the product stays away from 0, and descent stops early.</param>
    /// <param name="λ">Curvature, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is not positive.</exception>
    public static IEnumerable<double> Remainders(IEnumerable<double> rates, double λ)
    {
        return Steps(Require.Curvature(λ));

        IEnumerable<double> Steps(double λ)
        {
            var left = 1.0;
            foreach (var η in rates)
                yield return left *= 1 - η * λ;
        }
    }

    /// <summary>c²σ²/(2cλ − 1): the limit of T times the variance after T steps at η = c/t. σ²/λ² at the best c = 1/λ.</summary>
    /// <param name="c">Above 1/(2λ): below it the start is forgotten more slowly than 1/T.</param>
    /// <param name="λ">Curvature, positive.</param>
    /// <param name="variance">σ².</param>
    /// <remarks>Source: Chung 1954; Bottou 1998.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">λ is not positive, c not above 1/(2λ) or σ² negative.</exception>
    public static double RobbinsMonroLimit(double c, double λ, double variance)
    {
        Require.That(variance >= 0, variance, "A variance is at least 0");
        Require.That(2 * c * Require.Curvature(λ) > 1, c, $"A variance that falls as 1/T needs c above 1/(2λ) = {1 / (2 * λ):G4}");
        return c * c * variance / (2 * c * λ - 1);
    }

    /// <summary>η √(f″(well) |f″(top)|)/(2π) exp(−2Δ/(ησ²)): the chance per step to leave a well over a barrier of height Δ = f(top) − f(well).</summary>
    /// <param name="η">Learning rate.</param>
    /// <param name="variance">σ² of the gradient's noise.</param>
    /// <param name="barrier">Δ, positive.</param>
    /// <param name="well">f″ at the bottom, positive.</param>
    /// <param name="top">f″ on the barrier, negative.</param>
    /// <remarks>Exact in the limit of small η and rare escapes. Source: Kramers 1940.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">η, σ², Δ or the curvature of the well is not positive, or that of the top not negative.</exception>
    public static double EscapeRate(double η, double variance, double barrier, double well, double top)
    {
        Require.That(η > 0, η, "A learning rate is above 0");
        Require.That(variance > 0, variance, "Nothing escapes without noise: its variance must be above 0");
        Require.That(barrier > 0, barrier, "A barrier is higher than the well");
        Require.That(top < 0, top, "The top of a barrier has a curvature below 0");
        return η * Math.Sqrt(Require.Curvature(well) * -top) / (2 * Math.PI) * Math.Exp(-2 * barrier / (η * variance));
    }

    /// <summary>k/(k + k′) (1 − e^(−(k + k′)T)): the expected share that is in the other well after T steps, when k leave per step and k′ come back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative, both are 0, or T is negative.</exception>
    public static double Escaped(double leaving, double returning, double steps)
    {
        Require.That(leaving >= 0 && returning >= 0 && leaving + returning > 0, Math.Min(leaving, returning), "Rates of escape are at least 0, and one of them above");
        Require.That(steps >= 0, steps, "Steps are counted from 0");
        return leaving / (leaving + returning) * (1 - Math.Exp(-(leaving + returning) * steps));
    }
}
