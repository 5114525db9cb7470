using Descent.Tensors;

namespace Descent.Proofs;

/// <summary>Chapter 3: how wrong a minibatch is.</summary>
public static partial class Derivations
{
    static IReadOnlyList<Derivation> OfMinibatches => [VarianceOfTheMean, FinitePopulation, DuplicatedData];

    static IReadOnlyList<Derivation> MistakesOfMinibatches => [StandardErrorWithinAnEpoch, OneValleyPerParameter];

    /// <summary>E[(x̄ − μ)²] = σ²/N for independent draws: the square is a double sum, and its cross terms vanish.</summary>
    public static Derivation VarianceOfTheMean => new("The variance of a minibatch's mean", @"\mathbb E\big[(\bar x-\mu)^2\big]=\frac{\sigma^2}{N}",
        "slides on Bishop & Bishop ch. 7, slide 16",
        [@"$x_1,\dots,x_N$ are independent draws from one distribution with mean $\mu$ and variance $\sigma^2$; $\bar x=\frac1N\sum_n x_n$; $V=\mathbb E[(\bar x-\mu)^2]$",
            "lines 1 to 6 enumerate: the distribution is five random numbers, equally likely, and every sample is written down"],
    [
        Step.Equal(@"\mathbb E[\bar x]=\mu", "the mean of a sum is the sum of the means, and every draw has mean μ", Independent,
            x => Mean(x.x, x.N, true, s => s.Average()), x => x.x.Average(), instances: 20),
        Step.Equal(@"V=\frac1{N^2}\sum_{n,m}\mathbb E\big[(x_n-\mu)(x_m-\mu)\big]", "the square of a sum is a double sum", Independent,
            x => Mean(x.x, x.N, true, s => Square(s.Average() - x.x.Average())),
            x => Enumerable.Range(0, x.N).Sum(n => Enumerable.Range(0, x.N).Sum(m => Cross(x, true, n, m))) / (x.N * x.N), instances: 5),
        Step.Equal(@"\mathbb E\big[(x_n-a)(x_m-b)\big]=(\mu-a)(\mu-b)", "$n\\neq m$ are independent draws: the mean of the product is the product of the means",
            rng => (x: Numbers(rng), a: rng.Next(), b: rng.Next()),
            x => Mean(x.x, 3, true, s => (s[0] - x.a) * (s[2] - x.b)), x => (x.x.Average() - x.a) * (x.x.Average() - x.b), instances: 20),
        Step.Equal(@"\mathbb E\big[(x_n-\mu)(x_m-\mu)\big]=0\quad(n\neq m)", "so with $a=b=\\mu$ the cross terms vanish", Independent,
            x => Cross(x, true, 0, 1), x => 0.0, instances: 20, scale: x => x.σ2),
        Step.Equal(@"\mathbb E\big[(x_n-\mu)^2\big]=\mathbb E[x^2]-\mu^2=\sigma^2", "and the terms $n=m$ are the variance of one draw", Independent,
            x => Cross(x, true, 1, 1), x => x.x.Average(v => v * v) - x.x.Average() * x.x.Average(), instances: 20),
        Step.Equal(@"V=\frac1{N^2}\,N\sigma^2=\frac{\sigma^2}{N}", "of the $N^2$ terms $N$ remain, all equal", Independent,
            x => Mean(x.x, x.N, true, s => Square(s.Average() - x.x.Average())), x => x.σ2 / x.N, instances: 20),
        Step.Sampled(@"V=\frac{\sigma^2}{N}", "with a density the sums become integrals; here $x$ is exponential with mean and standard deviation $\\sigma$",
            rng => (σ: 0.5 + rng.Next(), N: 5 + rng.Integer(20)),
            (x, rng) => (-x.σ * (1 - rng.Uniform([20_000, x.N])).Log().Mean(1, keep: false) - x.σ).Square(), x => x.σ * x.σ / x.N),
        Step.Equal(@"\mathbb E\,\lVert\mathbf g_B-\mathbf g\rVert^2=\sum_i\frac{\sigma_i^2}{B}=\frac{\operatorname{tr}\Sigma}{B}", "a gradient is a vector of such means: add up its components",
            rng => (G: rng.Normal([4, 3]), B: 2 + rng.Integer(2)),
            x => Samples([0, 1, 2, 3], x.B, true).Average(s => (double)(x.G.Gather([.. s.Select(i => (int)i)]).Mean(0, keep: false) - x.G.Mean(0, keep: false)).SquaredNorm()),
            x => (double)(x.G.Square().Mean(0, true) - x.G.Mean(0, true).Square()).Sum() / x.B, instances: 10),
    ]);

