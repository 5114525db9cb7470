using Descent.Theory;

namespace Descent.Tests.Theory;

public class GaussianTests
{
    const double Rounding = 1e-13;   // some 300 terms, of sum 1, each with a few roundings of 1.1e-16

    [Theory, InlineData(0, 1.0), InlineData(2, 1.0), InlineData(4, 3.0), InlineData(6, 15.0), InlineData(8, 105.0)]
    public void Even_moments_are_the_double_factorials(int power, double moment) =>
        Assert.Equal(1, Gaussian.Mean(z => Math.Pow(z, power)) / moment, Rounding);

    [Fact]
    public void Moments_of_a_function_with_a_kink_are_exact()
    {
        Assert.Equal(1 / Math.Sqrt(2 * Math.PI), Gaussian.Mean(z => Math.Max(z, 0)), Rounding);
        Assert.Equal(0.5, Gaussian.Mean(z => z > 0 ? z * z : 0), Rounding);
        Assert.Equal(Math.Sqrt(2 / Math.PI), Gaussian.Mean(Math.Abs), Rounding);
    }

    [Fact]
    public void The_mean_of_an_exponential_is_its_closed_form() =>
        Assert.Equal(Math.Exp(0.5), Gaussian.Mean(Math.Exp), 2 * Rounding);

    [Theory, InlineData(1), InlineData(10), InlineData(60)]
    public void A_steep_step_is_integrated_without_loss(double steepness) =>   // E[σ(sζ)] = ½ and E[s σ′(sζ)] by parts = E[ζ σ(sζ)]
        Assert.Equal(Gaussian.Mean(z => z / (1 + Math.Exp(-steepness * z))), Gaussian.Mean(z => steepness / (4 * Math.Pow(Math.Cosh(steepness * z / 2), 2))), 1e-10);

    [Theory, InlineData(-1), InlineData(-0.4), InlineData(0), InlineData(0.3), InlineData(0.99), InlineData(0.999999), InlineData(1)]
    public void The_product_of_two_ReLUs_is_the_arc_cosine_kernel(double c) =>   // Cho and Saul 2009
        Assert.Equal((Math.Sqrt(1 - c * c) + c * (Math.PI - Math.Acos(c))) / (2 * Math.PI), Gaussian.Product(z => Math.Max(z, 0), c), 1e-11);

    [Theory, InlineData(-0.7), InlineData(0.2), InlineData(0.95)]
    public void The_product_of_two_error_functions_is_Williams_s_arc_sine(double c) =>   // Williams 1997, with unit variances
        Assert.Equal(2 / Math.PI * Math.Asin(2 * c / 3), Gaussian.Product(z => 2 * Gaussian.Distribution(Math.Sqrt(2) * z) - 1, c), 1e-11);

    [Fact]
    public void The_distribution_has_its_known_values()
    {
        Assert.Equal(0.5, Gaussian.Distribution(0), 1e-15);
        Assert.Equal(0.539827837277029, Gaussian.Distribution(0.1), 1e-14);
        Assert.Equal(1, Gaussian.Distribution(1.3) + Gaussian.Distribution(-1.3), 1e-15);
        Assert.Equal(Gaussian.Density(0.4), (Gaussian.Distribution(0.4 + 1e-4) - Gaussian.Distribution(0.4 - 1e-4)) / 2e-4, 1e-8);   // h²/6 · 0.4
    }

    [Fact]
    public void A_correlation_beyond_1_is_refused() =>
        Assert.Contains("found 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => Gaussian.Product(z => z, 1.5)).Message, StringComparison.Ordinal);
}
