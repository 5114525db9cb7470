using Descent.Data;

namespace Descent.Tests.Data;

[Collection("DESCENT_DATA")]
public class DatasetSourcesTests
{
    static byte[] Header(params int[] sizes) => [0, 0, 8, (byte)sizes.Length, .. sizes.SelectMany(size => new byte[] { 0, 0, 0, (byte)size })];

    [Fact]
    public void A_csv_with_class_names_becomes_classes_in_ascending_order()
    {
        using var data = new TemporaryData();
        var set = Dataset.FromCsv(data.Write("iris.csv", "length,species,width\n1,virginica,2\n3,setosa,4\n5,virginica,6\n"), "species");
        Assert.Equal("iris.csv: 3 examples [2], 2 classes", set.ToString());
        Assert.Equal(["setosa", "virginica"], set.ClassNames);
        Assert.Equal([1, 0, 1], set.Labels);
        Assert.Equal([1, 2, 3, 4, 5, 6], set.Inputs().ToArray());
        Assert.Equal(["2", "10", "x"], Dataset.FromCsv(data.Write("n.csv", "0,10\n0,x\n0,2\n")).ClassNames);
    }

    [Fact]
    public void A_csv_for_regression_takes_the_last_column_unless_told()
    {
        using var data = new TemporaryData();
        var path = data.Write("line.csv", "x,y\n1,2\n3,4\n");
        Assert.Equal([2, 4], Dataset.FromCsv(path, regression: true).Targets.ToArray());
        Assert.Equal([1, 3], Dataset.FromCsv(path, "x", regression: true).Targets.ToArray());
        Assert.Contains("line 3, column 1 (x): expected a number, found \"\"",
            Assert.Throws<InvalidDataException>(() => Dataset.FromCsv(data.Write("gap.csv", "x,y\n1,2\n,4\n"))).Message);
        Assert.Contains("expected one column \"z\"", Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, "z")).Message);
        Assert.Contains("found the one column x", Assert.Throws<ArgumentException>(() => Dataset.FromCsv(data.Write("one.csv", "x\n1\n"))).Message);
        Assert.Contains("nowhere.csv: no such file", Assert.Throws<FileNotFoundException>(() => Dataset.FromCsv(data["nowhere.csv"])).Message);
    }

    [Fact]
    public void Labels_that_do_not_belong_to_the_images_are_refused()
    {
        using var data = new TemporaryData();
        data.Compress("train-images-idx3-ubyte.gz", [.. Header(2, 2, 2), .. new byte[8]]);
        Assert.StartsWith("train-labels-idx1-ubyte.gz: expected in " + data.Folder, Assert.Throws<FileNotFoundException>(Dataset.Mnist).Message);
        data.Compress("train-labels-idx1-ubyte.gz", [.. Header(3), 1, 2, 3]);
        Assert.StartsWith("train-labels-idx1-ubyte.gz: expected 2 labels, as many as images, found 3.", Assert.Throws<InvalidDataException>(Dataset.Mnist).Message);
        data.Compress("train-labels-idx1-ubyte.gz", [.. Header(2), 1, 12]);
        Assert.StartsWith("train-labels-idx1-ubyte.gz: expected labels from 0 to 9, found 12.", Assert.Throws<InvalidDataException>(Dataset.Mnist).Message);
        data.Compress("train-labels-idx1-ubyte.gz", [.. Header(2), 1, 9]);
        Assert.Equal("MNIST: 2 examples [4], 10 classes", Dataset.Mnist().ToString());
    }

    [Fact]
    public void Damaged_digits_are_refused()
    {
        using var data = new TemporaryData();
        data.Compress("digits.csv.gz", "1,2,3\n"u8.ToArray());
        Assert.StartsWith("digits.csv.gz: expected 65 columns, found 3.", Assert.Throws<InvalidDataException>(Dataset.Digits).Message);
        data.Compress("digits.csv.gz", System.Text.Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Repeat("16", 65))));
        Assert.StartsWith("digits.csv.gz: expected labels from 0 to 9, found 16.", Assert.Throws<InvalidDataException>(Dataset.Digits).Message);
    }
}
