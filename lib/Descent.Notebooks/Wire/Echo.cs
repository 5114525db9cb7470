using System.Net;

namespace Descent.Notebooks.Wire;

/// <summary>The heartbeat: REP that returns every message as it came.</summary>
sealed class Echo(IPEndPoint address) : Server(address, "REP", "REQ", "DEALER")
{
    public override void Receive(Peer peer, byte[][] frames) => peer.Send(Zmtp.Encode(frames));
}
