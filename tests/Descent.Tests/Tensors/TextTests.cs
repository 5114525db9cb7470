using Descent.Tensors;

namespace Descent.Tests.Tensors;

public class TextTests
{
    [Fact]
    public void Scalar_is_its_number()
    {
        Assert.Equal("−1.5", Tensor.Scalar(-1.5).ToString());
        Assert.Equal("0.1", Tensor.Scalar(0.1, Precision.Single).ToString());
        Assert.Equal("−∞", Tensor.Scalar(double.NegativeInfinity).ToString());
    }

    [Fact]
    public void Vector_names_precision_and_shape_and_aligns_five_digits() => Assert.Equal(
        """
        float64 [3]
         [      1       −2  0.33333]
        """, Tensor.Of(1, -2, 1.0 / 3).ToString());

    [Fact]
    public void Long_vector_is_shortened_in_the_middle() => Assert.Equal(
        """
        float64 [100]
         [       0  0.010101  0.020202         …    0.9798    0.9899         1]
        """, Tensor.Range(0, 1, 100).ToString());

    [Fact]
    public void Long_matrix_is_shortened_on_both_axes() => Assert.Equal(
        """
        float32 [9×9]
         [1  0  0  …  0  0  0]
         [0  1  0  …  0  0  0]
         [0  0  1  …  0  0  0]
         …
         [0  0  0  …  1  0  0]
         [0  0  0  …  0  1  0]
         [0  0  0  …  0  0  1]
        """, Tensor.Eye(9, Precision.Single).ToString());

    [Fact]
    public void Matrices_of_a_three_dimensional_tensor_are_apart() => Assert.Equal(
        """
        float64 [2×2×4]
         [ 0   1   2   3]
         [ 4   5   6   7]

         [ 8   9  10  11]
         [12  13  14  15]
        """, Tensor.Range(0, 15, 16).Reshape([2, 2, 4]).ToString());

    [Fact]
    public void Empty_tensor_is_its_shape() => Assert.Equal("float64 [0×3]", Tensor.Zeros([0, 3]).ToString());

    [Fact]
    public void Numbers_that_are_none_are_shown() => Assert.Equal(
        """
        float64 [4]
         [       NaN           ∞          −∞  1.2346E+08]
        """, Tensor.Of(double.NaN, double.PositiveInfinity, double.NegativeInfinity, 123456789).ToString());
}
