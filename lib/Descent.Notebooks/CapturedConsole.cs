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
