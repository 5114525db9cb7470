using System.Numerics;

namespace Descent.Tensors;

/// <summary>
/// The lifetime of temporaries. On each thread the outermost derivative operator, Hessian product or training step opens one; tensors made inside rent
/// their storage here; closing copies out what is returned and recycles the rest. Inside another scope, opening is free and changes nothing.
/// </summary>
readonly ref struct Scope
{
    [ThreadStatic] static Pool? open;
    [ThreadStatic] static Pool? idle;
    [ThreadStatic] static int suspended;

    readonly Pool? pool;
    readonly bool suspends;

    Scope(Pool? pool, bool suspends) => (this.pool, this.suspends) = (pool, suspends);

    /// <summary>Opens a scope on this thread, unless one is open or suspended.</summary>
    public static Scope Open()
    {
        if (open is not null || suspended > 0)
            return default;
        open = idle ?? new Pool();
        idle = null;
        return new(open, false);
    }

    /// <summary>Until disposed, tensors are made for keeps: for recordings that outlive the call.</summary>
    public static Scope Suspend()
    {
        suspended++;
        return new(null, true);
    }

    /// <summary>Storage for a new tensor: rented while a scope is open, its own otherwise.</summary>
    public static Storage Rent(Precision precision, int count) =>
        open is { } pool && suspended == 0 ? pool.Rent(precision, count) : Storage.New(precision, count);

    /// <summary>What the caller receives: a value to keep for ever when this scope is the outermost, the tensor itself otherwise.</summary>
    public Tensor Return(Tensor x) => pool is null ? x : x.Copy(Storage.New(x.Precision, x.Size));

    /// <summary>Recycles every temporary; their tensors become unreadable.</summary>
    public void Dispose()
    {
        if (suspends)
            suspended--;
        if (pool is null)
            return;
        open = null;
        pool.Recycle();
        idle = pool;
    }

    sealed class Pool
    {
        const long Limit = 1L << 28;   // bytes kept for reuse on one thread; beyond it storages go to the garbage collector

        readonly List<Storage> rented = [];
        readonly Dictionary<int, Stack<Storage>> free = [];
        long made;   // bytes

        public Storage Rent(Precision precision, int count)
        {
            var capacity = Capacity(count);
            if (!free.TryGetValue(Key(precision == Precision.Single, capacity), out var stack) || !stack.TryPop(out var storage))
            {
                storage = Storage.Pinned(precision, capacity);
                made += (long)capacity * (precision == Precision.Single ? sizeof(float) : sizeof(double));
            }
            rented.Add(storage);
            return storage;
        }

        public void Recycle()
        {
            foreach (var storage in rented)
            {
                storage.Generation++;
                if (!free.TryGetValue(Key(storage.Single, storage.Capacity), out var stack))
                    free[Key(storage.Single, storage.Capacity)] = stack = new();
                stack.Push(storage);
            }
            rented.Clear();
            if (made > Limit)
            {
                free.Clear();
                made = 0;
            }
        }

        static int Key(bool single, int capacity) => single ? capacity : ~capacity;

        /// <summary>The next of 16, 18, 20, … 32, 36, … : eight sizes per doubling, so at most an eighth is wasted.</summary>
        static int Capacity(int count)
        {
            if (count <= 16)
                return 16;
            var step = 1 << (BitOperations.Log2((uint)(count - 1)) - 3);
            return (int)Math.Min((count + step - 1L) & -step, Array.MaxLength - 16);
        }
    }
}
