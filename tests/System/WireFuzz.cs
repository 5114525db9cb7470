using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Descent.Notebooks.Wire;

namespace Descent.SystemTests;

/// <summary>Hostile peers against a real kernel, for a given time: what no client sends, on all five ports. Afterwards the kernel answers,
/// and nothing of what it went through is left.</summary>
sealed class WireFuzz(WireClient kernel)
{
    /// <summary>Bytes of the longest message the fuzzer really sends, and how many connections it keeps open with half of one.</summary>
    const int Largest = 4 << 20, MostHeld = 8;

    const string Header = """{"msg_id": "1", "session": "fuzz", "username": "u", "date": "2026-01-01T00:00:00Z", "version": "5.4", "msg_type": """;

    static readonly string[] types = ["kernel_info_request", "execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request",
        "comm_info_request", "comm_open", "comm_msg", "comm_close", "interrupt_request", "input_reply", "no_such_request", ""];

    static readonly string[] fields = ["code", "silent", "store_history", "user_expressions", "allow_stdin", "stop_on_error", "cursor_pos", "detail_level",
        "comm_id", "target_name", "data", "value", "hist_access_type", "output", "raw", "n", "session", "start", "stop", "pattern", "unique"];

    static readonly string[] values = ["null", "true", "false", "0", "-1", "1e400", "99999999999999999999", "0.5", "[]", "{}", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"1 +\"", "\"\ud83d\ude00.\"",
        "[1, [2]]", "{\"a\": {\"b\": []}}", "{\"\\ud800\": \"\\udc00\"}", "{\"method\": \"update\", \"state\": 5}", "{\"x\": 5, \"y\": \"1 +\"}",
        $"\"{new string('(', 20000)}\"", $"\"{new string('x', 100000)}\"", $"{new string('[', 60)}{new string(']', 60)}"];

    readonly Random random = new(3);
    readonly Queue<TcpClient> held = new();
    int connections, unanswered;

    public static async Task Run(Report report, double seconds)
    {
        using var kernel = new WireClient();
        await kernel.Started();
        await new WireFuzz(kernel).Run(report, TimeSpan.FromSeconds(seconds));
    }

    async Task Run(Report report, TimeSpan time)
    {
        Attack(time / 4);   // fills the caches of compiler and runtime; from here on only a leak grows
        await Quiet();
        var (threads, sockets, resident, live) = (kernel.Threads, kernel.Sockets, kernel.Resident, Live());
        connections = 0;
        var slowest = Attack(3 * time / 4);
        Console.WriteLine($"      {connections} hostile connections; slowest heartbeat amid them {slowest.TotalMilliseconds:f0} ms");
        report.Check("fuzz: the kernel lives", kernel.HasExited ? ["it has ended", .. kernel.Errors] : []);
        if (kernel.HasExited) return;
        await Quiet();
        var left = kernel.Sockets;
        report.Check("fuzz: it answers kernel_info", (string?)WireClient.Ask(kernel.Shell, "kernel_info_request", []).Content["status"] == "ok", "another answer");
        report.Check("fuzz: it evaluates 1 + 1", kernel.Evaluate("1 + 1") == "2", kernel.Evaluate("1 + 1"));
        report.Check("fuzz: no connection is left", left <= sockets, $"{left} sockets, {sockets} before");
        // A thread for each connection would be thousands. The pool may have added workers, at most two for each core here.
        report.Check("fuzz: no thread is left", kernel.Threads <= threads + 2 * Environment.ProcessorCount, $"{kernel.Threads} threads, {threads} before");
        // A connection that leaves its Peer behind leaves more than 1 kB (its queue, its state machine, its socket); one in two is still found.
        var (added, bound) = (Live() - live, Math.Max(4L << 20, connections * 512L));
        report.Check("fuzz: no memory of a peer is left", added < bound, $"{added >> 10} kB were added, {bound >> 10} kB would be half of the connections");
        // At one time the held connections own half messages in buffers that may have doubled; a collector keeps at most as much again as was alive.
        var (grown, most) = (kernel.Resident - resident, 2L * 2 * MostHeld * Largest >> 20);
        report.Check("fuzz: resident memory did not grow beyond what was sent at one time", grown < most, $"{resident} MB before, {grown} MB added");
        Console.WriteLine($"      {added >> 10} kB of live and {grown} MB of resident memory added");
    }

