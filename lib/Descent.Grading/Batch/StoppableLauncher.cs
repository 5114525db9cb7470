using Descent.Grading.Running;

namespace Descent.Grading.Batch;

/// <summary>A launcher whose processes end when a token is cancelled; then none is started any more.</summary>
/// <param name="launcher">Starts them.</param>
/// <param name="stop">The token.</param>
public sealed class StoppableLauncher(ILauncher launcher, CancellationToken stop) : ILauncher
{
    /// <inheritdoc/>
    public string Isolation => launcher.Isolation;

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public ILaunched Launch(Limits limits)
    {
        stop.ThrowIfCancellationRequested();
        var launched = launcher.Launch(limits);
        return new Stoppable(launched, stop.UnsafeRegister(l => ((ILaunched)l!).Kill(), launched));
    }

    sealed class Stoppable(ILaunched launched, CancellationTokenRegistration registration) : ILaunched
    {
        public Stream Requests => launched.Requests;

        public Stream Replies => launched.Replies;

        public string Text => launched.Text;

        public void Kill() => launched.Kill();

        public (string Words, bool IsMemory) Wait() => launched.Wait();

        public void Dispose()
        {
            registration.Dispose();
            launched.Dispose();
        }
    }
}
