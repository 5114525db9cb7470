using Descent.Notebooks.Jupyter;

namespace Descent.Notebooks.Tests.Jupyter;

public class CodePointsTests
{
    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("a😀b", 2, 3)]
    [InlineData("😀😀", 1, 2)]
    [InlineData("θ̂x", 2, 2)]
    [InlineData("ab", 0, 0)]
    public void A_place_is_the_same_in_both_countings(string text, int points, int index)
    {
        Assert.Equal(index, CodePoints.Index(text, points));
        Assert.Equal(points, CodePoints.Count(text, index));
    }

    [Fact]
    public void Beyond_the_end_is_the_end() => Assert.Equal(3, CodePoints.Index("a😀", 9));
}
