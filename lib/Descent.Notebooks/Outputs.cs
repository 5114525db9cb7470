using System.Text;
using System.Text.Json.Nodes;

namespace Descent.Notebooks;

/// <summary>Collects a cell's outputs: neighbouring writes to one stream become one output, an update replaces what it updates,
/// messages of widgets are not kept. Safe from any thread.</summary>
/// <param name="before">The cell before, whose displays an update may mean too.</param>
public sealed class Outputs(Outputs? before = null)
{
    const int TextLimit = 1_000_000, ShownLimit = 20_000_000;

    readonly List<Output> done = [];
    readonly StringBuilder text = new();
    string stream = "";
    int written;
    long shown;
    bool clearing;

    /// <summary>Adds an output. Console text beyond a million characters is cut with a note, and so are displays beyond 20 million.</summary>
    public void Add(Output output)
    {
        lock (done)
        {
            if (output is Cleared { Wait: true })
                clearing = true;
            else if (output is Cleared || clearing)
                Clear();
            switch (output)
            {
                case Cleared or CommOutput:
                    break;
                case StreamText write:
                    Write(write);
                    break;
                case Shown { IsUpdate: true } update:
                    Update(update);
                    break;
                default:
                    Close();
                    done.Add(output is Shown s ? Within(s, 0) : output);
                    break;
            }
        }
    }

    /// <summary>The outputs so far.</summary>
    public IReadOnlyList<Output> ToList()
    {
        lock (done)
        {
            Close();
            return [.. done];
        }
    }

    void Write(StreamText write)
    {
        if (write.Name != stream)
            Close();
        stream = write.Name;
        if (written <= TextLimit)
            text.Append(written + write.Text.Length <= TextLimit ? write.Text : $"{write.Text[..(TextLimit - written)]}\n… (the rest of the output is cut)\n");
        written += written <= TextLimit ? write.Text.Length : 0;
    }

    void Update(Shown update)
    {
        var isHere = false;
        for (var i = 0; i < done.Count; i++)
        {
            if (done[i] is not Shown old || old.DisplayId != update.DisplayId)
                continue;
            done[i] = Within(update with { IsUpdate = false, IsResult = old.IsResult }, Size(old));
            isHere = true;
        }
        if (!isHere)
            before?.Add(update);
    }

    void Clear()
    {
        done.Clear();
        text.Clear();
        (written, shown, clearing) = (0, 0, false);
    }

    // The output, or a note where it no longer fits.
    Shown Within(Shown output, long replaced)
    {
        var size = Size(output);
        if (shown - replaced + size > ShownLimit)
            output = output with { Data = Bundle.OfText($"… (an output of {size / 1e6:0.0} MB is cut: a cell's displays may have {ShownLimit / 1_000_000} MB)", "text/plain"), Metadata = null };
        shown += Size(output) - replaced;
        return output;
    }

    static long Size(Shown output) => output.Data.Values.Sum(v => v is JsonValue text && text.TryGetValue(out string? s) ? s.Length : v.ToJsonString().Length);

    void Close()
    {
        if (text.Length > 0)
            done.Add(new StreamText(stream, text.ToString()));
        text.Clear();
    }
}
