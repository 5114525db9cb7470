using Descent.Theory;

namespace Descent.Tests.Theory;

public class BiasTests
{
    [Fact]
    public void Adam_starts_with_ten_times_its_average_and_forgets_the_correction()
    {
        Assert.Equal(10, Bias.Factor(0.9, 1), 1e-14);
        Assert.Equal(1.535340, Bias.Factor(0.9, 10), 6);
        Assert.Equal(1.0000266, Bias.Factor(0.9, 100), 7);
    }

    [Fact]
    public void The_corrected_average_of_a_constant_is_that_constant()
    {
        var m = 0.0;
        for (var t = 1; t <= 200; t++)
        {
            m = 0.99 * m + 0.01 * 3;
            // 1 − βᵗ ≥ 0.01 amplifies t roundings of m a hundredfold at most.
            Assert.Equal(3, m * Bias.Factor(0.99, t), 200 * 100 * 3 * (Math.BitIncrement(1.0) - 1));
        }
    }

    [Fact]
    public void Steps_count_from_one()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Bias.Factor(0.9, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bias.Factor(1, 1));
    }
}
