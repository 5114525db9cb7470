using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.Kernels;

/// <summary>A loop over numbers written once for every width.</summary>
interface ILoop<T> where T : unmanaged
{
    void Run<V>(int from, int to) where V : struct, ILanes<V, T>;
}

/// <summary>Runs a loop at the widest vectors the machine has (never emulated ones), shared among the team.</summary>
static unsafe class Loop
{
    /// <summary>Bits of a vector: 512, 256 or 128.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Numbers from which a second thread pays in a simple loop.</summary>
    public const int Grain = 1 << 15;

    public static void For<TLoop, T>(int count, int grain, TLoop loop) where TLoop : struct, ILoop<T> where T : unmanaged
    {
        if (count < 2 * grain)
            Run<TLoop, T>(loop, 0, count);
        else
            Team.For(count, grain, new Work<TLoop, T>(loop));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TLoop, T>(TLoop loop, int from, int to) where TLoop : struct, ILoop<T> where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
            loop.Run<Lanes512<T>>(from, to);
        else if (Vector256.IsHardwareAccelerated)
            loop.Run<Lanes256<T>>(from, to);
        else
            loop.Run<Lanes128<T>>(from, to);
    }

    /// <summary>The first <paramref name="count"/> numbers at x, the other lanes zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadPart<V, T>(T* x, int count) where V : struct, ILanes<V, T> where T : unmanaged => LoadPart<V, T>(x, count, default);

    /// <summary>The first <paramref name="count"/> numbers at x, the other lanes as in rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadPart<V, T>(T* x, int count, V rest) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var lanes = (T*)Unsafe.AsPointer(ref rest);
        for (var i = 0; i < count; i++)
            lanes[i] = x[i];
        return V.Load(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart<V, T>(V x, T* y, int count) where V : struct, ILanes<V, T> where T : unmanaged
    {
        var lanes = (T*)Unsafe.AsPointer(ref x);
        for (var i = 0; i < count; i++)
            y[i] = lanes[i];
    }

    readonly struct Work<TLoop, T>(TLoop loop) : IWork where TLoop : struct, ILoop<T> where T : unmanaged
    {
        public void Run(int from, int to) => Run<TLoop, T>(loop, from, to);
    }
}
