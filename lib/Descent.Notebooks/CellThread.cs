using System.Collections.Concurrent;
using System.Runtime;

namespace Descent.Notebooks;

/// <summary>The one thread, with a large stack, that runs a session's work under the runtime's control, so that any managed code can be stopped.</summary>
sealed class CellThread : IDisposable
{
    const int Stack = 256 << 20;

    readonly BlockingCollection<(Work Work, SendOrPostCallback Call, object? State)> queue = [];
    readonly Thread thread;

    public CellThread()
    {
        thread = new Thread(Loop, Stack) { IsBackground = true, Name = "cells" };
        thread.Start();
    }

    /// <summary>Whether the caller runs on it.</summary>
    public bool IsCurrent => Thread.CurrentThread == thread;

    /// <summary>Late work that runs on the thread now although no cell does.</summary>
    public Work? Late { get; private set; }

    /// <summary>Runs an asynchronous body to its end on the thread.</summary>
    /// <returns>Cancelled when it had to end.</returns>
    public Task Run(Work work, Func<Task> body)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var context = ExecutionContext.Capture()!;
        Post(work, _ => ExecutionContext.Run(context, _ => Complete(done, work, body), null), done);
        return done.Task;
    }

    /// <summary>Queues a call.</summary>
    public void Post(Work work, SendOrPostCallback call, object? state)
    {
        if (!queue.IsAddingCompleted)
            queue.Add((work, call, state));
    }

    /// <summary>Ends a managed wait (a sleep, a lock, a task) of a work that is to end.</summary>
    public void Wake(Work work)
    {
        if (!work.Publishing && thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            thread.Interrupt();
    }

    public void Dispose() => queue.CompleteAdding();

    void Complete(TaskCompletionSource done, Work work, Func<Task> body)
    {
        try
        {
            Task? task = null;
            Controlled(work, () =>
            {
                SynchronizationContext.SetSynchronizationContext(work);
                task = body();
                Pump(task, work);
            });
            task!.GetAwaiter().GetResult();
            done.TrySetResult();
        }
        catch (Exception) when (work.IsEnding)
        {
            done.TrySetCanceled(CancellationToken.None);
        }
        catch (Exception e)
        {
            done.TrySetException(e);
        }
    }

    void Pump(Task task, Work work)
    {
        task.ContinueWith(_ => Post(work, static _ => { }, null), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (!task.IsCompleted && queue.TryTake(out var item, Timeout.Infinite, work.Aborted))
            Call(item.Work, item.Call, item.State);
    }

    void Loop()
    {
        while (!queue.IsCompleted)
        {
            try
            {
                if (!queue.TryTake(out var item, Timeout.Infinite))
                    continue;
                if (item.State is TaskCompletionSource)
                    item.Call(item.State);
                else if (!item.Work.IsEnding)
                    RunLate(item.Work, item.Call, item.State);
                Thread.Sleep(0);
            }
            catch (ThreadInterruptedException)
            {
                // A wake-up that came after the work had ended must not disturb the next.
            }
        }
    }

    // What a cell left behind, such as the rest of an async method nobody awaits.
    void RunLate(Work work, SendOrPostCallback call, object? state)
    {
        try
        {
            Late = work;
            Controlled(work, () => Call(work, call, state));
        }
        catch (Exception e)
        {
            if (!work.IsEnding)
                work.Publish(new StreamText("stderr", $"{e.GetType().Name}: {e.Message}\n"));
        }
        finally
        {
            Late = null;
            work.Ended();
        }
    }

#pragma warning disable SYSLIB0046 // made for exactly this: an interactive loop that stops code it did not write
    static void Controlled(Work work, Action action) => ControlledExecution.Run(action, work.Aborted);
#pragma warning restore SYSLIB0046

    static void Call(Work work, SendOrPostCallback call, object? state)
    {
        SynchronizationContext.SetSynchronizationContext(work);
        call(state);
    }
}
