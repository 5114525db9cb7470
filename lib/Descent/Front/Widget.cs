using System.Text.Json.Nodes;

namespace Descent.Front;

/// <summary>A control on the notebook's page whose properties both sides may change. It opens when it is first shown, in the protocol of the page
/// (JupyterLab 4, Notebook 7, VS Code, or Debian's classic notebook); shown twice, both views move together. Without a page that has widgets it is one line of text.</summary>
/// <remarks>The page's changes arrive between cells: while a cell runs, controls wait. An exception of an event's handler is written to stderr and changes nothing else.</remarks>
[WidgetFormatters.TypeFormatterSource]
public abstract class Widget
{
    Model? model, layout, style;
    JsonObject? heard;

    private protected Widget(string description) => Description = description;

    /// <summary>The label beside the control. Boxes and outputs have none.</summary>
    public string Description { get; set => Set(ref field, value, "description"); }

    /// <summary>Whether the reader cannot use the control at the moment.</summary>
    public bool Disabled { get; set => Set(ref field, value, "disabled"); }

    /// <summary>What the page calls the control; the style is null where there is none.</summary>
    internal abstract (string Model, string View, string? Style) Names(int protocol);

    /// <summary>How wide the control is, in CSS; the page's own width when null.</summary>
    internal virtual string? Width => null;

    /// <summary>The control's own part of the state.</summary>
    internal abstract JsonObject State(int protocol);

    /// <summary>The page has changed a part of the state.</summary>
    internal virtual void Take(JsonObject state) { }

    /// <summary>The page has sent an event.</summary>
    internal virtual void Happen(string? what) { }

    /// <summary>The protocol the control is open in; 0 while it is not open.</summary>
    internal int Protocol => model?.Protocol ?? 0;

    internal Model? Opened => model;

    /// <summary>The control's model on the page, opened if it is not yet: parts first.</summary>
    internal Model Open(Host host)
    {
        var protocol = host.Widgets();
        if (model is not null && model.Protocol != protocol)
            Close();
        if (model is null)
        {
            layout = new(host, protocol, () => Named("Layout", null, "base", "width", Width));
            if (Names(protocol).Style is { } name)
                style = new(host, protocol, () => Named(name, "Style", "controls", "description_width", protocol == 2 && name is not ("ButtonStyle" or "LabelStyle") ? "initial" : null));
            model = new(host, protocol, () => Full(protocol), Receive);
            Shown();
        }
        return model;

        JsonObject Named(string name, string? view, string module, string key, string? value)
        {
            var state = Model.Named(protocol, name, view, module);
            if (value is not null)
                state[key] = value;
            return state;
        }
    }

    /// <summary>Called after the control has opened.</summary>
    internal virtual void Shown() { }

    /// <summary>Takes the control off the page; shown again, it opens anew.</summary>
    public void Close()
    {
        model?.Close();
        style?.Close();
        layout?.Close();
        model = style = layout = null;
    }

    /// <summary>Sets a property; an open page hears of it, unless it comes from there.</summary>
    private protected bool Set<T>(ref T field, T value, string key)
    {
        if (EqualityComparer<T>.Default.Equals(field, value))
            return false;
        field = value;
        if (heard?.ContainsKey(key) != true)
            Send(key);
        return true;
    }

    /// <summary>Tells an open page one part of the state.</summary>
    private protected void Send(string key)
    {
        if (model is not null && State(model.Protocol) is var state && state.Remove(key, out var value))
            model.Update(new() { [key] = value });
    }

    JsonObject Full(int protocol)
    {
        var (name, view, _) = Names(protocol);
        var state = Model.Named(protocol, name, view, name == "Output" ? "output" : "controls");
        foreach (var (key, value) in State(protocol))
            state[key] = value?.DeepClone();
        state["layout"] = layout!.Reference;
        if (style is not null)
            state["style"] = style.Reference;
        return state;
    }

    void Receive(JsonObject data)
    {
        try
        {
            switch ((string?)data["method"])
            {
                case "update" when data["state"] is JsonObject changed: Hear(changed); break;
                case "backbone" when data["sync_data"] is JsonObject changed: Hear(changed); break;
                case "custom" when data["content"] is JsonObject content: Happen((string?)content["event"]); break;
                case "closed": model = style = layout = null; break;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Console.Error.WriteLine($"{GetType().Name}{(Description == "" ? "" : $" “{Description}”")}: {e.GetType().Name}: {e.Message}");
        }
    }

    // What the page says is not said back to it, except where this side has made something else of it.
    void Hear(JsonObject changed)
    {
        heard = changed;
        try
        {
            Take(changed);
        }
        finally
        {
            heard = null;
            var state = State(Protocol);
            foreach (var (key, value) in changed)
                if (state.TryGetPropertyValue(key, out var mine) && !JsonNode.DeepEquals(mine, value))
                    Send(key);
        }
    }
}
