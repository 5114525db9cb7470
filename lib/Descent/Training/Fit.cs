using System.Diagnostics;
using Descent.Data;
using Descent.Front;
using Descent.Layers;
using Descent.Optimizers;
using Descent.Tensors;

namespace Descent.Training;

/// <summary>Trains nets on data sets with minibatches. Works in place on private buffers: in the steady state a step allocates no numbers.</summary>
/// <remarks>A training of more than half a second shows its progress in a notebook or terminal; when the notebook is interrupted it returns the model so far.</remarks>
public static class Fit
{
    const int Chunk = 1000;   // examples evaluated at once

    /// <summary>Trains a net whose outputs are logits, on cross-entropy.</summary>
    /// <param name="net">The function of (θ, x).</param>
    /// <param name="train">Examples with classes.</param>
    /// <param name="validation">Looked at after every epoch, never learnt from; may be null.</param>
    /// <param name="rule">The optimizer.</param>
    /// <param name="epochs">Passes over the training set.</param>
    /// <param name="batch">Examples per step.</param>
    /// <param name="rng">Initial weights, order of examples, noise of layers.</param>
    /// <param name="options">Precision, penalty, stopping, progress, cancellation.</param>
    /// <exception cref="ArgumentException">The data have no classes, or sizes do not fit.</exception>
    public static History Classifier(Layer net, Dataset train, Dataset? validation, Optimizer rule, int epochs, int batch, Rng rng, FitOptions? options = null)
    {
        NeedClasses(train);
        return Run(net, 1, train, rule, epochs, batch, rng, options ?? new(),
            (θ, data, pass) => Loss.CrossEntropy(net.Apply(θ, data.X, pass), data.Labels),
            validation is null ? null : θ => Evaluate(net, θ, validation));
    }

    /// <summary>Trains a net on square error: (1/N) Σ ‖p − t‖².</summary>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    public static History Regressor(Layer net, Dataset train, Dataset? validation, Optimizer rule, int epochs, int batch, Rng rng, FitOptions? options = null) =>
        Run(net, 1, train, rule, epochs, batch, rng, options ?? new(),
            (θ, data, pass) => Loss.MeanSquare(net.Apply(θ, data.X, pass), data.Y),
            validation is null ? null : θ => EvaluateSquares(net, θ, validation));

    /// <summary>Trains R independent classifiers of one architecture together: θ has shape [R, P], every replica has its own start and its own minibatches.</summary>
    /// <returns>A history whose losses are the means over the replicas.</returns>
    /// <remarks>One recording serves many replicas, so many small nets cost little more than their arithmetic.</remarks>
    /// <exception cref="ArgumentException">The data have no classes, sizes do not fit, or the rule looks at the gradient as a whole, as clipping does.</exception>
    public static History Classifiers(Layer net, int replicas, Dataset train, Optimizer rule, int epochs, int batch, Rng rng, FitOptions? options = null)
    {
        NeedClasses(train);
        if (!rule.Elementwise)
            throw new ArgumentException($"{rule.GetType().Name} looks at the gradient as a whole; replicas that train together must not see each other.");
        var (all, given) = (new Replicas(net, replicas), options ?? new());
        var start = given.Start ?? net.Initialize(rng.Split(0), replicas, given.Precision);
        var stop = given.Stop is { } ask ? run => ask(Separate(run)) : (Func<History, bool>?)null;
        return Separate(Run(all, replicas, train, rule, epochs, batch, rng, given with { Start = all.Join(start), Stop = stop }, (θ, data, pass) =>
        {
            var logits = all.Apply(θ, data.X.Reshape([replicas, data.Count / replicas, .. data.X.Shape.Skip(1)]), pass);
            return replicas * Loss.CrossEntropy(logits.Reshape([data.Count, logits.Shape[-1]]), data.Labels);
        }, null));

        History Separate(History run) => run with { θ = all.Separate(run.θ) };
    }

    /// <summary>Loss and accuracy of a classifier on a data set.</summary>
    public static Score Evaluate(Layer net, Tensor θ, Dataset data)
    {
        var score = Over(data, θ.Precision, part =>
        {
            var logits = net.Apply(θ, part.X);
            return ((double)Loss.CrossEntropy(logits, part.Labels), Loss.Accuracy(logits, part.Labels));
        });
        return new(score.First, score.Second);
    }

