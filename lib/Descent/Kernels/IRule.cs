using System.Numerics;

namespace Descent.Kernels;

/// <summary>One step of an optimizer on a vector of parameters θ with gradient g and memories m, v. The scalars are double fields of the rule; wrap them with <c>V.Of</c>.</summary>
interface IRule
{
    void Apply<V, T>(ref V θ, V g, ref V m, ref V v) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
