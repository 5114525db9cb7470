using System.Text.Json.Nodes;

namespace Descent.Notebooks;

/// <summary>Something a cell shows.</summary>
public abstract record Output
{
    /// <summary>The output as an nbformat object; <paramref name="count"/> is the cell's execution count.</summary>
    /// <exception cref="NotSupportedException">A notebook does not store this kind.</exception>
    public virtual JsonObject ToJson(int? count) => throw new NotSupportedException($"A notebook stores no {GetType().Name}.");

    internal static JsonArray Lines(string text) =>
        [.. text.Split('\n').Select((line, i) => (line, i)).ToArray() is var lines
            ? lines.Select(l => l.i < lines.Length - 1 ? l.line + "\n" : l.line).Where(l => l.Length > 0).Select(l => (JsonNode)l)
            : []];
}

/// <summary>Text written to the console.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text, neighbouring writes joined.</param>
public sealed record StreamText(string Name, string Text) : Output
{
    /// <inheritdoc/>
    public override JsonObject ToJson(int? count) => new() { ["name"] = Name, ["output_type"] = "stream", ["text"] = Lines(Text) };
}

/// <summary>A value in one or more MIME types, <c>text/plain</c> always among them.</summary>
/// <param name="Data">MIME type → text, or a JSON value for types ending in <c>+json</c>.</param>
/// <param name="IsResult">Whether it is the value of the cell's last expression rather than a display.</param>
/// <param name="DisplayId">The name under which a later output can replace this one.</param>
/// <param name="IsUpdate">Whether it replaces the outputs shown under <paramref name="DisplayId"/> instead of showing one more.</param>
/// <param name="Metadata">What the front end is told beside the data.</param>
public sealed record Shown(IReadOnlyDictionary<string, JsonNode> Data, bool IsResult, string? DisplayId = null, bool IsUpdate = false, JsonObject? Metadata = null) : Output
{
    /// <inheritdoc/>
    public override JsonObject ToJson(int? count)
    {
        var data = new JsonObject();
        foreach (var (mime, value) in Data.OrderBy(d => d.Key, StringComparer.Ordinal))
            data[mime] = value is JsonValue text && text.TryGetValue(out string? s) ? Lines(s) : value.DeepClone();
        var json = new JsonObject { ["data"] = data };
        if (IsResult)
            json["execution_count"] = count;
        json["metadata"] = Metadata?.DeepClone() ?? new JsonObject();
        json["output_type"] = IsResult ? "execute_result" : "display_data";
        return json;
    }
}

/// <summary>The cell's outputs so far disappear.</summary>
/// <param name="Wait">Only when the next output comes, so that nothing flickers.</param>
public sealed record Cleared(bool Wait) : Output;

/// <summary>A message of a widget to its view.</summary>
/// <param name="Type"><c>comm_open</c>, <c>comm_msg</c> or <c>comm_close</c>.</param>
/// <param name="Content">The message's content.</param>
/// <param name="Metadata">The message's metadata.</param>
public sealed record CommOutput(string Type, JsonObject Content, JsonObject? Metadata) : Output;

/// <summary>Why a cell failed: an exception, an error of the compiler, or a stop.</summary>
/// <param name="Name">The exception's type, <c>CompilationError</c>, <c>TimeLimit</c> or <c>Interrupted</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Line">The line of the cell, counted from 1, when it is known.</param>
/// <param name="Traceback">What a reader sees: message, then places, without any path of the machine.</param>
public sealed record Failure(string Name, string Message, int? Line, IReadOnlyList<string> Traceback) : Output
{
    /// <inheritdoc/>
    public override JsonObject ToJson(int? count) => new()
    {
        ["ename"] = Name,
        ["evalue"] = Message,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. Traceback.Select(l => (JsonNode)l)]),
    };
}