    static Score EvaluateSquares(Layer net, Tensor θ, Dataset data) =>
        new(Over(data, θ.Precision, part => ((double)Loss.MeanSquare(net.Apply(θ, part.X), part.Y), double.NaN)).First, double.NaN);

    static (double First, double Second) Over(Dataset data, Precision precision, Func<Batch, (double, double)> measure)
    {
        var (first, second) = (0.0, 0.0);
        foreach (var rows in Enumerable.Range(0, data.Count).Chunk(Chunk))
        {
            using var scope = Scope.Open();
            var (a, b) = measure(data.Rows(rows, precision));
            (first, second) = (first + a * rows.Length / data.Count, second + b * rows.Length / data.Count);
        }
        return (first, second);
    }

    static History Run(Layer net, int replicas, Dataset train, Optimizer rule, int epochs, int batch, Rng rng, FitOptions options,
        Func<Tensor, Batch, Pass, Tensor> loss, Func<Tensor, Score>? evaluate)
    {
        if (batch < 1 || batch > train.Count)
            throw new ArgumentException($"Minibatches of {batch} from {train.Count} examples: between 1 and {train.Count} are possible.");
        var θ = (options.Start?.To(options.Precision) ?? net.Initialize(rng.Split(0), options.Precision)).Private();
        Tensor[] memory = [.. Enumerable.Range(0, rule.Memories).Select(_ => θ.ZerosLike().Private())];
        var (order, pass) = (rng.Split(1), new Pass(rng.Split(2)));
        var (clock, told) = (Stopwatch.StartNew(), 0L);
        var steps = (train.Count + batch - 1) / batch;
        var (done, losses) = (new List<Epoch>(), new List<double>(epochs * steps));

        using var work = Work.Begin("Fit", epochs * steps, "loss", done => $"epoch {Math.Min(epochs, done / steps + 1)} of {epochs}");

        History Now(Ending ending) => new(rule.Result(new(θ, losses.Count, memory)).Keep(), [.. done], [.. losses], ending);

        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            foreach (var rows in Minibatches(train.Count, batch, replicas, order, options.WithReplacement))
            {
                if (options.Cancel.IsCancellationRequested || work.IsStopped)
                    return End(Ending.Cancelled);
                losses.Add(Step(rows));
                work.Report(losses.Count, losses[^1]);
                if (!double.IsFinite(losses[^1]))
                    return End(Ending.Diverged);
                if (options.Progress is { } tell && clock.ElapsedMilliseconds - told >= 200)
                {
                    told = clock.ElapsedMilliseconds;
                    tell(new(epoch, epochs, losses.Count, epochs * steps, losses[^1]));
                }
            }
            done.Add(new(epoch, losses.Count, losses.Skip((epoch - 1) * steps).Average(), evaluate?.Invoke(rule.Result(new(θ, losses.Count, memory))), clock.Elapsed.TotalSeconds));
            options.Progress?.Invoke(new(epoch, epochs, losses.Count, epochs * steps, losses[^1]));
            if (options.Stop is { } stop && stop(Now(Ending.Stopped)))
                return End(Ending.Stopped);
        }
        return End(Ending.Finished);

        History End(Ending ending)
        {
            var history = Now(ending);
            work.End($"Fit: {history}");
            return history;
        }

        double Step(int[] rows)
        {
            using var scope = Scope.Open();
            var data = train.Rows(rows, options.Precision);
            var (value, g) = Derivatives.ValueAndGradient(at => options.Penalty is { } penalty ? loss(at, data, pass) + penalty(at) : loss(at, data, pass), θ);
            rule.Update(θ, g, memory, losses.Count);
            return (double)value / replicas;
        }
    }

    /// <summary>One epoch of positions; with replicas, a batch holds the replicas' batches one after another.</summary>
    static IEnumerable<int[]> Minibatches(int count, int batch, int replicas, Rng rng, bool withReplacement)
    {
        int[][] orders = [.. Enumerable.Range(0, replicas).Select(_ => withReplacement ? rng.Integers(count, count) : rng.Permutation(count))];
        for (var from = 0; from < count; from += batch)
        {
            var size = Math.Min(batch, count - from);
            var rows = new int[replicas * size];
            for (var r = 0; r < replicas; r++)
                orders[r].AsSpan(from, size).CopyTo(rows.AsSpan(r * size));
            yield return rows;
        }
    }

    static void NeedClasses(Dataset data)
    {
        if (data.Classes == 0)
            throw new ArgumentException($"{data.Name} has no classes; train a Regressor on it.");
    }
}
