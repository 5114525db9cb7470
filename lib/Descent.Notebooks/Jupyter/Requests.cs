using System.Text.Json.Nodes;
using Descent.Notebooks.Language;
using Descent.Notebooks.Wire;

namespace Descent.Notebooks.Jupyter;

/// <summary>What is done for each message of the shell, one after the other.</summary>
sealed class Requests
{
    readonly Outgoing outgoing;
    readonly Task<Session> session;
    readonly Comms comms;
    readonly Func<Message, string, bool, string> ask;
    readonly History history = new();
    readonly Lazy<Editor> editor;
    int count;

    /// <param name="outgoing">Where outputs go.</param>
    /// <param name="session">Where cells run, once the compiler is there.</param>
    /// <param name="ask">Asks the one who sent a request for a line: (request, prompt, password) → line.</param>
    public Requests(Outgoing outgoing, Task<Session> session, Func<Message, string, bool, string> ask)
    {
        (this.outgoing, this.session, this.ask) = (outgoing, session, ask);
        comms = new Comms(outgoing, session);
        editor = new(() => new Editor(session.Result));
        Host.Comm = comms.Register;
        Host.Widgets = () => comms.Protocol;
        Host.Parent = () => Feed.Current?.Parent ?? "";
    }

    /// <summary>Whether the cells that wait behind the last one are not to run, because it failed.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Does what a message asks for.</summary>
    /// <returns>The content of the reply, or null when the message has none or is unknown.</returns>
    public JsonObject? Answer(Message request)
    {
        Stopped = false;
        var content = request.Content;
        switch (request.Type)
        {
            case "kernel_info_request":
                return Information.Reply();
            case "execute_request":
                return Execute(request);
            case "complete_request":
                return Complete(Submissions.Readable(Code(content)), content);
            case "inspect_request":
                return Inspect(Submissions.Readable(Code(content)), content);
            case "is_complete_request":
                return IsComplete(Submissions.Readable(Code(content)));
            case "history_request":
                return history.Answer(content);
            case "comm_info_request":
                return comms.Information(content);
            case "comm_open":
                comms.Opened(request);
                return null;
            case "comm_msg":
                comms.Received(request);
                return null;
            case "comm_close":
                comms.Closed(request);
                return null;
            default:
                return null;
        }
    }

    /// <summary>The content of the reply to a cell that is not run because one before it failed.</summary>
    public JsonObject Aborted() => new() { ["status"] = "aborted", ["execution_count"] = count };

    JsonObject Execute(Message request)
    {
        var content = request.Content;
        var code = Code(content);
        var silent = (bool?)content["silent"] ?? false;
        var stored = !silent && ((bool?)content["store_history"] ?? true);
        var number = count + 1;
        if (stored)
            count = number;
        var cell = (string?)request.Metadata["cellId"] ?? code;
        comms.CloseOf(cell, request);
        if (!silent)
            outgoing.Publish("execute_input", request, new() { ["code"] = code, ["execution_count"] = number });
        var feed = Feed.Current = new Feed(outgoing, request, cell, silent ? null : number);
        session.Result.Input = Input(request, feed);
        outgoing.IsInterrupted = false;
        var failure = session.Result.Run(code, $"Cell {number}", feed.Publish);
        feed.Flush();
        if (stored)
            history.Add(number, code, feed.Result);
        Stopped = failure is not null && ((bool?)content["stop_on_error"] ?? true);
        var reply = failure is null ? new JsonObject { ["status"] = "ok", ["payload"] = new JsonArray(), ["user_expressions"] = Expressions(content) }
            : Failed(failure);
        reply["execution_count"] = number;
        if (!editor.IsValueCreated)
            _ = Task.Run(editor.Value.Warm);    // while the reader looks at the first result
        return reply;
    }

    JsonObject Expressions(JsonObject content)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in content["user_expressions"] as JsonObject ?? [])
            values[name] = session.Result.Evaluate((string?)expression ?? "") switch
            {
                Shown value => new JsonObject { ["status"] = "ok", ["data"] = Feed.Data(value), ["metadata"] = new JsonObject() },
                var failure => Failed((Failure)failure),
            };
        return values;
    }

    Func<string, bool, string> Input(Message request, Feed feed) => (prompt, password) =>
    {
        if ((bool?)request.Content["allow_stdin"] == false)
            throw new InvalidOperationException("This cell was sent without allow_stdin: there is nobody to ask for input.");
        feed.Flush();
        return ask(request, prompt, password);
    };

    JsonObject Complete(string code, JsonObject request)
    {
        var (start, end, items) = editor.Value.Complete(code, Cursor(code, request));
        var (from, to) = (CodePoints.Count(code, start), CodePoints.Count(code, end));
        return new()
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. items.Select(i => (JsonNode)i.Text)]),
            ["cursor_start"] = from,
            ["cursor_end"] = to,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. items.Select(i => new JsonObject { ["start"] = from, ["end"] = to, ["text"] = i.Text, ["type"] = i.Type })]),
            },
        };
    }

    JsonObject Inspect(string code, JsonObject request)
    {
        var found = editor.Value.Inspect(code, Cursor(code, request), (int?)request["detail_level"] ?? 0);
        return new()
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found is var (plain, html) ? new JsonObject { ["text/plain"] = plain, ["text/html"] = html } : [],
            ["metadata"] = new JsonObject(),
        };
    }

    static JsonObject IsComplete(string code)
    {
        var (status, indent) = Editor.IsComplete(code);
        return status == "incomplete" ? new() { ["status"] = status, ["indent"] = indent } : new() { ["status"] = status };
    }

    static int Cursor(string code, JsonObject request) => CodePoints.Index(code, (int?)request["cursor_pos"] ?? code.Length);

    static string Code(JsonObject content) => (string?)content["code"] ?? throw new InvalidOperationException("The request has no code.");

    /// <summary>An exception of a handler, as the content of a reply.</summary>
    public static JsonObject Failed(Failure failure)
    {
        var content = Feed.Error(failure);
        content["status"] = "error";
        return content;
    }
}
