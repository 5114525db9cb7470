using Descent.Grading.Exercises;

namespace Descent.Grading.Tests.Exercises;

public class NbgraderTests
{
    [Theory]
    [InlineData("int x = 1;", "code", false, false, true, "setup", 0, "16a6bada43e7b226452659ab3520e2df")]
    [InlineData("Check.That(Square(3) == 9);", "code", true, false, true, "square_test", 2, "e28f71ae48ed30053d59b308c6979f7c")]
    [InlineData("YOUR ANSWER HERE", "markdown", true, true, false, "why", 2.5, "f661449b98879e62260c3dc0fc27acac")]
    [InlineData("// YOUR CODE HERE\nthrow new System.NotImplementedException();", "code", false, true, false, "f", 0, "6b415eab79652019079ea48a5d0b7b42")]
    [InlineData("Größe π", "markdown", false, false, true, "ro", 0, "2a5f0ee8f2e88d5669118fbf629c9d0f")]
    [InlineData("", "code", true, false, false, "empty", 0, "0bf65ffece1ed1639503ab1c5362f4d2")]
    public void Checksums_are_nbgrader_s(string source, string type, bool grade, bool solution, bool locked, string id, double points, string checksum)
    {
        Assert.Equal(checksum, Nbgrader.Checksum(source, type, grade, solution, locked, id, points));
        Assert.Equal(checksum, NbgraderOracle.Checksum(source, type, grade, solution, locked, id, points));
    }

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(3, "3.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(2.5, "2.5")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1.5e-4, "0.00015")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(-1.25e-7, "-1.25e-07")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1234567890123456, "1234567890123456.0")]
    [InlineData(123456789012345.6, "123456789012345.6")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.5e300, "1.5e+300")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    public void A_float_prints_as_in_Python(double value, string text) => Assert.Equal(text, Nbgrader.Float(value));
}
