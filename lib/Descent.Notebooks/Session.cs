using System.Diagnostics;
using Microsoft.CodeAnalysis.Scripting;

namespace Descent.Notebooks;

/// <summary>One run of a notebook: executes C# cells one after the other, each seeing what the earlier ones declared.
/// Code is optimised. A cell that fails or is interrupted keeps what it declared; one whose thread had to be aborted leaves the state as it was.</summary>
public sealed class Session : IDisposable
{
    static readonly TimeSpan Reach = TimeSpan.FromSeconds(1), Grace = TimeSpan.FromSeconds(5), Poll = TimeSpan.FromMilliseconds(10);

    readonly CellThread thread = new();
    readonly Submissions submissions;
    volatile Work? running;
    Task? lost;

    /// <summary>Opens a session whose relative paths (<c>#r</c>, <c>#load</c>) start from a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isConfined">Whether cells may only be C# that references the course's own library, whatever folder their <c>#r</c> names;
    /// the console's end is then reached at once. For grading.</param>
    public Session(string folder, bool isConfined = false)
    {
        Host.Start();
        IsConfined = isConfined;
        submissions = new Submissions(Path.GetFullPath(folder), isConfined);
    }

    /// <summary>Whether cells may only be C# that references the course's own library.</summary>
    public bool IsConfined { get; }

    /// <summary>Answers a cell that reads from the console: from a prompt and whether the answer is hidden. Without it reading is an error.</summary>
    public Func<string, bool, string>? Input { get; set; }

    /// <summary>The last cell that the state contains.</summary>
    internal Script Script => submissions.Script;

    /// <summary>The objects of the cells so far, the newest first: their methods and fields are what the cells declare.</summary>
    internal IEnumerable<object> Declared => submissions.Declared;

    /// <summary>How the next cell will be compiled.</summary>
    internal ScriptOptions Options => submissions.Options;

    /// <summary>Starts the compiler on another thread; without the call the first cell does it.</summary>
    /// <returns>Completed once the compiler is warm.</returns>
    public static Task Prepare() => Submissions.Prepare();

    /// <summary>Runs one cell to its end.</summary>
    /// <param name="code">C# script.</param>
    /// <param name="name">What errors call the cell, such as <c>Cell 7</c>.</param>
    /// <param name="publish">Receives each output when it appears, from any thread; <see cref="Outputs.Add"/> fits.</param>
    /// <param name="limit">The longest time the cell may run, or null.</param>
    /// <param name="stop">Stops the cell.</param>
    /// <returns>Null when the cell ran through, else why not (published too).</returns>
    public Failure? Run(string code, string name, Action<Output> publish, TimeSpan? limit = null, CancellationToken stop = default) =>
        Attempt(code, name, publish, work => submissions.Compile(code, name, work), limit, stop);

    /// <summary>Runs something that is no cell, such as an event of a widget, on the cells' thread.</summary>
    /// <param name="work">What runs.</param>
    /// <param name="publish">Receives what it shows and prints.</param>
    /// <returns>Null, or the exception (published too).</returns>
    public Failure? Invoke(Action work, Action<Output> publish) =>
        Attempt("", "The event", publish, _ => () =>
        {
            work();
            return Task.CompletedTask;
        });

    /// <summary>The value of an expression, as a cell would show it, or the failure; declares nothing.</summary>
    public Output Evaluate(string expression)
    {
        List<Output> outputs = [];
        Attempt(expression, "Expression", outputs.Add, work => submissions.CompileExpression(expression, work));
        return outputs.LastOrDefault(o => o is Failure or Shown) ?? new Shown(Bundle.OfText("<null>", "text/plain"), IsResult: true);
    }

    /// <summary>Interrupts what runs: first its stop token; after a moment (2 s while a library loop runs), or when called again, its checkpoints and waits;
    /// a second later its thread. Harmless while nothing runs. From any thread.</summary>
    public void Interrupt()
    {
        if (running is { } work)
            work.Interrupt();
        else if (thread.Late is { } late)
        {
            late.End();
            thread.Wake(late);
        }
    }

    /// <summary>Forgets the cells' variables.</summary>
    public void Dispose()
    {
        thread.Dispose();
        submissions.Forget();
    }

    Failure? Attempt(string code, string name, Action<Output> publish, Func<Work, Func<Task>> prepare, TimeSpan? limit = null, CancellationToken stop = default)
    {
        var work = new Work(this, thread, publish);
        using var link = stop.UnsafeRegister(static w => ((Work)w!).Ask(), work);
        Failure? failure;
        try
        {
            running = Work.Here = work;
            failure = lost is { IsCompleted: false }
                ? Traceback.Stopped("SessionLost", "An interrupted cell is still running and cannot be stopped; no other cell can run. Restart the kernel.")
                : End(work, thread.Run(work, prepare(work)), name, limit, stop);
        }
        catch (CompilationException e)
        {
            failure = Traceback.Of(e.Errors, name);
        }
        catch (OperationCanceledException) when (work.Asked.IsCancellationRequested)
        {
            failure = Traceback.Interrupted(name);
        }
        catch (Exception e)
        {
            failure = Traceback.Of(e, code, name);
        }
        finally
        {
            running = Work.Here = null;
        }
        if (failure is not null)
            publish(failure);
        return failure;
    }

    // Waits for a run; stops it when it is time.
    Failure? End(Work work, Task run, string name, TimeSpan? limit, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        while (!Ended(run) && !work.IsDue && !stop.IsCancellationRequested && !(clock.Elapsed > limit))
            continue;
        if (run.IsCompleted)
        {
            run.GetAwaiter().GetResult();
            return null;
        }
        work.End();
        for (clock.Restart(); !Ended(run) && clock.Elapsed < Reach;)
            thread.Wake(work);
        if (!run.IsCompleted)
            work.Abort();
        for (; !Ended(run) && clock.Elapsed < Grace;)
            thread.Wake(work);
        work.Ended();
        lost = run;
        return work.IsInterrupted || stop.IsCancellationRequested ? Traceback.Interrupted(name)
            : Traceback.Stopped("TimeLimit", $"{name} was stopped: it ran longer than the time limit of {limit!.Value.TotalSeconds:0.###} s.");
    }

    static bool Ended(Task run) => ((IAsyncResult)run).AsyncWaitHandle.WaitOne(Poll);
}
