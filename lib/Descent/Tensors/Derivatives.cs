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
