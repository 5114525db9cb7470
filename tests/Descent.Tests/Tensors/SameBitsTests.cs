using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Descent.Tensors;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Tensors;

[Collection(nameof(Alone))]
public class SameBitsTests
{
    /// <summary>A hash of everything a training step and a Hessian product of a small network compute, its data and weights drawn here.</summary>
    internal static ulong Fingerprint(Precision precision)
    {
        var rng = new Rng(2024);
        Tensor x = rng.Normal([300, 120], precision), θ = 0.1 * rng.Normal([120 * 50 + 50 + 50 * 10], precision), v = rng.Uniform(θ.Shape, -1, 1, precision);
        var labels = rng.Integers(300, 10);
        Tensor L(Tensor θ)
        {
            var hidden = x.MatMul(θ[..6000].Reshape([120, 50])) + θ[6000..6050];
            return hidden.Tanh().MatMul(θ[6050..].Reshape([50, 10])).CrossEntropy(labels) + 1e-3 * hidden.Gelu().Softplus().Mean(0).SquaredNorm() + 0.01 * θ.Square().Sum();
        }
        var (value, gradient) = ValueAndGradient(L, θ);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var result in new[] { x, θ, v, value, gradient, LinearizeGradient(L, θ, out _).Pull(v) })
            hash.AppendData(MemoryMarshal.AsBytes<double>(result.ToArray()));
        return BitConverter.ToUInt64(hash.GetHashAndReset());
    }

    [Theory, InlineData(Precision.Single), InlineData(Precision.Double)]
    public void One_thread_and_two_compute_the_same_bits(Precision precision)
    {
        var before = Tensor.Threads;
        try
        {
            ulong With(int threads)
            {
                Tensor.Threads = threads;
                return Fingerprint(precision);
            }
            Assert.Equal(With(1), With(2));
            Assert.Equal(With(1), With(1));
        }
        finally
        {
            Tensor.Threads = before;
        }
    }
}
