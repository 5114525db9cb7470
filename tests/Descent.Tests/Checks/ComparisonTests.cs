using Descent.Checks;
using Descent.Tensors;
using static Descent.Tests.Checks.Listener;

namespace Descent.Tests.Checks;

public class ComparisonTests
{
    public static TheoryData<object?, object?> Different => new()
    {
        { 1, 1.0 }, { 1, 1L }, { 1.0, 1f }, { true, 1 }, { "1", 1 }, { null, 1 }, { 1, null },
        { new double[3], new double[2] }, { new double[3], new int[3] }, { new double[2, 3], new double[3, 2] }, { new double[2, 3], new double[6] },
        { new double[][] { [1], [2, 3] }, new double[][] { [1], [2] } }, { new double[][] { [1], [2, 3] }, new double[1, 2] },
        { (1, 2.0), (1, 2) }, { (1, 2), (1, 2, 3) }, { (1, (2, 3)), (1, (2, 4)) },
        { Tensor.Of(1, 2), Tensor.Of(1) }, { Tensor.Of(1, 2), Tensor.Of(1, 2).Reshape([2, 1]) }, { Tensor.Of(1, 2), Tensor.Of(1, 2).To(Precision.Single) },
        { Tensor.Of(1, 2), new double[] { 1, 2 } }, { Tensor.Scalar(1), 1.0 }, { Tensor.Of(1), Tensor.Scalar(1) },
        { new List<int> { 1, 2 }, new List<int> { 1 } }, { new Shape(), Shape.Of([1]) },
    };

    public static TheoryData<object?, object?> Same => new()
    {
        { 1, 1 }, { 1L, 1L }, { 1f, 1f }, { true, true }, { "a\nb", "a\nb" }, { null, null }, { double.NaN, double.NaN },
        { new double[,] { { 1, 2 } }, new double[,] { { 1, 2 } } }, { new double[][] { [1], [2, 3] }, new double[][] { [1], [2, 3] } }, { Array.Empty<int>(), Array.Empty<int>() },
        { (1, "a", (2.0, new[] { 1L })), (1, "a", (2.0, new[] { 1L })) }, { (1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 5, 6, 7, 8, 9) },
        { Tensor.Of(new double[,] { { 1, 2 } }), Tensor.Of(new double[,] { { 1, 2 } }) }, { Tensor.Scalar(2), Tensor.Scalar(2) },
        { new List<int> { 1, 2 }, new[] { 1, 2 } }, { Shape.Of([2, 3]), Shape.Of([2, 3]) },
    };

    [Theory, MemberData(nameof(Different))]
    public void Another_type_size_or_value_fails_and_is_told_apart(object? expected, object? got)
    {
        foreach (var outcome in (Outcome[])[Of(() => Check.Equal("a", () => got, expected)), Of(() => Check.Close("a", () => got, expected, tolerance: 0.1))])
        {
            Assert.Equal(Verdict.Failed, outcome.Verdict);
            Assert.NotEqual("", outcome.Message);
        }
    }

    [Theory, MemberData(nameof(Same))]
    public void The_same_types_sizes_and_values_pass(object? expected, object? got)
    {
        Assert.Equal(Verdict.Passed, Of(() => Check.Equal("a", () => got, expected)).Verdict);
        Assert.Equal(Verdict.Passed, Of(() => Check.Close("a", () => got, expected, tolerance: 0)).Verdict);
    }

