using System.Globalization;
using Descent.Checks;
using Descent.Tensors;

namespace Descent.Tests.Checks;

public class DescriptionTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { Math.Sqrt(0.5), "0.7071" }, { -1234.5678, "-1235" }, { 8.0, "8" }, { 1e-7 / 3, "3.333e-8" }, { 2.5e9 + 0.5, "2.5e9" }, { 1e20, "1e20" }, { 1e-5, "1e-5" }, { 100000.0, "100000" },
        { double.NaN, "NaN" }, { double.NegativeInfinity, "-∞" }, { 0.1f, "0.1" }, { 3, "3" }, { -4L, "-4" }, { true, "true" }, { null, "null" },
        { "say \"δ\"\n\u001b[31m", "\"say \\\"δ\\\"\\n\\u001b[31m\"" }, { new string('a', 61), $"\"{new string('a', 60)}\"… 61 characters" },
        { new[] { 1, 2, 3 }, "[1, 2, 3]" }, { Enumerable.Range(1, 100).ToArray(), "[1, 2, 3, … 100 numbers]" }, { Array.Empty<double>(), "[]" }, { new bool[9], "[false, false, false, … 9 values]" },
        { new double[,] { { 1, 2 }, { 3, 4 } }, "[[1, 2], [3, 4]]" }, { new double[9, 1], "[[0], [0], [0], … 9 rows]" }, { new int[][] { [1], [] }, "[[1], []]" },
        { Tensor.Of(new double[,] { { 1, 2.25 } }), "[[1, 2.25]]" }, { Tensor.Scalar(3), "3" }, { Shape.Of([2, 3]), "[2×3]" }, { (1, "a", 0.25), "(1, \"a\", 0.25)" }, { new List<int> { 1 }, "[1]" },
    };

    [Theory, MemberData(nameof(Values))]
    public void A_value_in_words_is_short(object? value, string words) => Assert.Equal(words, Description.Of(value));

    [Fact]
    public void Words_are_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NegativeSign) = (",", "~");
        CultureInfo.CurrentCulture = german;
        try
        {
            Assert.Equal("[-0.5, -1e-20]", Description.Of(new[] { -0.5, -1e-20 }));
            Assert.Equal(("-1.0000000000000002", "-1"), Description.Both(-1.0000000000000002, -1.0));
            Assert.Equal("-3", Description.Of(-3));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
