using Descent.Tensors;

namespace Descent.Tests.Curvature;

/// <summary>Small problems whose second derivatives are known or easily had.</summary>
static class Problems
{
    /// <summary>E = (w₁² − 1)² + w₂²: minima at (±1, 0), a saddle between them.</summary>
    public static Tensor TwoWells(Tensor w) => (w[0].Square() - 1).Square() + w[1].Square();

    /// <summary>A symmetric matrix with this spectrum and random orthonormal eigenvectors.</summary>
    public static Tensor Matrix(Rng rng, params double[] spectrum)
    {
        var Q = Tensor.From(rng.Normal([spectrum.Length, spectrum.Length]).ToMathNetMatrix().QR().Q);
        return (Q * Tensor.Of(spectrum)).MatMulTransposed(Q);
    }

    /// <summary>Mean cross-entropy of a tanh network with one hidden layer; θ is W₁, b₁, W₂, b₂ in a row.</summary>
    public static Func<Tensor, Tensor> Network(Tensor x, int[] labels, int hidden, int classes)
    {
        var inputs = x.Shape[1];
        return θ =>
        {
            var at = 0;
            Tensor Next(Shape shape) => θ[at..(at += shape.Size)].Reshape(shape);
            var h = (x.MatMul(Next([inputs, hidden])) + Next([hidden])).Tanh();
            return (h.MatMul(Next([hidden, classes])) + Next([classes])).CrossEntropy(labels);
        };
    }

    public static int NetworkSize(int inputs, int hidden, int classes) => (inputs + 1) * hidden + (hidden + 1) * classes;

    public static double Distance(Tensor a, Tensor b) => (double)(a - b).Abs().Max();

    /// <summary>n·2⁻⁵³·scale, with a factor of ten for the constants of error analysis.</summary>
    public static double Rounding(int n, double scale = 1) => 10 * n * Math.ScaleB(1, -53) * scale;
}
