using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Descent.Checks;
using Descent.Worker;

namespace Descent.Grading.Running;

/// <summary>Asks a worker process and waits no longer than a deadline for its reply, whatever the process does with its pipes. Once it is lost it stays lost.</summary>
sealed class Channel : IDisposable
{
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    readonly ILaunched process;
    readonly int limit;
    readonly BlockingCollection<byte[]> requests = new(1);
    readonly BlockingCollection<Frame?> replies = new(1);
    (Verdict Verdict, string Message)? lost;

    /// <param name="process">The worker.</param>
    /// <param name="limit">Bytes of a value.</param>
    public Channel(ILaunched process, int limit)
    {
        this.process = process;
        this.limit = limit;
        new Thread(Exchange) { IsBackground = true, Name = "worker" }.Start();
    }

    /// <summary>Sends a request and receives its reply.</summary>
    /// <param name="kind">What is asked.</param>
    /// <param name="content">The request's content.</param>
    /// <param name="deadline">How long until the deadline.</param>
    /// <param name="limit">The whole time that was given, for the message.</param>
    /// <exception cref="LostException">The process is gone.</exception>
    public Frame Ask(Kind kind, Writer content, TimeSpan deadline, TimeSpan limit)
    {
        if (lost is var (verdict, message))
            throw new LostException(verdict, message);
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        var nonce = BinaryPrimitives.ReadUInt64LittleEndian(random);
        requests.Add(Frame.Bytes(kind, nonce, content.Written));
        if (!replies.TryTake(out var reply, deadline > TimeSpan.Zero ? deadline : TimeSpan.Zero))
            throw Lose(Verdict.Timeout, $"it ran longer than {limit.TotalSeconds:0.###} s");
        if (reply is not { } frame)
            throw Ended();
        return frame.Nonce == nonce ? frame : throw Broken();
    }

    /// <summary>The worker did not keep to the protocol.</summary>
    public LostException Broken() => Lose(Verdict.Crashed, "it broke the protocol");

    /// <summary>Gives the worker up.</summary>
    public LostException Lose(Verdict verdict, string message)
    {
        lost ??= (verdict, message);
        process.Kill();
        return new LostException(verdict, message);
    }

    public void Dispose()
    {
        lost ??= (Verdict.Crashed, "it was ended");
        requests.CompleteAdding();
        process.Dispose();
    }

    // The pipes' end: the process has ended, or does so now.
    LostException Ended()
    {
        var end = Task.Run(process.Wait);
        if (!end.Wait(Grace))
            process.Kill();
        return end.Wait(Grace) && end.Result is var (words, isMemory) ? Lose(isMemory ? Verdict.Memory : Verdict.Crashed, words)
            : Lose(Verdict.Crashed, "it closed its pipes");
    }

    // Another thread's, because nothing else ends a read or write whose other end does nothing.
    void Exchange()
    {
        foreach (var request in requests.GetConsumingEnumerable())
        {
            Frame? reply = null;
            try
            {
                process.Requests.Write(request);
                process.Requests.Flush();
                reply = Frame.Read(process.Replies, limit + Frame.Slack);
            }
            catch (InvalidDataException)
            {
                reply = default(Frame);                                       // no request has the nonce 0
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // As good as the end.
            }
            replies.Add(reply);
        }
    }
}
