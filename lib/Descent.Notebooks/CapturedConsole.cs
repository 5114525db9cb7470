using System.Diagnostics;
using System.Text;

namespace Descent.Notebooks;

/// <summary>The console's writers, once replaced by writers that ask whose output it is: a session's cell or the program's.
/// The answer flows into the tasks and threads a cell starts.</summary>
sealed class CapturedConsole : TextWriter
{
    static readonly Lazy<bool> Install = new(() =>
    {
        Console.SetOut(new CapturedConsole("stdout", Console.Out));
        Console.SetError(new CapturedConsole("stderr", Console.Error));
        Console.SetIn(new AskingConsole(Console.In));
        Trace.Listeners.Add(new TextWriterTraceListener(Console.Out));
        return true;
    });

    readonly string name;
    readonly TextWriter program;

    CapturedConsole(string name, TextWriter program)
    {
        this.name = name;
        this.program = program;
    }

    /// <summary>Replaces the console's writers; later calls do nothing.</summary>
    public static void Start() => _ = Install.Value;

    public override Encoding Encoding => program.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        if (value is null or "")
            return;
        if (Work.Here is { } work)
            work.Publish(new StreamText(name, value));
        else
            program.Write(value);
    }

    public override void WriteLine() => Write("\n");

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Flush() => program.Flush();
}

/// <summary>The console's reader: a cell's question goes to whoever answers its session.</summary>
sealed class AskingConsole(TextReader program) : TextReader
{
    (Work? Work, string Text) rest = (null, "");                               // of a line begun with Read

    public override string? ReadLine()
    {
        var begun = rest;
        rest = (null, "");
        return begun.Text.Length > 0 && begun.Work == Work.Here ? begun.Text.TrimEnd('\n')
            : Work.Here is null or { Session.IsConfined: true } ? program.ReadLine() : Interactive.Ask("", isPassword: false);
    }

    public override int Read()
    {
        var next = Peek();
        rest.Text = next < 0 ? "" : rest.Text[1..];
        return next;
    }

    public override int Peek()
    {
        if (rest.Text.Length == 0 || rest.Work != Work.Here)
            rest = (Work.Here, ReadLine() is { } line ? line + "\n" : "");
        return rest.Text.Length == 0 ? -1 : rest.Text[0];
    }
}
