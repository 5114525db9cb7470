using System.Collections.Concurrent;
using System.Globalization;
using Descent.Tensors;

namespace Descent.Data;

public sealed partial record Dataset
{
    static readonly ConcurrentDictionary<string, Dataset> Loaded = new();
    static readonly string[] Digit = [.. Enumerable.Range(0, 10).Select(d => $"{d}")];

    /// <summary>MNIST's 60,000 training images of handwritten digits: inputs [784] from 0 to 1, ten classes. Read once per process.</summary>
    /// <exception cref="FileNotFoundException">A file is missing from the data folder.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names file, expected and found.</exception>
    /// <remarks>Source: LeCun, Cortes, Burges 1998; datasets/README.md.</remarks>
    public static Dataset Mnist() => Images("MNIST", "train");

    /// <summary>MNIST's 10,000 test images, like <see cref="Mnist"/>.</summary>
    /// <exception cref="FileNotFoundException">A file is missing from the data folder.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names file, expected and found.</exception>
    public static Dataset MnistTest() => Images("MNIST test", "t10k");

    /// <summary>1,797 images of handwritten digits in the order of the file: inputs [64], counts from 0 to 16 divided by 16, ten classes. Read once per process.</summary>
    /// <exception cref="FileNotFoundException">The file is missing from the data folder.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message names file, expected and found.</exception>
    /// <remarks>Source: Alpaydin, Kaynak 1998; datasets/README.md.</remarks>
    public static Dataset Digits() => Loaded.GetOrAdd(DataFiles.Find("digits.csv.gz"), static path =>
    {
        var table = Table.Read(path, header: false);
        if (table.Columns.Count != 65)
            throw DataFiles.Damaged(path, "65 columns", $"{table.Columns.Count}");
        return new("digits", table.Count, [64], Keep(Tensor.From(Cells(table, 0..64, 1.0 / 16), [table.Count, 64])),
            DigitLabels(path, [.. Cells(table, 64..65, 1)]), Digit, null);
    });

    /// <summary>Your own inputs, shape [examples, …], with a class 0, 1, … each.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="labels">One class per input.</param>
    /// <param name="classes">Number of classes; when not given, the largest label + 1.</param>
    /// <param name="name">What the data are.</param>
    /// <exception cref="ArgumentException">Not one label per input, or a label that is no class.</exception>
    public static Dataset From(Tensor x, int[] labels, int? classes = null, string name = "data") =>
        new(name, Examples(x, name), x.Shape.Without(0), Keep(x), [.. labels],
            [.. Enumerable.Range(0, Math.Max(1, classes ?? labels.DefaultIfEmpty().Max() + 1)).Select(c => $"{c}")], null);

    /// <summary>Your own inputs, shape [examples, …], with target numbers each, shape [examples, outputs].</summary>
    /// <exception cref="ArgumentException">Not one row of targets per input.</exception>
    public static Dataset From(Tensor x, Tensor targets, string name = "data") =>
        new(name, Examples(x, name), x.Shape.Without(0), Keep(x), [], [], targets.Keep());

    /// <summary>Your own inputs, one per row, with a class 0, 1, … each.</summary>
    /// <exception cref="ArgumentException">Not one label per input, or a label that is no class.</exception>
    public static Dataset FromArrays(double[,] x, int[] labels, int? classes = null, string name = "data") => From(Tensor.Of(x), labels, classes, name);

    /// <summary>Your own inputs, one per row, with one row of target numbers each.</summary>
    /// <exception cref="ArgumentException">Not one row of targets per input.</exception>
    public static Dataset FromArrays(double[,] x, double[,] targets, string name = "data") => From(Tensor.Of(x), Tensor.Of(targets), name);

