using System.Net;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Tests.Wire;

public class ServerTests
{
    static readonly IPEndPoint anyPort = new(IPAddress.Loopback, 0);

    [Fact]
    public void Heartbeat_returns_what_it_got()
    {
        using var echo = new Echo(anyPort);
        echo.Start();
        using var peer = RawPeer.Of(echo.Address, "REQ");
        peer.Write([.. RawPeer.Frame(true), .. RawPeer.Frame(false, 1, 2, 3)]);
        Assert.Equal([[], [1, 2, 3]], peer.ReadMessage());
    }
}
