namespace Descent.Tensors;

/// <summary>f near x: f(x + v) ≈ f(x) + J v. Products with J and Jᵀ, without ever forming J.</summary>
public sealed class Linearization
{
    readonly Tensor x;
    readonly Recording recording;
    readonly Lazy<Recording> transpose;

    internal Linearization(Tensor x, Recording recording)
    {
        (this.x, this.recording) = (x, recording);
        transpose = new(() =>
        {
            using var kept = Scope.Suspend();
            return Recording.Of(u => recording.Pull(u[0])[0], recording.Output.ZerosLike());
        });
    }

    /// <summary>f(x).</summary>
    public Tensor Value => Recording.IsOpen ? recording.Output : recording.Output.Detach();

    /// <summary>Jᵀ u: one pull through the recording.</summary>
    /// <param name="u">The shape of f(x).</param>
    /// <returns>The shape of x.</returns>
    /// <exception cref="ArgumentException">u has another shape than f(x).</exception>
    public Tensor Pull(Tensor u) => Through(recording, u, recording.Output.Shape);

    /// <summary>J v: u ↦ Jᵀ u is linear, so its own transpose, pulled by v, is J v.</summary>
    /// <param name="v">The shape of x.</param>
    /// <returns>The shape of f(x).</returns>
    /// <exception cref="ArgumentException">v has another shape than x.</exception>
    public Tensor Push(Tensor v) => Through(transpose.Value, v, x.Shape);

    static Tensor Through(Recording recording, Tensor v, Shape expected)
    {
        if (v.Shape != expected)
            throw new ArgumentException($"Direction of shape {v.Shape}; this linear map takes {expected}.");
        if (v.Precision != recording.Output.Precision)
            throw new ArgumentException($"Direction in {Tensor.Name(v.Precision)}; this linear map takes {Tensor.Name(recording.Output.Precision)}.");
        using var scope = Scope.Open();
        return scope.Return(recording.Pull(v)[0]);
    }
}
