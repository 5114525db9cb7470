using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Descent.Notebooks;

/// <summary>What a library finds in the process, without a reference to it: delegates of the framework's types under
/// <c>AppContext.GetData("Descent.Host")</c>, an <c>IReadOnlyDictionary&lt;string, Delegate&gt;</c>.</summary>
/// <remarks><list type="bullet">
/// <item><c>publish</c>: <c>Action&lt;string, JsonObject, JsonObject?&gt;</c>, a message (type, content, metadata) of the cell the caller belongs to.</item>
/// <item><c>comm</c>: <c>Func&lt;string, Func&lt;JsonObject&gt;, Action&lt;JsonObject&gt;, IDisposable&gt;</c>, registers a comm (id, its full state, what arrives;
/// <c>{"method": "closed"}</c> when page or kernel has closed it).</item>
/// <item><c>widgets</c>: <c>Func&lt;int&gt;</c>, the page's widget protocol: 0 none, 1 Debian's classic notebook, 2 ipywidgets 8.</item>
/// <item><c>stop</c>: <c>Func&lt;CancellationToken&gt;</c>, asks the running cell to end by itself.</item>
/// <item><c>busy</c>: <c>Func&lt;string, IDisposable&gt;</c>, a loop runs that heeds <c>stop</c>; throws when stop is asked already.</item>
/// <item><c>parent</c>: <c>Func&lt;string&gt;</c>, the id of the message whose outputs the caller's are.</item>
/// <item><c>progress</c>: <c>Action&lt;double, string&gt;</c>, only where the host shows progress itself: fraction (1 = finished) and text.</item>
/// </list></remarks>
public static class Host
{
    static readonly ConcurrentDictionary<string, Delegate> Services = new()
    {
        ["publish"] = (Action<string, JsonObject, JsonObject?>)Publish,
        ["comm"] = (Func<string, Func<JsonObject>, Action<JsonObject>, IDisposable>)((id, state, received) => Comm!(id, state, received)),
        ["widgets"] = (Func<int>)(() => Widgets!()),
        ["stop"] = (Func<CancellationToken>)(() => Stop),
        ["busy"] = (Func<string, IDisposable>)(_ => Work.Here?.Busy() ?? Nothing.Instance),
        ["parent"] = (Func<string>)(() => Parent!()),
    };

    /// <summary>Registers a comm; set by the kernel.</summary>
    internal static Func<string, Func<JsonObject>, Action<JsonObject>, IDisposable> Comm { get; set; } = static (_, _, _) => Nothing.Instance;

    /// <summary>The page's widget protocol; set by the kernel.</summary>
    internal static Func<int> Widgets { get; set; } = static () => 0;

    /// <summary>The id of the message whose outputs the caller's are; set by the kernel.</summary>
    internal static Func<string> Parent { get; set; } = static () => "";

    /// <summary>Asks the work the caller belongs to, to end by itself.</summary>
    internal static CancellationToken Stop => Work.Here?.Asked ?? CancellationToken.None;

    /// <summary>Shows progress in the program's own way; null: the library draws it into the cell.</summary>
    public static Action<double, string>? Progress
    {
        get => Services.GetValueOrDefault("progress") as Action<double, string>;
        set => _ = value is null ? Services.TryRemove("progress", out _) : Services.TryAdd("progress", value);
    }

    /// <summary>Offers the services and captures the console; later calls change nothing.</summary>
    internal static void Start()
    {
        AppContext.SetData("Descent.Host", Services);
        CapturedConsole.Start();
    }

    static void Publish(string type, JsonObject content, JsonObject? metadata)
    {
        Output output = type switch
        {
            "display_data" or "update_display_data" => new Shown(
                content["data"]!.AsObject().ToDictionary(d => d.Key, d => d.Value!.DeepClone()), IsResult: false,
                (string?)content["transient"]?["display_id"], type == "update_display_data", content["metadata"]?.DeepClone() as JsonObject),
            "clear_output" => new Cleared((bool?)content["wait"] ?? false),
            _ => new CommOutput(type, content, metadata),
        };
        Work.Here?.Publish(output);
    }

    sealed class Nothing : IDisposable
    {
        public static readonly Nothing Instance = new();

        public void Dispose()
        {
        }
    }
}
