using Descent.Checks;

namespace Descent.Grading.Running;

/// <summary>A process that runs a student's cells and calls the student's functions. Not thread-safe.</summary>
public interface IWorker : IDisposable
{
    /// <summary>Compiles and runs a cell; what it declares stays, also when it fails.</summary>
    /// <returns>Null when it ran through.</returns>
    /// <exception cref="LostException">The process is gone.</exception>
    CellFailure? Run(string name, string code, TimeSpan limit);

    /// <summary>What the last cell printed, cut to the limit: the head and the tail.</summary>
    string Printed { get; }

    /// <summary>Calls the newest function of a name.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="result">The type it must return; of a figure the JSON is returned.</param>
    /// <param name="arguments">Values of crossing types; their types are the parameters' types. A delegate is called back here.</param>
    /// <param name="cells">How many of the cells that were run may declare it.</param>
    /// <param name="limit">How long the call may take.</param>
    /// <exception cref="UnansweredException">There is no such function, it has another signature, or it returned something else.</exception>
    /// <exception cref="ThrownException">It threw.</exception>
    /// <exception cref="LostException">The process is gone.</exception>
    object? Call(string function, Type result, IReadOnlyList<object?> arguments, int cells, TimeSpan limit);
}

/// <summary>Why a cell failed.</summary>
/// <param name="Name">The exception's name, or <c>CompilationError</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Line">The line of the cell, from 1, when known.</param>
public sealed record CellFailure(string Name, string Message, int? Line);

/// <summary>The worker ended, or was killed.</summary>
/// <param name="verdict">Timeout, Memory or Crashed.</param>
/// <param name="message">Why, in plain words.</param>
public sealed class LostException(Verdict verdict, string message) : Exception(message)
{
    /// <summary>Timeout, Memory or Crashed.</summary>
    public Verdict Verdict => verdict;
}
