using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Descent.Notebooks.Wire;

namespace Descent.SystemTests;

/// <summary>Our sockets with libzmq at the other end (Debian's python3-zmq).</summary>
static class WireChecks
{
    public static Task Run(Report report) => report.Guard("libzmq peers", async () =>
    {
        var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
        using var publisher = new Publisher(anyPort, topic => [topic, "welcome"u8.ToArray()]);
        Router? router = null;
        using var ours = router = new Router(anyPort, frames => Answer(router!, publisher, frames));
        using var heartbeat = new Echo(anyPort);
        publisher.Start();
        router.Start();
        heartbeat.Start();

        string[] arguments = [Script(), $"{router.Address.Port}", $"{publisher.Address.Port}", $"{heartbeat.Address.Port}"];
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true })!;
        var claims = 0;
        while (await python.StandardOutput.ReadLineAsync() is { } line)
            if (line.Split('\t') is [var claim, var problem])
            {
                report.Check($"libzmq peers: {claim}", problem.Length == 0, problem);
                claims++;
            }
            else
            {
                Console.WriteLine($"      {line.TrimStart('#', ' ')}");
            }
        await python.WaitForExitAsync();
        report.Check("libzmq peers: every claim was checked", python.ExitCode == 0 && claims == 10, $"{claims} claims, exit code {python.ExitCode}");
    });

    /// <summary>Returns a message to its peer; <c>who</c> asks for the peer's identity, <c>publish count size topic</c> for messages.</summary>
    static void Answer(Router router, Publisher publisher, byte[][] frames)
    {
        var words = frames.Skip(1).Take(4).Select(Encoding.Latin1.GetString).ToArray();
        if (words is ["who"]) frames = [frames[0], frames[0]];
        router.Send(frames);
        if (words is ["publish", var count, var size, var topic])
            for (var i = 0; i < int.Parse(count, CultureInfo.InvariantCulture); i++)
                publisher.Send([Encoding.ASCII.GetBytes(topic), Encoding.ASCII.GetBytes($"{i:D8}".PadRight(int.Parse(size, CultureInfo.InvariantCulture)))]);
    }

    static string Script([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "wire_peers.py");
}