    /// <summary>Attacks for some time; every second the heartbeat must answer.</summary>
    TimeSpan Attack(TimeSpan time)
    {
        var (slowest, beat) = (TimeSpan.Zero, Stopwatch.StartNew());
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time && !kernel.HasExited;)
        {
            Thread.Sleep(1);   // the system's ports are finite
            try { One(); }
            catch (Exception e) when (e is IOException or SocketException) { }   // the kernel has hung up
            if (beat.Elapsed.TotalSeconds < 1) continue;
            if (kernel.Beat() is var took && took > slowest) slowest = took;
            beat.Restart();
        }
        while (held.TryDequeue(out var peer)) peer.Dispose();
        return slowest;
    }

    void One()
    {
        var port = random.Next(5);
        var type = (string[])["DEALER", "DEALER", "DEALER", "SUB", "REQ"];
        var shaken = WireClient.Hello(type[port]);
        switch (random.Next(11))
        {
            case 0: Send(port, Noise(4096)); break;
            case 1: Send(port, [.. Zmtp.Hello(), .. Noise(4096)]); break;
            case 2: Send(port, [.. shaken, .. Noise(4096)]); break;
            case 3: Send(port, Mutated([.. shaken, .. Zmtp.Encode(Request())])); break;
            case 4: Send(port, [.. shaken, .. Zmtp.Encode(Request())], cut: true); break;
            case 5: Send(port, [.. shaken, .. Zmtp.Encode(Forged())]); break;
            case 6: Send(port, [.. shaken, (byte)random.Next(8), .. BitConverter.GetBytes(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)).Reverse(), .. Noise(100)]); break;
            case 7: Send(port, [.. shaken, .. Zmtp.Encode(Deep())]); break;
            case 8: Send(port, [.. shaken, .. Zmtp.Encode([Noise(10), new byte[random.Next(Largest)]])], cut: true); break;
            case 9:
                for (var i = 0; i < 30; i++) Send(port, i % 2 == 0 ? [] : shaken);
                break;
            case 10:
                Send(random.Next(3), [.. WireClient.Hello("DEALER"), .. Zmtp.Encode(Request())]);
                if (++unanswered % 20 == 0) WireClient.Ask(kernel.Shell, "kernel_info_request", []);   // do not get ahead of the compiler
                break;
        }
    }

    /// <summary>Connects, writes (perhaps not all of it), and hangs up: at once, politely, rudely, or later.</summary>
    void Send(int port, byte[] bytes, bool cut = false)
    {
        connections++;
        var peer = WireClient.Dial(kernel.Ports[port]);
        held.Enqueue(peer);
        peer.GetStream().Write(bytes.AsSpan(0, cut ? random.Next(bytes.Length) : bytes.Length));
        if (held.Count > MostHeld) held.Dequeue().Dispose();
        if (random.Next(4) == 0 && held.TryDequeue(out var other)) other.Client.Close(0);
    }

    byte[] Noise(int most)
    {
        var bytes = new byte[random.Next(most)];
        random.NextBytes(bytes);
        return bytes;
    }

    byte[] Mutated(byte[] bytes)
    {
        for (var i = random.Next(1, 10); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    /// <summary>The right signature over wrong types, missing fields and values out of every range.</summary>
    byte[][] Request()
    {
        var header = random.Next(4) > 0 ? $"{Header}\"{Any(types)}\"}}" : Object(["msg_id", "msg_type", "session", "username", "date", "version"]);
        return WireClient.Signed(header, Object(["msg_id", "session"]), Object(["version", "cellId"]), random.Next(8) > 0 ? Object(fields) : Any(values), Noise(100));
    }

    byte[][] Forged()
    {
        var frames = Request();
        var at = random.Next(1, 6);
        frames[at] = random.Next(3) == 0 ? [] : Mutated([.. frames[at], (byte)random.Next(256)]);
        return random.Next(4) == 0 ? frames[..random.Next(1, frames.Length)] : frames;
    }

    byte[][] Deep()
    {
        var depth = random.Next(60, 200000);
        return WireClient.Signed($"{Header}\"execute_request\"}}", "{}", "{}", $"{{\"code\": {new string('[', depth)}{new string(']', random.Next(2) * depth)}}}");
    }

    string Object(string[] names) => $"{{{string.Join(", ", names.Where(_ => random.Next(2) == 0).Select(name => $"\"{name}\": {Any(values)}"))}}}";

    T Any<T>(T[] all) => all[random.Next(all.Length)];

    /// <summary>Waits until the kernel has answered everything and let go of everybody.</summary>
    async Task Quiet()
    {
        WireClient.Ask(kernel.Shell, "kernel_info_request", []);
        for (var (last, i) = (0, 0); i < 50 && last != kernel.Sockets; i++)
        {
            last = kernel.Sockets;
            await Task.Delay(300);
        }
    }

    long Live() => long.Parse(kernel.Evaluate("GC.GetTotalMemory(true)").Replace(",", "").Replace("_", ""), CultureInfo.InvariantCulture);
}
