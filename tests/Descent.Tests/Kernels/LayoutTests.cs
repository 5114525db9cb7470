using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class LayoutTests
{
    [Theory]
    [InlineData(new[] { 5 }, new[] { 0 })]
    [InlineData(new[] { 17, 23 }, new[] { 1, 0 })]
    [InlineData(new[] { 64, 33 }, new[] { 1, 0 })]
    [InlineData(new[] { 3, 4, 5 }, new[] { 0, 2, 1 })]
    [InlineData(new[] { 3, 4, 5 }, new[] { 1, 0, 2 })]
    [InlineData(new[] { 3, 4, 5 }, new[] { 2, 1, 0 })]
    [InlineData(new[] { 3, 4, 5 }, new[] { 2, 0, 1 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 0, 2, 1, 3 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 3, 1, 0, 2 })]
    [InlineData(new[] { 2, 1, 6, 1 }, new[] { 3, 2, 1, 0 })]
    [InlineData(new[] { 2, 0, 3 }, new[] { 2, 1, 0 })]
    [InlineData(new int[0], new int[0])]
    public void Permutation_moves_every_axis_to_its_place(int[] shape, int[] axes)
    {
        var count = shape.Aggregate(1, (a, b) => a * b);
        var (x, y, z) = (Samples.Numbers<float>(count, 1), new float[count], new double[count]);
        Layout.Permute<float>(x, shape, axes, y);
        Layout.Permute<double>(Array.ConvertAll(x, v => (double)v), shape, axes, z);
        for (var i = 0; i < count; i++)
        {
            var (rest, from) = (i, 0);
            for (var d = shape.Length - 1; d >= 0; rest /= shape[axes[d--]])
                from += rest % shape[axes[d]] * shape[(axes[d] + 1)..].Aggregate(1, (a, b) => a * b);
            Assert.Equal(x[from], y[i]);
            Assert.Equal(x[from], z[i]);
        }
    }

    [Fact]
    public void Expansion_repeats_along_strides_of_zero()
    {
        var y = new float[12];
        Layout.Expand<float>([1, 2, 3], [0, 1], [4, 3], y);
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3], y);
        Layout.Expand<float>([1, 2, 3, 4], [1, 0], [4, 3], y);
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], y);
        Layout.Expand<float>([7], [0, 0], [4, 3], y);
        Assert.All(y, v => Assert.Equal(7, v));
    }

    [Fact]
    public void Gathering_and_scattering_are_transposes_of_each_other()
    {
        var (width, rows) = (19, new[] { 3, 0, 3, 2 });
        var (x, g) = (Samples.Numbers<double>(5 * width, 1), Samples.Numbers<double>(4 * width, 2));
        var (y, s) = (new double[4 * width], new double[5 * width]);
        Layout.Gather<double>(x, width, rows, y);
        Layout.ScatterAdd<double>(g, width, rows, s);
        Assert.Equal(rows.SelectMany(r => x[(r * width)..((r + 1) * width)]), y);
        var (left, right) = (Reduce.Dot<double>(y, g), Reduce.Dot<double>(x, s));
        Assert.True(Math.Abs(left - right) <= 2 * Samples.γ<double>(5 * width) * y.Zip(g, (a, b) => Math.Abs(a * b)).Sum());
        Assert.Equal(g[4] + g[2 * width + 4], s[3 * width + 4]);
    }

    [Fact]
    public void Gathered_bytes_are_scaled_once()
    {
        for (var width = 0; width < 70; width++)
        {
            var (x, rows) = (new byte[6 * width], new[] { 5, 1, 1, 0, 4 });
            new Random(width).NextBytes(x);
            var (y, z) = (new float[5 * width], new double[5 * width]);
            Layout.GatherBytes(x, width, rows, 1 / 255f, y);
            Layout.GatherBytes(x, width, rows, 1 / 255.0, z);
            for (var i = 0; i < y.Length; i++)
            {
                var value = x[rows[i / width] * width + i % width];
                Assert.Equal(value * (1 / 255f), y[i]);
                Assert.Equal(value * (1 / 255.0), z[i]);
            }
        }
    }

    [Fact]
    public void Rows_outside_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Layout.GatherBytes<float>(new byte[10], 5, [2], 1, new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Layout.Gather<float>(new float[10], 5, [-1], new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Layout.ScatterAdd<float>(new float[5], 5, [2], new float[10]));
    }
}
