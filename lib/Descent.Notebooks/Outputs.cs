using System.Text;

namespace Descent.Notebooks;

/// <summary>Collects a cell's outputs: neighbouring writes to one stream become one output. Safe from any thread.</summary>
public sealed class Outputs
{
    const int Limit = 1_000_000;

    readonly List<Output> done = [];
    readonly StringBuilder text = new();
    string stream = "";
    int written;

    /// <summary>Adds an output; console text beyond a million characters is cut with a note.</summary>
    public void Add(Output output)
    {
        lock (done)
        {
            if (output is not StreamText write)
            {
                Close();
                done.Add(output);
                return;
            }
            if (write.Name != stream)
                Close();
            stream = write.Name;
            if (written <= Limit)
                text.Append(written + write.Text.Length <= Limit ? write.Text : $"{write.Text[..(Limit - written)]}\n… (the rest of the output is cut)\n");
            written += written <= Limit ? write.Text.Length : 0;
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

    void Close()
    {
        if (text.Length > 0)
            done.Add(new StreamText(stream, text.ToString()));
        text.Clear();
    }
}
