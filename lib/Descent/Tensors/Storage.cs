using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.Tensors;

/// <summary>
/// The numbers behind tensors: float[] or double[]. A pooled storage is pinned, starts on a 64-byte line, and counts the generations it has lived:
/// a tensor of an earlier generation reads nothing (it was a temporary whose numbers are gone).
/// </summary>
sealed class Storage
{
    const int Line = 64;

    readonly Array numbers;
    readonly int start;

    Storage(Array numbers, int start, int capacity) => (this.numbers, this.start, Capacity) = (numbers, start, capacity);

    public int Capacity { get; }

    public int Generation { get; set; }

    public bool Single => numbers is float[];

    public Span<T> Span<T>(int offset, int count) where T : unmanaged =>
        Unsafe.As<T[]>(numbers).AsSpan(start + offset, count);

    public static Storage New(Precision precision, int count) => new(
        precision == Precision.Single ? GC.AllocateUninitializedArray<float>(count) : GC.AllocateUninitializedArray<double>(count), 0, count);

    public static Storage Over(Array numbers) => new(numbers, 0, numbers.Length);

    public static Storage Pinned(Precision precision, int capacity) => precision == Precision.Single ? Pinned<float>(capacity) : Pinned<double>(capacity);

    static Storage Pinned<T>(int capacity) where T : unmanaged
    {
        var numbers = GC.AllocateUninitializedArray<T>(capacity + Line / Unsafe.SizeOf<T>(), pinned: true);
        var address = (long)Marshal.UnsafeAddrOfPinnedArrayElement(numbers, 0);
        return new(numbers, (int)((-address & (Line - 1)) / Unsafe.SizeOf<T>()), capacity);
    }
}
