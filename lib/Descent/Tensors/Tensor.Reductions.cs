using System.Numerics;
using Descent.Kernels;

namespace Descent.Tensors;

public sealed partial class Tensor
{
    /// <summary>Sum of all elements: a scalar.</summary>
    public Tensor Sum() => Reshape([Size]).Sum(0, keep: false);

    /// <summary>Mean of all elements: a scalar. NaN for an empty tensor.</summary>
    public Tensor Mean() => Sum() / Size;

    /// <summary>Largest of all elements.</summary>
    public Tensor Max() => Reshape([Size]).Max(0, keep: false);

    /// <summary>Smallest of all elements.</summary>
    public Tensor Min() => Reshape([Size]).Min(0, keep: false);

    /// <summary>Variance of all elements about their mean, divided by their number.</summary>
    public Tensor Variance() => (this - Mean()).Square().Mean();

    /// <summary>Sums along one axis. The axis stays with size 1, so that the result broadcasts against x, unless keep is false.</summary>
    public Tensor Sum(int axis, bool keep = true) => Along<Summed>(axis).From(this, (g, x, y) => g.BroadcastTo(x.Shape)).Drop(axis, keep);

    /// <summary>Means along one axis.</summary>
    public Tensor Mean(int axis, bool keep = true) => Sum(axis, keep) / Shape[axis];

    /// <summary>Variances along one axis, divided by n − <paramref name="lost"/>.</summary>
    public Tensor Variance(int axis, bool keep = true, int lost = 0) => (this - Mean(axis)).Square().Sum(axis, keep) / (Shape[axis] - lost);

    /// <summary>Largest elements along one axis; equal ones share the derivative.</summary>
    public Tensor Max(int axis, bool keep = true) => Along<Largest>(axis).From(this, Extreme(axis)).Drop(axis, keep);

    /// <summary>Smallest elements along one axis; equal ones share the derivative.</summary>
    public Tensor Min(int axis, bool keep = true) => Along<Smallest>(axis).From(this, Extreme(axis)).Drop(axis, keep);

    static Func<Tensor, Tensor, Tensor, Tensor> Extreme(int axis) => (g, x, y) =>
    {
        var hit = x.EqualTo(y);
        return g * (hit / hit.Sum(axis));
    };

    /// <summary>Where the largest element along an axis is (the first of equal ones), in row-major order of the other axes.</summary>
    public int[] ArgMax(int axis = -1)
    {
        var (outer, count, inner) = Around("ArgMax", axis);
        var y = new int[outer * inner];
        if (Single)
            Reduce.ArgMax(Read<float>(), outer, count, inner, y);
        else
            Reduce.ArgMax(Read<double>(), outer, count, inner, y);
        return y;
    }

    /// <summary>Σ aᵢ bᵢ over all elements of two tensors of one shape: a scalar.</summary>
    public Tensor Dot(Tensor b)
    {
        if (Shape != b.Shape)
            throw new ArgumentException($"Dot of {Shape} and {b.Shape}: shapes differ.");
        if (Precision != b.Precision)
            throw Mixed(this, b);
        return Product(Orientation.NT, Reshape([1, Size]), b.Reshape([1, Size])).Reshape([]);
    }

    /// <summary>Σ xᵢ²: a scalar.</summary>
    public Tensor SquaredNorm() => Dot(this);

    /// <summary>√Σ xᵢ²: a scalar. It has no derivative at 0.</summary>
    public Tensor Norm() => SquaredNorm().Sqrt();

    /// <summary>Sums broadcast axes away: the pull of broadcasting.</summary>
    /// <exception cref="ArgumentException">This shape is not a broadcast of <paramref name="shape"/>.</exception>
    public Tensor SumTo(Shape shape)
    {
        if (Shape == shape)
            return this;
        if (Shape.Broadcast(Shape, shape) != Shape)
            throw new ArgumentException($"SumTo {shape} of {Shape}: the shape does not broadcast to this one.");
        var y = this;
        var extra = Rank - shape.Rank;
        if (extra > 0)
        {
            var lead = 1;
            for (var i = 0; i < extra; i++)
                lead *= Shape[i];
            y = y.Reshape([lead, .. Shape.Span[extra..]]).Sum(0, keep: false);
        }
        for (var i = 0; i < shape.Rank; i++)
            if (shape[i] == 1 && y.Shape[i] != 1)
                y = y.Sum(i);
        return y;
    }

    (int, int, int) Around(string operation, int axis)
    {
        var around = Shape.Around(axis);
        return around.Count > 0
            ? around
            : throw new ArgumentException($"{operation} of shape {Shape} along axis {axis}: there is no element to choose.");
    }

    Tensor Along<TReduction>(int axis) where TReduction : struct, IReduction
    {
        var (outer, count, inner) = TReduction.NeedsElement ? Around(typeof(TReduction) == typeof(Largest) ? "Max" : "Min", axis) : Shape.Around(axis);
        var y = New(Precision, Shape.With(axis, 1));
        if (Single)
            TReduction.Reduce(Read<float>(), outer, count, inner, y.Write<float>());
        else
            TReduction.Reduce(Read<double>(), outer, count, inner, y.Write<double>());
        return y;
    }

    Tensor Drop(int axis, bool keep) => keep ? this : Reshape(Shape.Without(axis));

    interface IReduction
    {
        static abstract bool NeedsElement { get; }

        static abstract void Reduce<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    readonly struct Summed : IReduction
    {
        public static bool NeedsElement => false;

        public static void Reduce<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Kernels.Reduce.Sum(x, outer, count, inner, y);
    }

    readonly struct Largest : IReduction
    {
        public static bool NeedsElement => true;

        public static void Reduce<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Kernels.Reduce.Max(x, outer, count, inner, y);
    }

    readonly struct Smallest : IReduction
    {
        public static bool NeedsElement => true;

        public static void Reduce<T>(ReadOnlySpan<T> x, int outer, int count, int inner, Span<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            Kernels.Reduce.Min(x, outer, count, inner, y);
    }
}
