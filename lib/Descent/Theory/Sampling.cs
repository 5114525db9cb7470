namespace Descent.Theory;

/// <summary>How far the mean of a minibatch of N examples is from the mean over all M of them.</summary>
/// <remarks>Source: chapter 3; Bishop &amp; Bishop 2024, section 7.2.4, for independent draws; Cochran 1977, chapter 2, for draws that are all different.</remarks>
public static class Sampling
{
    /// <summary>σ/√N: the standard error of the mean of N independent draws.</summary>
    /// <param name="σ">Standard deviation of one draw (of a population: the root of the mean square deviation, divided by M).</param>
    /// <param name="size">N.</param>
    /// <exception cref="ArgumentOutOfRangeException">σ is negative or N below 1.</exception>
    public static double StandardError(double σ, int size)
    {
        Require.That(σ >= 0, σ, "A standard deviation is at least 0");
        return σ / Math.Sqrt(Draws(size));
    }

    /// <summary>σ/√N √((M − N)/(M − 1)): the standard error of the mean of N different ones of M examples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">σ is negative or N not in 1 … M.</exception>
    public static double StandardError(double σ, int size, int population) =>
        StandardError(σ, size) * FinitePopulationCorrection(population, size);

    /// <summary>σ²/N: the variance of the mean of N independent draws; with tr Σ for σ², the mean square error of a minibatch's gradient.</summary>
    /// <param name="variance">σ² of one draw.</param>
    /// <param name="size">N.</param>
    /// <exception cref="ArgumentOutOfRangeException">σ² is negative or N below 1.</exception>
    public static double Variance(double variance, int size)
    {
        Require.That(variance >= 0, variance, "A variance is at least 0");
        return variance / Draws(size);
    }

    /// <summary>σ²/N (M − N)/(M − 1): the variance of the mean of N different ones of M examples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">σ² is negative or N not in 1 … M.</exception>
    public static double Variance(double variance, int size, int population)
    {
        var correction = FinitePopulationCorrection(population, size);
        return Variance(variance, size) * correction * correction;
    }

    /// <summary>√((M − N)/(M − 1)): the factor on σ/√N when the N draws are all different. 1 for a single draw, 0 when everything is drawn.</summary>
    /// <param name="population">M.</param>
    /// <param name="size">N.</param>
    /// <exception cref="ArgumentOutOfRangeException">N is not in 1 … M.</exception>
    public static double FinitePopulationCorrection(int population, int size)
    {
        Require.That(size >= 1 && size <= population, size, $"Of {population} examples 1 to {population} can be drawn without replacement");
        return population == 1 ? 0 : Math.Sqrt((double)(population - size) / (population - 1));
    }

    /// <summary>s²/N, where s² = Σ(xₙ − x̄)²/(N − 1): the variance of a sample's mean, estimated without bias from the sample alone; times 1 − N/M when its N numbers are different ones of M.</summary>
    /// <param name="sample">N ≥ 2 numbers.</param>
    /// <param name="population">M; null when the draws are independent.</param>
    /// <exception cref="ArgumentOutOfRangeException">The sample has fewer than 2 numbers, or more than M.</exception>
    public static double EstimatedVariance(IReadOnlyCollection<double> sample, int? population = null)
    {
        var N = sample.Count;
        Require.That(N >= 2, N, "A variance is estimated from at least 2 numbers");
        Require.That(!(N > population), N, $"Of {population} examples 1 to {population} can be drawn without replacement");
        var mean = sample.Average();
        return sample.Sum(x => (x - mean) * (x - mean)) / (N - 1) / N * (population is { } M ? 1 - (double)N / M : 1);
    }

    /// <summary>1 − (1 − 1/M)ⁿ: the expected share of M examples that n independent draws have met at least once; 1 − 1/e for n = M large.</summary>
    /// <exception cref="ArgumentOutOfRangeException">M is below 1 or n negative.</exception>
    public static double Coverage(int population, int draws)
    {
        Require.That(population >= 1, population, "A population has at least 1 example");
        Require.That(draws >= 0, draws, "Draws are counted from 0");
        return 1 - Math.Pow(1 - 1.0 / population, draws);
    }

    static int Draws(int size)
    {
        Require.That(size >= 1, size, "A mean needs at least 1 draw");
        return size;
    }
}
