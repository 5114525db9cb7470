using Descent.Tensors;

namespace Descent.Layers;

/// <summary>What goes forward through a chain and what comes back: every layer's output aₗ, and the derivatives of the loss on the way.</summary>
/// <param name="Loss">L.</param>
/// <param name="Outputs">aₗ for each layer, first layer first.</param>
/// <param name="Gradients">δₗ = ∂L/∂aₗ, in the shapes of <paramref name="Outputs"/>.</param>
/// <param name="Weights">∂L/∂W of each layer that has a slot W, first layer first.</param>
public sealed record Signals(double Loss, IReadOnlyList<Tensor> Outputs, IReadOnlyList<Tensor> Gradients, IReadOnlyList<Tensor> Weights)
{
    /// <summary>‖∂L/∂aₗ‖ for each layer, first layer first.</summary>
    public IReadOnlyList<double> GradientNorms => [.. Gradients.Select(δ => (double)δ.Norm())];

    /// <summary>‖∂L/∂W‖ for each layer that has a slot W, first layer first.</summary>
    public IReadOnlyList<double> WeightNorms => [.. Weights.Select(W => (double)W.Norm())];

    /// <summary>One forward pass and one backward pass, layer by layer: δₗ₋₁ = (∂aₗ/∂aₗ₋₁)ᵀ δₗ and ∂L/∂θₗ = (∂aₗ/∂θₗ)ᵀ δₗ, from the last layer to the first.</summary>
    /// <param name="net">The layers.</param>
    /// <param name="θ">Its parameters, shape [P].</param>
    /// <param name="x">Examples in rows.</param>
    /// <param name="loss">L as a function of the last layer's output.</param>
    /// <exception cref="ArgumentException">θ is not [P], x does not fit, or the loss is not one number.</exception>
    /// <remarks>Cost: about one gradient. The same numbers as <see cref="Derivatives.Gradient(Func{Tensor, Tensor}, Tensor)"/>, which keeps none of those on the way. Source: chapter 6; Rumelhart, Hinton and Williams 1986.</remarks>
    public static Signals Through(Chain net, Tensor θ, Tensor x, Func<Tensor, Tensor> loss)
    {
        if (θ.Rank != 1)
            throw new ArgumentException($"Signals go through one net, θ of [{net.Parameters}]; θ has shape {θ.Shape}.");
        var outputs = net.Activations(θ, x);
        var (value, δ) = Derivatives.ValueAndGradient(loss, outputs.Count > 0 ? outputs[^1] : x);
        var (gradients, weights, end) = (new Tensor[outputs.Count], new Stack<Tensor>(), net.Parameters);
        for (var l = outputs.Count - 1; l >= 0; l--)
        {
            var (layer, input) = (net.Layers[l], l > 0 ? outputs[l - 1] : x);
            var P = layer.Parameters;
            gradients[l] = δ;
            var both = Tensor.Concat(0, θ[(end - P)..end], input.Reshape([input.Size]));
            var back = Derivatives.Linearize(at => layer.Apply(at[..P], at[P..].Reshape(input.Shape)), both).Pull(δ);
            if (layer.Slots.Any(slot => slot.Name == "W"))
                weights.Push(layer.Slot(back[..P], "W"));
            (δ, end) = (back[P..].Reshape(input.Shape), end - P);
        }
        return new((double)value, outputs, gradients, [.. weights]);
    }
}
