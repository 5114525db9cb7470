using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>One model of the page's widget manager, opened, updated and closed over a comm in the page's protocol:
/// 1 is Debian's classic notebook (jupyter-js-widgets 2.1), 2 is JupyterLab, Notebook 7 and VS Code (ipywidgets 8).</summary>
sealed class Model
{
    readonly Host host;
    readonly IDisposable known;

    /// <summary>Opens the model with its full state; <paramref name="received"/> hears what the page says to it.</summary>
    public Model(Host host, int protocol, Func<JsonObject> state, Action<JsonObject>? received = null)
    {
        (this.host, Protocol) = (host, protocol);
        var data = protocol == 1 ? state() : new JsonObject { ["state"] = state(), ["buffer_paths"] = new JsonArray() };
        host.Publish("comm_open", new JsonObject { ["comm_id"] = Id, ["target_name"] = "jupyter.widget", ["data"] = data },
            protocol == 1 ? null : new JsonObject { ["version"] = "2.1.0" });
        known = host.Comm(Id, state, received ?? (_ => { }));
    }

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public int Protocol { get; }

    /// <summary>How another model's state names this one.</summary>
    public string Reference => "IPY_MODEL_" + Id;

    /// <summary>The part of every model's state that says what it is.</summary>
    /// <param name="protocol">1 or 2.</param>
    /// <param name="name">The model without its ending, such as <c>FloatSlider</c>.</param>
    /// <param name="view">The view without its ending; the model's name unless told.</param>
    /// <param name="module">Protocol 2's package of the model; the same holds the view, except for styles.</param>
    public static JsonObject Named(int protocol, string name, string? view = null, string module = "controls")
    {
        var (model, version) = protocol == 1 ? ("jupyter-js-widgets", "~2.1.4") : ("@jupyter-widgets/" + module, module == "output" ? "1.0.0" : "2.0.0");
        var state = new JsonObject
        {
            ["_model_module"] = model,
            ["_model_module_version"] = version,
            ["_model_name"] = name + "Model",
            ["_view_module"] = protocol == 2 && view == "Style" ? "@jupyter-widgets/base" : model,
            ["_view_module_version"] = version,
            ["_view_name"] = (view ?? name) + "View",
        };
        if (protocol == 1)
            state["msg_throttle"] = 1;
        return state;
    }

    /// <summary>Sends changed parts of the state.</summary>
    public void Update(JsonObject state) => Say(new() { ["method"] = "update", ["state"] = state, [Protocol == 1 ? "buffers" : "buffer_paths"] = new JsonArray() });

    /// <summary>Protocol 1: lets the page draw one more view where the cell's outputs are.</summary>
    public void Display() => Say(new() { ["method"] = "display" });

    /// <summary>Takes the model off the page.</summary>
    public void Close()
    {
        known.Dispose();
        host.Publish("comm_close", new JsonObject { ["comm_id"] = Id, ["data"] = new JsonObject() }, null);
    }

    void Say(JsonObject data) => host.Publish("comm_msg", new JsonObject { ["comm_id"] = Id, ["data"] = data }, null);
}