    /// <summary>σ²/N (M − N)/(M − 1) for N different ones of M: each cross term is −σ²/(M − 1).</summary>
    public static Derivation FinitePopulation => new("The finite-population correction", @"\mathbb E\big[(\bar x-\mu)^2\big]=\frac{\sigma^2}{N}\,\frac{M-N}{M-1}",
        "Cochran 1977, chapter 2; what an epoch does to slides on Bishop & Bishop ch. 7, slide 15",
        [@"The $N$ examples are different ones of $M$, every choice equally likely; $\mu$ and $\sigma^2=\frac1M\sum_k(x_k-\mu)^2$ are those of the $M$ numbers; $V=\mathbb E[(\bar x-\mu)^2]$"],
    [
        Step.Equal(@"\sum_{k\neq n}(x_n-\mu)(x_k-\mu)=-(x_n-\mu)^2", "all $M$ deviations add up to 0, so the others add up to minus this one",
            rng => (x: Numbers(rng), n: rng.Integer(5)),
            x => x.x.Where((_, k) => k != x.n).Sum(other => (x.x[x.n] - x.x.Average()) * (other - x.x.Average())),
            x => -((x.x[x.n] - x.x.Average()) * (x.x[x.n] - x.x.Average())), scale: x => 1),
        Step.Equal(@"\mathbb E\big[(x_n-\mu)(x_m-\mu)\big]=-\frac{\sigma^2}{M-1}", "for $n\\neq m$ the second draw is each of the $M-1$ others equally often: average the line before", Different,
            x => Cross(x, false, 0, 1), x => -x.σ2 / (x.M - 1), instances: 20),
        Step.Equal(@"V=\frac1{N^2}\Big(N\sigma^2-N(N-1)\frac{\sigma^2}{M-1}\Big)", "$N$ terms with $n=m$, and $N(N-1)$ cross terms", Different,
            x => Mean(x.x, x.N, false, s => Square(s.Average() - x.x.Average())),
            x => (x.N * x.σ2 - x.N * (x.N - 1) * x.σ2 / (x.M - 1)) / (x.N * x.N), instances: 20, scale: x => x.σ2),
        Step.Equal(@"V=\frac{\sigma^2}{N}\,\frac{M-N}{M-1}", "take $\\sigma^2/N$ out: $1-\\frac{N-1}{M-1}=\\frac{M-N}{M-1}$", Different,
            x => Mean(x.x, x.N, false, s => Square(s.Average() - x.x.Average())), x => x.σ2 / x.N * (x.M - x.N) / (x.M - 1), instances: 20, scale: x => x.σ2),
        Step.Equal(@"N=M:\quad V=0", "the batch is the whole set, in some order", Different,
            x => Mean(x.x, x.M, false, s => Square(s.Average() - x.x.Average())), x => 0.0, instances: 20, scale: x => x.σ2),
    ]);

