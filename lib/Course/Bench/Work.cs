using Descent.Curvature;
using Descent.Data;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Training;

namespace Course.Bench;

/// <summary>Something to measure: what a notebook would call, and the same in the peer's words.</summary>
/// <param name="Name">As printed; the filter looks here.</param>
/// <param name="Threads">1 or 2.</param>
/// <param name="Unit">Repetitions of the peer per repetition of ours, and units of work in both: a training run of 200 steps counts 200.</param>
/// <param name="Flop">Arithmetic per unit; 0 when no share of peak is shown.</param>
/// <param name="Floor">The ratio that must hold; null without one.</param>
/// <param name="Peer">The peer's name for it; null when there is nothing to compare with.</param>
/// <param name="Prepare">Makes it ready and returns one repetition.</param>
/// <param name="ByHand">Compared with this instead of the peer: the same result written out here.</param>
sealed partial record Work(string Name, int Threads, int Unit, double Flop, double? Floor, string? Peer, Func<Action> Prepare, Func<Action>? ByHand = null)
{
    const int Examples = 12_800;

    /// <summary>Every row of the table.</summary>
    public static IEnumerable<Work> All =>
    [
        .. Products(1), .. Products(2), .. Steps(1), .. Steps(2),
        new("normal numbers, 16,384 float32", 1, 16, 0, 8, "normal 16384", () =>
        {
            var rng = new Rng(1);
            return InALoss(16, () => rng.Normal([1 << 14], Precision.Single));
        }),
        Means(1, 100, true), Means(1, 1000, true), Means(1, 100, false), Means(1, 1000, false), Means(2, 1000, true), Means(2, 1000, false),
        new("H·v cached, 784-32-10 relu, 1000 examples", 1, 1, 0, 1.3, "hessian_product", HessianProduct),
        new("gradient 784-128-10 relu, B 64; backward pass by hand", 1, 1, 0, 0.87, null, Recorded, ByHandWritten),
        new("full Hessian, 2-16-16-1 tanh, 200 examples", 1, 1, 0, 2.5, "hessian_full", HessianFull),
        new("200 nets 64-32-10, B 32, per step; torch one by one", 1, 5 * 43, 0, 15, "replicas_eager 200", Replicas),
        new("200 nets 64-32-10, B 32, per step; torch batched", 1, 5 * 43, 0, 2.5, "replicas_batched 200", Replicas),
        .. Experiments(1), .. Experiments(2),
    ];

    /// <summary>10⁴ means of n of 60,000 numbers. numpy draws independent ones a thousand minibatches at once, different ones minibatch by minibatch.</summary>
    static Work Means(int threads, int n, bool replacement) =>
        new($"10⁴ minibatch means, N {n} of 60,000, {(replacement ? "independent" : "different")}", threads, 1, 0, null, $"means {n} {(replacement ? 1 : 0)}", () =>
        {
            var rng = new Rng(1);
            var population = rng.Normal([60_000]);
            return () => Minibatch.Means(population, n, 10_000, rng, replacement);
        });

    static IEnumerable<Work> Products(int threads)
    {
        foreach (var n in new[] { 128, 256, 512, 768, 1024 })
            yield return Product(threads, "NN", n, n, n, n == 1024 ? (threads == 1 ? 0.9 : 0.85) : threads == 1 ? 0.95 : null);
        foreach (var (m, k, n) in new[] { (32, 784, 128), (64, 784, 128), (128, 784, 512), (64, 512, 512) })
            foreach (var (o, floor) in new[] { ("NN", 1.05), ("TN", 1.05), ("NT", 1.0) })
                yield return Product(threads, o, m, k, n, floor);
        yield return Product(threads, "NN", 64, 128, 10, null);
        yield return Product(threads, "NN", 128, 512, 10, null);
    }

    /// <summary>The three products of a layer with inputs [m, k] and outputs [m, n]: forward, weights' gradient, inputs' gradient.</summary>
    static Work Product(int threads, string orientation, int m, int k, int n, double? floor)
    {
        var count = Math.Max(1, 20_000_000 / (m * k * n));
        return new($"product {orientation} {m}×{k}×{n}", threads, count, 2.0 * m * k * n, floor, Shaped(orientation, m, k, n), () =>
        {
            var rng = new Rng(1);
            Tensor Make(int rows, int columns) => rng.Uniform([rows, columns], precision: Precision.Single);
            var (x, W, g) = (Make(m, k), Make(k, n), Make(m, n));
            return InALoss(count, orientation switch
            {
                "NN" => () => x.MatMul(W),
                "TN" => () => x.TransposedMatMul(g),
                _ => () => g.MatMulTransposed(W),
            });
        });
    }

