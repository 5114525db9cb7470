using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Descent.Notebooks.Wire;

namespace Descent.SystemTests;

/// <summary>A kernel process at five free ports, and what a client needs to speak to it, well or badly.</summary>
sealed class WireClient : IDisposable
{
    static readonly byte[] key = "the fuzzer's key"u8.ToArray();

    readonly string folder = Directory.CreateTempSubdirectory("descent-wire-").FullName;
    readonly Process process;
    readonly List<string> errors = [];

    public WireClient()
    {
        var probes = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var probe in probes) probe.Start();
        Ports = [.. probes.Select(probe => ((IPEndPoint)probe.LocalEndpoint).Port)];
        foreach (var probe in probes) probe.Stop();
        var file = Path.Combine(folder, "connection.json");
        File.WriteAllText(file, new JsonObject
        {
            ["transport"] = "tcp",
            ["ip"] = "127.0.0.1",
            ["signature_scheme"] = "hmac-sha256",
            ["key"] = Encoding.UTF8.GetString(key),
            ["shell_port"] = Shell,
            ["control_port"] = Ports[1],
            ["stdin_port"] = Ports[2],
            ["iopub_port"] = Ports[3],
            ["hb_port"] = Heart,
        }.ToJsonString());
        process = Processes.Start(folder, new Dictionary<string, string>(), "dotnet", KernelProgram, file);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => { if (errors.Count < 10) errors.Add(line.Data ?? ""); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The kernel as it was built.</summary>
    public static string KernelProgram { get; } = Path.Combine(Jupyter.Root, "artifacts", "bin", "Descent.Notebooks", "debug", "Descent.Notebooks.dll");

    /// <summary>Shell, control, stdin, iopub, heartbeat.</summary>
    public int[] Ports { get; }
    public int Shell => Ports[0];
    public int Heart => Ports[4];
    public bool HasExited => process.HasExited;
    /// <summary>The first lines the kernel wrote to its standard error.</summary>
    public IReadOnlyCollection<string> Errors => errors;
    public int Threads => Directory.GetDirectories($"/proc/{process.Id}/task").Length;
    public int Sockets => Directory.GetFiles($"/proc/{process.Id}/fd").Count(f => new FileInfo(f).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
    /// <summary>Resident memory in MB.</summary>
    public long Resident => File.ReadLines($"/proc/{process.Id}/status").Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Select(line => long.Parse(line[6..^2])).Single() >> 10;

    /// <summary>A connection on which nothing has been said yet.</summary>
    public static TcpClient Dial(int port) => new(IPAddress.Loopback.ToString(), port) { SendTimeout = 2000, ReceiveTimeout = 60000, NoDelay = true };

    /// <summary>The bytes of a handshake.</summary>
    public static byte[] Hello(string type) => [.. Zmtp.Hello(), .. Zmtp.Encode("READY", Zmtp.Property("Socket-Type", type))];

    /// <summary>A message as wire frames, signed whatever it says.</summary>
    public static byte[][] Signed(string header, string parent, string metadata, string content, params byte[][] buffers)
    {
        byte[][] parts = [.. ((string[])[header, parent, metadata, content]).Select(Encoding.UTF8.GetBytes)];
        return ["<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(HMACSHA256.HashData(key, parts.SelectMany(p => p).ToArray()))), .. parts, .. buffers];
    }

    /// <summary>Asks the shell and waits for the reply.</summary>
    public static Message Ask(int port, string type, JsonObject content)
    {
        using var peer = Dial(port);
        peer.GetStream().Write([.. Hello("DEALER"), .. Zmtp.Encode(new Message(type, "probe", content).Frames(key))]);
        Skip(peer);
        return Message.Parse(Read(peer), key) ?? throw new InvalidDataException("an unsigned reply");
    }

    /// <summary>The value of an expression, as plain text.</summary>
    public string Evaluate(string expression)
    {
        var reply = Ask(Shell, "execute_request", new() { ["code"] = "", ["silent"] = true, ["user_expressions"] = new JsonObject { ["x"] = expression } });
        return (string?)reply.Content["user_expressions"]?["x"]?["data"]?["text/plain"] ?? reply.Content.ToJsonString();
    }

    /// <summary>One heartbeat.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan Beat()
    {
        var start = Stopwatch.GetTimestamp();
        using var peer = Dial(Heart);
        peer.GetStream().Write([.. Hello("REQ"), .. Zmtp.Encode([[], "beat"u8.ToArray()])]);
        Skip(peer);
        return Read(peer) is [[], [(byte)'b', (byte)'e', (byte)'a', (byte)'t']] ? Stopwatch.GetElapsedTime(start) : throw new InvalidDataException("not the beat sent");
    }

    /// <summary>Waits until the kernel has evaluated something.</summary>
    public async Task Started()
    {
        for (var start = Stopwatch.GetTimestamp(); ; await Task.Delay(100))
            try
            {
                Evaluate("1");
                return;
            }
            catch (SocketException) when (!HasExited && Stopwatch.GetElapsedTime(start).TotalSeconds < 60) { }
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Reads the other side's greeting and READY.</summary>
    static void Skip(TcpClient peer)
    {
        peer.GetStream().ReadExactly(new byte[Zmtp.Greeting]);
        Read(peer);
    }

    static byte[][] Read(TcpClient peer)
    {
        byte[] Take(long count)
        {
            var bytes = new byte[count];
            peer.GetStream().ReadExactly(bytes);
            return bytes;
        }

        var frames = new List<byte[]>();
        int flags;
        do
        {
            flags = Take(1)[0];
            frames.Add(Take((flags & Zmtp.Long) != 0 ? BinaryPrimitives.ReadInt64BigEndian(Take(8)) : Take(1)[0]));
        }
        while ((flags & Zmtp.More) != 0);
        return [.. frames];
    }
}
