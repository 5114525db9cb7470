using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>A function of two numbers, written for any width.</summary>
interface IBinary
{
    static abstract V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>a + b</summary>
readonly struct AddOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => a + b;
}

/// <summary>a − b</summary>
readonly struct SubtractOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => a - b;
}

/// <summary>a b</summary>
readonly struct MultiplyOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => a * b;
}

/// <summary>a / b</summary>
readonly struct DivideOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => a / b;
}

/// <summary>the larger; NaN if either is</summary>
readonly struct MaximumOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Select(V.Greater(a, b), a, V.Select(V.Equal(a, a), b, a));
}

/// <summary>the smaller; NaN if either is</summary>
readonly struct MinimumOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Select(V.Greater(b, a), a, V.Select(V.Equal(a, a), b, a));
}

/// <summary>aᵇ</summary>
readonly struct PowerOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Powers.Power<V, T>(a, b);
}

/// <summary>a > b ? 1 : 0</summary>
readonly struct GreaterOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Greater(a, b) & V.Of(1);
}

/// <summary>a ≥ b ? 1 : 0</summary>
readonly struct GreaterOrEqualOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.GreaterOrEqual(a, b) & V.Of(1);
}

/// <summary>b > a ? 1 : 0</summary>
readonly struct LessOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Greater(b, a) & V.Of(1);
}

/// <summary>b ≥ a ? 1 : 0</summary>
readonly struct LessOrEqualOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.GreaterOrEqual(b, a) & V.Of(1);
}

/// <summary>a = b ? 1 : 0</summary>
readonly struct EqualOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Equal(a, b) & V.Of(1);
}

/// <summary>g (1 − y²)</summary>
readonly struct TanhPullOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V g, V y) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => g * V.Fma(-y, y, V.Of(1));
}

/// <summary>g y (1 − y)</summary>
readonly struct SigmoidPullOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V g, V y) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => g * y * (V.Of(1) - y);
}

/// <summary>y > 0 ? g : 0</summary>
readonly struct ReluPullOp : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V g, V y) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Greater(y, V.Of(0)) & g;
}
