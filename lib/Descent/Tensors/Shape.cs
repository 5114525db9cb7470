using System.Collections;
using System.Runtime.CompilerServices;

namespace Descent.Tensors;

/// <summary>The sizes of a tensor's axes, outermost first: <c>[64, 784]</c>. A scalar has the empty shape <c>[]</c>. Compares by value.</summary>
[TypeFormatterSource(typeof(AsText), PreferredMimeTypes = ["text/plain"])]
[CollectionBuilder(typeof(Shape), nameof(Of))]
public readonly struct Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    static readonly long TooMany = Array.MaxLength + 1L;

    readonly int[]? sizes;

    Shape(int[] sizes)
    {
        this.sizes = sizes;
        var count = 1L;
        foreach (var size in sizes)
            count = Math.Min(count, TooMany) * (size >= 0 ? size : throw new ArgumentException($"Shape {Text(sizes)}: sizes cannot be negative."));
        Size = count < TooMany ? (int)count : throw new ArgumentException($"Shape {Text(sizes)} has more elements than one tensor can hold.");
        Ranked = true;
    }

    /// <summary>The shape with these sizes; collection expressions <c>[m, n]</c> call this.</summary>
    public static Shape Of(ReadOnlySpan<int> sizes) => new(sizes.ToArray());

    readonly bool Ranked;

    /// <summary>Number of elements: the product of the sizes, 1 for a scalar.</summary>
    public int Size => Ranked ? field : 1;

    /// <summary>Number of axes.</summary>
    public int Rank => Sizes.Length;

    /// <summary>Size of axis i; negative i counts from the last axis.</summary>
    public int this[int i] => Sizes[Axis(i)];

    int IReadOnlyCollection<int>.Count => Rank;

    internal ReadOnlySpan<int> Span => Sizes;

    int[] Sizes => sizes ?? [];

    /// <summary>The axis number i as 0 … Rank−1, where −1 means the last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Axis(int i) => i >= -Rank && i < Rank
        ? i < 0 ? i + Rank : i
        : throw new ArgumentOutOfRangeException(nameof(i), $"Axis {i} of a tensor of shape {this}: it has {Rank} axes.");

    /// <summary>This shape with the size of one axis replaced.</summary>
    public Shape With(int axis, int size)
    {
        var changed = Sizes.ToArray();
        changed[Axis(axis)] = size;
        return new(changed);
    }

    /// <summary>This shape without one axis.</summary>
    public Shape Without(int axis)
    {
        var k = Axis(axis);
        return new([.. Sizes[..k], .. Sizes[(k + 1)..]]);
    }

    /// <summary>The shape both broadcast to: aligned at the last axis, sizes equal or 1.</summary>
    /// <exception cref="ArgumentException">Two sizes differ and neither is 1.</exception>
    public static Shape Broadcast(Shape a, Shape b)
    {
        if (a.Equals(b))
            return a;
        var sizes = new int[Math.Max(a.Rank, b.Rank)];
        for (var i = 1; i <= sizes.Length; i++)
        {
            var (m, n) = (i <= a.Rank ? a.Sizes[^i] : 1, i <= b.Rank ? b.Sizes[^i] : 1);
            sizes[^i] = m == n || n == 1 ? m : m == 1 ? n
                : throw new ArgumentException($"Shapes {a} and {b} do not broadcast: sizes {m} and {n} differ on axis {sizes.Length - i}.");
        }
        return new(sizes);
    }

    /// <summary>Element strides of this shape when read as <paramref name="target"/>: 0 on every broadcast axis.</summary>
    internal void StridesIn(Shape target, Span<int> strides)
    {
        var (stride, missing) = (1, target.Rank - Rank);
        strides[..missing].Clear();
        for (var i = Rank - 1; i >= 0; i--)
        {
            strides[missing + i] = Sizes[i] == 1 ? 0 : stride;
            stride *= Sizes[i];
        }
    }

    /// <summary>Elements before, along and after an axis: the tensor seen as [outer, count, inner].</summary>
    internal (int Outer, int Count, int Inner) Around(int axis)
    {
        var k = Axis(axis);
        var (outer, inner) = (1, 1);
        for (var i = 0; i < k; i++)
            outer *= Sizes[i];
        for (var i = k + 1; i < Rank; i++)
            inner *= Sizes[i];
        return (outer, Sizes[k], inner);
    }

    /// <summary>Equal sizes on every axis.</summary>
    public bool Equals(Shape other) => Sizes.AsSpan().SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Sizes.Aggregate(17, HashCode.Combine);

    /// <summary>Equal sizes on every axis.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Some size differs.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <summary>The sizes, outermost first.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>"[64×784]"; "[]" for a scalar.</summary>
    public override string ToString() => Text(Sizes);

    static string Text(int[] sizes) => $"[{string.Join('×', sizes)}]";
}
