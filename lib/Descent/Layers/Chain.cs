using System.Text;
using Descent.Tensors;

namespace Descent.Layers;

/// <summary>Layers one after another: the last ∘ … ∘ the first. Slots are named by place: "0.W", "0.b", "2.W", …</summary>
/// <param name="Layers">The layers, first applied first.</param>
public sealed record Chain(params IReadOnlyList<Layer> Layers) : Layer
{
    readonly Slot[] slots = [.. Layers.SelectMany((layer, i) => layer.Slots.Select(slot => slot with { Name = $"{i}.{slot.Name}" }))];
    readonly int[] starts = Starts(Layers);

    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Slots => slots;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor θ, Tensor x, Pass pass = default)
    {
        if (θ.Rank is not (1 or 2) || θ.Shape[-1] != starts[^1])
            throw new ArgumentException($"This chain has {starts[^1]} parameters; θ has shape {θ.Shape}.");
        for (var i = 0; i < Layers.Count; i++)
            x = Layers[i].Apply(Part(θ, starts[i], starts[i + 1] - starts[i]), x, pass);
        return x;
    }

    /// <summary>What each layer puts out, first layer first.</summary>
    public IEnumerable<Tensor> Activations(Tensor θ, Tensor x, Pass pass = default)
    {
        for (var i = 0; i < Layers.Count; i++)
            yield return x = Layers[i].Apply(Part(θ, starts[i], starts[i + 1] - starts[i]), x, pass);
    }

    static int[] Starts(IReadOnlyList<Layer> layers)
    {
        var starts = new int[layers.Count + 1];
        for (var i = 0; i < layers.Count; i++)
            starts[i + 1] = starts[i] + layers[i].Parameters;
        return starts;
    }

    /// <summary>A line per layer with the shapes of its slots and its parameter count.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{starts[^1]:N0} parameters");
        var width = Layers.Count == 0 ? 0 : Layers.Max(layer => layer.ToString()!.Length);
        for (var i = 0; i < Layers.Count; i++)
        {
            var shapes = string.Join(", ", Layers[i].Slots.Select(slot => $"{slot.Name} {slot.Shape}"));
            text.Append($"\n {i}  {Layers[i].ToString()!.PadRight(width)}  {shapes}{(shapes == "" ? "" : $"  {Layers[i].Parameters:N0}")}".TrimEnd());
        }
        return text.ToString();
    }
}
