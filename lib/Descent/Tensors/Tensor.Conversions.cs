using System.Numerics;
using Descent.Kernels;
using MathNet.Numerics.LinearAlgebra;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace Descent.Tensors;

public sealed partial class Tensor
{
    /// <summary>A float64 vector.</summary>
    public static Tensor Of(params double[] values) => From(values, [values.Length]);

    /// <summary>A float64 matrix.</summary>
    public static Tensor Of(double[,] values) => From([.. values.Cast<double>()], [values.GetLength(0), values.GetLength(1)]);

    /// <summary>A float64 tensor of copies of these numbers, row by row.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor From(ReadOnlySpan<double> values, Shape shape) => Fill(values, shape, Precision.Double);

    /// <summary>A float32 tensor of copies of these numbers, row by row.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor From(ReadOnlySpan<float> values, Shape shape) => Fill(values, shape, Precision.Single);

    /// <summary>A float64 matrix [rows, columns].</summary>
    public static Tensor From(Matrix<double> matrix) => From(matrix.ToRowMajorArray(), [matrix.RowCount, matrix.ColumnCount]);

    /// <summary>A float64 vector.</summary>
    public static Tensor From(Vector vector) => From(vector.ToArray(), [vector.Count]);

    static Tensor Fill<T>(ReadOnlySpan<T> values, Shape shape, Precision precision) where T : unmanaged
    {
        if (values.Length != shape.Size)
            throw new ArgumentException($"{values.Length} numbers do not fill a tensor of shape {shape}: it has {shape.Size} elements.");
        var y = New(precision, shape);
        values.CopyTo(y.Write<T>());
        return y;
    }

    /// <summary>All elements 0.</summary>
    public static Tensor Zeros(Shape shape, Precision precision = Precision.Double) => Full(precision, shape, 0);

    /// <summary>All elements 1.</summary>
    public static Tensor Ones(Shape shape, Precision precision = Precision.Double) => Full(precision, shape, 1);

    /// <summary>All elements equal to <paramref name="value"/>.</summary>
    public static Tensor Full(Shape shape, double value, Precision precision = Precision.Double) => Full(precision, shape, value);

    /// <summary>A single number, shape [].</summary>
    public static Tensor Scalar(double value, Precision precision = Precision.Double) => Full(precision, [], value);

    /// <summary>The unit matrix [n, n].</summary>
    public static Tensor Eye(int n, Precision precision = Precision.Double) =>
        Diagonal(Full(precision, [n], 1));

    /// <summary>eᵢ: the i-th unit vector of length n.</summary>
    public static Tensor Unit(int n, int i, Precision precision = Precision.Double) =>
        Full(precision, [1], 1).Pad(0, i, n - i - 1);

    /// <summary>The matrix with d on its diagonal.</summary>
    public static Tensor Diagonal(Tensor d) => d.Rank == 1
        ? d.Reshape([d.Size, 1]).Pad(1, 0, d.Size).Reshape([d.Size * (d.Size + 1)]).Slice(0, 0, d.Size * d.Size).Reshape([d.Size, d.Size])
        : throw new ArgumentException($"Diagonal of {d.Shape}: a vector is needed.");

    /// <summary>count equally spaced numbers from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public static Tensor Range(double from, double to, int count) => count >= 2
        ? Of([.. Enumerable.Range(0, count).Select(i => from + (to - from) * i / (count - 1))])
        : throw new ArgumentException($"Range of {count} numbers: at least two are needed.");

    /// <summary>The same numbers in another precision; derivatives pass through.</summary>
    public Tensor To(Precision precision)
    {
        if (precision == Precision)
            return this;
        var y = New(precision, Shape);
        if (Single)
            Elementwise.Convert(Read<float>(), y.Write<double>());
        else
            Elementwise.Convert(Read<double>(), y.Write<float>());
        return y.From(this, (g, x, y) => g.To(x.Precision));
    }

    /// <summary>All elements as float64, in row-major order.</summary>
    public double[] ToArray()
    {
        if (!Single)
            return Read<double>().ToArray();
        var y = new double[Size];
        Elementwise.Convert(Read<float>(), y.AsSpan());
        return y;
    }

    /// <summary>All elements as float32, in row-major order.</summary>
    public float[] ToSingles() => Single ? Read<float>().ToArray() : Array.ConvertAll(ToArray(), static x => (float)x);

    /// <summary>A matrix's elements.</summary>
    public double[,] ToMatrix()
    {
        if (Rank != 2)
            throw new ArgumentException($"A tensor of shape {Shape} is no matrix.");
        var y = new double[Shape[0], Shape[1]];
        Buffer.BlockCopy(ToArray(), 0, y, 0, Size * sizeof(double));
        return y;
    }

    /// <summary>Copies all elements, row by row, into a span of the tensor's own number type.</summary>
    /// <exception cref="ArgumentException">The span is shorter, or its type is not this precision.</exception>
    public void CopyTo<T>(Span<T> target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) != (Single ? typeof(float) : typeof(double)))
            throw new ArgumentException($"A {Name(Precision)} tensor cannot be copied to a span of {typeof(T).Name}; convert it with To.");
        Read<T>().CopyTo(target);
    }

    /// <summary>As a Math.NET matrix.</summary>
    public Matrix<double> ToMathNetMatrix() => Matrix<double>.Build.DenseOfArray(ToMatrix());

    /// <summary>As a Math.NET vector, row by row.</summary>
    public Vector ToMathNetVector() => Vector.Build.Dense(ToArray());

    /// <summary>The number in a tensor of one element.</summary>
    /// <exception cref="InvalidCastException">There is more than one element, or none.</exception>
    public static explicit operator double(Tensor x) => x.Size == 1
        ? x.Single ? x.Read<float>()[0] : x.Read<double>()[0]
        : throw new InvalidCastException($"A tensor of shape {x.Shape} is not one number.");

    /// <summary>One element by its indices, −1 meaning the last of an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public double At(params ReadOnlySpan<int> indices)
    {
        if (indices.Length != Rank)
            throw new ArgumentOutOfRangeException(nameof(indices), $"{indices.Length} indices for a tensor of shape {Shape}: {Rank} are needed.");
        var place = 0;
        for (var i = 0; i < Rank; i++)
        {
            var k = indices[i] < 0 ? indices[i] + Shape[i] : indices[i];
            place = k >= 0 && k < Shape[i] ? place * Shape[i] + k
                : throw new ArgumentOutOfRangeException(nameof(indices), $"Index {indices[i]} on axis {i} of shape {Shape}.");
        }
        return Single ? Read<float>()[place] : Read<double>()[place];
    }
}
