namespace Descent.Grading.Running;

/// <summary>How a process ended, in plain words.</summary>
static class Ending
{
    const string Unhandled = "Unhandled exception. ";
    const string Terminated = "Process terminated.";

    /// <summary>The words for an exit code as a shell gives it (128 + signal), and whether memory ran out.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="text">What the process wrote: the runtime's last words are in it.</param>
    public static (string Words, bool IsMemory) Of(int code, string text) => code switch
    {
        0 => ("it ended by itself (exit code 0)", false),
        134 when text.Contains("Stack overflow.", StringComparison.Ordinal) => ("stack overflow", false),
        134 when text.Contains("Out of memory.", StringComparison.Ordinal) || After(text, Unhandled).StartsWith("System.OutOfMemoryException", StringComparison.Ordinal) => ("it ran out of memory", true),
        134 when After(text, Unhandled) is { Length: > 0 } exception => ($"unhandled exception: {exception}", false),
        134 when After(text, Terminated) is { Length: > 0 } message => ($"it stopped itself: {message}", false),
        > 128 and < 160 => ($"it was ended by {Signal(code - 128)}", false),
        _ => ($"it ended by itself (exit code {code})", false)
    };

    static string Signal(int number) => number switch
    {
        4 => "SIGILL (illegal instruction)",
        6 => "SIGABRT (it aborted)",
        7 => "SIGBUS (bad memory access)",
        8 => "SIGFPE (arithmetic error)",
        9 => "SIGKILL",
        11 => "SIGSEGV (it used memory that is not its own)",
        15 => "SIGTERM",
        24 => "SIGXCPU (its processor time was used up)",
        25 => "SIGXFSZ (a file was too large)",
        _ => $"signal {number}"
    };

    /// <summary>What follows the last occurrence, on its line or the next, at most 300 characters; nothing when that is a stack trace.</summary>
    static string After(string text, string mark)
    {
        var at = text.LastIndexOf(mark, StringComparison.Ordinal);
        if (at < 0) return "";
        var line = text[(at + mark.Length)..].TrimStart().Split('\n')[0].TrimEnd();
        return line.StartsWith("at ", StringComparison.Ordinal) ? "" : line.Length <= 300 ? line : line[..300] + "…";
    }
}
