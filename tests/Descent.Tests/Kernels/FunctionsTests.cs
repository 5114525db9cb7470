using System.Numerics;
using Descent.Kernels;
using MathNet.Numerics;

namespace Descent.Tests.Kernels;

public class FunctionsTests
{
    /// <summary>Every function is a polynomial within a tenth of a unit and at most five dependent roundings of half a unit after it.</summary>
    const double Units = 3;

    /// <summary>The reference for double is Math, itself within one unit.</summary>
    const double UnitsOfMath = Units + 1;

    static void Near<TOp>(Func<double, double> f, double low, double high) where TOp : IUnary
    {
        Near<TOp, float>(f, low, high, Units);
        Near<TOp, double>(f, low, high, UnitsOfMath);
    }

    static void Near<TOp, T>(Func<double, double> f, double low, double high, double units) where TOp : IUnary where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var count in Samples.Lengths)
        {
            var x = Samples.Numbers<T>(count, count, low, high);
            var y = new T[count];
            Elementwise.Map<TOp, T>(x, y);
            for (var i = 0; i < count; i++)
            {
                var expected = f(double.CreateChecked(x[i]));
                var error = Math.Abs(double.CreateChecked(y[i]) - expected) / Samples.UnitAt<T>(expected);
                if (!(error <= units))
                    Assert.Fail($"{typeof(TOp).Name}({x[i]:r}) = {y[i]:r}, expected {expected:r}: {error:f2} units");
            }
        }
    }

    [Fact]
    public void Exponentials_are_within_three_units() => Near<ExpOp>(Math.Exp, -80, 80);

    [Fact]
    public void Logarithms_are_within_three_units()
    {
        Near<LogOp>(Math.Log, 1e-30, 5);
        Near<LogOp>(Math.Log, 0.9, 1.1);
    }

    [Fact]
    public void Hyperbolic_tangents_are_within_three_units()
    {
        Near<TanhOp>(Math.Tanh, -10, 10);
        Near<TanhOp>(Math.Tanh, -1e-3, 1e-3);
    }

    [Fact]
    public void Sigmoids_are_within_three_units_on_both_sides() => Near<SigmoidOp>(x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)), -80, 80);

    [Fact]
    public void Softplus_is_within_three_units()
    {
        Near<SoftplusOp>(x => Math.Max(x, 0) + LogOfOnePlus(Math.Exp(-Math.Abs(x))), -30, 30);

        // Kahan: the rounding of 1 + z cancels in the quotient.
        static double LogOfOnePlus(double z) => 1 + z == 1 ? z : Math.Log(1 + z) * z / (1 + z - 1);
    }

    [Fact]
    public void Sines_and_cosines_are_within_three_units()
    {
        Near<SinOp>(Math.Sin, -100, 100);
        Near<CosOp>(Math.Cos, -100, 100);
        Near<SinOp>(Math.Sin, -1e30, 1e30);
        Near<CosOp>(Math.Cos, -1e30, 1e30);
    }

    [Fact]
    public void A_sine_does_not_depend_on_its_neighbours()
    {
        double[] x = [1, 1e4, 2e5, 3e7, 4e8, 1e9, 5e9, 1e15, -7e6, 1e300], y = new double[10], one = [0];
        Elementwise.Map<SinOp, double>(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            Elementwise.Map<SinOp, double>(x.AsSpan(i, 1), one);
            Assert.Equal(one[0], y[i]);
        }
    }

    [Fact]
    public void The_error_function_of_float_is_within_three_units() => Near<ErfOp, float>(SpecialFunctions.Erf, -5, 5, Units);

    [Theory]
    [InlineData(0.1, 0.1124629160182849)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(2, 0.9953222650189527)]
    [InlineData(3, 0.9999779095030014)]
    [InlineData(-0.5, -0.5204998778130465)]
    public void The_error_function_of_double_has_its_tabulated_values(double x, double expected)
    {
        double[] y = [0];
        Elementwise.Map<ErfOp, double>([x], y);
        Assert.True(Math.Abs(y[0] - expected) <= UnitsOfMath * Samples.UnitAt<double>(expected), $"{y[0]:r}");
    }

    [Fact]
    public void Simple_operations_are_exact_to_the_last_rounding()
    {
        Near<NegateOp, float>(x => -x, -9, 9, 0);
        Near<AbsOp, float>(Math.Abs, -9, 9, 0);
        Near<SignOp, double>(x => Math.Sign(x), -9, 9, 0);
        Near<ReluOp, float>(x => Math.Max(x, 0), -9, 9, 0);
        Near<PositiveOp, double>(x => x > 0 ? 1 : 0, -9, 9, 0);
        Near<SquareOp>(x => x * x, -9, 9);
        Near<SqrtOp>(Math.Sqrt, 0, 9);
    }

    [Fact]
    public void Subnormals_survive()
    {
        float[] y = [0, 0, 0];
        Elementwise.Map<ExpOp, float>([-100, -103.9f, -104.1f], y);
        Assert.Equal([3.78350585e-44f, 1.4e-45f, 0f], y);
        Elementwise.Map<LogOp, float>([1e-40f, float.Epsilon, 1.17549435e-38f], y);
        Assert.Equal([MathF.Log(1e-40f), MathF.Log(float.Epsilon), MathF.Log(1.17549435e-38f)], y);
        double[] z = [0, 0];
        Elementwise.Map<ExpOp, double>([-745.1, -745.2], z);
        Assert.Equal([double.Epsilon, 0], z);
        Elementwise.Map<TanhOp, double>([1e-310, -double.Epsilon], z);
        Assert.Equal([1e-310, -double.Epsilon], z);
    }

    [Theory]
    [InlineData(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, 1, 1, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 0, double.NaN, -1, 0, 0)]
    [InlineData(0, 1, double.NegativeInfinity, 0, 0.5, 0.6931471805599453)]
    [InlineData(1e5, double.PositiveInfinity, 11.512925464970229, 1, 1, 1e5)]
    public void Limits_are_those_of_the_functions(double x, double exp, double log, double tanh, double sigmoid, double softplus)
    {
        Is<ExpOp>(exp);
        Is<LogOp>(log);
        Is<TanhOp>(tanh);
        Is<ErfOp>(tanh);
        Is<SigmoidOp>(sigmoid);
        Is<SoftplusOp>(softplus);
        if (double.IsFinite(x))
            return;
        Is<SinOp>(double.NaN);
        Is<CosOp>(double.NaN);

        void Is<TOp>(double expected) where TOp : IUnary
        {
            double[] y = [0];
            float[] z = [0];
            Elementwise.Map<TOp, double>([x], y);
            Elementwise.Map<TOp, float>([(float)x], z);
            Assert.Equal(expected, y[0]);
            Assert.Equal((float)expected, z[0]);
        }
    }

    [Fact]
    public void Powers_are_within_three_units()
    {
        var (a, b) = (Samples.Numbers<float>(5000, 1, 0.01, 50), Samples.Numbers<float>(5000, 2, -10, 10));
        var y = new float[a.Length];
        Elementwise.Zip<PowerOp, float>(a, b, y);
        var (c, d) = (Samples.Numbers<double>(5000, 3, 0.01, 50), Samples.Numbers<double>(5000, 4, -50, 50));
        var z = new double[c.Length];
        Elementwise.Zip<PowerOp, double>(c, d, z);
        for (var i = 0; i < y.Length; i++)
        {
            var (p, q) = (Math.Pow(a[i], b[i]), Math.Pow(c[i], d[i]));
            if (!(Math.Abs(y[i] - p) <= Units * Samples.UnitAt<float>(p)) || !(Math.Abs(z[i] - q) <= UnitsOfMath * Samples.UnitAt<double>(q)))
                Assert.Fail($"{a[i]:r}^{b[i]:r} = {y[i]:r}, {c[i]:r}^{d[i]:r} = {z[i]:r}");
        }
    }

    [Fact]
    public void Powers_of_special_numbers_are_those_of_IEEE_754()
    {
        double[] numbers = [0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (var a in numbers)
        {
            foreach (var b in numbers)
            {
                double[] y = [0];
                Elementwise.Zip<PowerOp, double>([a], [b], y);
                var expected = Math.Pow(a, b);
                Assert.True(y[0].Equals(expected) || Math.Abs(y[0] - expected) <= UnitsOfMath * Samples.UnitAt<double>(expected), $"{a}^{b} = {y[0]:r}, expected {expected:r}");
                Assert.True(expected != 0 || double.IsNegative(y[0]) == double.IsNegative(expected), $"sign of {a}^{b}");
            }
        }
    }
}
