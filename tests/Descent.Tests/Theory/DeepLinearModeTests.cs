using Descent.Theory;

namespace Descent.Tests.Theory;

public class DeepLinearModeTests
{
    [Fact]
    public void The_sigmoid_solves_its_differential_equation()
    {
        foreach (var t in (double[])[0.2, 0.9, 1.4])
        {
            const double h = 1e-5;   // a central difference errs by h²u'''/6 and rounding/h: 10⁻⁹
            double U(double time) => DeepLinearMode.Strength(time, 3, 0.01);
            Assert.Equal(DeepLinearMode.Speed(U(t), 3, 2), (U(t + h) - U(t - h)) / (2 * h), 1e-8);
        }
        Assert.Equal(0.01, DeepLinearMode.Strength(0, 3, 0.01), 1e-15);
        Assert.Equal(1.5, DeepLinearMode.Strength(DeepLinearMode.HalfTime(3, 0.01), 3, 0.01), 1e-14);
    }

    [Fact]
    public void Time_inverts_the_known_solutions()
    {
        Assert.Equal(1.3, DeepLinearMode.Time(0.01, DeepLinearMode.Strength(1.3, 3, 0.01), 3, 2), 1e-9);
        Assert.Equal(Math.Log((2 - 0.1) / (2 - 1.5)), DeepLinearMode.Time(0.1, 1.5, 2, 1), 1e-9);    // depth 1: s − u decays as e^(−t)
        double Primitive(double u) => -0.5 / Math.Sqrt(u) + Math.Atanh(Math.Sqrt(u)) / 2;   // depth 4, s = 1, v = u^(1/4): ∫ dv/(v³(1 − v⁴)) = −1/(2v²) + artanh(v²)/2
        Assert.Equal(Primitive(0.9) - Primitive(1e-4), DeepLinearMode.Time(1e-4, 0.9, 1, 4), 1e-7);
        Assert.Equal(Math.Log(0.9 / 1e-13), DeepLinearMode.Time(0.1, 1 - 1e-13, 1, 1), 1e-2);               // near the target 1 − u has three digits left
        Assert.Equal(0, DeepLinearMode.Time(0.5, 0.5, 1, 3), 1e-15);
    }

    [Theory, InlineData(3), InlineData(4), InlineData(6)]
    public void A_plateau_is_the_leading_term_of_the_time(int depth)
    {
        double Share(double u0) => DeepLinearMode.Time(u0, 0.5, 1, depth) / DeepLinearMode.Plateau(u0, 1, depth);
        Assert.InRange(Math.Abs(Share(1e-12) - 1), 0, 1e-3);   // what is left out is O(1), or O(ln u₀): the plateau is at least 10⁴
        Assert.True(Math.Abs(Share(1e-12) - 1) < Math.Abs(Share(1e-6) - 1));
    }

    [Fact]
    public void Nothing_leaves_zero_and_nothing_passes_the_target()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearMode.Strength(1, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearMode.Strength(1, -3, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearMode.HalfTime(1, 0.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearMode.Time(0.1, 1, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearMode.Time(0.1, 0.5, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearMode.Speed(-1, 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeepLinearMode.Plateau(0.1, 1, 1));
    }
}
