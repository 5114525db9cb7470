using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>What the notebook runtime around this library lends it, as AppContext data of BCL types only, so that neither references the other.</summary>
/// <param name="Publish">(message type, content, metadata): an iopub message of the cell the calling code belongs to.</param>
/// <param name="Comm">(comm id, full state, received): makes an opened comm known until disposed; <c>received</c> gets the data of every comm_msg,
/// and <c>{"method": "closed"}</c> when page or runtime has closed the comm.</param>
/// <param name="Widgets">The widget protocol of the page: 0 none, 1 Debian's classic notebook, 2 ipywidgets 8.</param>
/// <param name="Stop">The cooperative stop of the running cell.</param>
/// <param name="Busy">A loop with this name runs until disposed; throws <see cref="OperationCanceledException"/> once a stop was asked for.</param>
/// <param name="Parent">The id of the message whose outputs these are, which an Output of protocol 1 captures; null when unknown.</param>
sealed record Host(
    Action<string, JsonObject, JsonObject?> Publish,
    Func<string, Func<JsonObject>, Action<JsonObject>, IDisposable> Comm,
    Func<int> Widgets,
    Func<CancellationToken> Stop,
    Func<string, IDisposable> Busy,
    Func<string>? Parent)
{
    /// <summary>The name of the AppContext data.</summary>
    public const string Key = "Descent.Host";

    IReadOnlyDictionary<string, Delegate> given = new Dictionary<string, Delegate>();

    /// <summary>The host's own display of (fraction, text), which it may switch on and off; null when the library is to draw.</summary>
    public Action<double, string>? Progress => Find<Action<double, string>>(given, "progress");

    static (object Source, Host Read)? last;
    static readonly Lock reading = new();

    /// <summary>The host of this process; null without one (a plain program, .NET Interactive).</summary>
    /// <exception cref="InvalidOperationException">The runtime offers something else than the library expects.</exception>
    public static Host? Current
    {
        get
        {
            if (AppContext.GetData(Key) is not IReadOnlyDictionary<string, Delegate> given)
                return null;
            lock (reading)
                return last is var (source, read) && source == given ? read : Read(given);
        }
    }

    static Host Read(IReadOnlyDictionary<string, Delegate> given)
    {
        var host = new Host(
            Need<Action<string, JsonObject, JsonObject?>>("publish"),
            Need<Func<string, Func<JsonObject>, Action<JsonObject>, IDisposable>>("comm"),
            Need<Func<int>>("widgets"),
            Need<Func<CancellationToken>>("stop"),
            Need<Func<string, IDisposable>>("busy"),
            Find<Func<string>>(given, "parent"));
        host.given = given;
        last = (given, host);
        return host;

        T Need<T>(string key) where T : Delegate => Find<T>(given, key) ?? throw Differs(key, typeof(T), "nothing");
    }

    static T? Find<T>(IReadOnlyDictionary<string, Delegate> given, string key) where T : Delegate => !given.TryGetValue(key, out var found) ? null
        : found as T ?? throw Differs(key, typeof(T), found.GetType().ToString());

    static InvalidOperationException Differs(string key, Type expected, string found) =>
        new($"{Key} “{key}” is {found}, expected {expected}: notebook runtime and library are of different versions; build both again.");
}
