using System.Globalization;
using Descent.Data;

namespace Descent.Tests.Data;

[Collection("DESCENT_DATA")]
public class TableTests
{
    static Table Read(string text, bool? header = null, char separator = ',')
    {
        using var data = new TemporaryData();
        return Table.Read(data.Write("my.csv", text), header, separator);
    }

    static string Refusal(string text) => Assert.Throws<InvalidDataException>(() => Read(text)).Message;

    [Fact]
    public void A_first_line_without_numbers_is_the_header()
    {
        var table = Read("height, weight\r\n1.5,-2e3\r\n\r\n.25, 7 \r\n");
        Assert.Equal(["height", "weight"], table.Columns);
        Assert.Equal(2, table.Count);
        Assert.Equal(-2000, table.Number(0, 1));
        Assert.Equal(0.25, table.Number(1, table.Column("height")));
        Assert.Equal("7", table.Text(1, 1));
        Assert.Equal("my.csv: 2 rows of height, weight", table.ToString());
    }

    [Fact]
    public void Without_a_header_columns_are_numbered()
    {
        Assert.Equal(["1", "2"], Read("1,2\n3,4").Columns);
        Assert.Equal(2, Read("1,2\n3,4").Count);
        Assert.Equal(["1", "2"], Read("a,b\nc,d", header: false).Columns);
        Assert.Equal(1, Read("2019,2020\n3,4", header: true).Count);
    }

    [Fact]
    public void Quoted_cells_may_hold_separators_quotes_and_line_ends()
    {
        var table = Read("name;x\n\"a;\"\"b\"\"\nc\";1\nd;oops\n", separator: ';');
        Assert.Equal("a;\"b\"\nc", table.Text(0, 0));
        var error = Assert.Throws<InvalidDataException>(() => table.Number(1, 1));
        Assert.StartsWith("my.csv, line 4, column 2 (x): expected a number, found \"oops\".", error.Message);
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_language_of_the_machine()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            Assert.Equal(1.5, Read("1.5").Number(0, 0));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Errors_name_the_line_and_the_column()
    {
        Assert.StartsWith("my.csv, line 3: expected 2 cells as in line 1, found 3.", Refusal("a,b\n1,2\n3,4,5\n"));
        Assert.StartsWith("my.csv: expected at least one row, found none.", Refusal("\n\n"));
        Assert.StartsWith("my.csv: expected at least one row below the header a,b, found none.", Refusal("a,b\n"));
        Assert.StartsWith("my.csv, line 2: a quote opens and never closes.", Refusal("a,b\n1,\"2\n3,4\n"));
        Assert.Contains("found \"NaN\"", Assert.Throws<InvalidDataException>(() => Read("a\nNaN\n", header: true).Number(0, 0)).Message);
        Assert.Contains("expected one column \"c\", found the columns a, b", Assert.Throws<ArgumentException>(() => Read("a,b\n1,2\n").Column("c")).Message);
    }
}
