using System.Numerics;
using Descent.Kernels;

namespace Descent.Tests.Kernels;

public class SoftmaxTests
{
    static void Check<T>(int rows, int cols) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = Samples.Numbers<T>(rows * cols, cols, -20, 20);
        var labels = Enumerable.Range(0, rows).Select(r => r * 7 % cols).ToArray();
        var (log, p, pull) = (new T[x.Length], new T[x.Length], new T[x.Length]);
        Softmax.Log<T>(x, rows, cols, log);
        Softmax.CrossEntropy<T>(x, rows, cols, labels, p, out var loss);
        var g = T.CreateChecked(0.7);
        Softmax.CrossEntropyPull<T>(p, rows, cols, labels, g, pull);

        var u = Samples.Roundoff<T>();
        var expectedLoss = 0.0;
        for (var r = 0; r < rows; r++)
        {
            var row = x[(r * cols)..((r + 1) * cols)].Select(v => double.CreateChecked(v)).ToArray();
            var max = row.Max();
            var sum = row.Sum(v => Math.Exp(v - max));
            expectedLoss += (Math.Log(sum) + max - row[labels[r]]) / rows;
            for (var c = 0; c < cols; c++)
            {
                var (i, d) = (r * cols + c, row[c] - max);
                // The difference is rounded (u |d|), the sum has γ of its terms, a function three units; then one more rounding each.
                var sumError = (cols + 6 + 40) * u;
                Assert.True(Math.Abs(double.CreateChecked(log[i]) - (d - Math.Log(sum))) <= sumError + 2 * u * (Math.Abs(d) + 3 * Math.Log(sum)));
                Assert.True(Math.Abs(double.CreateChecked(p[i]) - Math.Exp(d) / sum) <= (sumError + (Math.Abs(d) + 8) * u) * Math.Exp(d) / sum + 1e-37);
                var expected = 0.7 / rows * (double.CreateChecked(p[i]) - (labels[r] == c ? 1 : 0));
                Assert.True(Math.Abs(double.CreateChecked(pull[i]) - expected) <= 4 * u * (Math.Abs(expected) + 1e-30));
            }
        }
        Assert.True(Math.Abs(double.CreateChecked(loss) - expectedLoss) <= (cols + rows + 60) * u * (Math.Abs(expectedLoss) + 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 10)]
    [InlineData(64, 10)]
    [InlineData(17, 64)]
    [InlineData(5, 65)]
    [InlineData(9, 1000)]
    [InlineData(3000, 10)]
    public void Softmax_loss_and_pull_are_their_formulas(int rows, int cols)
    {
        Check<float>(rows, cols);
        Check<double>(rows, cols);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Huge_logits_neither_overflow_nor_vanish(int cols)
    {
        var (x, y, p) = (new float[cols], new float[cols], new float[cols]);
        (x[1], x[2]) = (3e38f, -3e38f);
        Softmax.Log<float>(x, 1, cols, y);
        Assert.Equal(0, y[1]);
        Assert.Equal(-3e38f, y[0]);
        Softmax.CrossEntropy<float>(x, 1, cols, [1], p, out var loss);
        Assert.Equal(0, loss);
        Assert.Equal(1, p[1]);
        Assert.Equal(0, p[0]);
        x[3] = float.NaN;
        Softmax.Log<float>(x, 1, cols, y);
        Assert.All(y, v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void A_label_outside_the_columns_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Softmax.CrossEntropy<float>(new float[3], 1, 3, [3], new float[3], out _));
}
