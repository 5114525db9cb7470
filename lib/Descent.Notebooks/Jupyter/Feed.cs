using System.Text;
using System.Text.Json.Nodes;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Jupyter;

/// <summary>The outputs of one cell, or of one widget's event, as iopub messages. Console text is joined: it leaves after 50 ms, at 8 KB, or before
/// any other output. Tasks that outlive the cell keep its feed, so what they say later still belongs to it.</summary>
sealed class Feed
{
    const int Full = 8192;

    static readonly AsyncLocal<Feed?> Running = new();

    readonly Outgoing outgoing;
    readonly Message shown, asked;
    readonly int? count;
    readonly bool isEvent;
    readonly StringBuilder text = new();
    string stream = "";
    bool waiting;

    /// <summary>A feed for a cell; <paramref name="count"/> is the number of its result, or null when it is to show none.</summary>
    public Feed(Outgoing outgoing, Message request, string cell, int? count) : this(outgoing, request, request, cell, count, isEvent: false)
    {
    }

    Feed(Outgoing outgoing, Message shown, Message asked, string cell, int? count, bool isEvent) =>
        (this.outgoing, this.shown, this.asked, this.count, this.isEvent, Cell) = (outgoing, shown, asked, count, isEvent, cell);

    /// <summary>The feed of the code that runs now, or null.</summary>
    public static Feed? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }

    /// <summary>What names the cell when it is run again.</summary>
    public string Cell { get; }

    /// <summary>The id of the message whose outputs these are.</summary>
    public string Parent => (string?)shown.Header["msg_id"] ?? "";

    /// <summary>The result as plain text, or null.</summary>
    public string? Result { get; private set; }

    /// <summary>A feed for an event of a widget this cell has opened.</summary>
    /// <param name="message">The event.</param>
    /// <param name="below">Whether text and displays go below the cell rather than to the event.</param>
    public Feed For(Message message, bool below) => new(outgoing, below ? shown : message, message, Cell, null, isEvent: true);

    /// <summary>Sends an output.</summary>
    public void Publish(Output output)
    {
        lock (text)
        {
            if (output is StreamText write)
            {
                Write(write);
                return;
            }
            Flush();
            Send(output);
        }
    }

    /// <summary>Sends the console text that still waits.</summary>
    public void Flush(bool due = false)
    {
        lock (text)
        {
            waiting &= !due;
            if (text.Length > 0)
                outgoing.Publish("stream", shown, new() { ["name"] = stream, ["text"] = text.ToString() }, waits: true);
            text.Clear();
        }
    }

    void Write(StreamText write)
    {
        if (write.Name != stream)
            Flush();
        stream = write.Name;
        text.Append(write.Text);
        if (text.Length >= Full)
            Flush();
        else if (!waiting)
            outgoing.FlushLater(this);
        waiting = true;
    }

    void Send(Output output)
    {
        switch (output)
        {
            case Shown { IsResult: true } when count is null:
                break;
            case Shown show:
                var content = new JsonObject { ["data"] = Data(show), ["metadata"] = show.Metadata?.DeepClone() ?? new JsonObject() };
                if (show.IsResult)
                    (content["execution_count"], Result) = (count, (string?)show.Data.GetValueOrDefault("text/plain"));
                else
                    content["transient"] = show.DisplayId is { } id ? new JsonObject { ["display_id"] = id } : new JsonObject();
                outgoing.Publish(show.IsResult ? "execute_result" : show.IsUpdate ? "update_display_data" : "display_data", show.IsUpdate ? asked : shown, content, waits: true);
                break;
            case Cleared clear:
                outgoing.Publish("clear_output", shown, new() { ["wait"] = clear.Wait });
                break;
            case CommOutput comm:
                outgoing.Publish(comm.Type, asked, (JsonObject)comm.Content.DeepClone(), (JsonObject?)comm.Metadata?.DeepClone(), waits: true);
                break;
            case Failure failure when isEvent:                     // the page has no cell to mark as failed
                Write(new StreamText("stderr", string.Join('\n', failure.Traceback) + "\n"));
                break;
            case Failure failure:
                outgoing.Publish("error", shown, Error(failure));
                break;
        }
    }

    /// <summary>A failure as the content of a message.</summary>
    public static JsonObject Error(Failure failure) => new()
    {
        ["ename"] = failure.Name,
        ["evalue"] = failure.Message,
        ["traceback"] = new JsonArray([.. failure.Traceback.Select(l => (JsonNode)l)]),
    };

    /// <summary>What is shown, per MIME type.</summary>
    public static JsonObject Data(Shown show) => new(show.Data.Select(d => KeyValuePair.Create(d.Key, (JsonNode?)d.Value.DeepClone())));
}
