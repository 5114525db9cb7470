using System.Runtime.CompilerServices;
using System.Text.Json;
using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Tensors;

/// <summary>tests/reference/functions.json: PyTorch's values and first and second derivatives, to the rounding of a few operations.</summary>
public class FunctionReferenceTests
{
    const double ε = 1.0 / (1L << 52);

    static readonly JsonElement Reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "../../reference/functions.json"))).RootElement;

    public static TheoryData<string> Names => [.. Reference.GetProperty("unary").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Names))]
    public void Value_and_two_derivatives_equal_PyTorch(string name)
    {
        var entry = Reference.GetProperty("unary").EnumerateArray().Single(e => e.GetProperty("name").GetString() == name);
        var x = Tensor.Of(Numbers(entry.GetProperty("x")));
        Tensor First(Tensor x) => Gradient(x => F(name, x).Sum(), x);

        Near(entry.GetProperty("value"), F(name, x), x);
        Near(entry.GetProperty("first"), First(x), x);
        Near(entry.GetProperty("second"), Gradient(x => First(x).Sum(), x), x);
    }

    [Fact]
    public void Softmax_and_cross_entropy_equal_PyTorch()
    {
        var logits = Rows("logits");
        int[] labels = [.. Reference.GetProperty("labels").EnumerateArray().Select(e => e.GetInt32())];

        Near(Reference.GetProperty("logSoftmax"), logits.LogSoftmax(), logits);
        Near(Reference.GetProperty("logSoftmaxPull"), Linearize(x => x.LogSoftmax(), logits).Pull(Tensor.Of(1, 2, 3).BroadcastTo(logits.Shape)), Tensor.Full(logits.Shape, 6));
        Assert.Equal(Reference.GetProperty("crossEntropy").GetDouble(), (double)logits.CrossEntropy(labels), 1e3 * 4 * ε);
        Near(Reference.GetProperty("crossEntropyGradient"), Gradient(x => x.CrossEntropy(labels), logits), Tensor.Zeros(logits.Shape));
    }

    static Tensor F(string name, Tensor x) => name switch
    {
        "exp" => x.Exp(),
        "tanh" => x.Tanh(),
        "sigmoid" => x.Sigmoid(),
        "erf" => x.Erf(),
        "softplus" => x.Softplus(),
        "relu" => x.Relu(),
        "leakyRelu" => x.LeakyRelu(),
        "elu" => x.Elu(),
        "gelu" => x.Gelu(),
        "sin" => x.Sin(),
        "cos" => x.Cos(),
        "square" => x.Square(),
        "log" => x.Log(),
        "sqrt" => x.Sqrt(),
        "reciprocal" => 1 / x,
        _ => throw new ArgumentException(name),
    };

    /// <summary>Both sides round: 4 units of the number, and of |x| + 1 where a tail such as 1 − tanh² cancels.</summary>
    static void Near(JsonElement expected, Tensor actual, Tensor x) => Assert.All(Numbers(expected).Zip(actual.ToArray(), x.ToArray()), triple =>
        Assert.Equal(triple.First, triple.Second, 4 * ε * (Math.Abs(triple.First) + Math.Abs(triple.Third) + 1)));

    static Tensor Rows(string name) => Tensor.From(Numbers(Reference.GetProperty(name)), [Reference.GetProperty(name).GetArrayLength(), 3]);

    static double[] Numbers(JsonElement e) => e.ValueKind == JsonValueKind.Array ? [.. e.EnumerateArray().SelectMany(Numbers)] : [e.GetDouble()];

    static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
