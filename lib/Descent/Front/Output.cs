using System.Text.Json.Nodes;
using Descent.Figures;

namespace Descent.Front;

/// <summary>A place for texts and figures that code writes to later, such as in the handler of a slider.</summary>
public sealed class Output() : Widget("")
{
    readonly List<Snippet> shown = [];

    /// <summary>Adds a text.</summary>
    public void Write(string text) => Add(new("", text));

    /// <summary>Adds a figure.</summary>
    public void Show(Figure figure) => Add(new(figure.ToHtml(), figure.AlternativeText));

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        shown.Clear();
        if (Protocol == 1)
            Captured("clear_output", new() { ["wait"] = false });
        else
            Send("outputs");
    }

    /// <summary>The texts.</summary>
    public override string ToString() => string.Join('\n', shown.Select(s => s.Text));

    internal override (string, string, string?) Names(int protocol) => ("Output", "Output", null);

    internal override JsonObject State(int protocol) => protocol == 1 ? new() { ["msg_id"] = "" } : new()
    {
        ["msg_id"] = "",
        ["outputs"] = new JsonArray([.. shown.Select(s => new JsonObject { ["output_type"] = "display_data", ["data"] = s.Data, ["metadata"] = new JsonObject() })]),
    };

    // Protocol 1 holds no outputs in its state: the page collects those of a message while it is told that message's id.
    internal override void Shown()
    {
        if (Protocol == 1)
            shown.ForEach(Capture);
    }

    void Add(Snippet snippet)
    {
        shown.Add(snippet);
        if (Protocol == 1)
            Capture(snippet);
        else
            Send("outputs");
    }

    void Capture(Snippet snippet) => Captured("display_data", new() { ["data"] = snippet.Data, ["metadata"] = new JsonObject(), ["transient"] = new JsonObject() });

    void Captured(string type, JsonObject content)
    {
        var host = Host.Current!;
        Opened!.Update(new() { ["msg_id"] = host.Parent?.Invoke() ?? "" });
        host.Publish(type, content, null);
        Opened.Update(new() { ["msg_id"] = "" });
    }
}
