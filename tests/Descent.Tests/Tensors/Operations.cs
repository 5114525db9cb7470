using Descent.Tensors;
using static Descent.Tensors.Tensor;

namespace Descent.Tests.Tensors;

/// <summary>
/// One operation on inputs of given shapes: ours, and its definition as a loop over numbers. Inputs are read one after another from one θ, whose numbers lie in [Low, High],
/// at least 0.02 away from every kink and distinct.
/// </summary>
sealed record Operation(string Member, int[][] Inputs, Func<Tensor[], Tensor> Ours, Func<Grid[], Grid> Definition, double Low = -2, double High = 2.1, params double[] Kinks)
{
    public string Name { get; } = $"{Member} of {string.Join(" and ", Inputs.Select(s => $"[{string.Join('×', s)}]"))}";

    int Size => Inputs.Sum(Count);

    static int Count(int[] shape) => shape.Aggregate(1, (a, b) => a * b);

    public Tensor On(Tensor θ)
    {
        var from = 0;
        return Ours([.. Inputs.Select(s => θ.Slice(0, (from += Count(s)) - Count(s), Count(s)).Reshape(Shape.Of(s)))]);
    }

    public Grid Defined(double[] θ)
    {
        var from = 0;
        return Definition([.. Inputs.Select(s => new Grid(θ[from..(from += Count(s))], s))]);
    }


    /// <summary>A grid over the domain in random order, each point moved a little: distinct, and clear of the kinks.</summary>
    public double[] Draw(int seed)
    {
        var rng = new Rng(seed);
        var step = (High - Low) / Size;
        return [.. rng.Permutation(Size).Select(i => Low + (i + 0.5 + 0.6 * (rng.Next() - 0.5)) * step).Select(x => Kinks.Aggregate(x, (x, kink) => Math.Abs(x - kink) < 0.02 ? kink + 0.03 : x))];
    }

    /// <summary>Every operation on shapes small enough to differentiate by differences.</summary>
    public static IReadOnlyDictionary<string, Operation> Table { get; } = Rows().ToDictionary(row => row.Name);

    /// <summary>Loops longer than any vector, with a rest.</summary>
    public static IReadOnlyDictionary<string, Operation> Wide { get; } = WideRows().ToDictionary(row => row.Name);

    static IEnumerable<Operation> Pairs(int[] left, int[] right)
    {
        int[][] p = [left, right];
        yield return new("op_Addition(Tensor,Tensor)", p, x => x[0] + x[1], x => Grid.Zip(x[0], x[1], (a, b) => a + b));
        yield return new("op_Subtraction(Tensor,Tensor)", p, x => x[0] - x[1], x => Grid.Zip(x[0], x[1], (a, b) => a - b));
        yield return new("op_Multiply(Tensor,Tensor)", p, x => x[0] * x[1], x => Grid.Zip(x[0], x[1], (a, b) => a * b));
        yield return new("op_Division(Tensor,Tensor)", p, x => x[0] / x[1], x => Grid.Zip(x[0], x[1], (a, b) => a / b), 0.5);
        yield return new("Pow(Tensor,Tensor)", p, x => Pow(x[0], x[1]), x => Grid.Zip(x[0], x[1], Math.Pow), 0.5);
        yield return new("Max(Tensor,Tensor)", p, x => Max(x[0], x[1]), x => Grid.Zip(x[0], x[1], Math.Max));
        yield return new("Min(Tensor,Tensor)", p, x => Min(x[0], x[1]), x => Grid.Zip(x[0], x[1], Math.Min));
        yield return new("op_GreaterThan(Tensor,Tensor)", p, x => x[0] > x[1], x => Grid.Zip(x[0], x[1], (a, b) => a > b ? 1 : 0));
        yield return new("op_LessThan(Tensor,Tensor)", p, x => x[0] < x[1], x => Grid.Zip(x[0], x[1], (a, b) => a < b ? 1 : 0));
        yield return new("op_GreaterThanOrEqual(Tensor,Tensor)", p, x => x[0] >= x[1], x => Grid.Zip(x[0], x[1], (a, b) => a >= b ? 1 : 0));
        yield return new("op_LessThanOrEqual(Tensor,Tensor)", p, x => x[0] <= x[1], x => Grid.Zip(x[0], x[1], (a, b) => a <= b ? 1 : 0));
        yield return new("EqualTo(Tensor)", p, x => x[0].EqualTo(x[1]), x => Grid.Zip(x[0], x[1], (a, b) => a == b ? 1 : 0));
        yield return new("Where(Tensor,Tensor,Tensor)", p, x => Where(x[0] > 0.1, x[0], x[1]), x => Grid.Zip(x[0], x[1], (a, b) => a > 0.1 ? a : b), Kinks: 0.1);
    }

