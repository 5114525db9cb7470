using Descent.Checks;
using Descent.Grading.Running;
using Descent.Worker;

namespace Descent.Grading.Tests.Running;

public class ChannelTests
{
    static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    static LostException Lost(Process process, TimeSpan limit)
    {
        using var channel = new Channel(process, 1000);
        return Assert.Throws<LostException>(() => channel.Ask(Kind.Run, new Writer(1000), limit, limit));
    }

    [Fact]
    public void A_process_that_does_not_read_is_a_timeout_although_its_pipe_never_ends()
    {
        var process = new Process { Requests = new Stuck() };
        var lost = Lost(process, Limit);
        Assert.Equal((Verdict.Timeout, "it ran longer than 0.1 s", true), (lost.Verdict, lost.Message, process.IsKilled));
    }

    [Fact]
    public void A_process_that_does_not_reply_is_a_timeout() => Assert.Equal(Verdict.Timeout, Lost(new Process { Replies = new Stuck() }, Limit).Verdict);

    [Theory]
    [InlineData(8)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_frame_of_an_impossible_length_breaks_the_protocol(int length)
    {
        var lost = Lost(new Process { Replies = new MemoryStream([.. BitConverter.GetBytes(length), .. new byte[100]]) }, TimeSpan.FromSeconds(30));
        Assert.Equal((Verdict.Crashed, "it broke the protocol"), (lost.Verdict, lost.Message));
    }

    [Fact]
    public void The_end_of_the_replies_is_told_in_the_process_own_words()
    {
        var lost = Lost(new Process { Replies = new MemoryStream([1, 2, 3]), End = ("it used more than 5 MB of memory", true) }, TimeSpan.FromSeconds(30));
        Assert.Equal((Verdict.Memory, "it used more than 5 MB of memory"), (lost.Verdict, lost.Message));
    }

    [Fact]
    public void What_is_lost_stays_lost()
    {
        using var channel = new Channel(new Process { Replies = new MemoryStream() }, 1000);
        var first = Assert.Throws<LostException>(() => channel.Ask(Kind.Run, new Writer(1000), Limit, Limit));
        Assert.Equal(first.Message, Assert.Throws<LostException>(() => channel.Ask(Kind.Run, new Writer(1000), Limit, Limit)).Message);
    }

    sealed class Process : ILaunched
    {
        public Stream Requests { get; init; } = Stream.Null;

        public Stream Replies { get; init; } = Stream.Null;

        public (string, bool) End { get; init; } = ("it ended", false);

        public bool IsKilled { get; private set; }

        public string Text => "";

        public void Kill() => IsKilled = true;

        public (string Words, bool IsMemory) Wait() => End;

        public void Dispose() => Kill();
    }

    /// <summary>A pipe whose other end is held open and does nothing.</summary>
    sealed class Stuck : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => Thread.Sleep(Timeout.Infinite);

        public override void Write(byte[] buffer, int offset, int count) => Thread.Sleep(Timeout.Infinite);

        public override int Read(Span<byte> buffer)
        {
            Thread.Sleep(Timeout.Infinite);
            return 0;
        }
    }
}
