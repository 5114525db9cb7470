using System.Globalization;
using System.Net;
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

        await Claims.Run(report, "libzmq peers", 10, "wire_peers.py", $"{router.Address.Port}", $"{publisher.Address.Port}", $"{heartbeat.Address.Port}");
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
}