    static IEnumerable<Operation> WideRows()
    {
        foreach (var row in (Operation[])[.. Pairs([17, 37], [17, 37]), .. Pairs([17, 37], [37]), .. Pairs([17, 1], [17, 37]), .. Pairs([17, 1], [1, 37]), .. Pairs([3, 1, 37], [5, 1])])
            yield return row;
        for (var axis = 0; axis < 3; axis++)
        {
            var a = axis;
            yield return new($"Sum {axis}", [[7, 67, 5]], x => x[0].Sum(a), x => x[0].Along(a, true, r => r.Sum()));
            yield return new($"Max {axis}", [[7, 67, 5]], x => x[0].Max(a), x => x[0].Along(a, true, r => r.Max()));
            yield return new($"Min {axis}", [[7, 67, 5]], x => x[0].Min(a), x => x[0].Along(a, true, r => r.Min()));
        }
        foreach (var (m, k, n) in new[] { (33, 70, 19), (1, 70, 19), (33, 1, 19), (33, 70, 1) })
        {
            yield return new("MatMul", [[m, k], [k, n]], x => x[0].MatMul(x[1]), x => Grid.Product(x[0], x[1]));
            yield return new("TransposedMatMul", [[k, m], [k, n]], x => x[0].TransposedMatMul(x[1]), x => Grid.Product(x[0].Transposed(), x[1]));
            yield return new("MatMulTransposed", [[m, k], [n, k]], x => x[0].MatMulTransposed(x[1]), x => Grid.Product(x[0], x[1].Transposed()));
        }
        yield return new("Permute", [[7, 18, 35]], x => x[0].Permute(2, 0, 1), x => x[0].Permute(2, 0, 1));
        yield return new("Transpose", [[37, 70]], x => x[0].Transpose(), x => x[0].Transposed());
        yield return new("Pad", [[7, 67]], x => x[0].Pad(1, 3, 4), x => Grid.Make([7, 74], i => i[1] is >= 3 and < 70 ? x[0][i[0], i[1] - 3] : 0));
        yield return new("LogSoftmax", [[17, 37]], x => x[0].LogSoftmax(), x => LogSoftmaxOf(x[0]));
        yield return new("Softmax", [[17, 37]], x => x[0].Softmax(), x => SoftmaxOf(x[0]));
        yield return new("Softmax of many classes", [[3, 70]], x => x[0].Softmax(), x => SoftmaxOf(x[0]));
    }

    static IEnumerable<Operation> Rows()
    {
        (int[] Left, int[] Right)[] pairs = [([2, 3], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 3], [2, 1]), ([2, 1], [1, 3]), ([2, 3], []), ([2, 1, 2], [3, 1]), ([1], [1])];
        foreach (var row in pairs.SelectMany(p => Pairs(p.Left, p.Right)))
            yield return row;
        yield return new("Where(Tensor,Tensor,Tensor)", [[2, 1], [3], [2, 2, 1]], x => Where(x[0] > 0.1, x[1], x[2]), x => Grid.Zip(Grid.Zip(x[0], x[1], (m, a) => m > 0.1 ? a : double.NaN), x[2], (a, b) => double.IsNaN(a) ? b : a), Kinks: 0.1);

