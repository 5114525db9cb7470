using Descent.Curvature;
using Descent.Data;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Theory;
using Descent.Training;
using static Descent.Tensors.Derivatives;

namespace Descent.Tests.Material;

/// <summary>Minibatches: numbers that were found independently, from the same files, and laws that need whole runs.</summary>
public class MinibatchTests
{
    static readonly Dataset Digits = Dataset.Digits();
    static readonly Tensor X = Tensor.Concat(1, Digits.Inputs(), Tensor.Ones([1797, 1]));

    // Softmax regression with a bias column, on any rows of the digits.
    static Tensor Entropy(Tensor W, int[] rows) => Loss.CrossEntropy(X.Gather(rows).MatMul(W), [.. rows.Select(n => Digits.Labels[n])]);

    static Tensor Descend(double η, IEnumerable<int[]> batches) =>
        new GradientDescent(η).Descend(batches.Select(rows => (Func<Tensor, Tensor>)(W => Entropy(W, rows))), Tensor.Zeros([65, 10])).Last().θ;

    static readonly int[] All = [.. Enumerable.Range(0, 1797)];

    static Tensor Slope(Tensor w) => w * w * w - w + 0.1;   // of the tilted wells w⁴/4 − w²/2 + w/10

    [Fact]
    public void Brightness_of_the_MNIST_images_has_the_known_standard_errors()
    {
        var brightness = 255 * Dataset.Mnist().Inputs(Precision.Single).Mean(1).To(Precision.Double);
        var σ = Math.Sqrt((double)(brightness - brightness.Mean()).Square().Mean());
        Assert.Equal(11.0411, σ, 5e-5);
        Assert.Equal(1.10411, Sampling.StandardError(σ, 100), 5e-6);
        Assert.Equal(1.10320, Sampling.StandardError(σ, 100, 60_000), 5e-6);
    }

    [Fact]
    public void Measured_standard_error_falls_with_the_root_of_the_batch()
    {
        var population = (1.5 * new Rng(2).Normal([5000])).Exp();
        int[] sizes = [1, 10, 100, 1000];
        const int R = 20_000;
        double[] logs = [.. sizes.Select(n => 0.5 * Math.Log((double)Minibatch.Means(population, n, R, new Rng(n)).Variance()))];
        // A log of a standard deviation of R numbers of kurtosis k is off by √((k − 1)/R)/2; the population's k is the largest. The slope divides by its lever, ln 10 √5.
        var deviations = population - population.Mean();
        var kurtosis = (double)(deviations.Square().Square().Mean() / deviations.Square().Mean().Square());
        var slope = sizes.Select((n, i) => (i - 1.5) * logs[i]).Sum() / (5 * Math.Log(10));
        Assert.Equal(-0.5, slope, 5 * Math.Sqrt((kurtosis - 1) / R) / 2 / (Math.Log(10) * Math.Sqrt(5)));
    }

    [Fact]
    public void Gradient_noise_of_the_digits_at_zero_weights_has_the_known_scale()
    {
        var noise = GradientNoise.Of(PerExample((W, x) => x.MatMul(W), z => Loss.CrossEntropy(z, Digits.Labels), Tensor.Zeros([64, 10]), Digits.Inputs()));
        Assert.Equal(13.3153, noise.Trace, 5e-5);
        Assert.Equal(0.197473, noise.SquaredMean, 5e-7);
        Assert.Equal(67.428, noise.Scale, 5e-4);
    }

