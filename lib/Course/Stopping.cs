using System.Runtime.InteropServices;

namespace Course;

/// <summary>Ctrl-C and SIGTERM as a token; the second Ctrl-C ends the process at once.</summary>
sealed class Stopping : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration[] signals;

    public Stopping() => signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(s => PosixSignalRegistration.Create(s, Stop))];

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        source.Dispose();
    }

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = !source.IsCancellationRequested;
        source.CancelAsync();
    }
}
