using System.Numerics;

namespace Descent.Kernels;

static unsafe class Functions
{
    static V Each<V, T>(V x, Func<T, T> f) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var buffer = stackalloc T[V.Count];
        V.Store(x, buffer);
        for (var i = 0; i < V.Count; i++)
            buffer[i] = f(buffer[i]);
        return V.Load(buffer);
    }

    public static V Exp<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Each<V, T>(x, T.Exp);
    public static V Log<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Each<V, T>(x, T.Log);
    public static V Tanh<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Each<V, T>(x, T.Tanh);
    public static V Sigmoid<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Each<V, T>(x, x => T.One / (T.One + T.Exp(-x)));
    public static V Erf<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Each<V, T>(x, x => T.CreateTruncating(MathNet.Numerics.SpecialFunctions.Erf(double.CreateTruncating(x))));
    public static V Softplus<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Each<V, T>(x, x => T.Max(x, T.Zero) + T.LogP1(T.Exp(-T.Abs(x))));
    public static V Sin<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Each<V, T>(x, T.Sin);
    public static V Cos<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Each<V, T>(x, T.Cos);
    public static V Power<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var buffer = stackalloc T[2 * V.Count];
        V.Store(a, buffer);
        V.Store(b, buffer + V.Count);
        for (var i = 0; i < V.Count; i++)
            buffer[i] = T.Pow(buffer[i], buffer[i + V.Count]);
        return V.Load(buffer);
    }
}
