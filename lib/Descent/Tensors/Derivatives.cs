namespace Descent.Tensors;

/// <summary>
/// Derivatives of functions of a tensor. Each is exact to rounding, and each may be differentiated again:
/// <c>Gradient(θ => Gradient(L, θ).SquaredNorm(), θ0)</c>.
/// </summary>
/// <remarks>
/// A function is differentiated on the thread that calls: what it computes on other threads counts as constant. Index arrays given to operations (labels,
/// rows) are not copied; leave them as they are while a linearization or Hessian that used them is alive.
/// </remarks>
public static class Derivatives
{
    /// <summary>∇L(θ): the gradient of a scalar function.</summary>
    /// <param name="L">A function with one number as value.</param>
    /// <param name="θ">Where; any shape.</param>
    /// <returns>The shape of θ; units of L per unit of θ.</returns>
    /// <exception cref="ArgumentException">L returned more than one number.</exception>
    /// <remarks>Cost: two to four evaluations of L, whatever the size of θ.</remarks>
    public static Tensor Gradient(Func<Tensor, Tensor> L, Tensor θ) => ValueAndGradient(L, θ).Gradient;

    /// <summary>The function θ ↦ ∇L(θ).</summary>
    public static Func<Tensor, Tensor> Gradient(Func<Tensor, Tensor> L) => θ => Gradient(L, θ);

    /// <summary>L(θ) and ∇L(θ) from one evaluation.</summary>
    /// <exception cref="ArgumentException">L returned more than one number.</exception>
    public static (Tensor Value, Tensor Gradient) ValueAndGradient(Func<Tensor, Tensor> L, Tensor θ)
    {
        using var scope = Scope.Open();
        var recording = Record(L, θ);
        return (scope.Return(recording.Output), scope.Return(recording.Pull(recording.Output.OnesLike())[0]));
    }

    /// <summary>∇Lₙ(θ) for every example n at once: row n is the gradient of the loss of example n alone, and their mean the gradient of the whole.</summary>
    /// <param name="f">(θ, x) ↦ predictions, made of operations that take a leading axis of replicas, as MatMul and every layer do: called once, with a copy of θ for each
    /// example, shape [N, …θ], and examples in batches of one, [N, 1, …].</param>
    /// <param name="loss">The loss of predictions [N, …], averaged over examples, each example's part depending on its own row.</param>
    /// <param name="θ">Where; any shape with P elements.</param>
    /// <param name="x">Examples in rows, shape [N, …].</param>
    /// <returns>Shape [N, P]; units of the loss per unit of θ.</returns>
    /// <exception cref="ArgumentException">There is no example, or f did not return one prediction for each.</exception>
    /// <remarks>Cost: a gradient whose weights are N times as large; memory for some three times the result. For many examples and weights, take a batch at a time.</remarks>
    public static Tensor PerExample(Func<Tensor, Tensor, Tensor> f, Func<Tensor, Tensor> loss, Tensor θ, Tensor x)
    {
        if (x.Rank == 0 || x.Shape[0] == 0)
            throw new ArgumentException($"Gradients per example of inputs {x.Shape}: at least one example in a row is needed.");
        var N = x.Shape[0];
        var alone = x.Reshape([N, 1, .. x.Shape.Skip(1)]);
        return N * Gradient(copies => loss(Separate(f(copies, alone), N)), θ.BroadcastTo([N, .. θ.Shape])).Reshape([N, θ.Size]);
    }

    static Tensor Separate(Tensor predictions, int N) => predictions.Rank >= 2 && predictions.Shape[0] == N && predictions.Shape[1] == 1
        ? predictions.Reshape(predictions.Shape.Without(1))
        : throw new ArgumentException($"Gradients per example: of {N} batches of one example f made predictions of shape {predictions.Shape}; [{N}, 1, …] is needed.");

    /// <summary>The linear map v ↦ J v that f is near x, and its transpose; J has one row per element of f(x). Recorded once, applied as often as wanted.</summary>
    public static Linearization Linearize(Func<Tensor, Tensor> f, Tensor x)
    {
        using var kept = Scope.Suspend();
        return new(x, Recording.Of(at => f(at[0]), x));
    }

    /// <summary>∂f/∂x in full: shape [elements of f(x), elements of x].</summary>
    /// <remarks>Cost: one pull per element of f(x).</remarks>
    public static Tensor Jacobian(Func<Tensor, Tensor> f, Tensor x)
    {
        var J = Linearize(f, x);
        var m = J.Value.Size;
        return Tensor.Concat(0, [Tensor.Zeros([0, x.Size], x.Precision), .. Enumerable.Range(0, m).Select(i =>
            J.Pull(Tensor.Unit(m, i, J.Value.Precision).Reshape(J.Value.Shape)).Reshape([1, x.Size]))]);
    }

    /// <summary>A recording of ∇L at θ that lives as long as its owner.</summary>
    internal static Linearization LinearizeGradient(Func<Tensor, Tensor> L, Tensor θ, out Tensor value)
    {
        using var kept = Scope.Suspend();
        Tensor? seen = null;
        var recording = Recording.Of(at =>
        {
            var inner = Record(L, at[0]);
            seen = inner.Output;
            return inner.Pull(inner.Output.OnesLike())[0];
        }, θ);
        value = seen!.Detach();
        return new(θ, recording);
    }

    static Recording Record(Func<Tensor, Tensor> L, Tensor θ)
    {
        var recording = Recording.Of(at => L(at[0]), θ);
        return recording.Output.Size == 1
            ? recording
            : throw new ArgumentException($"A gradient needs one number as value; the function returned shape {recording.Output.Shape}. Sum or average it, or use Jacobian.");
    }
}
