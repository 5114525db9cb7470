using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Descent.Notebooks.Language;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Jupyter;

/// <summary>The C# kernel of Jupyter: messaging protocol 5.4 at the five addresses of a connection file.</summary>
public sealed class Kernel : IDisposable
{
    static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);

    readonly BlockingCollection<(long Number, Message Request)> queue = [];
    readonly BlockingCollection<string> answers = [];
    readonly ManualResetEventSlim ended = new();
    readonly Task<Session> session;
    readonly Outgoing outgoing;
    readonly Router shell, control, stdin;
    readonly Echo heartbeat;
    long arrived;

    /// <summary>Binds the five sockets and prepares the compiler in the background; <see cref="Run"/> serves.</summary>
    /// <param name="connection">Where, and the key.</param>
    /// <param name="folder">Where the notebook's relative paths start.</param>
    internal Kernel(Connection connection, string folder)
    {
        outgoing = new Outgoing(connection);
        shell = new Router(connection.Shell, Receive(request => queue.Add((Interlocked.Increment(ref arrived), request))));
        control = new Router(connection.Control, Receive(request => Handle(control!, request, Common)));
        stdin = new Router(connection.Stdin, Receive(reply => answers.Add((string?)reply.Content["value"] ?? "")));
        heartbeat = new Echo(connection.Heartbeat);
        session = Task.Run(() =>
        {
            _ = Session.Prepare();
            return new Session(folder);
        });
        _ = Warm();
        Action<byte[][]> Receive(Action<Message> take) => frames =>
        {
            if (Message.Parse(frames, connection.Key) is { } message)
                take(message);
        };
    }

    /// <summary>Serves one connection until it is shut down or the process that started the kernel has ended.</summary>
    /// <param name="connectionFile">The file in which Jupyter names the ports and the key.</param>
    /// <returns>The process's exit code.</returns>
    public static int Serve(string connectionFile)
    {
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, s => s.Cancel = true);    // interrupts come as messages
        try
        {
            using var kernel = new Kernel(Connection.Read(connectionFile), Directory.GetCurrentDirectory());
            ParentProcess.Watch(kernel.ended.Set);
            kernel.Run();
            return 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Serves until the kernel is shut down.</summary>
    internal void Run()
    {
        new Thread(Dispatch) { IsBackground = true, Name = "requests" }.Start();
        heartbeat.Start();
        outgoing.Start();
        stdin.Start();
        control.Start();
        shell.Start();
        ended.Wait();
    }

    /// <summary>Sends what is outstanding, closes the sockets, stops the running cell.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        Interrupt();
        Interrupt();                                        // the second does not wait for the cell to return by itself
        shell.Dispose();
        control.Dispose();
        stdin.Dispose();
        outgoing.Dispose();
        heartbeat.Dispose();
    }

    // One request of the shell after the other.
    void Dispatch()
    {
        var requests = new Requests(outgoing, session, Ask);
        var skipped = 0L;
        foreach (var (number, request) in queue.GetConsumingEnumerable())
        {
            var skip = number <= skipped && request.Type == "execute_request";
            Handle(shell, request, skip ? _ => requests.Aborted() : r =>
            {
                var reply = Common(r) ?? requests.Answer(r);
                if (requests.Stopped && r.Type == "execute_request")
                    skipped = Interlocked.Read(ref arrived);        // before the reply: what a client sends after it is meant to run
                return reply;
            });
        }
    }

    // busy … reply, idle: for every message, and whatever happens.
    void Handle(Router socket, Message request, Func<Message, JsonObject?> answer)
    {
        outgoing.Status("busy", request);
        try
        {
            if (answer(request) is { } reply)
                outgoing.Send(socket, Reply(request), request, reply);
        }
        catch (Exception e)
        {
            var failure = new Failure(e.GetType().Name, e.Message, null, [$"{e.GetType().Name}: {e.Message}"]);
            if (request.Type.EndsWith("_request", StringComparison.Ordinal))
                outgoing.Send(socket, Reply(request), request, Requests.Failed(failure));
            else
                outgoing.Publish("stream", request, new() { ["name"] = "stderr", ["text"] = failure.Traceback[0] + "\n" });
        }
        outgoing.Status("idle", request);
        if (request.Type == "shutdown_request")
            ended.Set();
    }

    // The first completion would take half a second; the first cell comes first.
    async Task Warm()
    {
        var ready = await session.ConfigureAwait(false);
        await Task.Delay(Quiet).ConfigureAwait(false);
        new Editor(ready).Warm();
    }

    // What both the shell and the control channel answer.
    JsonObject? Common(Message request)
    {
        switch (request.Type)
        {
            case "kernel_info_request":
                return Information.Reply();
            case "interrupt_request":
                Interrupt();
                return new() { ["status"] = "ok" };
            case "shutdown_request":
                return new() { ["status"] = "ok", ["restart"] = request.Content["restart"]?.DeepClone() ?? false };
            default:
                return null;
        }
    }

    void Interrupt()
    {
        outgoing.IsInterrupted = true;
        if (session.IsCompletedSuccessfully)
            session.Result.Interrupt();
    }

    string Ask(Message request, string prompt, bool password)
    {
        while (answers.TryTake(out _))
            continue;                                       // an answer to a question whose cell was interrupted
        return outgoing.Send(stdin, "input_request", request, new() { ["prompt"] = prompt, ["password"] = password }) ? answers.Take()
            : throw new InvalidOperationException("The page that runs this cell cannot be asked for input: it has no stdin channel.");
    }

    static string Reply(Message request) => request.Type.Replace("_request", "_reply");
}