    /// <summary>With E = Σ Eₙ, storing every example twice doubles the gradient and the batch step; with the mean nothing changes; an SGD epoch becomes two.</summary>
    public static Derivation DuplicatedData => new("Every example twice", @"\nabla\sum_{n=1}^{2M}E_n=2\,\nabla\sum_{n=1}^{M}E_n",
        "slides on Bishop & Bishop ch. 7, slide 14, with what the slide leaves out",
        [@"The doubled set is $\mathbf x_1,\dots,\mathbf x_M,\mathbf x_1,\dots,\mathbf x_M$; lines 1 to 4: $E_n=\tfrac12(\mathbf w^{\mathsf T}\mathbf x_n-y_n)^2$; line 5: $E_n=\tfrac12(w-x_n)^2$, $q=(1-\eta)^M$, and $w_M$ is $w$ after $M$ steps"],
    [
        Step.Equal(@"\nabla\sum_{n=1}^{2M}E_n=2\,\mathbf X^{\mathsf T}(\mathbf X\mathbf w-\mathbf y)", "every term comes twice (left: the derivative of the program on the doubled set)", Regression,
            x => Derivatives.Gradient(w => Residuals(x, w, 2).Square().Sum() / 2, x.w), x => 2 * x.X.TransposedMatMul(x.X.MatMul(x.w) - x.y), instances: 20),
        Step.Equal(@"\mathbf w-\eta\,\nabla\sum_{n=1}^{2M}E_n=\mathbf w-2\eta\,\nabla\sum_{n=1}^{M}E_n", "so a batch step costs twice as much, and it goes twice as far", Regression,
            x => x.w - x.η * Derivatives.Gradient(w => Residuals(x, w, 2).Square().Sum() / 2, x.w), x => x.w - 2 * x.η * x.X.TransposedMatMul(x.X.MatMul(x.w) - x.y), instances: 20),
        Step.Equal(@"\mathbf w-\frac\eta2\,\nabla\sum_{n=1}^{2M}E_n=\mathbf w-\eta\,\nabla\sum_{n=1}^{M}E_n", "only with half the rate it is the same step at twice the price", Regression,
            x => x.w - x.η / 2 * Derivatives.Gradient(w => Residuals(x, w, 2).Square().Sum() / 2, x.w), x => x.w - x.η * x.X.TransposedMatMul(x.X.MatMul(x.w) - x.y), instances: 20),
        Step.Equal(@"\nabla\frac1{2M}\sum_{n=1}^{2M}E_n=\frac1M\,\mathbf X^{\mathsf T}(\mathbf X\mathbf w-\mathbf y)", "a loss that is a mean does not notice the copies", Regression,
            x => Derivatives.Gradient(w => Residuals(x, w, 2).Square().Mean() / 2, x.w), x => x.X.TransposedMatMul(x.X.MatMul(x.w) - x.y) / x.y.Size, instances: 20),
        Step.Equal(@"w_{2M}=q^2w_0+(1+q)\,\eta\sum_{n=1}^M(1-\eta)^{M-n}x_n", "one epoch of single examples on the doubled set is two epochs on the set itself: $w\\mapsto qw+\\eta\\sum_n(1-\\eta)^{M-n}x_n$, twice",
            rng => (x: Numbers(rng), η: 0.1 + 0.5 * rng.Next(), w: 2 + rng.Next()),
            x => x.x.Concat(x.x).Aggregate(x.w, (w, v) => w - x.η * (w - v)),
            x => Math.Pow(1 - x.η, 10) * x.w + (1 + Math.Pow(1 - x.η, 5)) * x.η * x.x.Select((v, n) => Math.Pow(1 - x.η, 4 - n) * v).Sum()),
    ]);

