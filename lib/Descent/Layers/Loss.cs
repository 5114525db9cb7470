using Descent.Tensors;

namespace Descent.Layers;

/// <summary>Losses: one number for predictions and targets, averaged over examples, so that duplicating the data changes nothing.</summary>
public static class Loss
{
    /// <summary>(1/N) Σₙ ‖pₙ − tₙ‖²: summed over outputs, averaged over examples.</summary>
    public static Tensor MeanSquare(Tensor prediction, Tensor target) => 2 * HalfSquare(prediction, target);

    /// <summary>(1/2N) Σₙ ‖pₙ − tₙ‖²: for p = X w the gradient is Xᵀ(X w − t)/N and the Hessian XᵀX/N.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor HalfSquare(Tensor prediction, Tensor target) => prediction.Shape == target.Shape
        ? (prediction - target).SquaredNorm() * (0.5 / Math.Max(1, prediction.Rank == 0 ? 1 : prediction.Shape[0]))
        : throw new ArgumentException($"Square loss of prediction {prediction.Shape} and target {target.Shape}: shapes differ.");

    /// <summary>(1/N) Σₙ −ln softmax(zₙ)[labelₙ], in nats.</summary>
    /// <param name="logits">z, shape [N, classes].</param>
    /// <param name="labels">N classes.</param>
    public static Tensor CrossEntropy(Tensor logits, int[] labels) => logits.CrossEntropy(labels);

    /// <summary>(1/N) Σₙ softplus(zₙ) − tₙ zₙ: −ln of the probability that σ(z) gives to the target t ∈ {0, 1}, summed over outputs.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor target) => logits.Shape == target.Shape
        ? (logits.Softplus() - target * logits).Sum() / Math.Max(1, logits.Rank == 0 ? 1 : logits.Shape[0])
        : throw new ArgumentException($"BinaryCrossEntropy of logits {logits.Shape} and target {target.Shape}: shapes differ.");

    /// <summary>Share of rows whose largest logit is the label.</summary>
    public static double Accuracy(Tensor logits, int[] labels) =>
        logits.ArgMax().Zip(labels, (p, t) => p == t ? 1.0 : 0.0).Average();
}
