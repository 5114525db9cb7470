using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Jupyter;

/// <summary>The widgets' channels: those cells have opened, and those by which the page tells which widgets it has.</summary>
/// <remarks>An event's status, echo, comm messages and updates of displays carry the event as their parent, as from ipykernel. Text and new displays
/// of its handler do so only for protocol 1, where the page routes them to the widget's cell; other pages would drop them, so there their parent
/// is the cell that opened the comm.</remarks>
sealed class Comms(Outgoing outgoing, Task<Session> session)
{
    const string Widget = "jupyter.widget", Version = "jupyter.widget.version", Control = "jupyter.widget.control";

    readonly ConcurrentDictionary<string, Comm> open = new();
    readonly ConcurrentDictionary<string, string> pages = new();

    /// <summary>The widget protocol of the page seen last: 1 or 2.</summary>
    public int Protocol { get; private set; } = 2;

    /// <summary>Takes a comm the running cell has opened, until the result is disposed.</summary>
    public IDisposable Register(string id, Func<JsonObject> state, Action<JsonObject> received)
    {
        open[id] = new(state, received, Feed.Current);
        return new Registration(() => open.TryRemove(id, out _));
    }

    /// <summary>Closes the comms of a cell that is about to run again.</summary>
    public void CloseOf(string cell, Message request)
    {
        foreach (var (id, _) in open.Where(c => c.Value.Home?.Cell == cell))
            if (Forget(id, request))
                Close(id, request);
    }

    /// <summary>The content of <c>comm_info_reply</c>.</summary>
    public JsonObject Information(JsonObject request) => new()
    {
        ["status"] = "ok",
        ["comms"] = new JsonObject((string?)request["target_name"] is null or Widget
            ? open.Keys.Select(id => KeyValuePair.Create(id, (JsonNode?)new JsonObject { ["target_name"] = Widget })) : []),
    };

    /// <summary>The page opens a comm.</summary>
    public void Opened(Message message)
    {
        var id = Id(message);
        switch (pages[id] = (string?)message.Content["target_name"] ?? "")
        {
            case Version:
                Protocol = 1;
                Send(id, message, new() { ["version"] = "~2.1.4" });
                break;
            case Control:
                Protocol = 2;
                break;
            default:
                pages.TryRemove(id, out _);
                Close(id, message);
                break;
        }
    }

    /// <summary>The page closes a comm.</summary>
    public void Closed(Message message)
    {
        Forget(Id(message), message);
        pages.TryRemove(Id(message), out _);
    }

    /// <summary>The page sends a message to a comm.</summary>
    public void Received(Message message)
    {
        var id = Id(message);
        var data = message.Content["data"] as JsonObject ?? [];
        var method = (string?)data["method"];
        if (pages.GetValueOrDefault(id) == Control && method == "request_states")
            Send(id, message, new() { ["method"] = "update_states", ["states"] = States(), ["buffer_paths"] = new JsonArray() });
        if (!open.TryGetValue(id, out var comm))
            return;
        if (method == "request_state")
        {
            Send(id, message, Update("update", comm.State()));
            return;
        }
        if (Protocol == 2 && method == "update")
            Send(id, message, Update("echo_update", (JsonObject?)data["state"]?.DeepClone()));
        Handle(comm, message, data);
    }

    JsonObject Update(string method, JsonObject? state) =>
        new() { ["method"] = method, ["state"] = state, [Protocol == 2 ? "buffer_paths" : "buffers"] = new JsonArray() };

    JsonObject States() => new(open.Select(c => (c.Key, State: c.Value.State())).Select(c => KeyValuePair.Create(c.Key, (JsonNode?)new JsonObject
    {
        ["model_name"] = c.State["_model_name"]?.DeepClone(),
        ["model_module"] = c.State["_model_module"]?.DeepClone(),
        ["model_module_version"] = c.State["_model_module_version"]?.DeepClone(),
        ["state"] = c.State,
    })));

    // The library hears of it: shown again, the widget opens anew.
    bool Forget(string id, Message message)
    {
        if (!open.TryRemove(id, out var comm))
            return false;
        Handle(comm, message, new() { ["method"] = "closed" });
        return true;
    }

    void Handle(Comm comm, Message message, JsonObject data)
    {
        var feed = Feed.Current = comm.Home?.For(message, below: Protocol == 2) ?? new Feed(outgoing, message, "", null);
        session.Result.Invoke(() => comm.Received(data), feed.Publish);
        feed.Flush();
    }

    void Send(string id, Message parent, JsonObject data) => outgoing.Publish("comm_msg", parent, new() { ["comm_id"] = id, ["data"] = data });

    void Close(string id, Message parent) => outgoing.Publish("comm_close", parent, new() { ["comm_id"] = id, ["data"] = new JsonObject() });

    static string Id(Message message) => (string)message.Content["comm_id"]!;

    sealed record Comm(Func<JsonObject> State, Action<JsonObject> Received, Feed? Home);

    sealed class Registration(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
