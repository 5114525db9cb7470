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
        Require.That(size >= 1, size, "A mean needs at least 1 draw");
        return σ / Math.Sqrt(size);
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

    /// <summary>σ/√N √((M − N)/(M − 1)): the standard error of the mean of N different ones of M examples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">σ is negative or N not in 1 … M.</exception>
    public static double StandardError(double σ, int size, int population) =>
        StandardError(σ, size) * FinitePopulationCorrection(population, size);
}
