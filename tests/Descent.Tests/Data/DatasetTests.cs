using Descent.Data;
using Descent.Tensors;

namespace Descent.Tests.Data;

public class DatasetTests
{
    static readonly Dataset Five = Dataset.FromArrays(new double[,] { { 0, 1 }, { 10, 11 }, { 20, 21 }, { 30, 31 }, { 40, 41 } }, [0, 1, 2, 0, 1], name: "five");
    static readonly Dataset Line = Dataset.FromArrays(new double[,] { { 1 }, { 2 }, { 3 } }, new double[,] { { 1, -1 }, { 2, -2 }, { 3, -3 } }, "line");

    [Fact]
    public void Mnist_is_genuine()
    {
        var (train, test) = (Dataset.Mnist(), Dataset.MnistTest());
        Assert.Equal("MNIST: 60,000 examples [784], 10 classes", train.ToString());
        Assert.Equal("MNIST test: 10,000 examples [784], 10 classes", test.ToString());
        Assert.Equal([5, 0, 4, 1, 9, 2, 1, 3, 1, 4], train.Labels[..10]);
        Assert.Equal([7, 2, 1, 0, 4, 1, 4, 9, 5, 9], test.Labels[..10]);
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], Enumerable.Range(0, 10).Select(c => test.Labels.Count(y => y == c)));
        Assert.Equal(0.1325146, (double)test.Inputs().Mean(), 6);
        Assert.Same(train, Dataset.Mnist());
    }

    [Fact]
    public void Bytes_become_numbers_from_0_to_1_in_either_precision()
    {
        var (x, y, labels) = Dataset.MnistTest().Rows([3, 0, 3]);
        Assert.Equal(Shape.Of([3, 784]), x.Shape);
        Assert.Equal([0, 7, 0], labels);
        Assert.Equal([0, 7, 0], y.ArgMax());
        Assert.Equal(x[0].ToArray(), x[2].ToArray());
        Assert.Equal((0, 1), ((double)x.Min(), (double)x.Max()));
        Assert.All(x.ToArray(), v => Assert.Equal(Math.Round(255 * v), 255 * v, 1e-13));
        var single = Dataset.MnistTest().Rows([3, 0, 3], Precision.Single);
        Assert.Equal((Precision.Single, Precision.Single), (single.X.Precision, single.Y.Precision));
        Assert.All(single.X.ToArray().Zip(x.ToArray()), pair => Assert.Equal(pair.Second, pair.First, 1.2e-7)); // two roundings of 2⁻²⁴
    }

    [Fact]
    public void Digits_are_genuine_and_in_file_order()
    {
        var digits = Dataset.Digits();
        Assert.Equal("digits: 1,797 examples [64], 10 classes", digits.ToString());
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0], digits.Rows([0]).X.ToArray()[..16].Select(v => 16 * v));
        Assert.Equal(Enumerable.Range(0, 10), digits.Labels[..10]);
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], Enumerable.Range(0, 10).Select(c => digits.Labels.Count(y => y == c)));
        Assert.Equal(561_718, 16 * (double)digits.Inputs().Sum());
        Assert.Same(digits, Dataset.Digits());
    }

    [Fact]
    public void An_epoch_holds_every_example_exactly_once()
    {
        var seen = new List<double>();
        foreach (var (x, y, labels) in Five.Batches(2, new Rng(1)))
        {
            Assert.Equal(labels, y.ArgMax());
            for (var i = 0; i < labels.Length; i++)
                Assert.Equal(Five.Labels[(int)x.At(i, 0) / 10], labels[i]);
            seen.AddRange(x.Slice(1, 0, 1).ToArray());
        }
        Assert.Equal([0, 10, 20, 30, 40], seen.Order());
        Assert.Equal([2, 2, 1], Five.Batches(2, new Rng(1)).Select(batch => batch.Count));
    }

    [Fact]
    public void Another_epoch_comes_in_another_order_and_the_same_seed_in_the_same()
    {
        var rng = new Rng(3);
        double[] Order(Rng rng) => [.. Dataset.Digits().Batches(100, rng).SelectMany(batch => batch.Labels).Select(y => (double)y)];
        var (first, second) = (Order(rng), Order(rng));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Order(new Rng(3)));
    }

    [Fact]
    public void Drawing_n_of_n_with_replacement_sees_the_expected_share()
    {
        var digits = Dataset.FromArrays(new double[4000, 1], Enumerable.Range(0, 4000).ToArray());
        double n = digits.Count;
        var seen = digits.Sample(digits.Count, new Rng(5)).Labels.Distinct().Count();
        var missed = n * Math.Pow(1 - 1 / n, n);
        var variance = missed + n * (n - 1) * Math.Pow(1 - 2 / n, n) - missed * missed;
        Assert.Equal(0.632, (n - missed) / n, 3);
        Assert.InRange(seen, n - missed - 4 * Math.Sqrt(variance), n - missed + 4 * Math.Sqrt(variance));
    }

    [Fact]
    public void Parts_keep_inputs_and_labels_together()
    {
        var (head, tail) = Five.Split(3);
        Assert.Equal([0, 1, 10, 11, 20, 21], head.Inputs().ToArray());
        Assert.Equal([30, 31, 40, 41], tail.Inputs().ToArray());
        Assert.Equal([0, 1], tail.Labels);
        Assert.Equal([40, 41], tail.Subset([1, 1, 0]).Take(1).Inputs().ToArray());
        Assert.Equal(3, head.Take(1).Classes);
        var shuffled = Five.Shuffle(new Rng(2));
        Assert.NotEqual(Five.Inputs().ToArray(), shuffled.Inputs().ToArray());
        Assert.Equal(shuffled.Inputs().ToMatrix().Cast<double>().Where((_, i) => i % 2 == 0).Select(v => Five.Labels[(int)v / 10]), shuffled.Labels);
    }

    [Fact]
    public void Target_numbers_travel_with_their_inputs()
    {
        Assert.Equal("line: 3 examples [1], targets [2]", Line.ToString());
        Assert.Equal(0, Line.Classes);
        var (x, y, labels) = Line.Subset([2, 1]).Rows([0, 1, 0], Precision.Single);
        Assert.Equal([3, 2, 3], x.ToArray());
        Assert.Equal([3, -3, 2, -2, 3, -3], y.ToArray());
        Assert.Equal(Precision.Single, y.Precision);
        Assert.Empty(labels);
        Assert.Equal([1, -1, 2, -2, 3, -3], Line.Targets.ToArray());
    }

    [Fact]
    public void The_whole_set_is_one_batch()
    {
        var (x, y, labels) = Five.All();
        Assert.Equal(Five.Inputs().ToArray(), x.ToArray());
        Assert.Equal(Five.Targets.ToArray(), y.ToArray());
        labels[0] = 2;
        Assert.Equal(0, Five.Labels[0]);
    }

    [Fact]
    public void A_map_changes_inputs_and_their_shape_only()
    {
        var images = Five.Map(x => x.Reshape([x.Shape[0], 2, 1])).Map(x => 2 * x);
        Assert.Equal(Shape.Of([2, 1]), images.InputShape);
        Assert.Equal(Shape.Of([1, 2, 1]), images.Rows([3]).X.Shape);
        Assert.Equal([60, 62], images.Take(4).Rows([3]).X.ToArray());
        Assert.Equal(Five.Labels, images.Labels);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused()
    {
        Assert.Equal("data: 2 inputs and 1 labels; each input needs one label.", Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new double[2, 3], [0])).Message);
        Assert.Equal("data: label 5 of example 1 is not one of the classes 0 … 2.", Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new double[2, 3], [0, 5], classes: 3)).Message);
        Assert.Contains("label -1 of example 0", Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new double[1, 3], [-1])).Message);
        Assert.Equal("data: 2 inputs and targets of shape [3×1]; each input needs one row of targets.",
            Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new double[2, 3], new double[3, 1])).Message);
        Assert.Equal("five: example 5 of 5.", Assert.Throws<ArgumentException>(() => Five.Rows([0, 5])).Message);
        Assert.Contains("five: 6 of 5 examples.", Assert.Throws<ArgumentOutOfRangeException>(() => Five.Take(6)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Five.Batches(0, new Rng(1)));
        Assert.Throws<ArgumentException>(() => Dataset.From(Tensor.Scalar(1), [0]));
    }
}
