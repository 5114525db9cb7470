using Descent.Figures;
using Descent.Tensors;

namespace Descent.Worker.Tests;

public class ValuesTests
{
    const int Limit = 1 << 26;

    static object? There(object? value, Type type)
    {
        var reader = new Reader(new Writer(Limit).Type(type).Value(value, type).Written.ToArray());
        Assert.Equal(type, reader.Type(asArgument: false));
        var back = reader.Value(type);
        reader.End();
        return back;
    }

    static object? There<T>(T value) => There(value, typeof(T));

    public static TheoryData<object> Crossing => new()
    {
        true, -7, long.MinValue, 1.5f, double.Epsilon, "", "Größe \ud800 \0 π", Array.Empty<double>(), new[] { 1.0, double.NaN, double.NegativeInfinity, -0.0 }, new double[,] { { 1, 2, 3 }, { 4, 5, 6 } },
        new int[0, 5], new long[2, 1, 3], new[] { true, false }, new[] { "a", "" }, new string[,] { { "a", "b" } }, new double[][] { [1], [], [2, 3] }, new[] { new double[,] { { 1, 2 } } },
        (1, 2.5), (new[] { 1.0 }, ("x", true, 3L), 4f), new[] { (1, "a"), (2, "b") }, (1, 2, 3, 4, 5, 6, 7),
    };

    [Theory, MemberData(nameof(Crossing))]
    public void What_crosses_arrives_as_it_was(object value)
    {
        Assert.True(Values.Crosses(value.GetType(), asArgument: true));
        Assert.True(Values.Crosses(value.GetType(), asArgument: false));
        Assert.Equal(value, There(value, value.GetType()));
    }

    [Fact]
    public void Numbers_keep_their_bits() => Assert.Equal(BitConverter.DoubleToInt64Bits(double.NaN) ^ 5, BitConverter.DoubleToInt64Bits(((double[])There(new[] { BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(double.NaN) ^ 5) })!)[0]));

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void Tensors_keep_precision_and_shape(Precision precision)
    {
        foreach (var tensor in (Tensor[])[Tensor.Scalar(3, precision), Tensor.Range(0, 1, 6).Reshape([2, 3]).To(precision), Tensor.Zeros([0, 4], precision)])
        {
            var back = (Tensor)There(tensor)!;
            Assert.Equal((tensor.Precision, tensor.Shape), (back.Precision, back.Shape));
            Assert.Equal(tensor.ToArray(), back.ToArray());
        }
    }

    [Fact]
    public void A_figure_arrives_as_its_json()
    {
        var figure = new Figure("a point").Line("y", [0.0, 1.0], [1.0, 2.0]);
        Assert.Equal(figure.ToJson(), There(figure));
        Assert.False(Values.Crosses(typeof(Figure), asArgument: true));
    }

    [Fact]
    public void A_function_is_its_place_in_the_message()
    {
        var writer = new Writer(Limit);
        Func<double, int>[] functions = [x => (int)x, x => 2];
        foreach (var function in functions)
            writer.Type(function.GetType()).Value(function, function.GetType());
        var reader = new Reader(writer.Written.ToArray(), (place, type) => functions[place]);
        Assert.All(functions, f => Assert.Same(f, reader.Value(reader.Type(asArgument: true))));
        Assert.Equal(functions, writer.Functions);
    }

    [Theory]
    [InlineData(typeof(object), false)]
    [InlineData(typeof(decimal), false)]
    [InlineData(typeof(double?), false)]
    [InlineData(typeof(List<double>), false)]
    [InlineData(typeof(Task<double>), false)]
    [InlineData(typeof((int, object)), false)]
    [InlineData(typeof((int, int, int, int, int, int, int, int)), false)]
    [InlineData(typeof(Func<double, double>), true)]
    [InlineData(typeof(Func<Tensor, (double, Tensor)>), true)]
    [InlineData(typeof(Func<Func<double>, double>), false)]
    [InlineData(typeof(Func<double, Figure>), false)]
    [InlineData(typeof(Func<double, double>[]), false)]
    [InlineData(typeof(Action<double>), false)]
    public void Nothing_else_crosses_and_functions_only_as_arguments(Type type, bool asArgument)
    {
        Assert.Equal(asArgument, Values.Crosses(type, asArgument: true));
        Assert.False(Values.Crosses(type, asArgument: false));
    }

    [Theory]
    [InlineData(typeof((double, double[,])), "(double, double[,])")]
    [InlineData(typeof(Func<double, double[][,]>), "Func<double, double[][,]>")]
    [InlineData(typeof(Tensor), "Tensor")]
    [InlineData(typeof(ValueTuple<int>), "(int)")]
    [InlineData(typeof(long?), "long?")]
    [InlineData(typeof(Dictionary<string, bool>[]), "Dictionary<string, bool>[]")]
    public void Types_are_named_as_in_CSharp(Type type, string name) => Assert.Equal(name, Values.Name(type));

    [Fact]
    public void Null_crosses_alone_but_not_inside()
    {
        Assert.Null(There<string?>(null));
        Assert.Null(There<double[]?>(null));
        Assert.Equal("null inside string[]", Assert.Throws<ValueException>(() => There(new[] { "a", null })).Message);
        Assert.Equal("null inside (int, string)", Assert.Throws<ValueException>(() => There((1, (string?)null))).Message);
    }

    [Fact]
    public void What_is_too_large_is_not_written()
    {
        Assert.Equal("a value of more than 1 MB", Assert.Throws<ValueException>(() => new Writer(1_000_000).Value(new double[125_001], typeof(double[]))).Message);
        Assert.Contains("pieces", Assert.Throws<ValueException>(() => There(new string[1_100_000].Select(_ => "").ToArray())).Message);
    }
}
