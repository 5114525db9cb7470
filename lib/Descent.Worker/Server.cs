using System.Linq.Expressions;
using Descent.Notebooks;

namespace Descent.Worker;

/// <summary>Serves the driver: runs cells and calls the functions they declare, one request after the other.</summary>
sealed class Server(Stream requests, Stream replies) : IDisposable
{
    const int Types = 10, Words = 500, Names = 200;

    readonly Session session = new(Directory.GetCurrentDirectory(), isConfined: true);
    readonly Lock turn = new();
    readonly HashSet<object> calls = [];
    readonly List<int> declared = [0];                                           // objects of the cells after so many runs
    int limit = Frame.Slack, output;
    ulong nonce;

    /// <summary>Serves until the driver closes the pipe.</summary>
    public void Serve()
    {
        while (Next() is { } request)
            switch (request.Kind)
            {
                case Kind.Hello:
                    var hello = new Reader(request.Content);
                    (limit, output) = (hello.Int(), hello.Int());
                    Session.Prepare().GetAwaiter().GetResult();               // before any cell's clock starts
                    Reply(Kind.Ready, new(limit));
                    break;
                case Kind.Run:
                    Run(new(request.Content));
                    break;
                case Kind.Call:
                    session.Invoke(() => Call(request), static _ => { });
                    break;
                case var other:
                    throw new InvalidDataException($"A request {other} out of order.");
            }
    }

    public void Dispose() => session.Dispose();

    void Run(Reader request)
    {
        var (name, code, printed) = (request.Text(), request.Text(), new Printed(output));
        var failure = session.Run(code, name, printed.Add);
        declared.Add(session.Declared.Count());
        Reply(Kind.Ran, new Writer(limit + Frame.Slack).Byte(failure is null ? (byte)0 : (byte)1).Text(failure?.Name ?? "", Names).Text(failure?.Message ?? "", Words)
            .Int(failure?.Line ?? 0).Text(printed.ToString()));
    }

    // On the cells' thread, or within a callback on the thread that waits for it.
    void Call(Frame request)
    {
        var call = new object();
        var reader = new Reader(request.Content, (place, type) => Callback(call, place, type));
        var (name, cells, result) = (reader.Text(), reader.Int(), reader.Type(asArgument: false));
        var types = new Type[reader.Byte()];
        var arguments = new object?[types.Length];
        for (var i = 0; i < types.Length; i++)
            arguments[i] = reader.Value(types[i] = reader.Type(asArgument: true));
        var (kind, reply) = (Kind.Value, new Writer(limit));
        lock (turn)
            calls.Add(call);
        try
        {
            var value = Functions.Find(session.Declared.TakeLast(declared[cells]), name, result, types).Call(arguments);
            reply.Type(result).Value(value, result);
        }
        catch (Exception e)
        {
            (kind, reply) = Told(e);
        }
        lock (turn)
            calls.Remove(call);
        Reply(kind, reply);
    }

    static (Kind, Writer) Told(Exception thrown)
    {
        var reply = new Writer(Frame.Slack);
        if (thrown is ValueException)
            return (Kind.Unfit, reply.Text(thrown.Message, Words));
        if (thrown is MissingException missing)
            return (Kind.Missing, reply.Byte(missing.HasName ? (byte)1 : (byte)0).Text(missing.Message, Words));
        var root = Traceback.Root(thrown);
        List<string> types = [];
        for (var type = root.GetType(); type != typeof(object) && types.Count < Types; type = type.BaseType!)
            types.Add(type.DeclaringType is null ? type.FullName! : type.Name);
        reply.Byte((byte)types.Count);
        foreach (var type in types)
            reply.Text(type, Names);
        var origin = Traceback.Origin(root);
        return (Kind.Threw, reply.Text(Traceback.Message(root), Words).Text(origin?.Cell ?? "", Names).Int(origin?.Line ?? 0));
    }

    // The function of a type whose call asks the driver.
    Delegate Callback(object call, int place, Type type)
    {
        Type[] types = [.. type.GetGenericArguments()];
        var parameters = types[..^1].Select(Expression.Parameter).ToArray();
        Func<object[], object?> ask = arguments => Ask(call, place, types, arguments);
        return Expression.Lambda(type, Expression.Convert(Expression.Invoke(Expression.Constant(ask),
            Expression.NewArrayInit(typeof(object), parameters.Select(p => Expression.Convert(p, typeof(object))))), types[^1]), parameters).Compile();
    }

    object? Ask(object call, int place, Type[] types, object[] arguments)
    {
        lock (turn)
        {
            if (!calls.Contains(call))
                throw new InvalidOperationException("The function that was given is called after the call has ended.");
            Reply(Kind.Callback, Question(place, types, arguments));
            while (Next() is { } request)
                switch (request.Kind)
                {
                    case Kind.Result:
                        var answer = new Reader(request.Content);
                        return answer.Value(answer.Type(asArgument: false));
                    case Kind.Failed:
                        throw new CallbackException(new Reader(request.Content).Text());
                    case Kind.Call:
                        Call(request);
                        break;
                    case var other:
                        throw new InvalidDataException($"A request {other} within a callback.");
                }
            throw new InvalidDataException("The pipe ended within a callback.");
        }
    }

    Writer Question(int place, Type[] types, object[] arguments)
    {
        try
        {
            var question = new Writer(limit).Int(place).Byte((byte)arguments.Length);
            for (var i = 0; i < arguments.Length; i++)
                question.Type(types[i]).Value(arguments[i], types[i]);
            return question;
        }
        catch (ValueException e)
        {
            throw new ArgumentException($"The function was given {e.Message}.");
        }
    }

    Frame? Next()
    {
        var request = Frame.Read(requests, limit + Frame.Slack);
        nonce = request?.Nonce ?? 0;
        return request;
    }

    void Reply(Kind kind, Writer content)
    {
        replies.Write(Frame.Bytes(kind, nonce, content.Written));
        replies.Flush();
    }
}

/// <summary>A function that was given as an argument failed where it was evaluated.</summary>
sealed class CallbackException(string message) : Exception(message);
