using Descent.Tensors;

namespace Descent.Training;

/// <summary>What one epoch came to.</summary>
/// <param name="Number">1, 2, 3, …</param>
/// <param name="Steps">Steps taken since the start of training.</param>
/// <param name="Loss">Mean of the minibatch losses met during the epoch.</param>
/// <param name="Validation">The validation set at the end of the epoch; null without one.</param>
/// <param name="Seconds">Since the start of training, evaluation included.</param>
public sealed record Epoch(int Number, int Steps, double Loss, Score? Validation, double Seconds);

/// <summary>How well a model does on a data set.</summary>
/// <param name="Loss">Mean loss per example.</param>
/// <param name="Accuracy">Share of examples whose class is predicted; NaN for regression.</param>
public sealed record Score(double Loss, double Accuracy);

/// <summary>Why training ended.</summary>
public enum Ending
{
    /// <summary>All epochs were run.</summary>
    Finished,

    /// <summary>The stopping rule asked for it.</summary>
    Stopped,

    /// <summary>It was cancelled, or the notebook was interrupted; the model is that of the last completed step.</summary>
    Cancelled,

    /// <summary>The loss was no longer a finite number.</summary>
    Diverged,
}

/// <summary>A training run: the model it ended with and how it got there.</summary>
/// <param name="θ">The parameters at the end (the rule's result: averaged ones if the rule averages).</param>
/// <param name="Epochs">The completed epochs.</param>
/// <param name="Losses">The minibatch loss before every step.</param>
/// <param name="Ending">Why it ended.</param>
[TypeFormatterSource(typeof(AsText), PreferredMimeTypes = ["text/plain"])]
public sealed record History(Tensor θ, IReadOnlyList<Epoch> Epochs, IReadOnlyList<double> Losses, Ending Ending)
{
    /// <summary>The last epoch's line.</summary>
    public override string ToString() => Epochs.Count == 0
        ? $"{Ending} after {Losses.Count} steps, before the first epoch was complete"
        : $"{Ending} after {Epochs.Count} epochs, {Losses.Count:N0} steps, {Epochs[^1].Seconds:F1} s: loss {Epochs[^1].Loss:G4}"
            + (Epochs[^1].Validation is { } v ? $", validation loss {v.Loss:G4}{(double.IsNaN(v.Accuracy) ? "" : $", accuracy {v.Accuracy:P2}")}" : "");
}

/// <summary>Where a training run is now.</summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Epochs">Of how many.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Of how many.</param>
/// <param name="Loss">The last minibatch loss.</param>
public sealed record Progress(int Epoch, int Epochs, int Step, int Steps, double Loss);

/// <summary>What a training run may be told besides the essentials.</summary>
public sealed record FitOptions
{
    /// <summary>The number type to train in.</summary>
    public Precision Precision { get; init; } = Precision.Single;

    /// <summary>Where to start; the net's initializers by default. Shape [P], or [R, P] for replicas.</summary>
    public Tensor? Start { get; init; }

    /// <summary>Added to the loss, for example <c>θ => 1e-4 / 2 * θ.SquaredNorm()</c>.</summary>
    public Func<Tensor, Tensor>? Penalty { get; init; }

    /// <summary>Draw minibatches with replacement instead of shuffling every epoch.</summary>
    public bool WithReplacement { get; init; }

    /// <summary>Asked after every epoch, with the run so far (θ included): true ends the run. The hook of early stopping.</summary>
    public Func<History, bool>? Stop { get; init; }

    /// <summary>Told about progress: after every epoch and some five times a second in between.</summary>
    public Action<Progress>? Progress { get; init; }

    /// <summary>Ends the run after the current step; what was learnt so far is returned.</summary>
    public CancellationToken Cancel { get; init; }
}