    /// <summary>Slide 15 states σ/√N for minibatches as such. An epoch's minibatches are drawn without replacement.</summary>
    public static Derivation StandardErrorWithinAnEpoch => new("σ/√N for the minibatches of an epoch, as the slide has it", @"\mathbb E\big[(\bar x-\mu)^2\big]=\frac{\sigma^2}{N}",
        "slides on Bishop & Bishop ch. 7, slide 15",
        ["The minibatch is cut from a shuffled epoch: its $N$ examples are different ones of $M$, every choice equally likely"],
    [
        Step.Equal(@"\mathbb E\big[(x_n-\mu)(x_m-\mu)\big]=0\quad(n\neq m)", "the cross terms vanish (they do not: who is drawn cannot be drawn again)", Different,
            x => Cross(x, false, 0, 1), x => 0.0, instances: 20, scale: x => x.σ2, names: "(x, N, M, σ2)"),
        Step.Equal(@"\mathbb E\big[(\bar x-\mu)^2\big]=\frac{\sigma^2}{N}", "and $N$ equal terms remain", Different,
            x => Mean(x.x, x.N, false, s => Square(s.Average() - x.x.Average())), x => x.σ2 / x.N, instances: 20, scale: x => x.σ2, names: "(x, N, M, σ2)"),
    ]);

    /// <summary>The data-mining course says that with one parameter there is one valley.</summary>
    public static Derivation OneValleyPerParameter => new("One parameter, one valley, as the course has it", @"E(w)\text{ of one }w\text{ has one local minimum}",
        "a data-mining course, section 27.1.1", [@"$E(w)=w^4+a\,w^2$, whose minima are counted on a fine grid"],
    [
        Step.Equal(@"\#\{\text{local minima}\}=1", "there is only one way to go (there are two)",
            [(E: "w⁴ + w²", a: 1.0), (E: "w⁴ − w²", a: -1.0)], x => Minima(w => w * w * w * w + x.a * w * w), x => 1.0),
    ]);

    static (double[] x, int N, int M, double σ2) Independent(Rng rng) => Population(rng, 2 + rng.Integer(3));

    static (double[] x, int N, int M, double σ2) Different(Rng rng) => Population(rng, 2 + rng.Integer(4));

    static (double[] x, int N, int M, double σ2) Population(Rng rng, int N)
    {
        var x = Numbers(rng);
        return (x, N, x.Length, x.Average(v => Square(v - x.Average())));
    }

    static double[] Numbers(Rng rng) => (2 + rng.Normal([5])).ToArray();

    static (Tensor X, Tensor y, Tensor w, double η) Regression(Rng rng) => (rng.Normal([6, 3]), rng.Normal([6, 1]), rng.Normal([3, 1]), 0.05 + 0.1 * rng.Next());

    static Tensor Residuals((Tensor X, Tensor y, Tensor w, double η) x, Tensor w, int copies) =>
        Tensor.Concat(0, [.. Enumerable.Repeat(x.X, copies)]).MatMul(w) - Tensor.Concat(0, [.. Enumerable.Repeat(x.y, copies)]);

    /// <summary>Every ordered sample of N, with repetitions or without: all equally likely.</summary>
    static IEnumerable<double[]> Samples(double[] x, int N, bool again) => Places(x.Length, N, again).Select(places => Array.ConvertAll(places, i => x[i]));

    static IEnumerable<int[]> Places(int M, int N, bool again) => N == 0
        ? [[]]
        : Places(M, N - 1, again).SelectMany(s => Enumerable.Range(0, M).Where(i => again || !s.Contains(i)).Select(i => (int[])[.. s, i]));

    static double Mean(double[] x, int N, bool again, Func<double[], double> f) => Samples(x, N, again).Average(f);

    static double Cross((double[] x, int N, int M, double σ2) x, bool again, int n, int m) => Mean(x.x, x.N, again, s => (s[n] - x.x.Average()) * (s[m] - x.x.Average()));

    static double Minima(Func<double, double> E)
    {
        double[] values = [.. Enumerable.Range(-2000, 4001).Select(i => E(i / 1000.0 + 1e-4))];
        return Enumerable.Range(1, values.Length - 2).Count(i => values[i] < values[i - 1] && values[i] < values[i + 1]);
    }

    static double Square(double x) => x * x;
}
