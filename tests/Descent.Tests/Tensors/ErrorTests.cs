using Descent.Tensors;
using static Descent.Tensors.Tensor;

namespace Descent.Tests.Tensors;

/// <summary>Wrong shapes, indices and precisions: one message per mistake, naming both sides.</summary>
public class ErrorTests
{
    static readonly Tensor Vector = Ones([3]), Matrix = Ones([2, 3]), Cube = Ones([4, 2, 3]), Number = Scalar(1), Single = Ones([2, 3], Precision.Single);

    static readonly (Func<object?> Mistake, string Message)[] Mistakes =
    [
        (() => Matrix + Ones([4]), "Shapes [2×3] and [4] do not broadcast: sizes 3 and 4 differ on axis 1."),
        (() => Matrix * Ones([3, 3]), "Shapes [2×3] and [3×3] do not broadcast: sizes 2 and 3 differ on axis 0."),
        (() => Matrix > Ones([2]), "Shapes [2×3] and [2] do not broadcast: sizes 3 and 2 differ on axis 1."),
        (() => Pow(Matrix, Ones([2])), "Shapes [2×3] and [2] do not broadcast: sizes 3 and 2 differ on axis 1."),
        (() => Where(Ones([5]), Matrix, Vector), "Shapes [5] and [2×3] do not broadcast: sizes 5 and 3 differ on axis 1."),
        (() => Matrix - Single, "Operands [2×3] float64 and [2×3] float32: precisions differ; convert one with To(Precision.Double)."),
        (() => Single.EqualTo(Vector), "Operands [2×3] float32 and [3] float64: precisions differ; convert one with To(Precision.Single)."),
        (() => Where(Matrix, Matrix, Single), "Where of [2×3] float64 and [2×3] float32: precisions differ; convert one with To(Precision.Double)."),
        (() => Where(Single, Matrix, Matrix), "Where of [2×3] float32 and [2×3] float64: precisions differ; convert one with To(Precision.Single)."),
        (() => Matrix.MatMulTransposed(Single), "MatMulTransposed of [2×3] float64 and [2×3] float32: precisions differ; convert one with To(Precision.Double)."),
        (() => Concat(0, Matrix, Single), "Concat of [2×3] float64 and [2×3] float32: precisions differ; convert one with To(Precision.Double)."),
        (() => Ones([64, 20]).MatMul(Ones([10, 5])), "MatMul of [64×20] and [10×5]: inner sizes differ."),
        (() => Matrix.TransposedMatMul(Vector), "TransposedMatMul of [2×3] and [3]: both need two axes."),
        (() => Matrix.TransposedMatMul(Ones([3, 2])), "TransposedMatMul of [2×3] and [3×2]: inner sizes differ."),
        (() => Cube.MatMulTransposed(Ones([3, 2])), "MatMulTransposed of [4×2×3] and [3×2]: inner sizes differ."),
        (() => Cube.MatMul(Ones([5, 3, 2])), "MatMul of [4×2×3] and [5×3×2]: batches differ."),
        (() => Cube.MatMul(Ones([2, 4, 3, 2])), "MatMul of [4×2×3] and [2×4×3×2]: batches differ."),
        (() => Vector.MatMul(Ones([2])), "Dot of [3] and [2]: shapes differ."),
        (() => Matrix.MatMul(Number), "MatMul of [2×3] and []: a scalar has no axis to multiply over; use *."),
        (() => Matrix.Dot(Ones([3, 2])), "Dot of [2×3] and [3×2]: shapes differ."),
        (() => Matrix.Reshape([4]), "Reshape of [2×3] to [4]: 6 elements are not 4."),
        (() => Matrix.Permute(0, 0), "Permute of [2×3] by (0, 0): each of its 2 axes must be named once."),
        (() => Matrix.Permute(0), "Permute of [2×3] by (0): each of its 2 axes must be named once."),
        (() => Vector.Transpose(), "Transpose of [3]: two axes are needed."),
        (() => Matrix.BroadcastTo([3]), "BroadcastTo [3] of [2×3]: sizes other than 1 differ."),
        (() => Matrix.SumTo([2]), "Shapes [2×3] and [2] do not broadcast: sizes 3 and 2 differ on axis 1."),
        (() => Matrix.SumTo([4, 2, 3]), "SumTo [4×2×3] of [2×3]: the shape does not broadcast to this one."),
        (() => Matrix.Sum(2), "Axis 2 of a tensor of shape [2×3]: it has 2 axes. (Parameter 'i')"),
        (() => Matrix.Max(-3), "Axis -3 of a tensor of shape [2×3]: it has 2 axes. (Parameter 'i')"),
        (() => Number.ArgMax(), "Axis -1 of a tensor of shape []: it has 0 axes. (Parameter 'i')"),
        (() => Matrix.Slice(1, 2, 2), "Slice 2 … 3 along axis 1 of shape [2×3]. (Parameter 'start')"),
        (() => Matrix.Slice(1, 1, int.MaxValue), "Slice 1 … 2147483647 along axis 1 of shape [2×3]. (Parameter 'start')"),
        (() => Matrix[1..5], "Slice 1 … 4 along axis 0 of shape [2×3]. (Parameter 'start')"),
        (() => Matrix[2], "Index 2 of a tensor of shape [2×3]. (Parameter 'i')"),
        (() => Number[0], "Index 0 of a tensor of shape []. (Parameter 'i')"),
        (() => Matrix.At(1), "1 indices for a tensor of shape [2×3]: 2 are needed. (Parameter 'indices')"),
        (() => Matrix.At(1, 3), "Index 3 on axis 1 of shape [2×3]. (Parameter 'indices')"),
        (() => Matrix.Pad(0, -1, 1), "Pad of [2×3] along axis 0 by -1 and 1: sizes cannot be negative."),
        (() => Concat(0), "Concat of nothing: at least one tensor is needed."),
        (() => Concat(0, Matrix, Vector), "Concat along axis 0 of [2×3] and [3]: another axis differs."),
        (() => Concat(1, Matrix, Ones([3, 3])), "Concat along axis 1 of [2×3] and [3×3]: another axis differs."),
        (() => Stack(Vector, Ones([4])), "Concat along axis 0 of [1×3] and [1×4]: another axis differs."),
        (() => Matrix.Gather([0, 2]), "Gather: row 2 (at 1) of a tensor with 2 rows."),
        (() => Matrix.Gather([-1]), "Gather: row -1 (at 0) of a tensor with 2 rows."),
        (() => Ones([0, 3]).Gather([0]), "Gather: row 0 (at 0) of a tensor with 0 rows."),
        (() => Number.Gather([0]), "Gather of a scalar: a first axis is needed."),
        (() => Matrix.ScatterAdd([0], 3), "ScatterAdd of [2×3] to 1 rows: one target per row is needed."),
        (() => Matrix.ScatterAdd([0, 3], 3), "ScatterAdd: row 3 (at 1) of a tensor with 3 rows."),
        (() => Matrix.ScatterAdd([0, 0], 0), "ScatterAdd: row 0 (at 1) of a tensor with 0 rows."),
        (() => Matrix.Pick([0]), "Pick from [2×3] with 1 labels: one label per row is needed."),
        (() => Matrix.Pick([0, 3]), "Pick from [2×3]: label 3 of row 1 is outside the last axis."),
        (() => Ones([2, 0]).Pick([0, 0]), "Pick from [2×0]: label 0 of row 1 is outside the last axis."),
        (() => OneHot([0, 5], 3), "OneHot: label 5 at 1 is not one of the classes 0 … 2."),
        (() => OneHot([0], 0), "OneHot: label 0 at 0 is not one of the classes 0 … -1."),
        (() => Matrix.CrossEntropy([1]), "CrossEntropy of logits [2×3] and 1 labels: one label per row is needed."),
        (() => Matrix.CrossEntropy([1, -1]), "CrossEntropy of logits [2×3]: label -1 of row 1 is not one of the classes 0 … 2."),
        (() => Ones([1, 0]).CrossEntropy([0]), "CrossEntropy of logits [1×0]: label 0 of row 0 is not one of the classes 0 … -1."),
        (() => Number.LogSoftmax(), "LogSoftmax of a scalar: a last axis of classes is needed."),
        (() => Matrix.Clip(2, 1), "Clip to [2, 1]: the lower limit is above the upper."),
        (() => From([1.0, 2.0], [3]), "2 numbers do not fill a tensor of shape [3]: it has 3 elements."),
        (() => Diagonal(Matrix), "Diagonal of [2×3]: a vector is needed."),
        (() => Tensor.Range(0, 1, 1), "Range of 1 numbers: at least two are needed."),
        (() => Vector.ToMatrix(), "A tensor of shape [3] is no matrix."),
        (() => Zeros([2, -3]), "Shape [2×-3]: sizes cannot be negative."),
        (() => Zeros([1 << 22, 1 << 22, 1 << 20]), "Shape [4194304×4194304×1048576] has more elements than one tensor can hold."),
        (() => Copied(Single, new double[6]), "A float32 tensor cannot be copied to a span of Double; convert it with To."),
        (() => Copied(Matrix, new double[5]), "Destination is too short. (Parameter 'destination')"),
        (() => Matrix.Dot(Single), "Dot of [2×3] float64 and [2×3] float32: precisions differ; convert one with To(Precision.Double)."),
    ];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Mistakes.Length)];

    [Theory, MemberData(nameof(Places))]
    public void Mistakes_are_named(int place)
    {
        var (mistake, message) = Mistakes[place];
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(mistake).Message);
    }

    [Fact]
    public void A_tensor_of_several_numbers_is_not_one_number() =>
        Assert.Equal("A tensor of shape [3] is not one number.", Assert.Throws<InvalidCastException>(() => (double)Vector).Message);

    static double[] Copied(Tensor x, double[] target)
    {
        x.CopyTo(target.AsSpan());
        return target;
    }
}
