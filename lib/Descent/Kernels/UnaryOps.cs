using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Kernels;

/// <summary>A function of one number, written for any width.</summary>
interface IUnary
{
    static abstract V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>−x</summary>
readonly struct NegateOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => -x;
}

/// <summary>eˣ</summary>
readonly struct ExpOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Functions.Exp<V, T>(x);
}

/// <summary>ln x</summary>
readonly struct LogOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Functions.Log<V, T>(x);
}

/// <summary>√x</summary>
readonly struct SqrtOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Sqrt(x);
}

/// <summary>x²</summary>
readonly struct SquareOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x;
}

/// <summary>tanh x</summary>
readonly struct TanhOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Functions.Tanh<V, T>(x);
}

/// <summary>1/(1 + e⁻ˣ)</summary>
readonly struct SigmoidOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Functions.Sigmoid<V, T>(x);
}

/// <summary>erf x</summary>
readonly struct ErfOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => ErrorFunction.Erf<V, T>(x);
}

/// <summary>ln(1 + eˣ)</summary>
readonly struct SoftplusOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Functions.Softplus<V, T>(x);
}

/// <summary>x for x > 0 (or NaN), else 0</summary>
readonly struct ReluOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Select(V.GreaterOrEqual(V.Of(0), x), V.Of(0), x);
}

/// <summary>|x|</summary>
readonly struct AbsOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Abs(x);
}

/// <summary>−1, 0, 1; NaN stays</summary>
readonly struct SignOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Select(V.Greater(x, V.Of(0)), V.Of(1), V.Select(V.Greater(V.Of(0), x), V.Of(-1), x));
}

/// <summary>sin x</summary>
readonly struct SinOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Trigonometry.Sin<V, T>(x);
}

/// <summary>cos x</summary>
readonly struct CosOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Trigonometry.Cos<V, T>(x);
}

/// <summary>x > 0 ? 1 : 0</summary>
readonly struct PositiveOp : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => V.Greater(x, V.Of(0)) & V.Of(1);
}
