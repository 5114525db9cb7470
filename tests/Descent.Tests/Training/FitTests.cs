using Descent.Data;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;
using Descent.Training;

namespace Descent.Tests.Training;

public class FitTests
{
    static readonly (Dataset Train, Dataset Test) Digits = Dataset.Digits().Shuffle(new Rng(0)).Split(1400);
    static readonly Chain Net = new(new Dense(64, 16), new Relu(), new Dense(16, 10));

    static History Train(Optimizer rule, int epochs = 3, FitOptions? options = null, int seed = 1) =>
        Fit.Classifier(Net, Digits.Train, Digits.Test, rule, epochs, 32, new Rng(seed), options);

    [Fact]
    public void Digits_are_learnt_in_seconds()
    {
        var history = Train(new Adam(1e-2), 10);
        Assert.Equal(Ending.Finished, history.Ending);
        Assert.Equal(10 * 44, history.Losses.Count);
        Assert.True(history.Epochs[^1].Validation!.Accuracy > 0.9);
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss);
        Assert.Contains("10 epochs", history.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_takes_the_steps_that_descend_takes()
    {
        var rule = new Adam(1e-2);
        var options = new FitOptions { Precision = Precision.Double };
        var fit = Train(rule, 1, options);
        var (rng, order) = (new Rng(1), new Rng(1).Split(1).Permutation(1400));
        var losses = order.Chunk(32).Select(rows => Digits.Train.Rows(rows)).Select(b => (Func<Tensor, Tensor>)(θ => Loss.CrossEntropy(Net.Apply(θ, b.X), b.Labels)));
        var end = rule.Descend(losses, Net.Initialize(rng.Split(0))).Last().θ;
        Assert.True((double)(fit.θ - end).Abs().Max() < 1e-9);   // 44 steps of Adam: rounding of 1e-16, enlarged where v̂ is small
    }

    [Fact]
    public void Same_seed_gives_the_same_bits_and_another_seed_does_not()
    {
        Assert.Equal(Train(new Momentum(0.05)).θ.ToSingles(), Train(new Momentum(0.05)).θ.ToSingles());
        Assert.NotEqual(Train(new Momentum(0.05)).θ.ToSingles(), Train(new Momentum(0.05), seed: 2).θ.ToSingles());
    }

    [Fact]
    public void Cancelling_returns_the_model_so_far()
    {
        using var cancel = new CancellationTokenSource();
        var history = Train(new Adam(1e-2), 100, new() { Cancel = cancel.Token, Progress = p => { if (p.Epoch == 2) cancel.Cancel(); } });
        Assert.Equal(Ending.Cancelled, history.Ending);
        Assert.InRange(history.Epochs.Count, 1, 2);
        Assert.True(Fit.Evaluate(Net, history.θ, Digits.Test).Accuracy > 0.3);
    }

    [Fact]
    public void Stopping_rule_sees_the_run_and_ends_it()
    {
        var history = Train(new Adam(1e-2), 50, new() { Stop = run => run.Epochs[^1].Validation!.Accuracy > 0.7 });
        Assert.Equal(Ending.Stopped, history.Ending);
        Assert.True(history.Epochs[^1].Validation!.Accuracy > 0.7);
        Assert.All(history.Epochs.SkipLast(1), epoch => Assert.True(epoch.Validation!.Accuracy <= 0.7));
    }

    [Fact]
    public void Theta_of_the_stopping_rule_is_a_copy()
    {
        var seen = new List<Tensor>();
        Train(new Adam(1e-2), 3, new() { Stop = run => { seen.Add(run.θ); return false; } });
        Assert.Equal(3, seen.Select(θ => (double)θ.Norm()).Distinct().Count());
    }

    [Fact]
    public void Divergence_ends_the_run()
    {
        // λmax of ½(w x)² is 1 for x = ±1, and the loss doubles it: above η = 1 descent must diverge, by |1 − 2η| = 5 a step.
        var data = Dataset.From(Tensor.Ones([8, 1]), Tensor.Zeros([8, 1]));
        var history = Fit.Regressor(new Dense(1, 1), data, null, new GradientDescent(3), 1000, 8, new Rng(1));
        Assert.Equal(Ending.Diverged, history.Ending);
        Assert.False(double.IsFinite(history.Losses[^1]));
    }

    [Fact]
    public void Penalty_shrinks_the_weights() =>
        Assert.True((double)Train(new GradientDescent(0.1), options: new() { Penalty = θ => 0.1 / 2 * θ.SquaredNorm() }).θ.Norm()
            < 0.7 * (double)Train(new GradientDescent(0.1)).θ.Norm());

    [Fact]
    public void Progress_counts_to_the_end()
    {
        var told = new List<Progress>();
        Train(new GradientDescent(0.1), 2, new() { Progress = told.Add });
        Assert.Equal((2, 88, 88), (told[^1].Epoch, told[^1].Step, told[^1].Steps));
    }

    [Fact]
    public void Regressor_finds_the_least_squares_line()
    {
        var x = new Rng(1).Normal([200, 1]);
        var data = Dataset.From(x, 3 * x - 1);
        var θ = Fit.Regressor(new Dense(1, 1), data, data, new GradientDescent(0.1), 20, 20, new Rng(2), new() { Precision = Precision.Double }).θ;
        Assert.Equal(3, θ.At(0), 1e-6);
        Assert.Equal(-1, θ.At(1), 1e-6);
    }

    [Fact]
    public void Replicas_learn_independently()
    {
        var θ = Fit.Classifiers(Net, 4, Digits.Train, new Momentum(0.05), 4, 32, new Rng(1)).θ;
        Assert.Equal<Shape>([4, Net.Parameters], θ.Shape);
        for (var r = 0; r < 4; r++)
            Assert.True(Fit.Evaluate(Net, θ[r], Digits.Test).Accuracy > 0.8);
        Assert.NotEqual(θ[0].ToSingles(), θ[1].ToSingles());
    }

    [Fact]
    public void Replica_learns_what_it_learns_in_other_company()
    {
        Tensor Learn(int replicas) => Fit.Classifiers(Net, replicas, Digits.Train, new Adam(1e-2), 1, 100, new Rng(1), new() { Start = Net.Initialize(new Rng(2), 40)[..replicas] }).θ;
        Assert.Equal(Learn(20)[0].ToSingles(), Learn(40)[0].ToSingles());
        var clipped = Assert.Throws<ArgumentException>(() => Fit.Classifiers(Net, 2, Digits.Train, new Averaged(new Clipped(new Adam(1e-2), 1)), 1, 100, new Rng(1)));
        Assert.Contains("must not see each other", clipped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Steady_state_allocates_no_numbers()
    {
        var bytes = new List<long>();
        Train(new Momentum(0.01), 40, new() { Stop = _ => { bytes.Add(GC.GetAllocatedBytesForCurrentThread()); return false; } });
        var perStep = (bytes[^1] - bytes[^11]) / (10.0 * 44);
        Assert.True(perStep < 16_384, $"{perStep:F0} bytes per step");
    }

    [Fact]
    public void Impossible_requests_say_what_is_possible()
    {
        Assert.Contains("between 1 and 1400", Assert.Throws<ArgumentException>(() => Fit.Classifier(Net, Digits.Train, null, new Adam(1e-3), 1, 2000, new Rng(1))).Message, StringComparison.Ordinal);
        var numbers = Dataset.From(Tensor.Zeros([4, 64]), Tensor.Zeros([4, 1]));
        Assert.Contains("Regressor", Assert.Throws<ArgumentException>(() => Fit.Classifier(Net, numbers, null, new Adam(1e-3), 1, 2, new Rng(1))).Message, StringComparison.Ordinal);
    }
}
