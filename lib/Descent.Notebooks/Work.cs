using System.Diagnostics;

namespace Descent.Notebooks;

/// <summary>One piece of a session's work: a cell, or an event of a widget. What it prints and shows, from whatever thread and however late,
/// goes to its <paramref name="publish"/>; what it posts after an <c>await</c> comes back to the cells' thread, so that a stop reaches it.</summary>
#pragma warning disable CA1001 // sources without timers hold nothing to dispose of, and late output outlives the cell
sealed class Work(Session session, CellThread thread, Action<Output> publish) : SynchronizationContext
#pragma warning restore CA1001
{
    // What an interrupt waits before the thread is aborted: for a cell, and for a library loop that can return by itself.
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50), LoopPatience = TimeSpan.FromSeconds(2);

    static readonly AsyncLocal<Work?> Local = new();

    readonly CancellationTokenSource asked = new(), abort = new();
    int interrupts, loops, ending;                                            // ending: 0 no, 1 yes, 2 over
    long since;
    TimeSpan patience;

    /// <summary>The work to which the calling code belongs, or null.</summary>
    public static Work? Here { get => Local.Value; set => Local.Value = value; }

    /// <summary>Where the work belongs.</summary>
    public Session Session => session;

    /// <summary>Asks the work to end by itself.</summary>
    public CancellationToken Asked => asked.Token;

    /// <summary>Aborts the thread.</summary>
    public CancellationToken Aborted => abort.Token;

    /// <summary>Whether the cells' thread is handing over an output and must not be woken.</summary>
    public bool Publishing { get; private set; }

    /// <summary>Whether the user interrupted it.</summary>
    public bool IsInterrupted => Volatile.Read(ref interrupts) > 0;

    /// <summary>Whether it is to end at its next checkpoint or wait; what it still posts is dropped.</summary>
    public bool IsEnding => Volatile.Read(ref ending) > 0;

    /// <summary>Whether an interrupt has waited long enough.</summary>
    public bool IsDue => Volatile.Read(ref interrupts) > 1 || (interrupts == 1 && Stopwatch.GetElapsedTime(since) > patience);

    /// <summary>Hands over an output; never cut short by an abort.</summary>
    public void Publish(Output output)
    {
        try
        {
        }
        finally
        {
            Publishing |= thread.IsCurrent;
            Here = null;                                                      // what publishing itself writes is not the cell's
            try
            {
                publish(output);
            }
            finally
            {
                Here = this;
                Publishing &= !thread.IsCurrent;
            }
        }
    }

    /// <summary>A library loop runs until the result is disposed.</summary>
    /// <exception cref="OperationCanceledException">The work has been asked to end.</exception>
    public IDisposable Busy()
    {
        Asked.ThrowIfCancellationRequested();
        Interlocked.Increment(ref loops);
        return new Loop(this);
    }

    /// <summary>First asks; when it has waited long enough, or at the second call, the work is due to end.</summary>
    public void Interrupt()
    {
        patience = Volatile.Read(ref loops) > 0 ? LoopPatience : Patience;
        since = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref interrupts);
        Ask();
    }

    /// <summary>Asks the work to end by itself; what hears it runs elsewhere.</summary>
    public void Ask() => _ = asked.CancelAsync();

    /// <summary>Ends the work at its next checkpoint or wait.</summary>
    public void End()
    {
        if (Interlocked.CompareExchange(ref ending, 1, 0) == 0)
            Checkpoints.Count(1);
        Ask();
    }

    /// <summary>The work has ended, or is given up.</summary>
    public void Ended()
    {
        if (Interlocked.CompareExchange(ref ending, 2, 1) == 1)
            Checkpoints.Count(-1);
    }

    /// <summary>Ends the work wherever it is. The call that aborts returns only when the thread has left a wait, hence the thread of its own.</summary>
    public void Abort() => new Thread(abort.Cancel) { IsBackground = true }.Start();

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsEnding)
            thread.Post(this, d, state);
    }

    public override SynchronizationContext CreateCopy() => this;

    sealed class Loop(Work work) : IDisposable
    {
        int open = 1;

        public void Dispose() => Interlocked.Add(ref work.loops, -Interlocked.Exchange(ref open, 0));
    }
}
