using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Course.Kernelspec;
using Descent.Notebooks.Wire;

namespace Course.Bench;

/// <summary>A Jupyter front end in small: starts the kernel's process as Jupyter does, talks to it over the wire, and notes when each message came.</summary>
sealed class KernelClient : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly string session = Guid.NewGuid().ToString("N");
    readonly string folder = Directory.CreateTempSubdirectory("course-bench-").FullName;
    readonly byte[] key = Guid.NewGuid().ToByteArray();
    readonly BlockingCollection<Arrival> inbox = [];
    readonly Process process;
    readonly Socket shell, control, published;

    /// <summary>Starts a kernel and connects.</summary>
    /// <exception cref="EnvironmentException">The kernel does not start.</exception>
    public KernelClient()
    {
        var ports = Ports(5);
        key = [.. Convert.ToHexStringLower(key).Select(c => (byte)c)];
        var file = Path.Combine(folder, "connection.json");
        File.WriteAllText(file, new JsonObject
        {
            ["ip"] = "127.0.0.1",
            ["transport"] = "tcp",
            ["shell_port"] = ports[0],
            ["iopub_port"] = ports[1],
            ["control_port"] = ports[2],
            ["stdin_port"] = ports[3],
            ["hb_port"] = ports[4],
            ["key"] = System.Text.Encoding.ASCII.GetString(key),
            ["signature_scheme"] = "hmac-sha256",
        }.ToJsonString());
        var program = Path.Combine(NativeImages.Make() ?? AppContext.BaseDirectory, "Descent.Notebooks.dll");
        Started = Stopwatch.GetTimestamp();
        process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, file]) { WorkingDirectory = AppContext.BaseDirectory })
            ?? throw new EnvironmentException("The kernel's process did not start.");
        published = Open(ports[1], "SUB");
        Write(published, [[1]]);
        shell = Open(ports[0], "DEALER");
        control = Open(ports[2], "DEALER");
        foreach (var socket in new[] { published, shell, control })
            new Thread(() => Listen(socket)) { IsBackground = true }.Start();
    }

    /// <summary>When the process was started, in stopwatch ticks.</summary>
    public long Started { get; }

    /// <summary>The process's memory, in bytes.</summary>
    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Sends a request.</summary>
    /// <returns>Its id, and when it was sent.</returns>
    public (string Id, long Sent) Send(string type, JsonObject content, bool onControl = false)
    {
        var message = new Message(type, session, content);
        var sent = Stopwatch.GetTimestamp();
        Write(onControl ? control : shell, message.Frames(key));
        return ((string)message.Header["msg_id"]!, sent);
    }

    /// <summary>Everything that comes until a request has got each of some kinds: <c>reply</c>, <c>idle</c>, or a message type.</summary>
    /// <exception cref="EnvironmentException">It does not come within 30 s.</exception>
    public IReadOnlyList<Arrival> Await(string id, params string[] kinds)
    {
        var found = new List<Arrival>();
        for (var missing = kinds.ToHashSet(); missing.Count > 0;)
        {
            if (!inbox.TryTake(out var arrival, Patience))
                throw new EnvironmentException($"The kernel has not answered within {Patience.TotalSeconds:F0} s{(process.HasExited ? ": it has ended" : "")}.");
            found.Add(arrival);
            if ((string?)arrival.Message.Parent["msg_id"] != id)
                continue;
            missing.Remove(arrival.Message.Type is "status" ? (string)arrival.Message.Content["execution_state"]!
                : arrival.Message.Type.EndsWith("_reply", StringComparison.Ordinal) ? "reply" : arrival.Message.Type);
        }
        return found;
    }

    /// <summary>Runs a cell to its end.</summary>
    /// <returns>Milliseconds, and what came.</returns>
    /// <exception cref="EnvironmentException">The cell failed, which none of a measurement may.</exception>
    public (double Milliseconds, IReadOnlyList<Arrival> All) Run(string code)
    {
        var (id, sent) = Send("execute_request", Cell(code));
        var all = Await(id, "reply", "idle");
        return all.FirstOrDefault(a => a.Message.Type == "error") is { } error
            ? throw new EnvironmentException($"A cell of the measurement failed: {error.Message.Content["evalue"]}")
            : (Stopwatch.GetElapsedTime(sent, all[^1].Time).TotalMilliseconds, all);
    }

    /// <summary>The content of an <c>execute_request</c>.</summary>
    public static JsonObject Cell(string code) => new() { ["code"] = code, ["silent"] = false, ["store_history"] = true, ["allow_stdin"] = false, ["stop_on_error"] = true };

    /// <summary>Ends the kernel.</summary>
    public void Dispose()
    {
        Send("shutdown_request", new() { ["restart"] = false }, onControl: true);
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
            process.Kill();
        process.Dispose();
        foreach (var socket in new[] { published, shell, control })
            socket.Dispose();
        inbox.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    // Connects as soon as the kernel listens, and shakes hands.
    Socket Open(int port, string type)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        for (var since = Stopwatch.GetTimestamp(); !socket.Connected; Thread.Sleep(2))
            try
            {
                socket.Connect(IPAddress.Loopback, port);
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(since) < Patience && !process.HasExited)
            {
            }
            catch (SocketException e)
            {
                throw new EnvironmentException($"The kernel does not listen: {e.Message}.");
            }
        using var stream = new NetworkStream(socket);
        stream.Write(Zmtp.Hello());
        stream.ReadExactly(new byte[Zmtp.Greeting]);
        stream.Write(Zmtp.Encode("READY", [.. Zmtp.Property("Socket-Type", type), .. Zmtp.Property("Identity", "")]));
        Frame(stream);
        return socket;
    }

    void Listen(Socket socket)
    {
        using var stream = new BufferedStream(new NetworkStream(socket), 1 << 16);
        try
        {
            for (List<byte[]> frames = []; ;)
            {
                var (flags, body) = Frame(stream);
                if ((flags & Zmtp.Command) == 0)
                    frames.Add(body);
                if ((flags & (Zmtp.Command | Zmtp.More)) != 0)
                    continue;
                if (Message.Parse(frames, key) is { } message)
                    inbox.Add(new(Stopwatch.GetTimestamp(), message));
                frames = [];
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // the end of the connection
        }
    }

    static (int Flags, byte[] Body) Frame(Stream stream)
    {
        var header = new byte[9];
        stream.ReadExactly(header, 0, 2);
        long size = header[1];
        if ((header[0] & Zmtp.Long) != 0)
        {
            stream.ReadExactly(header, 2, 7);
            size = BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(1));
        }
        var body = new byte[size];
        stream.ReadExactly(body);
        return (header[0], body);
    }

    static void Write(Socket socket, byte[][] frames)
    {
        using var stream = new NetworkStream(socket);
        stream.Write(Zmtp.Encode(frames));
    }

    static int[] Ports(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        listeners.ForEach(l => l.Stop());
        return ports;
    }

    /// <summary>A message of the kernel, and when it came, in stopwatch ticks.</summary>
    internal sealed record Arrival(long Time, Message Message);
}
