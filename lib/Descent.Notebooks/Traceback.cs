using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Descent.Notebooks;

/// <summary>Makes failures readable: the message, then the lines of the cells it came through, then the library's methods; no machine paths.</summary>
static class Traceback
{
    const int Places = 12;

    /// <summary>A stop from outside.</summary>
    public static Failure Stopped(string name, string message) => new(name, message, null, [$"{name}: {message}"]);

    /// <summary>A stop by the user.</summary>
    public static Failure Interrupted(string name) => Stopped("Interrupted", $"{name} was interrupted.");

    /// <summary>Errors of the compiler, each with its line and a caret below the place.</summary>
    public static Failure Of(IReadOnlyList<Diagnostic> errors, string cell)
    {
        List<string> text = [];
        foreach (var error in errors.Take(Places))
        {
            var place = error.Location.GetLineSpan();
            var start = place.StartLinePosition;
            var file = error.Location.SourceTree is null ? cell : Path.GetFileName(place.Path);
            text.Add($"{file}, line {start.Line + 1}: {error.Id}: {error.GetMessage()}");
            if (error.Location.SourceTree?.GetText().Lines[start.Line].ToString() is { } line)
                text.AddRange([$"    {line.TrimEnd()}", $"    {new string(' ', start.Character)}^"]);
        }
        var first = errors[0];
        return new("CompilationError", $"{first.Id}: {first.GetMessage()}", first.Location.GetLineSpan().StartLinePosition.Line + 1, text);
    }

    /// <summary>An exception a cell threw.</summary>
    public static Failure Of(Exception thrown, string code, string cell)
    {
        var root = Root(thrown);
        var name = root is DirectiveException ? "DirectiveError" : root.GetType().Name;
        var message = Message(root);
        List<string> text = [$"{name}: {message}"];
        int? line = null;
        var lines = code.Split('\n');
        foreach (var frame in new StackTrace(root, fNeedFileInfo: true).GetFrames())
        {
            if (Place(frame, cell, lines) is not { } place)
                continue;
            if (text.Count <= Places && text[^1] != place)
                text.Add(place);
            if (line is null && Path.GetFileName(frame.GetFileName()) == cell)
                line = frame.GetFileLineNumber();
        }
        for (var cause = root.InnerException; cause is not null; cause = cause.InnerException)
            text.Add($"caused by {cause.GetType().Name}: {Message(cause)}");
        return new(name, message, line, text);
    }

    /// <summary>The exception that wrappers of the runtime carry.</summary>
    public static Exception Root(Exception thrown)
    {
        while (thrown is AggregateException { InnerExceptions.Count: 1 } or TargetInvocationException or TypeInitializationException && thrown.InnerException is not null)
            thrown = thrown.InnerException!;
        return thrown;
    }

    /// <summary>An exception's message; a cell's own exception may fail to tell it.</summary>
    public static string Message(Exception thrown)
    {
        try
        {
            return thrown.Message ?? "";
        }
        catch (Exception)
        {
            return "";
        }
    }

    /// <summary>The cell and its line, from 1, in which an exception was thrown, or which called what threw it; null when no cell did.</summary>
    public static (string Cell, int Line)? Origin(Exception thrown) =>
        new StackTrace(thrown, fNeedFileInfo: true).GetFrames().Where(IsOfCell)
            .Select(f => ((string, int)?)(Path.GetFileName(f.GetFileName())!, f.GetFileLineNumber())).FirstOrDefault();

    static bool IsOfCell(StackFrame frame) =>
        frame.GetMethod()?.DeclaringType?.FullName?.StartsWith("Submission#", StringComparison.Ordinal) == true && frame.GetFileName() is not null;

    // A line of a cell with its source, a method of a library, or null for the machinery between them.
    static string? Place(StackFrame frame, string cell, string[] lines)
    {
        var file = Path.GetFileName(frame.GetFileName());
        if (IsOfCell(frame))
        {
            var line = frame.GetFileLineNumber();
            var source = file == cell && line >= 1 && line <= lines.Length ? ":  " + lines[line - 1].Trim() : "";
            return $"  at {file}, line {line}{source}";
        }
        if (frame.GetMethod() is not { DeclaringType: { } type } method || type.Namespace is not { } room || !room.StartsWith("Descent", StringComparison.Ordinal)
            || type.Assembly == typeof(Traceback).Assembly || type.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false))
            return null;
        var where = file is null ? "" : $" ({file}, line {frame.GetFileLineNumber()})";
        return $"  at {type.FullName!.Replace('+', '.')}.{method.Name}{where}";
    }
}
