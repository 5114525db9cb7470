using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Jupyter;

/// <summary>What the kernel says: replies to the one who asked, everything else to all subscribers. Safe from any thread.</summary>
sealed class Outgoing : IDisposable
{
    static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    readonly string session = Guid.NewGuid().ToString("N");
    readonly byte[] key;
    readonly Publisher iopub;
    readonly BlockingCollection<Feed> late = [];

    /// <summary>Binds the iopub socket.</summary>
    public Outgoing(Connection connection)
    {
        key = connection.Key;
        iopub = new Publisher(connection.IOPub, topic => Frames([topic], "iopub_welcome", null, new() { ["subscription"] = Encoding.UTF8.GetString(topic) }))
        {
            HighWater = 2 << 20,                // what a page has not read yet stands before the answer to its interrupt
        };
    }

    /// <summary>Begins to serve subscribers.</summary>
    public void Start()
    {
        iopub.Start();
        new Thread(FlushLate) { IsBackground = true, Name = "streams" }.Start();    // not a timer: a cell may keep the thread pool busy
    }

    /// <summary>Sends an iopub message.</summary>
    /// <param name="type">The message's type, and the topic.</param>
    /// <param name="parent">The request it belongs to, or null.</param>
    /// <param name="content">Its content.</param>
    /// <param name="metadata">Its metadata, or null.</param>
    /// <param name="waits">Whether the sender is to wait for a page that is far behind, as what prints without end must; an interrupt ends the wait.</param>
    public void Publish(string type, Message? parent, JsonObject content, JsonObject? metadata = null, bool waits = false) =>
        iopub.Send(Frames([Encoding.UTF8.GetBytes(type)], type, parent, content, metadata), () => waits && !IsInterrupted);

    /// <summary>Whether the running cell was interrupted: what it still says waits for nobody.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>Tells whether the kernel works on a request: <c>busy</c> or <c>idle</c>.</summary>
    public void Status(string state, Message parent) => Publish("status", parent, new() { ["execution_state"] = state });

    /// <summary>Sends a message to the one who sent a request; false when nobody is there.</summary>
    public bool Send(Router socket, string type, Message request, JsonObject content) => socket.Send(Frames(request.Identities, type, request, content));

    /// <summary>Flushes a feed after 50 ms.</summary>
    public void FlushLater(Feed feed)
    {
        if (!late.IsAddingCompleted)
            late.Add(feed);
    }

    /// <summary>Sends what is outstanding and closes the socket.</summary>
    public void Dispose()
    {
        late.CompleteAdding();
        iopub.Dispose();
    }

    void FlushLate()
    {
        foreach (var feed in late.GetConsumingEnumerable())
        {
            Thread.Sleep(Delay);
            feed.Flush(due: true);
        }
    }

    byte[][] Frames(IReadOnlyList<byte[]> identities, string type, Message? parent, JsonObject content, JsonObject? metadata = null) =>
        new Message(type, session, content, parent) { Identities = identities, Metadata = metadata ?? [] }.Frames(key);
}
