using System.Runtime.InteropServices;

namespace Descent.Kernels;

/// <summary>Aligned working memory of one thread, grown when needed and kept until the thread ends.</summary>
sealed unsafe class Scratch
{
    [ThreadStatic]
    static Scratch?[]? _mine;

    readonly nuint _size;
    readonly void* _memory;

    Scratch(nuint size)
    {
        _size = size;
        _memory = NativeMemory.AlignedAlloc(size, 64);
    }

    ~Scratch() => NativeMemory.AlignedFree(_memory);

    /// <summary>At least <paramref name="count"/> numbers, valid until this thread asks for the same slot again.</summary>
    public static T* Rent<T>(int slot, long count) where T : unmanaged
    {
        var mine = _mine ??= new Scratch?[3];
        var size = (nuint)(count * sizeof(T)) + 64;
        if (mine[slot] is not { } scratch || scratch._size < size)
            mine[slot] = scratch = new Scratch(size + size / 4);
        return (T*)scratch._memory;
    }
}
