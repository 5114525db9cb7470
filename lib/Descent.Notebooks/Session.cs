using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Descent.Notebooks;

/// <summary>One run of a notebook: executes C# cells one after the other, each seeing what the earlier ones declared.
/// Code is optimised; a failed cell keeps the state; a stopped one leaves it as it was before the cell.</summary>
public sealed class Session : IDisposable
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    static readonly ScriptOptions Options = ScriptOptions.Default
        .WithReferences(References.Initial)
        .WithImports("System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq",
            typeof(Interactive).FullName!)
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithEmitDebugInformation(true)
        .WithFileEncoding(System.Text.Encoding.UTF8);

    // The first submission pays for starting the compiler; every session continues from it.
    static readonly Lazy<Task<ScriptState<object>>> First = new(() => Task.Run(async () =>
    {
        var state = await CSharpScript.RunAsync("new[] { 1.0, 2.0 }.Select(x => $\"{x}\").ToList()", Options.WithMetadataResolver(new References(".")));
        _ = Bundle.Of(state.ReturnValue);
        return state;
    }));

    static readonly AsyncLocal<Action<Output>?> Sink = new();

    readonly CellThread thread = new();
    readonly References references;
    ScriptState<object>? state;
    string? lost;

    /// <summary>Opens a session whose relative paths (<c>#r</c>) start from a folder.</summary>
    public Session(string folder)
    {
        CapturedConsole.Start();
        references = new References(Path.GetFullPath(folder));
    }

    /// <summary>Starts the compiler on another thread; without the call the first cell does it.</summary>
    public static void Prepare() => _ = First.Value;

    /// <summary>Runs one cell to its end.</summary>
    /// <param name="code">C# script.</param>
    /// <param name="name">What errors call the cell, such as <c>Cell 7</c>.</param>
    /// <param name="publish">Receives each output when it appears, from any thread; <see cref="Outputs.Add"/> fits.</param>
    /// <param name="limit">The longest time the cell may run, or null.</param>
    /// <param name="stop">Stops the cell.</param>
    /// <returns>Null when the cell ran through, else why not (published too).</returns>
    public Failure? Run(string code, string name, Action<Output> publish, TimeSpan? limit = null, CancellationToken stop = default)
    {
        var failure = lost is null ? Attempt(code, name, publish, limit, stop)
            : Traceback.Stopped("SessionLost", $"{lost} is still running and cannot be stopped; no other cell can run.");
        if (failure is not null)
            publish(failure);
        return failure;
    }

    /// <summary>Forgets the cells' variables.</summary>
    public void Dispose()
    {
        state = null;
        thread.Dispose();
    }

    /// <summary>Gives an output to the cell this code belongs to; false when it belongs to none.</summary>
    internal static bool Publish(Output output)
    {
        Sink.Value?.Invoke(output);
        return Sink.Value is not null;
    }

    Failure? Attempt(string code, string name, Action<Output> publish, TimeSpan? limit, CancellationToken stop)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task? run = null;
        try
        {
            state ??= First.Value.GetAwaiter().GetResult();
            var script = state.Script.ContinueWith(code, Options.WithMetadataResolver(references).WithFilePath(name));
            var errors = script.Compile(stop).Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count > 0)
                return Traceback.Of(errors, code, name);
            source.CancelAfter(limit ?? Timeout.InfiniteTimeSpan);
            run = thread.Run(() => Execute((Script<object>)script, publish), source.Token);
            run.Wait(source.Token);
            return state.Exception is { } thrown ? Traceback.Of(thrown, code, name) : null;
        }
        catch (Exception e) when ((stop.IsCancellationRequested || source.IsCancellationRequested) && e is OperationCanceledException or AggregateException { InnerException: OperationCanceledException })   // the linked source learns of a stop a little later
        {
            if (run is not null && !Ended(run))
                lost = name;
            return stop.IsCancellationRequested ? Traceback.Stopped("Interrupted", $"{name} was interrupted.")
                : Traceback.Stopped("TimeLimit", $"{name} was stopped: it ran longer than the time limit of {limit!.Value.TotalSeconds:0.###} s.");
        }
        catch (AggregateException e)
        {
            return Traceback.Of(e.InnerException!, code, name);
        }
        catch (ReferenceException e)
        {
            return Traceback.Of(e, code, name);
        }
    }

    async Task<bool> Execute(Script<object> script, Action<Output> publish)
    {
        Sink.Value = publish;
        state = await script.RunFromAsync(state!, catchException: static _ => true);
        if (state.Exception is null && state.ReturnValue is { } value and not DisplayedValue)
            publish(new Shown(Bundle.Of(value), IsResult: true));
        return true;
    }

    static bool Ended(Task run)
    {
        try
        {
            return run.Wait(Grace);
        }
        catch (AggregateException)
        {
            return true;
        }
    }
}