    /// <summary>Repeats a computation where training does it: inside the function that is differentiated, whose temporaries are recycled.</summary>
    static Action InALoss(int count, Func<Tensor> compute)
    {
        var θ = Tensor.Of(1.0);
        return () => Derivatives.Gradient(t =>
        {
            for (var i = 0; i < count; i++)
                compute();
            return t.Sum();
        }, θ);
    }

    static string Shaped(string orientation, int m, int k, int n) => "matmul numpy " + orientation switch
    {
        "NN" => $"NN {m} {k} {n}",
        "TN" => $"TN {k} {m} {n}",
        _ => $"NT {m} {n} {k}",
    };

    static IEnumerable<Work> Steps(int threads)
    {
        int[] small = [784, 128, 10], large = [784, 512, 512, 10];
        yield return Step(threads, small, 64, "sgd", threads == 1 ? 1.7 : 2.2);
        yield return Step(threads, small, 64, "momentum", null);
        yield return Step(threads, small, 64, "adam", threads == 1 ? 1.8 : null);
        yield return Step(threads, large, 64, "sgd", threads == 1 ? 1.3 : null);
        yield return Step(threads, large, 128, "sgd", threads == 1 ? 1.2 : null);
        yield return Step(threads, large, 64, "adam", threads == 1 ? 1.8 : null);
    }

    static Work Step(int threads, int[] sizes, int batch, string rule, double? floor)
    {
        var products = sizes.Zip(sizes.Skip(1), (i, o) => 2.0 * batch * i * o).ToArray();
        return new($"{rule} step {string.Join('-', sizes)}, B {batch}", threads, Examples / batch, 3 * products.Sum() - products[0], floor, $"step {string.Join('-', sizes)} {batch} {rule}", () =>
        {
            var data = Dataset.Mnist().Take(Examples);
            var net = Net(sizes);
            Optimizer optimizer = rule switch { "sgd" => new GradientDescent(0.01), "momentum" => new Momentum(0.01), _ => new Adam(1e-3) };
            return () => Fit.Classifier(net, data, null, optimizer, 1, batch, new Rng(1));
        });
    }

    static Chain Net(params int[] sizes) =>
        new([.. sizes.Zip(sizes.Skip(1)).SelectMany((size, i) => i == 0 ? (Layer[])[new Dense(size.First, size.Second)] : [new Relu(), new Dense(size.First, size.Second)])]);

    static Action Recorded()
    {
        var (net, batch) = (Net(784, 128, 10), Dataset.Mnist().Take(64).All(Precision.Single));
        var θ = net.Initialize(new Rng(1), Precision.Single);
        return () => Derivatives.Gradient(t => Loss.CrossEntropy(net.Apply(t, batch.X), batch.Labels), θ);
    }

    /// <summary>The same gradient without recording: what a tape must not cost much more than.</summary>
    static Action ByHandWritten()
    {
        var (net, batch) = (Net(784, 128, 10), Dataset.Mnist().Take(64).All(Precision.Single));
        var θ = net.Initialize(new Rng(1), Precision.Single);
        var (W, b, V, c, x, y) = (net.Slot(θ, "0.W"), net.Slot(θ, "0.b"), net.Slot(θ, "2.W"), net.Slot(θ, "2.b"), batch.X, batch.Y);
        return InALoss(1, () =>
        {
            var h = x.Affine(W, b).Relu();
            var dz = (h.Affine(V, c).Softmax() - y) / batch.Count;
            var da = dz.MatMulTransposed(V) * h.Positive();
            return Tensor.Concat(0, x.TransposedMatMul(da).Reshape([W.Size]), da.Sum(0, keep: false), h.TransposedMatMul(dz).Reshape([V.Size]), dz.Sum(0, keep: false)).Keep();   // as Gradient returns it
        });
    }

    static Action HessianProduct()
    {
        var (net, batch) = (Net(784, 32, 10), Dataset.Mnist().Take(1000).All(Precision.Single));
        var θ = net.Initialize(new Rng(1), Precision.Single);
        var H = Hessian.At(t => Loss.CrossEntropy(net.Apply(t, batch.X), batch.Labels), θ);
        var v = new Rng(2).Normal(θ.Shape, Precision.Single);
        return () => _ = H * v;
    }

    static Action HessianFull()
    {
        var net = new Chain(new Dense(2, 16), new Tanh(), new Dense(16, 16), new Tanh(), new Dense(16, 1));
        var rng = new Rng(1);
        var (x, y, θ) = (rng.Uniform([200, 2], precision: Precision.Single), rng.Uniform([200, 1], precision: Precision.Single), net.Initialize(rng, Precision.Single));
        return () => Hessian.At(t => Loss.MeanSquare(net.Apply(t, x), y), θ).Matrix();
    }

    static Action Replicas()
    {
        var (net, data) = (Net(64, 32, 10), Dataset.Digits().Take(43 * 32));
        return () => Fit.Classifiers(net, 200, data, new Momentum(0.01), epochs: 5, 32, new Rng(1));
    }
}
