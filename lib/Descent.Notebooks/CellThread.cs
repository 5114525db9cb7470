using System.Collections.Concurrent;
using System.Runtime;

namespace Descent.Notebooks;

/// <summary>The one thread, with a large stack, that runs a session's cells. What a cell posts after an <c>await</c> comes back to it,
/// so a stop reaches any managed code of the cell.</summary>
sealed class CellThread : SynchronizationContext, IDisposable
{
    const int Stack = 256 << 20;

    readonly BlockingCollection<(SendOrPostCallback Call, object? State)> queue = [];

    public CellThread() => new Thread(Loop, Stack) { IsBackground = true, Name = "cells" }.Start();

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!queue.IsAddingCompleted)
            queue.Add((d, state));
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs an asynchronous work to its end on the thread.</summary>
    /// <returns>The work's result; cancelled when <paramref name="stop"/> ended it.</returns>
    public Task<T> Run<T>(Func<Task<T>> work, CancellationToken stop)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = ExecutionContext.Capture()!;
        Post(_ => ExecutionContext.Run(context, _ => Complete(done, work, stop), null), null);
        return done.Task;
    }

    public void Dispose() => queue.CompleteAdding();

    void Complete<T>(TaskCompletionSource<T> done, Func<Task<T>> work, CancellationToken stop)
    {
        try
        {
            Task<T>? task = null;
#pragma warning disable SYSLIB0046 // made for exactly this: an interactive loop that stops code it did not write
            ControlledExecution.Run(() => { task = work(); Pump(task, stop); }, stop);
#pragma warning restore SYSLIB0046
            done.TrySetResult(task!.GetAwaiter().GetResult());
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            done.TrySetCanceled(stop);
        }
        catch (Exception e)
        {
            done.TrySetException(e);
        }
    }

    void Pump(Task task, CancellationToken stop)
    {
        task.ContinueWith(_ => Post(static _ => { }, null), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted && queue.TryTake(out var item, Timeout.Infinite, stop))
            item.Call(item.State);
    }

    void Loop()
    {
        SetSynchronizationContext(this);
        foreach (var (call, state) in queue.GetConsumingEnumerable())
            call(state);
    }
}
