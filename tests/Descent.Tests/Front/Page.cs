using System.Text.Json.Nodes;
using Descent.Front;

namespace Descent.Tests.Front;

/// <summary>Tests that put a host into the process run one at a time, when no other test runs.</summary>
[CollectionDefinition(nameof(Page), DisableParallelization = true)]
public class PageCollection;

/// <summary>A host that records what a page would receive, and speaks as the page.</summary>
sealed class Page : IDisposable
{
    readonly Dictionary<string, (Func<JsonObject> State, Action<JsonObject> Received)> comms = [];
    readonly Dictionary<string, string> names = [];
    readonly CancellationTokenSource stop = new();

    public Page(int widgets = 0, bool progress = false)
    {
        var given = new Dictionary<string, Delegate>
        {
            ["publish"] = new Action<string, JsonObject, JsonObject?>((type, content, metadata) => Sent.Add((type, content.DeepClone().AsObject(), metadata))),
            ["comm"] = new Func<string, Func<JsonObject>, Action<JsonObject>, IDisposable>((id, state, received) =>
            {
                comms[id] = (state, received);
                return new Ending(() => comms.Remove(id));
            }),
            ["widgets"] = new Func<int>(() => widgets),
            ["stop"] = new Func<CancellationToken>(() => stop.Token),
            ["busy"] = new Func<string, IDisposable>(name =>
            {
                stop.Token.ThrowIfCancellationRequested();
                Busy.Add(name);
                return new Ending(() => Busy.Add($"{name} ended"));
            }),
            ["parent"] = new Func<string>(() => "cell-1"),
        };
        if (progress)
            given["progress"] = new Action<double, string>((fraction, text) => Told.Add((fraction, text)));
        AppContext.SetData(Host.Key, given);
    }

    public List<(string Type, JsonObject Content, JsonObject? Metadata)> Sent { get; } = [];

    public List<string> Busy { get; } = [];

    public List<(double Fraction, string Text)> Told { get; } = [];

    public IReadOnlyCollection<string> Open => comms.Keys;

    /// <summary>The comm of the model opened last.</summary>
    public string Newest => comms.Keys.Last();

    public void Stop() => stop.Cancel();

    public JsonObject State(string comm) => comms[comm].State();

    /// <summary>What a notebook shows for a widget: MIME type and text, without the empty ones.</summary>
    public static Dictionary<string, string> Show(Widget widget) => new WidgetFormatters().CreateTypeFormatters().Cast<ConventionFormatter<Widget>>().Select(formatter =>
    {
        using var text = new StringWriter();
        Assert.True(formatter.Format(widget, text));
        return KeyValuePair.Create(formatter.MimeType, text.ToString());
    }).Where(shown => shown.Value != "").ToDictionary();

    /// <summary>The messages so far, one a line: type and what matters of the content, models called #1, #2, … in the order of their opening. Forgets them.</summary>
    public string[] Log()
    {
        string[] lines = [.. Sent.Select(m => m.Type switch
        {
            "comm_open" => $"open {Named(m.Content["comm_id"]!)} {m.Content["data"]!.ToJsonString()}{m.Metadata?.ToJsonString()}",
            "comm_msg" => $"{Named(m.Content["comm_id"]!)} {m.Content["data"]!.ToJsonString()}",
            "comm_close" => $"close {Named(m.Content["comm_id"]!)}",
            _ => $"{m.Type} {m.Content.ToJsonString()}",
        })];
        Sent.Clear();
        return [.. lines.Select(line => names.Aggregate(line, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal)))];
    }

    string Named(JsonNode id)
    {
        names.TryAdd((string)id!, $"#{names.Count + 1}");
        return names[(string)id!];
    }

    /// <summary>The page sends a comm_msg.</summary>
    public void Say(string comm, string data) => comms[comm].Received(JsonNode.Parse(data)!.AsObject());

    public void Dispose()
    {
        AppContext.SetData(Host.Key, null);
        stop.Dispose();
    }

    sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