        int[][] vector = [[5]], matrix = [[3, 4]], cube = [[2, 3, 4]];
        Operation Each(string member, Func<Tensor, Tensor> ours, Func<double, double> definition, double low = -2, double high = 2.1, params double[] kinks) =>
            new(member, matrix, x => ours(x[0]), x => x[0].Map(definition), low, high, kinks);
        yield return Each("op_UnaryNegation(Tensor)", x => -x, x => -x);
        yield return Each("op_Addition(Tensor,Double)", x => x + 0.3, x => x + 0.3);
        yield return Each("op_Addition(Double,Tensor)", x => 0.3 + x, x => 0.3 + x);
        yield return Each("op_Subtraction(Tensor,Double)", x => x - 0.3, x => x - 0.3);
        yield return Each("op_Subtraction(Double,Tensor)", x => 0.3 - x, x => 0.3 - x);
        yield return Each("op_Multiply(Tensor,Double)", x => x * 0.3, x => x * 0.3);
        yield return Each("op_Multiply(Double,Tensor)", x => 0.3 * x, x => 0.3 * x);
        yield return Each("op_Division(Tensor,Double)", x => x / 0.3, x => x / 0.3);
        yield return Each("op_Division(Double,Tensor)", x => 0.3 / x, x => 0.3 / x, 0.5);
        yield return Each("op_GreaterThan(Tensor,Double)", x => x > 0.3, x => x > 0.3 ? 1 : 0, kinks: 0.3);
        yield return Each("op_LessThan(Tensor,Double)", x => x < 0.3, x => x < 0.3 ? 1 : 0, kinks: 0.3);
        yield return Each("op_GreaterThanOrEqual(Tensor,Double)", x => x >= 0.3, x => x >= 0.3 ? 1 : 0, kinks: 0.3);
        yield return Each("op_LessThanOrEqual(Tensor,Double)", x => x <= 0.3, x => x <= 0.3 ? 1 : 0, kinks: 0.3);
        yield return Each("Max(Tensor,Double)", x => Max(x, 0.3), x => Math.Max(x, 0.3), kinks: 0.3);
        yield return Each("Min(Tensor,Double)", x => Min(x, 0.3), x => Math.Min(x, 0.3), kinks: 0.3);
        foreach (var p in new[] { -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4.5 })
            yield return Each($"Pow(Double) {p}", x => x.Pow(p), x => Math.Pow(x, p), 0.5);
        yield return Each("Pow(Double) of negative numbers", x => x.Pow(3), x => x * x * x);
        yield return Each("Clip(Double,Double)", x => x.Clip(-0.8, 0.9), x => Math.Clamp(x, -0.8, 0.9), kinks: [-0.8, 0.9]);
        yield return Each("Exp()", x => x.Exp(), Math.Exp);
        yield return Each("Log()", x => x.Log(), Math.Log, 0.5);
        yield return Each("Sqrt()", x => x.Sqrt(), Math.Sqrt, 0.5);
        yield return Each("Square()", x => x.Square(), x => x * x);
        yield return Each("Abs()", x => x.Abs(), Math.Abs, kinks: 0);
        yield return Each("Sign()", x => x.Sign(), x => Math.Sign(x), kinks: 0);
        yield return Each("Positive()", x => x.Positive(), x => x > 0 ? 1 : 0, kinks: 0);
        yield return Each("Sin()", x => x.Sin(), Math.Sin);
        yield return Each("Cos()", x => x.Cos(), Math.Cos);
        yield return Each("Tanh()", x => x.Tanh(), Math.Tanh);
        yield return Each("Sigmoid()", x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x)));
        yield return Each("Erf()", x => x.Erf(), MathNet.Numerics.SpecialFunctions.Erf);
        yield return Each("Softplus()", x => x.Softplus(), x => Math.Log(1 + Math.Exp(x)));
        yield return Each("Relu()", x => x.Relu(), x => Math.Max(x, 0), kinks: 0);
        yield return Each("LeakyRelu(Double)", x => x.LeakyRelu(0.2), x => x > 0 ? x : 0.2 * x, kinks: 0);
        yield return Each("Elu(Double)", x => x.Elu(1.3), x => x > 0 ? x : 1.3 * (Math.Exp(x) - 1), kinks: 0);
        yield return Each("Gelu()", x => x.Gelu(), x => x * 0.5 * (1 + MathNet.Numerics.SpecialFunctions.Erf(x / Math.Sqrt(2))));

        Operation Whole(string member, Func<Tensor, Tensor> ours, Func<double[], double> definition) =>
            new(member, matrix, x => ours(x[0]), x => new([definition(x[0].Numbers)], []));
        yield return Whole("Sum()", x => x.Sum(), x => x.Sum());
        yield return Whole("Mean()", x => x.Mean(), x => x.Average());
        yield return Whole("Max()", x => x.Max(), x => x.Max());
        yield return Whole("Min()", x => x.Min(), x => x.Min());
        yield return Whole("Variance()", x => x.Variance(), x => Spread(x, 0));
        yield return Whole("SquaredNorm()", x => x.SquaredNorm(), x => x.Sum(e => e * e));
        yield return Whole("Norm()", x => x.Norm(), x => Math.Sqrt(x.Sum(e => e * e)));
        for (var axis = 0; axis < 3; axis++)
            foreach (var keep in new[] { true, false })
            {
                var (a, negative) = (axis, axis - 3);
                Operation Along(string member, Func<Tensor, Tensor> ours, Func<double[], double> definition) =>
                    new($"{member} {negative}, {keep}", cube, x => ours(x[0]), x => x[0].Along(a, keep, definition));
                yield return Along("Sum(Int32,Boolean)", x => x.Sum(negative, keep), x => x.Sum());
                yield return Along("Mean(Int32,Boolean)", x => x.Mean(a, keep), x => x.Average());
                yield return Along("Variance(Int32,Boolean,Int32)", x => x.Variance(negative, keep, 1), x => Spread(x, 1));
                yield return Along("Max(Int32,Boolean)", x => x.Max(a, keep), x => x.Max());
                yield return Along("Min(Int32,Boolean)", x => x.Min(negative, keep), x => x.Min());
            }

        yield return new("Dot(Tensor)", [[3, 4], [3, 4]], x => x[0].Dot(x[1]), x => new([x[0].Numbers.Zip(x[1].Numbers, (a, b) => a * b).Sum()], []));
        foreach (var (a, b) in new (int[], int[])[] { ([2, 3], [3, 4]), ([1, 1], [1, 1]), ([2, 2, 3], [2, 3, 4]), ([2, 2, 3], [3, 4]), ([2, 3], [2, 3, 4]), ([2, 1, 2, 3], [2, 1, 3, 2]) })
        {
            int[] At = [.. a[..^2], a[^1], a[^2]], Bt = [.. b[..^2], b[^1], b[^2]];
            yield return new("MatMul(Tensor)", [a, b], x => x[0].MatMul(x[1]), x => Grid.Product(x[0], x[1]));
            yield return new("TransposedMatMul(Tensor)", [At, b], x => x[0].TransposedMatMul(x[1]), x => Grid.Product(x[0].Transposed(), x[1]));
            yield return new("MatMulTransposed(Tensor)", [a, Bt], x => x[0].MatMulTransposed(x[1]), x => Grid.Product(x[0], x[1].Transposed()));
        }
        yield return new("MatMul(Tensor)", [[3], [3]], x => x[0].MatMul(x[1]), x => Grid.Product(x[0].As(1, 3), x[1].As(3, 1)).As());
        yield return new("MatMul(Tensor)", [[3], [3, 4]], x => x[0].MatMul(x[1]), x => Grid.Product(x[0].As(1, 3), x[1]).As(4));
        yield return new("MatMul(Tensor)", [[2, 3], [3]], x => x[0].MatMul(x[1]), x => Grid.Product(x[0], x[1].As(3, 1)).As(2));
        yield return new("MatMul(Tensor)", [[3], [2, 3, 4]], x => x[0].MatMul(x[1]), x => Grid.Product(x[0].As(1, 3), x[1]).As(2, 4));
        yield return new("MatMul(Tensor)", [[2, 2, 3], [3]], x => x[0].MatMul(x[1]), x => Grid.Product(x[0], x[1].As(3, 1)).As(2, 2));

        yield return new("Reshape(Shape)", matrix, x => x[0].Reshape([2, 6]), x => x[0].As(2, 6));
        yield return new("Permute(Int32[])", cube, x => x[0].Permute(2, 0, 1), x => x[0].Permute(2, 0, 1));
        yield return new("Permute(Int32[]) with axes from the end", cube, x => x[0].Permute(-2, -1, 0), x => x[0].Permute(1, 2, 0));
        yield return new("Transpose()", matrix, x => x[0].Transpose(), x => x[0].Transposed());
        yield return new("Transpose()", cube, x => x[0].Transpose(), x => x[0].Transposed());
        yield return new("BroadcastTo(Shape)", [[3, 1]], x => x[0].BroadcastTo([2, 3, 4]), x => Grid.Make([2, 3, 4], i => x[0][i]));
        yield return new("SumTo(Shape)", cube, x => x[0].SumTo([3, 1]), x => x[0].Along(2, true, r => r.Sum()).Along(0, false, r => r.Sum()));
        yield return new("SumTo(Shape) []", cube, x => x[0].SumTo([]), x => new([x[0].Numbers.Sum()], []));
        yield return new("get_Item(Index)", cube, x => x[0][1], x => Grid.Make([3, 4], i => x[0][1, i[0], i[1]]));
        yield return new("get_Item(Index) from the end", cube, x => x[0][^1][^2], x => Grid.Make([4], i => x[0][1, 1, i[0]]));
        yield return new("get_Item(Range)", matrix, x => x[0][1..], x => Grid.Make([2, 4], i => x[0][i[0] + 1, i[1]]));
        foreach (var axis in new[] { 0, 1, 2 })
        {
            yield return new($"Slice(Int32,Int32,Int32) axis {axis}", [[3, 3, 3]], x => x[0].Slice(axis, 1, 2), x => Grid.Make(Grid.With([3, 3, 3], axis, 2), i => x[0][Grid.With(i, axis, i[axis] + 1)]));
            yield return new($"Slice(Int32,Int32,Int32) all of axis {axis}", [[2, 3, 2]], x => x[0].Slice(axis, 0, x[0].Shape[axis]), x => x[0]);
            yield return new($"Pad(Int32,Int32,Int32) axis {axis}", [[2, 2, 2]], x => x[0].Pad(axis - 3, 1, 2), x => Grid.Make(Grid.With([2, 2, 2], axis, 5), i => i[axis] is 1 or 2 ? x[0][Grid.With(i, axis, i[axis] - 1)] : 0));
            yield return new($"Concat(Int32,Tensor[]) axis {axis}", [[2, 2, 2], Grid.With([2, 2, 2], axis, 1)], x => Concat(axis - 3, x[0], x[1], x[0]), x => Grid.Make(Grid.With([2, 2, 2], axis, 5), i => i[axis] switch { < 2 => x[0][i], 2 => x[1][i], var k => x[0][Grid.With(i, axis, k - 3)] }));
        }
        yield return new("Slice(Int32,Int32,Int32) of a slice", [[3, 4]], x => x[0].Slice(0, 1, 2).Slice(1, 1, 2) + x[0].Slice(0, 1, 2).Slice(0, 1, 1).Slice(1, 0, 2), x => Grid.Make([2, 2], i => x[0][i[0] + 1, i[1] + 1] + x[0][2, i[1]]));
        yield return new("Stack(Tensor[])", [[2, 2], [2, 2]], x => Stack(x[0], x[1], x[0]), x => Grid.Make([3, 2, 2], i => (i[0] == 1 ? x[1] : x[0])[i[1], i[2]]));
        yield return new("Gather(Int32[])", matrix, x => x[0].Gather([2, 0, 2]), x => Grid.Make([3, 4], i => x[0][i[0] == 1 ? 0 : 2, i[1]]));
        yield return new("ScatterAdd(Int32[],Int32)", matrix, x => x[0].ScatterAdd([3, 0, 3], 4), x => Grid.Make([4, 4], i => i[0] == 3 ? x[0][0, i[1]] + x[0][2, i[1]] : i[0] == 0 ? x[0][1, i[1]] : 0));
        yield return new("Pick(Int32[])", matrix, x => x[0].Pick([2, 0, 2]), x => Grid.Make([3], i => x[0][i[0], i[0] == 1 ? 0 : 2]));
        yield return new("Pick(Int32[])", cube, x => x[0].Pick([2, 0, 2, 3, 1, 1]), x => Grid.Make([2, 3], i => x[0][i[0], i[1], new[] { 2, 0, 2, 3, 1, 1 }[3 * i[0] + i[1]]]));
        yield return new("Diagonal(Tensor)", vector, x => Diagonal(x[0]), x => Grid.Make([5, 5], i => i[0] == i[1] ? x[0][i[0]] : 0));
        foreach (var shape in new[] { vector, matrix, cube })
        {
            yield return new("LogSoftmax()", shape, x => x[0].LogSoftmax(), x => LogSoftmaxOf(x[0]));
            yield return new("Softmax()", shape, x => x[0].Softmax(), x => SoftmaxOf(x[0]));
        }
        yield return new("Affine(Tensor,Tensor)", [[5, 3], [3, 4], [4]], x => x[0].Affine(x[1], x[2]), x => Grid.Zip(Grid.Product(x[0], x[1]), x[2], (a, b) => a + b));
        yield return new("Affine(Tensor,Tensor) with a full bias", [[5, 3], [3, 4], [5, 4]], x => x[0].Affine(x[1], x[2]), x => Grid.Zip(Grid.Product(x[0], x[1]), x[2], (a, b) => a + b));
        yield return new("Affine(Tensor,Tensor) of replicas", [[2, 5, 3], [2, 3, 4], [2, 1, 4]], x => x[0].Affine(x[1], x[2]), x => Grid.Zip(Grid.Product(x[0], x[1]), x[2], (a, b) => a + b));
        yield return new("Affine(Tensor,Tensor) of a vector", [[3], [3, 4], [4]], x => x[0].Affine(x[1], x[2]), x => Grid.Zip(Grid.Product(x[0].As(1, 3), x[1]).As(4), x[2], (a, b) => a + b));
        yield return new("CrossEntropy(Int32[])", matrix, x => x[0].CrossEntropy([2, 0, 3]), x => new([-Enumerable.Range(0, 3).Average(i => LogSoftmaxOf(x[0])[i, new[] { 2, 0, 3 }[i]])], []));
        yield return new("CrossEntropy(Int32[]) times another factor", [[3, 4], []], x => x[0].CrossEntropy([2, 0, 3]) * x[1], x => new([-Enumerable.Range(0, 3).Average(i => LogSoftmaxOf(x[0])[i, new[] { 2, 0, 3 }[i]]) * x[1][[]]], []));
    }

    static double Spread(double[] x, int lost) => x.Sum(e => (e - x.Average()) * (e - x.Average())) / (x.Length - lost);

    static Grid SoftmaxOf(Grid x) => Grid.Zip(x, x.Along(x.Shape.Length - 1, true, r => r.Sum(Math.Exp)), (a, b) => Math.Exp(a) / b);

    static Grid LogSoftmaxOf(Grid x)
    {
        var axis = x.Shape.Length - 1;
        return Grid.Zip(x, x.Along(axis, true, r => Math.Log(r.Sum(Math.Exp))), (a, b) => a - b);
    }
}
