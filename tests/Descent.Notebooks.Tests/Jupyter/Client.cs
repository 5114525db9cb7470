using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Descent.Notebooks.Jupyter;
using Descent.Notebooks.Tests.Wire;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Tests.Jupyter;

/// <summary>A kernel in this process and a front end connected to it.</summary>
public sealed class Client : IDisposable
{
    readonly byte[] key = [1, 2, 3];
    readonly Kernel kernel;
    readonly Thread thread;
    readonly RawPeer shell, control, stdin, iopub;
    readonly Scratch folder = new();
    readonly (Func<string, Func<JsonObject>, Action<JsonObject>, IDisposable>, Func<int>, Func<string>) hooks = (Host.Comm, Host.Widgets, Host.Parent);

    public Client()
    {
        var ports = FreePorts();
        kernel = new Kernel(new Connection(ports[0], ports[1], ports[2], ports[3], ports[4], key), folder.Path);
        thread = new Thread(kernel.Run);
        thread.Start();
        iopub = RawPeer.Of(ports[1], "SUB");
        iopub.Write(RawPeer.Frame(false, 1));
        Welcome = Receive(iopub);
        (shell, control, stdin) = (RawPeer.Of(ports[0], "DEALER", "me"), RawPeer.Of(ports[3], "DEALER", "me"), RawPeer.Of(ports[2], "DEALER", "me"));
        foreach (var peer in Peers)
            peer.Patience = TimeSpan.FromMinutes(1);                                // the compiler starts while the machine tests the rest
        Execute("1");
    }

    /// <summary>What a new subscriber got first.</summary>
    internal Message Welcome { get; }

    /// <summary>Whether the kernel has ended by itself.</summary>
    public bool HasEnded => thread.Join(TimeSpan.FromMinutes(1));

    internal Message Send(string type, JsonObject content, string channel = "shell", JsonObject? metadata = null, byte[]? signedWith = null)
    {
        var message = new Message(type, "client", content) { Metadata = metadata ?? [] };
        var frames = message.Frames(signedWith ?? key);
        Channel(channel).Write([.. frames.SelectMany((f, i) => RawPeer.Frame(i < frames.Length - 1, f))]);
        return message;
    }

    /// <summary>The reply to a request, or the question a cell asks.</summary>
    internal Message Reply(Message request, string channel = "shell")
    {
        var reply = Receive(Channel(channel));
        return Belongs(reply, request) ? reply : Reply(request, channel);
    }

    /// <summary>The next iopub message.</summary>
    internal Message Published() => Receive(iopub);

    /// <summary>Reads what is published up to the first message of a type.</summary>
    internal void Await(string type)
    {
        while (Published().Type != type)
            continue;
    }

    /// <summary>Sends a request: its reply's content and everything published up to its idle.</summary>
    internal (JsonObject Reply, List<Message> Published) Ask(string type, JsonObject content, string channel = "shell")
    {
        var request = Send(type, content, channel);
        var published = Idle(request);
        return (Reply(request, channel).Content, published);
    }

    /// <summary>The iopub messages up to the idle of a request, this included.</summary>
    internal List<Message> Idle(Message request)
    {
        List<Message> messages = [];
        do
            messages.Add(Published());
        while (messages[^1].Type != "status" || State(messages[^1]) != "idle" || !Belongs(messages[^1], request));
        return messages;
    }

    /// <summary>Runs a cell: the reply's content and what was published for it between busy and idle.</summary>
    internal (JsonObject Reply, List<Message> Published) Execute(string code, JsonObject? options = null, string? cell = null)
    {
        options ??= [];
        options["code"] = code;
        var request = Send("execute_request", options, metadata: cell is null ? null : new() { ["cellId"] = cell });
        var published = Idle(request);
        return (Reply(request).Content, [.. published.Where(m => Belongs(m, request)).Skip(1).SkipLast(1)]);
    }

    internal static string State(Message message) => (string)message.Content["execution_state"]!;

    internal static bool Belongs(Message message, Message request) => JsonNode.DeepEquals(message.Parent, request.Header);

    internal static string Text(IEnumerable<Message> messages) => string.Concat(messages.Where(m => m.Type == "stream").Select(m => (string)m.Content["text"]!));

    public void Dispose()
    {
        kernel.Dispose();
        foreach (var peer in Peers)
            peer.Dispose();
        (Host.Comm, Host.Widgets, Host.Parent) = hooks;
        folder.Dispose();
    }

    RawPeer[] Peers => [shell, control, stdin, iopub];

    RawPeer Channel(string name) => name switch { "shell" => shell, "control" => control, _ => stdin };

    Message Receive(RawPeer peer) => Message.Parse(peer.ReadMessage(), key)!;

    static IPEndPoint[] FreePorts()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => (IPEndPoint)l.LocalEndpoint).ToArray();
        listeners.ForEach(l => l.Stop());
        return ports;
    }
}

/// <summary>The kernel sets the hooks of the process's one <see cref="Host"/>, so these tests run alone.</summary>
[CollectionDefinition("kernel", DisableParallelization = true)]
public class KernelCollection : ICollectionFixture<Client>;