    [Fact]
    public void Gradient_noise_of_MNIST_at_zero_weights_has_the_known_scale()
    {
        // At W = 0 every class has probability 1/10, and gₙ = xₙ(1/10 − yₙ)ᵀ has the square ‖xₙ‖² 9/10.
        var (mnist, sum, squares) = (Dataset.Mnist(), Tensor.Zeros([784, 10]), 0.0);
        foreach (var rows in Enumerable.Range(0, 60_000).Chunk(2000))
        {
            var (x, y, _) = mnist.Rows(rows, Precision.Single);
            (sum, squares) = (sum + x.TransposedMatMul(0.1 - y).To(Precision.Double), squares + 0.9 * (double)x.Square().Sum());
        }
        var square = (double)(sum / 60_000).Square().Sum();
        Assert.Equal(77.9458, squares / 60_000 - square, 5e-4);   // sums of 2000 float32 terms: relative error √2000 2⁻²⁴ = 3e-6
        Assert.Equal(1.083251, square, 5e-6);
        Assert.Equal(71.955, (squares / 60_000 - square) / square, 5e-4);

        var (few, _, labels) = mnist.Take(500).All();
        var single = PerExample((W, x) => x.MatMul(W), z => Loss.CrossEntropy(z, labels), Tensor.Zeros([784, 10]), few);
        Assert.Equal(0.9 * (double)few.Square().Sum(), (double)single.Square().Sum(), 1e-12 * squares);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Minibatch_gradients_of_the_digits_are_off_by_the_trace_over_the_batch(bool replacement)
    {
        Tensor G(Batch b) => Gradient(W => Loss.CrossEntropy(b.X.MatMul(W), b.Labels), Tensor.Zeros([64, 10]));
        var (rng, full) = (new Rng(4), G(Digits.All()));
        double[] errors = [.. Enumerable.Range(0, 500).Select(_ => (double)(G(Digits.Sample(400, rng, replacement: replacement)) - full).SquaredNorm())];
        var standardError = Math.Sqrt(errors.Average(e => Math.Pow(e - errors.Average(), 2)) / errors.Length);
        Assert.Equal(replacement ? Sampling.Variance(13.3153, 400) : Sampling.Variance(13.3153, 400, 1797), errors.Average(), 5 * standardError);
        Assert.InRange(standardError, 0, 0.02 * errors.Average());   // so that a correction of 22 % shows
    }

    [Fact]
    public void Doubling_the_digits_doubles_a_sum_and_leaves_a_mean()
    {
        int[] twice = [.. All, .. All];
        var (single, both) = (1797 * Gradient(W => Entropy(W, All), Tensor.Zeros([65, 10])), 3594 * Gradient(W => Entropy(W, twice), Tensor.Zeros([65, 10])));
        Assert.Equal(2, (double)(both.Norm() / single.Norm()), 1e-14);
        Assert.InRange((double)(both - 2 * single).Norm(), 0, 1e-12 * (double)single.Norm());
    }

    [Fact]
    public void An_epoch_of_single_examples_on_the_doubled_digits_is_two_epochs_to_the_bit()
    {
        int[] order = [.. Enumerable.Range(0, 300)];
        var doubled = Digits.Subset([.. order, .. order]);
        var epoch = new GradientDescent(0.1).Descend(Enumerable.Range(0, 600).Select(n => Single(doubled, n)), Tensor.Zeros([64, 10])).Last().θ;
        var two = new GradientDescent(0.1).Descend(order.Concat(order).Select(n => Single(Digits, n)), Tensor.Zeros([64, 10])).Last().θ;
        Assert.Equal(two.ToArray(), epoch.ToArray());

        static Func<Tensor, Tensor> Single(Dataset data, int n) => W => Loss.CrossEntropy(data.Rows([n]).X.MatMul(W), data.Rows([n]).Labels);
    }

    [Fact]
    public void One_epoch_is_many_steps_of_one_few_of_32_and_one_of_all()
    {
        var single = Descend(0.1, All.Chunk(1));
        Assert.Equal(0.24629, (double)Entropy(single, All), 5e-6);
        Assert.Equal(0.9293, Loss.Accuracy(X.MatMul(single), Digits.Labels), 5e-5);
        Assert.Equal(0.58176, (double)Entropy(Descend(0.5, All.Chunk(32).Take(56)), All), 5e-6);
        Assert.Equal(2.2052, (double)Entropy(Descend(0.5, [All]), All), 5e-5);
    }

    [Fact]
    public void Steps_to_a_loss_are_a_hyperbola_in_the_batch_size()
    {
        int[] sizes = [1, 2, 4, 16, 256];
        double[] rates = [0.4, 0.8, 1.6, 1.6, 1.6];   // the best of 0.1, 0.2, … 1.6 for each
        double[] steps = [.. sizes.Zip(rates, (B, η) => Enumerable.Range(1, 3).Average(seed => Steps(B, η, new Rng(seed))))];
        // S = S_min (1 + B_c/B) is a line in 1/B.
        double[] u = [.. sizes.Select(B => 1.0 / B)];
        var (mu, ms) = (u.Average(), steps.Average());
        var slope = u.Zip(steps, (a, b) => (a - mu) * (b - ms)).Sum() / u.Sum(a => (a - mu) * (a - mu));
        var left = u.Zip(steps, (a, b) => Math.Pow(b - ms - slope * (a - mu), 2)).Sum();
        Assert.InRange(1 - left / steps.Sum(b => (b - ms) * (b - ms)), 0.95, 1);
        Assert.InRange(steps[0] / steps[^1], 2, 100);   // 256 times the batch: fewer steps, but nowhere near 256 times fewer

        int Steps(int B, double η, Rng rng) => new GradientDescent(η).Follow(x => Gradient(W => Entropy(W, rng.Integers(B, 1797)), x.θ), Tensor.Zeros([65, 10]))
            .Take(1200).First(x => x.Step == 1199 || (x.Step % 8 == 0 && (double)Entropy(x.θ, All) < 0.3)).Step;
    }

    [Theory, InlineData(0.01, 0.00), InlineData(0.05, 0.03), InlineData(0.1, 0.81), InlineData(0.2, 0.85), InlineData(0.3, 0.74)]
    public void Walkers_leave_the_bad_well_as_often_as_Kramers_says(double η, double known)
    {
        var rng = new Rng(7);
        var measured = (double)(new GradientDescent(η).Follow(x => Slope(x.θ) + rng.Normal([2000]), Tensor.Full([2000], 0.94)).ElementAt(2000).θ < 0).Mean();
        Assert.InRange(measured, known - 0.05, known + 0.05);

        // Kramers' rates for f = w⁴/4 − w²/2 + w/10, there and back; noise of 2000 walkers, and corrections of relative order η/Δ to the rates.
        double f(double w) => w * w * w * w / 4 - w * w / 2 + 0.1 * w;
        double[] w = [.. ((double[])[0.94, 0.1, -1.05]).Select(start => Enumerable.Range(0, 60).Aggregate(start, (w, _) => w - (w * w * w - w + 0.1) / (3 * w * w - 1)))];
        double Rate(double from) => NoisyDescent.EscapeRate(η, 1, f(w[1]) - f(from), 3 * from * from - 1, 3 * w[1] * w[1] - 1);
        Assert.Equal(NoisyDescent.Escaped(Rate(w[0]), Rate(w[2]), 2000), measured, 0.06);
    }

    [Fact]
    public void Without_noise_nobody_leaves_and_at_one_half_everybody_does()
    {
        Assert.InRange(new GradientDescent(0.1).Follow(x => Slope(x.θ), Tensor.Of(0.94)).ElementAt(2000).θ.At(0), 0.9, 1);
        var rng = new Rng(7);
        var far = new GradientDescent(0.5).Follow(x => Slope(x.θ) + rng.Normal([2000]), Tensor.Full([2000], 0.94)).ElementAt(2000).θ.ToArray();
        Assert.True(far.Count(w => !double.IsFinite(w)) > 1000);   // diverged
    }

    [Theory, InlineData(0.0, 0.0277778), InlineData(0.9, 0.2638889)]
    public void Descent_with_noise_settles_at_the_stationary_variance(double μ, double known)
    {
        // 2,000 walkers at 20 times so far apart that they are independent: (1 − ηλ)^(2·40) is 2e-8, with momentum μ^40 is 1.5e-2.
        var rng = new Rng(11);
        var path = new Momentum(0.1, μ).Follow(x => 2 * x.θ + rng.Normal([2000]), Tensor.Zeros([2000]));
        var variances = path.Skip(200).Where((_, t) => t % 40 == 0).Take(20).Select(x => (double)x.θ.Square().Mean()).ToList();
        Assert.Equal(known, variances.Average(), 5 * known * Math.Sqrt(2.0 / 40_000) * 1.02);
    }

    [Fact]
    public void Plateau_of_real_minibatches_depends_on_the_temperature()
    {
        // ½(w − xₙ)² over 100 numbers, B different ones per step: η and B change, η(M/B − 1) does not.
        var x = new Rng(3).Normal([100]);
        x = x - x.Mean();
        var σ2 = (double)x.Variance();
        foreach (var (η, B) in ((double, int)[])[(0.01, 1), (0.11, 10), (0.21, 100 * 21 / 120)])
        {
            var rng = new Rng(5);
            var w = Tensor.Zeros([4000]);
            for (var t = 0; t < Math.Log(1e-3) / Math.Log(1 - η); t++)
                w = w - η * (w - Minibatch.Means(x, B, 4000, rng, replacement: false));
            var predicted = NoisyDescent.StationaryVariance(η, 1, Sampling.Variance(σ2, B, 100));
            Assert.Equal(predicted, (double)w.Square().Mean(), 5 * predicted * Math.Sqrt(2.0 / 4000));
            Assert.Equal(NoisyDescent.Temperature(η, 100, B) * σ2 / (2 * 99), predicted, η * predicted);
        }
    }

    [Fact]
    public void Reshuffled_epochs_end_nearer_than_independent_draws()
    {
        const int M = 100, R = 100;
        var (A, b) = (new Rng(1).Normal([M, 4]), new Rng(2).Normal([M]));
        var best = Symmetric.SecondMoment(A).Solve(b.MatMul(A) / M);
        double Error(Func<Rng, int[]> epoch)
        {
            var w = Tensor.Zeros([R, 4]);
            for (var e = 0; e < 40; e++)
            {
                int[][] orders = [.. Enumerable.Range(0, R).Select(r => epoch(new Rng(e).Split(r)))];
                for (var t = 0; t < M; t++)
                {
                    int[] n = [.. orders.Select(order => order[t])];
                    var x = A.Gather(n);
                    w = w - 0.01 * ((w * x).Sum(1) - b.Gather(n).Reshape([R, 1])) * x;
                }
            }
            return (double)(w - best).Square().Sum() / R;
        }
        // Means of 100 runs of four normal components each are off by √(2/400) = 7 %: a factor 2 is 14 standard errors.
        Assert.True(Error(rng => rng.Permutation(M)) < 0.5 * Error(rng => rng.Integers(M, M)));
        Assert.Equal(0.632, Sampling.Coverage(M * M, M * M), 5e-4);
    }

    [Fact]
    public void One_parameter_can_have_two_valleys()
    {
        double[] E = [.. Enumerable.Range(-2000, 4001).Select(i => i / 1000.0).Select(w => Math.Pow(w, 4) - w * w)];
        Assert.Equal([-707, 707], Enumerable.Range(1, 3999).Where(i => E[i] < E[i - 1] && E[i] < E[i + 1]).Select(i => i - 2000));   // ±1/√2
    }

    [Fact]
    public void Small_steps_turn_back_in_the_stiff_coordinate_and_exact_ones_turn_at_right_angles()
    {
        var steps = new GradientDescent(0.0198).Descend(w => 0.5 * (Tensor.Of(1, 100) * w * w).Sum(), Tensor.Of(1, 1)).Take(20).Select(x => x.θ).ToList();
        var moves = steps.Zip(steps.Skip(1), (a, b) => b - a).ToList();
        Assert.All(moves.Zip(moves.Skip(1)), p => Assert.True((double)(p.First.Dot(p.Second) / (p.First.Norm() * p.Second.Norm())) < -0.9));

        var bowl = Quadratic.Of(Tensor.Diagonal(Tensor.Of(1, 10)));
        var w = Tensor.Of(10, 1);
        for (var t = 0; t < 20; t++)
        {
            var g = Gradient(bowl.Loss, w);
            w -= (double)g.SquaredNorm() / bowl.Curvature.QuadraticForm(g) * g;
            var next = Gradient(bowl.Loss, w);
            Assert.InRange(Math.Abs((double)(g.Dot(next) / (g.Norm() * next.Norm()))), 0, 1e-10);
        }
    }

    [Fact]
    public void Descent_with_rates_one_over_t_is_the_running_mean_of_the_brightness()
    {
        var x = (255 * Digits.Inputs().Mean(1)).ToArray()[..500];
        var path = new GradientDescent(Schedule.InverseTime(1)).Descend(x.Select(v => (Func<Tensor, Tensor>)(w => 0.5 * (w - v).Square())), Tensor.Scalar(7)).Select(i => (double)i.θ).ToList();
        for (var t = 1; t <= x.Length; t++)
            Assert.Equal(x.Take(t).Average(), path[t], 1e-13 * 255 * t);
    }

    [Theory, InlineData(1, 1.0), InlineData(2, 4.0 / 3), InlineData(4, 16.0 / 7)]
    public void Rates_c_over_t_leave_c_squared_over_2c_less_1_of_the_variance(double c, double limit)
    {
        const int T = 1000;
        var rng = new Rng(13);
        var w = new GradientDescent(Schedule.InverseTime(c)).Follow(x => x.θ - rng.Normal([4000]), Tensor.Zeros([4000])).ElementAt(T).θ;
        var exact = T * NoisyDescent.Variances(Enumerable.Range(1, T).Select(t => c / t), 1, 1).Last();
        Assert.Equal(exact, T * (double)w.Square().Mean(), 5 * exact * Math.Sqrt(2.0 / 4000));
        Assert.Equal(limit, exact, 10 * c / T);
    }

    [Fact]
    public void Smallest_of_R_uniform_scores_is_one_in_R_plus_1_on_average()
    {
        foreach (var R in (int[])[1, 4, 16])
        {
            var least = new Rng(R).Uniform([20_000, R]).Min(1);
            Assert.Equal(1.0 / (R + 1), (double)least.Mean(), 5 * Math.Sqrt((double)least.Variance() / 20_000));
        }
    }

    [Fact]
    public void Validation_error_of_the_start_it_chose_is_optimistic()
    {
        var (train, rest) = Digits.Shuffle(new Rng(5)).Split(300);
        var net = new Chain(new Dense(64, 4), new Relu(), new Dense(4, 10));
        var runs = Fit.Classifiers(net, 20, train, new GradientDescent(0.3), 20, 30, new Rng(1));
        var (x, _, labels) = rest.All(Precision.Single);
        double[][] losses = [.. Enumerable.Range(0, 20).Select(r => (-net.Apply(runs.θ[r], x).LogSoftmax().Pick(labels)).ToArray())];   // per start and example
        var rng = new Rng(2);
        double[] gaps = [.. Enumerable.Range(0, 1000).Select(_ =>
        {
            var split = rng.Permutation(rest.Count);
            var chosen = losses.MinBy(l => split.Take(100).Average(n => l[n]))!;
            return Gap(chosen, split) - losses.Average(l => Gap(l, split));
        })];
        // For a start fixed beforehand, and so for the average one, the mean gap over splits is 0; choosing makes it positive.
        Assert.True(gaps.Average() > 3 * Math.Sqrt(gaps.Average(g => Math.Pow(g - gaps.Average(), 2)) / gaps.Length), $"{gaps.Average()}");

        static double Gap(double[] loss, int[] split) => split.Skip(100).Average(n => loss[n]) - split.Take(100).Average(n => loss[n]);
    }
}
