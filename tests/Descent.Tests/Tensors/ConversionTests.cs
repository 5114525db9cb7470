using Descent.Tensors;
using MathNet.Numerics.LinearAlgebra;
using static Descent.Tensors.Tensor;

namespace Descent.Tests.Tensors;

public class ConversionTests
{
    static readonly double[,] Numbers = { { 1, 2, 3 }, { 4, 5, 6 } };

    [Fact]
    public void Arrays_and_spans_go_in_and_out_row_by_row()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], Of(Numbers).ToArray());
        Assert.Equal(Numbers, Of(Numbers).ToMatrix());
        Assert.Equal([1f, 2, 3, 4, 5, 6], Of(Numbers).ToSingles());
        Assert.Equal([0.1f, 0.2f], From([0.1f, 0.2f], [2]).ToSingles());
        Assert.Equal([(double)0.1f, 0.2f], From([0.1f, 0.2f], [2]).ToArray());
        var doubles = new double[7];
        Of(Numbers).CopyTo(doubles.AsSpan(1));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], doubles);
        var singles = new float[2];
        From([0.1f, 0.2f], [2]).CopyTo(singles.AsSpan());
        Assert.Equal([0.1f, 0.2f], singles);
    }

    [Fact]
    public void Numbers_are_copied_on_the_way_in_and_out()
    {
        double[] source = [1, 2];
        var x = From(source, [2]);
        source[0] = 9;
        x.ToArray()[1] = 9;
        Assert.Equal([1, 2], x.ToArray());
    }

    [Fact]
    public void Math_NET_matrices_and_vectors_go_in_and_out()
    {
        var matrix = Matrix<double>.Build.DenseOfArray(Numbers);
        var vector = Vector<double>.Build.Dense([7, 8]);
        Assert.Equal(Of(Numbers).ToArray(), From(matrix).ToArray());
        Assert.Equal("[2×3]", From(matrix).Shape.ToString());
        Assert.Equal(matrix, Of(Numbers).ToMathNetMatrix());
        Assert.Equal(vector, From(vector).ToMathNetVector());
        Assert.Equal(matrix, Of(Numbers).To(Precision.Single).ToMathNetMatrix());
    }

    [Fact]
    public void Makers_make_what_they_are_called()
    {
        Assert.Equal([0, 0, 0, 0, 0, 0], Zeros([2, 3]).ToArray());
        Assert.Equal([1, 1], Ones([2], Precision.Single).ToArray());
        Assert.Equal([0.5, 0.5], Full([2], 0.5).ToArray());
        Assert.Equal(3, (double)Scalar(3));
        Assert.Equal([1, 0, 0, 1], Eye(2).ToArray());
        Assert.Equal([0, 0, 1], Unit(3, 2).ToArray());
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], Tensor.Range(0, 1, 5).ToArray());
        Assert.Equal([0, 0, 1, 1, 0, 0], OneHot([2, 0], 3).ToArray());
        Assert.All([Zeros([2], Precision.Single), Ones([2], Precision.Single), Full([2], 1, Precision.Single), Scalar(1, Precision.Single), Eye(2, Precision.Single), Unit(2, 0, Precision.Single), OneHot([1], 2, Precision.Single)],
            x => Assert.Equal(Precision.Single, x.Precision));
    }

    [Fact]
    public void Elements_are_found_by_their_indices()
    {
        var x = Tensor.Range(0, 23, 24).Reshape([2, 3, 4]);
        Assert.Equal(23, x.At(1, 2, 3));
        Assert.Equal(23, x.At(-1, -1, -1));
        Assert.Equal(6, x.At(0, 1, 2));
        Assert.Equal(x.At(1, 0, 2), (double)x[1][0][2]);
        Assert.Equal(x.At(1, 0, 2), (double)x[^1][..1][0][^2]);
    }

    [Fact]
    public void Largest_elements_are_found_first_of_equals()
    {
        var x = Of(new double[,] { { 1, 3, 3 }, { 5, 2, 5 } });
        Assert.Equal([1, 0], x.ArgMax());
        Assert.Equal([1, 0, 1], x.ArgMax(0));
        Assert.Equal([2], Of(1, double.PositiveInfinity, double.NaN).ArgMax());
    }

    [Fact]
    public void Shapes_compare_by_value()
    {
        Shape a = [2, 3], b = [2, 3], scalar = [];
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.True(a != scalar && scalar == default && scalar.Size == 1 && scalar.Rank == 0 && default(Shape).Size == 1);
        Assert.Equal((3, 2), (a[-1], a[0]));
        Assert.False(a.Equals("[2×3]"));
        Assert.Equal("[2×5] [3] [2×3]", $"{a.With(-1, 5)} {a.Without(0)} {a}");
    }
}
