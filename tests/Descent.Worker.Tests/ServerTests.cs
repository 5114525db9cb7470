using Descent.Notebooks;

namespace Descent.Worker.Tests;

public class ServerTests
{
    [Fact]
    public void It_is_ready_when_the_compiler_is_warm()
    {
        using MemoryStream requests = new(Frame.Bytes(Kind.Hello, 7, new Writer(Frame.Slack).Int(1000).Int(1000).Written)), replies = new();
        using var server = new Server(requests, replies);
        server.Serve();
        Assert.True(Session.Prepare().IsCompletedSuccessfully);
        replies.Position = 0;
        Assert.Equal(Kind.Ready, Frame.Read(replies, Frame.Slack)!.Value.Kind);
    }
}
