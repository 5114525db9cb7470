using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Descent.Kernels;

/// <summary>Work on the indices from … to − 1.</summary>
interface IWork
{
    void Run(int from, int to);
}

/// <summary>The threads that share a loop: they spin for work, then yield, then sleep. Work inside work runs inline.</summary>
static unsafe class Team
{
    /// <summary>Looks for work before a helper yields its processor, and before it sleeps.</summary>
    const int Spins = 4000, Yields = 2000;

    static readonly Lock Gate = new();
    static Helper[] _helpers = [];

    [ThreadStatic]
    static bool _working;

    /// <summary>How many threads share a loop, the caller included: DESCENT_THREADS, else the processors but at most 2.</summary>
    public static int Threads
    {
        get;
        set => field = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A team has 1 to 64 threads.");
    } = int.TryParse(Environment.GetEnvironmentVariable("DESCENT_THREADS"), out var count) && count is >= 1 and <= 64 ? count : Math.Min(2, Environment.ProcessorCount);

    /// <summary>Splits 0 … count − 1 into contiguous ranges of at least <paramref name="grain"/> indices, one per thread, and returns when all are done. The first exception of the work is thrown here.</summary>
    public static void For<TWork>(int count, int grain, TWork work) where TWork : struct, IWork
    {
        var parts = Math.Min(Threads, count / Math.Max(1, grain));
        if (parts < 2 || _working || !Gate.TryEnter())
        {
            if (count > 0)
                work.Run(0, count);
            return;
        }
        try
        {
            _working = true;
            Share(count, parts, ref work);
        }
        finally
        {
            _working = false;
            Gate.Exit();
        }
    }

    static void Share<TWork>(int count, int parts, ref TWork work) where TWork : struct, IWork
    {
        Engage(parts - 1);
        var helpers = _helpers;
        var started = 0;
        try
        {
            // Counted before it starts, so that an interruption in between does not forget it.
            while (started < parts - 1)
                helpers[started++].Start(&Run<TWork>, Unsafe.AsPointer(ref work), Part(started), Part(started + 1));
            work.Run(0, Part(1));
            // What no helper has begun by now, because the processors are busy elsewhere, is done here rather than waited for.
            for (var h = 0; h < started; h++)
            {
                if (helpers[h].Revoke())
                    work.Run(Part(h + 1), Part(h + 2));
            }
        }
        finally
        {
            // The work lives on this stack: leave only when nobody uses it any more, whatever happened here.
            for (var h = 0; h < started; h++)
                helpers[h].Wait();
        }
        for (var h = 0; h < started; h++)
            helpers[h].Rethrow();

        int Part(int p) => (int)((long)count * p / parts);
    }

    static void Run<TWork>(void* work, int from, int to) where TWork : struct, IWork => Unsafe.AsRef<TWork>(work).Run(from, to);

    static void Engage(int count)
    {
        while (_helpers.Length < count)
            _helpers = [.. _helpers, new Helper()];
    }

    /// <summary>One background thread. Its words of state are far apart, so that waiting does not slow working.</summary>
    [StructLayout(LayoutKind.Sequential)]
    sealed class Helper
    {
        const int Idle = 0, Posted = 1, Running = 2;

        Padding _before;
        volatile int _state;
        delegate*<void*, int, int, void> _run;
        void* _work;
        int _from, _to;
        Exception? _error;
        Padding _after;
        volatile bool _asleep;
        readonly object _door = new();

        public Helper() => new Thread(Serve) { IsBackground = true, Name = "Descent" }.Start();

        public void Start(delegate*<void*, int, int, void> run, void* work, int from, int to)
        {
            _run = run;
            _work = work;
            (_from, _to) = (from, to);
            _error = null;
            _state = Posted;
            Interlocked.MemoryBarrier();
            if (_asleep)
            {
                lock (_door)
                    Monitor.Pulse(_door);
            }
        }

        /// <summary>Takes the work back if it has not begun.</summary>
        public bool Revoke() => Interlocked.CompareExchange(ref _state, Idle, Posted) == Posted;

        /// <summary>Returns when the work is done or will never begin.</summary>
        public void Wait()
        {
            if (Revoke())
                return;
            for (var spin = 0; _state != Idle; spin++)
                Pause(spin);
        }

        public void Rethrow()
        {
            if (_error is { } error)
                ExceptionDispatchInfo.Throw(error);
        }

        void Serve()
        {
            _working = true;
            while (true)
            {
                for (var spin = 0; _state != Posted || Interlocked.CompareExchange(ref _state, Running, Posted) != Posted; spin++)
                {
                    if (spin < Spins + Yields)
                        Pause(spin);
                    else
                        Sleep();
                }
                try
                {
                    _run(_work, _from, _to);
                }
                catch (Exception error)
                {
                    _error = error;
                }
                _state = Idle;
            }
        }

        void Sleep()
        {
            lock (_door)
            {
                _asleep = true;
                Interlocked.MemoryBarrier();
                while (_state != Posted)
                    Monitor.Wait(_door);
                _asleep = false;
            }
        }

        static void Pause(int spin)
        {
            if (spin >= Spins)
                Thread.Yield();
            else if (X86Base.IsSupported)
                X86Base.Pause();
            else
                Thread.SpinWait(1);
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    struct Padding;
}
