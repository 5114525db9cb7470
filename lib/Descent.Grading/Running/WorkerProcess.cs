using System.Diagnostics;
using Descent.Checks;
using Descent.Worker;

namespace Descent.Grading.Running;

/// <summary>A worker in a process of its own.</summary>
public sealed class WorkerProcess : IWorker
{
    const int Deepest = 8, Types = 10;

    static readonly TimeSpan Start = TimeSpan.FromSeconds(30);

    readonly Channel channel;
    readonly Limits limits;
    readonly Stack<(Stopwatch Clock, TimeSpan Limit)> running = [];

    /// <summary>Starts a worker and waits until it is there.</summary>
    /// <exception cref="InfrastructureException">It cannot be started here.</exception>
    public WorkerProcess(ILauncher launcher, Limits limits)
    {
        this.limits = limits;
        channel = new Channel(launcher.Launch(limits), limits.Value);
        try
        {
            Expect(channel.Ask(Kind.Hello, new Writer(Frame.Slack).Int(limits.Value).Int(limits.Output), Start, Start), Kind.Ready);
        }
        catch (LostException e)
        {
            channel.Dispose();
            throw new InfrastructureException($"The worker did not start: {e.Message}.", e);
        }
    }

    /// <inheritdoc/>
    public string Printed { get; private set; } = "";

    /// <inheritdoc/>
    public CellFailure? Run(string name, string code, TimeSpan limit)
    {
        Printed = "";
        var reply = Expect(channel.Ask(Kind.Run, new Writer(int.MaxValue).Text(name).Text(code), limit, limit), Kind.Ran);
        return Read(reply, ran =>
        {
            var failed = ran.Bool();
            var failure = new CellFailure(Plain(ran.Text(200)), Plain(ran.Text(500)), Line(ran.Int(), code));
            Printed = Plain(ran.Text(2 * limits.Output));
            ran.End();
            return !failed ? null : failure.Name == nameof(OutOfMemoryException) ? throw OutOfMemory() : failure;
        });
    }

    /// <inheritdoc/>
    public object? Call(string function, Type result, IReadOnlyList<object?> arguments, int cells, TimeSpan limit)
    {
        if (running.Count == Deepest)
            throw channel.Lose(Verdict.Crashed, $"it called itself through the check more than {Deepest} times");
        var request = new Writer(limits.Value).Text(function).Int(cells).Type(result).Byte((byte)arguments.Count);
        foreach (var argument in arguments)
        {
            var type = argument?.GetType() ?? throw new ArgumentException($"{function} is called with null, which does not cross.");
            if (!Values.Crosses(type, asArgument: true))
                throw new ArgumentException($"{function} is called with a {Values.Name(type)}, which does not cross.");
            request.Type(type).Value(argument, type);
        }
        running.Push((Stopwatch.StartNew(), limit));
        try
        {
            Exception? inner = null;
            var reply = Ask(Kind.Call, request);
            while (reply.Kind == Kind.Callback)
                reply = Answer(Read(reply, question => Question(question, request.Functions)), ref inner);
            return Read(reply, content => Value(reply.Kind, content, function, result, inner));
        }
        finally
        {
            running.Pop();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => channel.Dispose();

    // The time of the call that runs out first.
    Frame Ask(Kind kind, Writer content)
    {
        var (clock, limit) = running.MinBy(c => c.Limit - c.Clock.Elapsed);
        return channel.Ask(kind, content, limit - clock.Elapsed, limit);
    }

    object? Value(Kind kind, Reader content, string function, Type result, Exception? inner)
    {
        switch (kind)
        {
            case Kind.Value:
                var type = content.Type(asArgument: false);
                if (type != result)
                    throw new UnansweredException(Verdict.Failed, $"{function} returned {Values.Name(type)}, expected {Values.Name(result)}.");
                var value = content.Value(type);
                content.End();
                return value;
            case Kind.Missing:
                throw new UnansweredException(content.Bool() ? Verdict.Failed : Verdict.Error, Sentence(content));
            case Kind.Unfit:
                throw new UnansweredException(Verdict.Failed, $"{function} returned {Sentence(content)}.");
            case Kind.Threw:
                var types = new string[Math.Min(content.Byte(), (byte)Types)];
                for (var i = 0; i < types.Length; i++)
                    types[i] = Plain(content.Text(200));
                var (message, cell, line) = (Plain(content.Text(500)), Plain(content.Text(200)), content.Int());
                content.End();
                if (types.Contains(typeof(OutOfMemoryException).FullName))
                    throw OutOfMemory();
                var place = cell.Length > 0 && line > 0 ? $"{cell}, line {line}" : null;
                throw inner is null || types is not [var first, ..] || first != typeof(CallbackException).FullName ? new ThrownException(types, message, place)
                    : inner is UnansweredException or ThrownException ? inner
                    : new ThrownException([.. Bases(inner.GetType())], inner.Message, place);
            default:
                throw channel.Broken();
        }
    }

    static IEnumerable<string> Bases(Type type)
    {
        for (; type != typeof(object); type = type.BaseType!)
            yield return type.FullName!;
    }

    static string Sentence(Reader content)
    {
        var text = Plain(content.Text(500));
        content.End();
        return text;
    }

    static (Delegate Function, object?[] Arguments) Question(Reader question, List<Delegate> functions)
    {
        var place = question.Int();
        var function = place >= 0 && place < functions.Count ? functions[place] : throw new InvalidDataException($"No function has place {place}.");
        var parameters = function.GetType().GetGenericArguments()[..^1];
        if (question.Byte() != parameters.Length)
            throw new InvalidDataException("Another number of arguments than the function has.");
        var arguments = new object?[parameters.Length];
        foreach (var (i, parameter) in parameters.Index())
            arguments[i] = question.Type(asArgument: true) == parameter ? question.Value(parameter) : throw new InvalidDataException("An argument of another type.");
        question.End();
        return (function, arguments);
    }

    // What a function that was given says here; its failure waits until the student's function has failed of it.
    Frame Answer((Delegate Function, object?[] Arguments) question, ref Exception? inner)
    {
        var answer = new Writer(limits.Value);
        var type = question.Function.GetType().GetGenericArguments()[^1];
        try
        {
            var value = question.Function.GetType().GetMethod("Invoke")!.Invoke(question.Function, System.Reflection.BindingFlags.DoNotWrapExceptions, null, question.Arguments, null);
            answer.Type(type).Value(value, type);
        }
        catch (Exception e) when (e is not LostException)
        {
            inner = e;
            return Ask(Kind.Failed, new Writer(Frame.Slack).Text(e.Message, 500));
        }
        return Ask(Kind.Result, answer);
    }

    Frame Expect(Frame reply, Kind kind) => reply.Kind == kind ? reply : throw channel.Broken();

    T Read<T>(Frame reply, Func<Reader, T> read)
    {
        try
        {
            return read(new Reader(reply.Content));
        }
        catch (InvalidDataException)
        {
            throw channel.Broken();
        }
    }

    LostException OutOfMemory() => channel.Lose(Verdict.Memory, $"it used more memory than {limits.Heap / 1_000_000} MB");

    static int? Line(int line, string code) => line > 0 && line <= code.AsSpan().Count('\n') + 1 ? line : null;

    // Text of the process, without what would steer a terminal or no file can hold.
    static string Plain(string text) => string.Concat(text.EnumerateRunes().Select(r => r.Value < ' ' && r.Value is not ('\n' or '\t') ? "\uFFFD" : r.ToString()));
}
