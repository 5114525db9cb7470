using System.Net;

namespace Descent.Notebooks.Wire;

/// <summary>XPUB: every message goes to the peers that subscribed to a prefix of its first frame.</summary>
/// <param name="address">The address to bind.</param>
/// <param name="welcome">Given the topic of a new subscription: the message to send to that subscriber alone (iopub_welcome), or null.</param>
sealed class Publisher(IPEndPoint address, Func<byte[], IReadOnlyList<byte[]>?> welcome) : Server(address, "XPUB", "SUB", "XSUB")
{
    const int MostTopics = 1000, LongestTopic = 255;

    /// <summary>Publishes a message; any thread may. It waits only for a subscriber that is far behind, and drops one that does not read at all.</summary>
    /// <param name="frames">The message; its first frame is the topic.</param>
    /// <param name="waits">Whether there is still time to wait, or null for always.</param>
    public void Send(IReadOnlyList<byte[]> frames, Func<bool>? waits = null)
    {
        byte[]? message = null;
        foreach (var peer in Peers)
            if (peer.Topics.Any(topic => frames[0].AsSpan().StartsWith(topic)))
                peer.Send(message ??= Zmtp.Encode(frames), Patience, waits);
    }

    public override void Receive(Peer peer, byte[][] frames)
    {
        if (frames is not [[0 or 1, .. var topic]]) return;
        if (frames[0][0] == 0)
        {
            var at = Array.FindIndex(peer.Topics, known => known.AsSpan().SequenceEqual(topic));
            peer.Topics = [.. peer.Topics.Where((_, i) => i != at)];
        }
        else if (peer.Topics.Length == MostTopics || topic.Length > LongestTopic)
        {
            peer.Close();
        }
        else
        {
            peer.Topics = [.. peer.Topics, topic];
            if (welcome(topic) is { } message) peer.Send(Zmtp.Encode(message));
        }
    }
}
