using Descent.Kernels;

namespace Descent.Tensors;

public sealed partial class Tensor
{
    /// <summary>The same elements in another shape. Shares the numbers.</summary>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public Tensor Reshape(Shape shape)
    {
        if (shape == Shape)
            return this;
        if (shape.Size != Size)
            throw new ArgumentException($"Reshape of {Shape} to {shape}: {Size} elements are not {shape.Size}.");
        Live();
        var y = View(0, shape);
        if (Recording.IsOpen && Node is PartNode part)
            y.Node = new PartNode(part.Whole, part.Part);
        return y.Node is null ? y.From(this, (g, x, y) => g.Reshape(x.Shape)) : y;
    }

    /// <summary>Element, row, matrix …: x[i] along the first axis, without that axis. Shares the numbers; −1 is the last.</summary>
    public Tensor this[Index i] => Row(i.GetOffset(Rank > 0 ? Shape[0] : 0));

    /// <summary>x[from..to] along the first axis. Shares the numbers.</summary>
    public Tensor this[Range range]
    {
        get
        {
            var start = range.Start.GetOffset(Shape[0]);
            return Slice(0, start, range.End.GetOffset(Shape[0]) - start);
        }
    }

    Tensor Row(int i) => Rank > 0 && i >= 0 && i < Shape[0]
        ? Slice(0, i, 1).Reshape(Shape.Without(0))
        : throw new ArgumentOutOfRangeException(nameof(i), $"Index {i} of a tensor of shape {Shape}.");

    /// <summary>Elements start … start+count−1 along an axis. Along the first axis it shares the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all there.</exception>
    public Tensor Slice(int axis, int start, int count)
    {
        if (start < 0 || count < 0 || count > Shape[axis] - start)
            throw new ArgumentOutOfRangeException(nameof(start), $"Slice {start} … {start + count - 1} along axis {axis} of shape {Shape}.");
        return Extract(Blocks.Along(Shape, axis, start, count), Shape.With(axis, count));
    }

    /// <summary>A part of this, in a shape of its own. A part of a part is a part of the whole.</summary>
    Tensor Extract(Blocks part, Shape shape)
    {
        if (shape == Shape)
            return this;
        Tensor y;
        if (part.Contiguous)
            y = View(part.Start, shape);
        else
        {
            y = New(Precision, shape);
            y.CopyBlocks(this, part, part.Packed);
        }
        if (Recording.IsOpen && Node is not null)
            y.Node = Node is PartNode outer && part.Within(outer.Part) is { } inner ? new PartNode(outer.Whole, inner) : new PartNode(this, part);
        return y;
    }

    /// <summary>Consecutive elements in a shape of their own. Shares the numbers; carries no derivative.</summary>
    internal Tensor View(int start, Shape shape)
    {
        Live();
        return new(storage, offset + start, shape);
    }

    /// <summary>Zeros of a shape, with these elements as a part: the pull of <see cref="Extract"/>.</summary>
    internal Tensor Embed(Shape shape, Blocks part)
    {
        var y = Full(Precision, shape, 0);
        y.CopyBlocks(this, part.Packed, part);
        return y.From(this, (g, x, y) => g.Extract(part, x.Shape));
    }

    /// <summary>Zeros before and after along an axis.</summary>
    public Tensor Pad(int axis, int before, int after)
    {
        if (before < 0 || after < 0)
            throw new ArgumentException($"Pad of {Shape} along axis {axis} by {before} and {after}: sizes cannot be negative.");
        var shape = Shape.With(axis, before + Shape[axis] + after);
        return Embed(shape, Blocks.Along(shape, axis, before, Shape[axis]));
    }

    /// <summary>Tensors one after another along an axis; the other axes must agree.</summary>
    public static Tensor Concat(int axis, params Tensor[] parts)
    {
        if (parts.Length == 0)
            throw new ArgumentException("Concat of nothing: at least one tensor is needed.");
        var first = parts[0];
        var k = first.Shape.Axis(axis);
        foreach (var part in parts)
        {
            if (part.Rank != first.Rank || part.Shape.With(k, 0) != first.Shape.With(k, 0))
                throw new ArgumentException($"Concat along axis {axis} of {first.Shape} and {part.Shape}: another axis differs.");
            if (part.Precision != first.Precision)
                throw Mixed(first, part);
        }
        var starts = new int[parts.Length];
        for (var i = 1; i < parts.Length; i++)
            starts[i] = starts[i - 1] + parts[i - 1].Shape[k];
        var y = New(first.Precision, first.Shape.With(k, starts[^1] + parts[^1].Shape[k]));
        for (var i = 0; i < parts.Length; i++)
        {
            var place = Blocks.Along(y.Shape, k, starts[i], parts[i].Shape[k]);
            y.CopyBlocks(parts[i], place.Packed, place);
        }
        return y.From(parts, (g, i) => g.Slice(k, starts[i], parts[i].Shape[k]));
    }

    /// <summary>Tensors of one shape along a new first axis.</summary>
    public static Tensor Stack(params Tensor[] parts) => Concat(0, [.. parts.Select(p => p.Reshape([1, .. p.Shape]))]);

    /// <summary>The axes in another order: y.Shape[i] = x.Shape[axes[i]].</summary>
    public Tensor Permute(params int[] axes)
    {
        int[] order = [.. axes.Select(Shape.Axis)];
        if (order.Distinct().Count() != Rank || order.Length != Rank)
            throw new ArgumentException($"Permute of {Shape} by ({string.Join(", ", axes)}): each of its {Rank} axes must be named once.");
        var y = New(Precision, [.. order.Select(i => Shape[i])]);
        if (Single)
            Layout.Permute(Read<float>(), Shape.Span, order, y.Write<float>());
        else
            Layout.Permute(Read<double>(), Shape.Span, order, y.Write<double>());
        return y.From(this, (g, x, y) => g.Permute([.. Enumerable.Range(0, order.Length).Select(i => Array.IndexOf(order, i))]));
    }

    /// <summary>The last two axes exchanged. Products rarely need it: see <see cref="TransposedMatMul"/>.</summary>
    public Tensor Transpose() => Rank >= 2
        ? Permute([.. Enumerable.Range(0, Rank - 2), Rank - 1, Rank - 2])
        : throw new ArgumentException($"Transpose of {Shape}: two axes are needed.");

    /// <summary>Repeated along axes of size 1 and along new leading axes, until it has this shape.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor BroadcastTo(Shape shape)
    {
        if (Shape == shape)
            return this;
        if (Shape.Broadcast(Shape, shape) != shape)
            throw new ArgumentException($"BroadcastTo {shape} of {Shape}: sizes other than 1 differ.");
        var y = New(Precision, shape);
        Span<int> strides = stackalloc int[shape.Rank];
        Shape.StridesIn(shape, strides);
        if (Single)
            Layout.Expand(Read<float>(), strides, shape.Span, y.Write<float>());
        else
            Layout.Expand(Read<double>(), strides, shape.Span, y.Write<double>());
        return y.From(this, (g, x, y) => g.SumTo(x.Shape));
    }

    /// <summary>Copies blocks of x over blocks of this, in place.</summary>
    internal void CopyBlocks(Tensor x, Blocks from, Blocks to)
    {
        if (Single)
            Copy(x.Read<float>(), Write<float>());
        else
            Copy(x.Read<double>(), Write<double>());

        void Copy<T>(ReadOnlySpan<T> source, Span<T> target)
        {
            for (var i = 0; i < from.Count; i++)
                source.Slice(from.Start + i * from.Step, from.Length).CopyTo(target.Slice(to.Start + i * to.Step, to.Length));
        }
    }
}