    /// <summary>A csv file whose columns are numbers, except that the target column may hold the names of classes.</summary>
    /// <param name="path">The file; decompressed when its name ends in .gz.</param>
    /// <param name="target">Name of the target column; when not given, the last one. All others are inputs.</param>
    /// <param name="regression">True: targets are numbers, shape [1]. False: every different value is a class, in ascending order.</param>
    /// <param name="header">Whether the first line names the columns; when not given, it does if none of its cells is a number.</param>
    /// <param name="separator">What separates cells.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A cell that is no number or a line of another length; the message names file, line and column.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static Dataset FromCsv(string path, string? target = null, bool regression = false, bool? header = null, char separator = ',')
    {
        var table = Table.Read(path, header, separator);
        var last = table.Columns.Count - 1;
        var column = target is null ? last : table.Column(target);
        if (last == 0)
            throw new ArgumentException($"{Path.GetFileName(path)}: expected inputs beside the target column, found the one column {table.Columns[0]}.");
        double[] x = [.. Enumerable.Range(0, table.Count).SelectMany(i => Enumerable.Range(0, last + 1).Where(j => j != column).Select(j => table.Number(i, j)))];
        var inputs = Tensor.From(x, [table.Count, last]);
        var name = Path.GetFileName(path);
        if (regression)
            return From(inputs, Tensor.From(Cells(table, column..(column + 1), 1), [table.Count, 1]), name);

        string[] cells = [.. Enumerable.Range(0, table.Count).Select(i => table.Text(i, column))];
        string[] classes = [.. cells.Distinct().OrderBy(cell => cell, Ascending)];
        return new(name, table.Count, [last], Keep(inputs), [.. cells.Select(cell => Array.IndexOf(classes, cell))], classes, null);
    }

    /// <summary>Numbers by size, before all other texts, which are compared letter by letter.</summary>
    static readonly Comparer<string> Ascending = Comparer<string>.Create(static (a, b) => (Size(a), Size(b)) switch
    {
        (null, null) => string.CompareOrdinal(a, b),
        (var x, var y) => (x ?? double.PositiveInfinity).CompareTo(y ?? double.PositiveInfinity) is not 0 and var order ? order : string.CompareOrdinal(a, b)
    });

    static double? Size(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    static Dataset Images(string name, string part) => Loaded.GetOrAdd(DataFiles.Find($"{part}-images-idx3-ubyte.gz"), path =>
    {
        var labelPath = DataFiles.Find($"{part}-labels-idx1-ubyte.gz");
        var images = Idx.Read(path, 3);
        var labels = Idx.Read(labelPath, 1);
        if (labels.Shape[0] != images.Shape[0])
            throw DataFiles.Damaged(labelPath, $"{images.Shape[0]} labels, as many as images", $"{labels.Shape[0]}");
        Shape input = [images.Shape[1] * images.Shape[2]];
        return new(name, images.Shape[0], input, (rows, precision) => Tensor.FromBytes(images.Values, rows, input, 1.0 / 255, precision),
            DigitLabels(labelPath, Array.ConvertAll(labels.Values, y => (double)y)), Digit, null);
    });

    static int[] DigitLabels(string path, double[] values) => Array.TrueForAll(values, y => y is >= 0 and <= 9 && y == (int)y)
        ? Array.ConvertAll(values, y => (int)y)
        : throw DataFiles.Damaged(path, "labels from 0 to 9", $"{values.First(y => !(y is >= 0 and <= 9 && y == (int)y))}");

    static double[] Cells(Table table, Range columns, double scale)
    {
        var (first, width) = columns.GetOffsetAndLength(table.Columns.Count);
        return [.. Enumerable.Range(0, table.Count).SelectMany(i => Enumerable.Range(first, width).Select(j => scale * table.Number(i, j)))];
    }

    static Func<int[], Precision, Tensor> Keep(Tensor x)
    {
        var kept = x.Keep();
        var other = new Lazy<Tensor>(() => kept.To(1 - kept.Precision).Keep());   // converted once, not for every batch
        return (rows, precision) => (precision == kept.Precision ? kept : other.Value).Gather(rows);
    }

    static int Examples(Tensor x, string name) =>
        x.Rank > 0 ? x.Shape[0] : throw new ArgumentException($"{name}: one number is no table of inputs; shape [examples, …] is needed.");
}
