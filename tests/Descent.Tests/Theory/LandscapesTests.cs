using Descent.Theory;

namespace Descent.Tests.Theory;

public class LandscapesTests
{
    [Fact]
    public void Minima_of_random_landscapes_have_the_known_probabilities()
    {
        Assert.Equal(0.5, Landscapes.ProbabilityOfMinimum(1));
        Assert.Equal(0.146447, Landscapes.ProbabilityOfMinimum(2), 5e-7);
        Assert.Equal(0.024921, Landscapes.ProbabilityOfMinimum(3), 5e-7);
        Assert.Equal(0.2747, Landscapes.RarityExponent, 5e-5);
    }

    [Fact]
    public void For_two_variables_quadrature_over_the_eigenvalues_gives_the_same()
    {
        // Density ∝ |λ₁ − λ₂| exp(−(λ₁² + λ₂²)/2); in polar coordinates only the angle matters, and both are positive in one quadrant of four.
        static double Mass(double from, double to) => Enumerable.Range(0, 100_000).Sum(i =>
        {
            var φ = from + (to - from) * (i + 0.5) / 100_000;
            return Math.Abs(Math.Cos(φ) - Math.Sin(φ)) * (to - from) / 100_000;
        });
        Assert.Equal(Landscapes.ProbabilityOfMinimum(2), Mass(0, Math.PI / 2) / Mass(0, 2 * Math.PI), 1e-8);   // the midpoint rule: 2π h²
    }

    [Fact]
    public void The_share_of_negative_curvatures_is_the_semicircles_below_the_shift()
    {
        Assert.Equal(0.195501, Landscapes.NegativeShare(0.5), 5e-7);
        Assert.Equal(0.5, Landscapes.NegativeShare(0));
        Assert.Equal((0.0, 1.0), (Landscapes.NegativeShare(1), Landscapes.NegativeShare(-7)));
        foreach (var ε in (double[])[-0.8, -0.1, 0.3, 0.9])
        {
            Assert.Equal(1, Landscapes.NegativeShare(ε) + Landscapes.NegativeShare(-ε), 1e-15);
            var slope = (Landscapes.NegativeShare(ε + 1e-5) - Landscapes.NegativeShare(ε - 1e-5)) / 2e-5;
            Assert.Equal(-2 / Math.PI * Math.Sqrt(1 - ε * ε), slope, 1e-8);
        }
    }

    [Fact]
    public void Escape_takes_as_many_steps_as_the_displacement_needs_to_grow()
    {
        Assert.Equal(102, Landscapes.EscapeSteps(1e8, 0.1, -2));
        foreach (var (growth, η, λ) in new[] { (1e8, 0.1, -2.0), (50, 0.03, -0.7), (1.5, 1, -3) })
        {
            var (x, steps) = (1.0, 0);
            for (; x < growth; steps++)
                x -= η * λ * x;
            Assert.Equal(steps, Landscapes.EscapeSteps(growth, η, λ));
        }
    }

    [Fact]
    public void What_has_no_answer_is_refused()
    {
        Assert.Contains("1, 2 or 3", Assert.Throws<ArgumentOutOfRangeException>(() => Landscapes.ProbabilityOfMinimum(4)).Message);
        Assert.Contains("below 0", Assert.Throws<ArgumentOutOfRangeException>(() => Landscapes.EscapeSteps(10, 0.1, 2)).Message);
        Assert.Contains("above 1", Assert.Throws<ArgumentOutOfRangeException>(() => Landscapes.EscapeSteps(1, 0.1, -2)).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentOutOfRangeException>(() => Landscapes.EscapeSteps(10, 0, -2)).Message);
    }
}
