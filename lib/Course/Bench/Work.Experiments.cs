using Descent.Curvature;
using Descent.Data;
using Descent.Layers;
using Descent.Models;
using Descent.Optimizers;
using Descent.Tensors;

namespace Course.Bench;

/// <summary>The larger experiments of the chapters, as their cells call them.</summary>
sealed partial record Work
{
    static IEnumerable<Work> Experiments(int threads) =>
    [
        new("minibatch variance, 10⁵ each of N 1, 10, 100, 1000; numpy", threads, 1, 0, null, "variances numpy", Variances),
        new("minibatch variance, 10⁵ each of N 1, 10, 100, 1000; torch", threads, 1, 0, null, "variances torch", Variances),
        new("top 10 eigenpairs of H, 784-128-10 tanh, 1000 examples", threads, 1, 0, null, "top_eigenpairs 10", TopEigenpairs),
        new("deep linear run, 64-32-32-10, 500 steps; numpy by hand", threads, 1, 0, null, "deep_linear numpy", DeepLinearRun),
        new("deep linear run, 64-32-32-10, 500 steps; torch", threads, 1, 0, null, "deep_linear torch", DeepLinearRun),
    ];

    /// <summary>The variance of the mean of N independent draws from 60,000 numbers, by 10⁵ minibatches of each size.</summary>
    static Action Variances()
    {
        var rng = new Rng(1);
        var population = rng.Normal([60_000]);
        return () =>
        {
            foreach (var n in new[] { 1, 10, 100, 1000 })
                Minibatch.Means(population, n, 100_000, rng).Variance();
        };
    }

    /// <summary>Records the Hessian of 101,770 parameters and finds its stiffest directions to a residual of 10⁻⁵ of the largest.</summary>
    static Action TopEigenpairs()
    {
        var net = new Chain(new Dense(784, 128, Init.LeCun), new Tanh(), new Dense(128, 10, Init.LeCun));
        var rng = new Rng(1);
        var (x, labels, θ) = (rng.Uniform([1000, 784], precision: Precision.Single), rng.Integers(1000, 10), net.Initialize(rng, Precision.Single));
        return () => Hessian.At(t => Loss.CrossEntropy(net.Apply(t, x), labels), θ).Lanczos(new Rng(2), top: 10, repeated: false);
    }

    /// <summary>Gradient descent on ½‖W₃W₂W₁ − Φ‖² from a small random start, in float64, every iterate kept.</summary>
    static Action DeepLinearRun()
    {
        var net = new DeepLinear(64, 32, 32, 10);
        var (Φ, θ) = (0.1 * new Rng(1).Normal([10, 64]), 0.1 * new Rng(2).Normal([net.Parameters]));
        return () => _ = new GradientDescent(0.1).Descend(net.Loss(Φ), θ).ElementAt(500);
    }
}
