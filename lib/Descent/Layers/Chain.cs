using System.Text;
using Descent.Tensors;

namespace Descent.Layers;

/// <summary>Layers one after another: the last ∘ … ∘ the first. Slots are named by place: "0.W", "0.b", "2.W", …</summary>
/// <param name="Layers">The layers, first applied first.</param>
public sealed record Chain(params IReadOnlyList<Layer> Layers) : Layer
{
    readonly Slot[] slots = [.. Layers.SelectMany((layer, i) => layer.Slots.Select(slot => slot with { Name = $"{i}.{slot.Name}" }))];
    readonly int[] starts = Starts(Layers);   // each layer's first slot

    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Slots => slots;

    /// <summary>Each layer takes its own slots and what the layer before put out.</summary>
    protected internal override Tensor Apply(ReadOnlySpan<Tensor> slots, Tensor x, Pass pass)
    {
        for (var i = 0; i < Layers.Count; i++)
            x = Layers[i].Apply(slots[starts[i]..starts[i + 1]], x, pass);
        return x;
    }

    /// <summary>What each layer puts out, first layer first.</summary>
    public IReadOnlyList<Tensor> Activations(Tensor θ, Tensor x, Pass pass = default)
    {
        var (slots, outputs) = (Read(θ), new List<Tensor>());
        for (var i = 0; i < Layers.Count; i++)
            outputs.Add(x = Layers[i].Apply(slots.AsSpan(starts[i]..starts[i + 1]), x, pass));
        return outputs;
    }

    static int[] Starts(IReadOnlyList<Layer> layers)
    {
        var starts = new int[layers.Count + 1];
        for (var i = 0; i < layers.Count; i++)
            starts[i + 1] = starts[i] + layers[i].Slots.Count;
        return starts;
    }

    /// <summary>A line per layer with the shapes of its slots and its parameter count.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Parameters:N0} parameters");
        var width = Layers.Count == 0 ? 0 : Layers.Max(layer => layer.ToString()!.Length);
        for (var i = 0; i < Layers.Count; i++)
        {
            var shapes = string.Join(", ", Layers[i].Slots.Select(slot => $"{slot.Name} {slot.Shape}"));
            text.Append($"\n {i}  {Layers[i].ToString()!.PadRight(width)}  {shapes}{(shapes == "" ? "" : $"  {Layers[i].Parameters:N0}")}".TrimEnd());
        }
        return text.ToString();
    }
}
