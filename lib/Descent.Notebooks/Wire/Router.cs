using System.Buffers.Binary;
using System.Net;

namespace Descent.Notebooks.Wire;

/// <summary>ROUTER: every message comes with its peer's identity as first frame, and goes to the peer its first frame names.
/// A peer that comes back under an identity in use takes it over: the old connection is closed.</summary>
/// <param name="address">The address to bind.</param>
/// <param name="received">Called with the frames of each message, one at a time, on the socket's own thread. If it throws, the peer is dropped.</param>
sealed class Router(IPEndPoint address, Action<byte[][]> received) : Server(address, "ROUTER", "DEALER", "REQ", "ROUTER")
{
    uint anonymous;

    /// <summary>Sends a message to the peer its first frame names; any thread may. Without such a peer the message is dropped.</summary>
    /// <returns>Whether there was such a peer.</returns>
    public bool Send(IReadOnlyList<byte[]> frames)
    {
        if (Find(frames[0]) is not { } peer) return false;
        peer.Send(Zmtp.Encode([.. frames.Skip(1)]), Patience);
        return true;
    }

    public override void Open(Peer peer)
    {
        if (peer.Identity.Length == 0)
        {
            peer.Identity = new byte[5];
            BinaryPrimitives.WriteUInt32BigEndian(peer.Identity.AsSpan(1), ++anonymous);
        }
        else
        {
            Find(peer.Identity)?.Close();
        }
    }

    public override void Receive(Peer peer, byte[][] frames) => received([peer.Identity, .. frames]);

    Peer? Find(byte[] identity) => Array.Find(Peers, peer => peer.Ready && !peer.Closed && peer.Identity.AsSpan().SequenceEqual(identity));
}