    [Fact]
    public void Types_and_sizes_are_told_in_words()
    {
        Assert.Equal("expected a double[3], got a double[2]", Message(new double[3], new double[2]));
        Assert.Equal("expected a double[2, 3], got a double[3, 2]", Message(new double[2, 3], new double[3, 2]));
        Assert.Equal("expected an int[2][], got a double[2][]", Message(new int[2][], new double[2][]));
        Assert.Equal("element [1]: expected a double[2], got a double[1]", Message(new double[][] { [1], [2, 3] }, new double[][] { [1], [2] }));
        Assert.Equal("item 2: expected a double, got an int", Message((1, 2.0), (1, 2)));
        Assert.Equal("expected a Tensor of shape [2], got a Tensor of shape [2×1]", Message(Tensor.Of(1, 2), Tensor.Of(1, 2).Reshape([2, 1])));
        Assert.Equal("expected a Tensor of shape [1], got a single-precision Tensor of shape [1]", Message(Tensor.Of(1), Tensor.Of(1).To(Precision.Single)));
        Assert.Equal("expected a list of 2, got a list of 1", Message(new List<int> { 1, 2 }, new List<int> { 1 }));
        Assert.Equal("expected a (int, (string, double[1])), got a double", Message((1, ("a", new double[1])), 1.0));
    }

    [Fact]
    public void The_first_element_that_differs_is_named_and_the_others_counted()
    {
        Assert.Equal("element [2, 1]: expected 6, got 7 (1 of 6 values differ)", Message(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, new double[,] { { 1, 2 }, { 3, 4 }, { 5, 7 } }));
        Assert.Equal("element [1][0]: expected 2, got 0 (2 of 3 values differ)", Message(new double[][] { [1], [2, 3] }, new double[][] { [1], [0, 0] }));
        Assert.Equal("item 2, element [1]: expected 2, got NaN (1 of 3 values differ)", Message((1, new[] { 1.0, 2 }), (1, new[] { 1, double.NaN })));
        Assert.Equal("element [0, 1]: expected 2, got 0 (1 of 2 values differ)", Message(Tensor.Of(new double[,] { { 1, 2 } }), Tensor.Of(new double[,] { { 1, 0 } })));
        Assert.Equal("expected 2, got 0", Message(Tensor.Scalar(2), Tensor.Scalar(0)));
        Assert.Equal("element [0]: expected 2, got 0", Message(new[] { 2 }, new[] { 0 }));
    }

    [Theory]
    [InlineData(1.0, 1.0000000000000002)]
    [InlineData(0.70711, 0.70712)]
    [InlineData(123456.7, 123456.8)]
    [InlineData(12345.678, 12346.0)]
    [InlineData(1e-300, 1.0001e-300)]
    [InlineData(0.0, double.Epsilon)]
    [InlineData(1e300, double.PositiveInfinity)]
    [InlineData(1, 2)]
    [InlineData(long.MaxValue, long.MaxValue - 1)]
    [InlineData(1f, 1.0000001f)]
    [InlineData("a", "A")]
    [InlineData("1", "1 ")]
    public void Values_that_differ_never_print_the_same(object expected, object got)
    {
        Told(expected, got);
        Told((object[])[expected, expected], (object[])[expected, got]);
        Told(Enumerable.Repeat(expected, 100).ToArray(), Enumerable.Repeat(expected, 99).Append(got).ToArray());

        static void Told(object expected, object got)
        {
            var outcome = Of(() => Check.Equal("a", () => got, expected));
            Assert.Equal(Verdict.Failed, outcome.Verdict);
            Assert.NotEqual(outcome.Expected, outcome.Got);
        }
    }

    [Fact]
    public void Long_texts_are_shown_where_they_part()
    {
        var outcome = Of(() => Check.Equal("a", () => new string('x', 500) + "got", new string('x', 500) + "expected"));
        Assert.Equal("expected …\"xxxxxxxxxxxxxxxxxxxxexpected\", got …\"xxxxxxxxxxxxxxxxxxxxgot\"", outcome.Message);
    }

    [Fact]
    public void A_million_numbers_are_compared_in_a_moment()
    {
        var (expected, got) = (new double[1_000_000], new double[1_000_000]);
        got[^1] = 1;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var outcome = Of(() => Check.Close("a", () => got, expected));
        Assert.Equal(("element [999999]: expected 0, got 1 (1 of 1000000 values differ)", "[0, 0, 0, … 1000000 numbers] with 1 at element [999999]"), (outcome.Message, outcome.Got));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    static string Message(object? expected, object? got) => Of(() => Check.Equal("a", () => got, expected)).Message;
}
