using Descent.Figures;

namespace Descent.Tests.Figures;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(Math.PI, "3.1416")]
    [InlineData(-0.000123456789, "-0.00012346")]
    [InlineData(1.23456789e-30, "1.2346E-30")]
    [InlineData(123456789, "123456789")]
    [InlineData(-7, "-7")]
    [InlineData(0.1, "0.1")]
    public void Numbers_have_five_significant_digits_and_integers_are_exact(double value, string json) =>
        Assert.Equal(json, Numbers.Json(value)!.ToJsonString());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_not_finite_becomes_null(double value) => Assert.Null(Numbers.Json(value));

    [Fact]
    public void A_narrow_range_far_from_zero_keeps_five_digits_of_the_range()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => 2.302585 + 1e-6 * i)];
        var json = Numbers.Json(values);
        var range = values[^1] - values[0];
        Assert.All(values.Zip(json), p => Assert.InRange(Math.Abs(p.First - (double)p.Second!), 0, 1e-4 * range));
    }

    [Fact]
    public void Thinning_keeps_the_ends_the_extremes_and_the_order()
    {
        const int n = 12345;
        var xs = Enumerable.Range(0, n).Select(i => (double)i).ToArray();
        var ys = xs.Select(x => Math.Sin(x / 300)).ToArray();
        (ys[4321], ys[9876]) = (50, -60);
        var (x, y) = Numbers.Thin(xs, ys);
        Assert.InRange(x.Length, 400, Numbers.LongestCurve);
        Assert.Equal((xs[0], xs[^1], ys[0], ys[^1]), (x[0], x[^1], y[0], y[^1]));
        Assert.Equal((50, -60), (y.Max(), y.Min()));
        Assert.Equal((4321, 9876), (x[Array.IndexOf(y, 50)], x[Array.IndexOf(y, -60)]));
        Assert.Equal(x.Distinct().Order(), x);
    }

    [Fact]
    public void Thinning_keeps_the_lowest_and_highest_of_every_run()
    {
        const int n = 2 + 249 * 7;
        var xs = Enumerable.Range(0, n).Select(i => (double)i).ToArray();
        var ys = xs.Select(i => i * 7919 % 1009).ToArray();
        var kept = Numbers.Thin(xs, ys).Ys.ToHashSet();
        for (var run = 0; run < 249; run++)
        {
            var part = ys[(1 + 7 * run)..(8 + 7 * run)];
            Assert.Contains(part.Min(), kept);
            Assert.Contains(part.Max(), kept);
        }
    }

    [Fact]
    public void Short_curves_are_kept_whole()
    {
        var xs = new double[Numbers.LongestCurve];
        Assert.Same(xs, Numbers.Thin(xs, xs).Xs);
    }

    [Fact]
    public void Gaps_do_not_hide_extremes()
    {
        var xs = Enumerable.Range(0, 5000).Select(i => (double)i).ToArray();
        var ys = xs.Select(x => x % 2 == 0 ? double.NaN : x == 3001 ? 9 : 1).ToArray();
        Assert.Contains(9, Numbers.Thin(xs, ys).Ys);
    }

    [Theory]
    [InlineData(10, 20, 10)]
    [InlineData(20, 20, 20)]
    [InlineData(1000, 50, 50)]
    public void Evenly_chosen_indices_include_both_ends(int length, int most, int count)
    {
        var kept = Numbers.Spread(length, most);
        Assert.Equal((0, length - 1, count), (kept[0], kept[^1], kept.Distinct().Count()));
        Assert.True(kept.Zip(kept.Skip(1), (a, b) => b - a).Max() - kept.Zip(kept.Skip(1), (a, b) => b - a).Min() <= 1);
    }
}
