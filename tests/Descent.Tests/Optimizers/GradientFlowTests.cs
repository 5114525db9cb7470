using Descent.Optimizers;
using Descent.Tensors;

namespace Descent.Tests.Optimizers;

public class GradientFlowTests
{
    [Fact]
    public void On_a_quadratic_each_mode_decays_exponentially_and_the_error_is_of_fourth_order()
    {
        var λ = Tensor.Of(0.5, 1, 3);
        double Error(double h)
        {
            var (time, θ) = new GradientFlow(h).Descend(w => 0.5 * (λ * w.Square()).Sum(), Tensor.Ones([3])).ElementAt((int)Math.Round(1 / h));
            Assert.Equal(1, time, 1e-12);
            return (double)(θ - (-λ).Exp()).Norm();
        }
        Assert.InRange(Error(1 / 64.0), 0, 1e-6);                            // Taylor's remainder of e^(−λh) is (λh)⁵/120 per step
        Assert.Equal(4, Math.Log2(Error(1 / 64.0) / Error(1 / 128.0)), 0.1); // 4 + O(h)
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(double.NaN)]
    public void A_step_must_be_positive(double h) =>
        Assert.Throws<ArgumentException>(() => new GradientFlow(h).Descend(w => w.Sum(), Tensor.Ones([1])));
}
