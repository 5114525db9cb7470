namespace Descent.Grading.Running;

/// <summary>Starts worker processes behind some wall.</summary>
public interface ILauncher
{
    /// <summary>The wall's name in every report: <c>bubblewrap</c> or <c>process</c>.</summary>
    string Isolation { get; }

    /// <summary>Starts a worker.</summary>
    /// <param name="limits">What it may use.</param>
    /// <exception cref="InfrastructureException">It cannot be started here.</exception>
    ILaunched Launch(Limits limits);
}

/// <summary>A started worker process. Disposing kills it and everything it started.</summary>
public interface ILaunched : IDisposable
{
    /// <summary>Where requests are written.</summary>
    Stream Requests { get; }

    /// <summary>Where replies are read.</summary>
    Stream Replies { get; }

    /// <summary>What the process wrote to its standard output and error, cut to the limit; late.</summary>
    string Text { get; }

    /// <summary>Kills it with SIGKILL; harmless when it has ended.</summary>
    void Kill();

    /// <summary>Waits for its end.</summary>
    /// <returns>How it ended, in plain words such as <c>it exited with code 0</c> or <c>stack overflow</c>, and whether it was the memory watch that ended it.</returns>
    (string Words, bool IsMemory) Wait();
}

/// <summary>The grader's own surroundings failed, not the submission.</summary>
public sealed class InfrastructureException(string message, Exception? inner = null) : Exception(message, inner);
