using System.Text.Json.Nodes;
using Descent.Front;

namespace Descent.Tests.Front;

[Collection(nameof(Page))]
public class HostTests
{
    [Fact]
    public void Without_a_runtime_there_is_no_host() => Assert.Null(Host.Current);

    [Fact]
    public void Host_is_read_once_when_it_appears()
    {
        Assert.Null(Host.Current);
        using var page = new Page(widgets: 2);
        var host = Host.Current!;
        Assert.Equal(2, host.Widgets());
        Assert.Null(host.Progress);
        Assert.Same(host, Host.Current);
        host.Publish("display_data", new JsonObject { ["a"] = 1 }, null);
        Assert.Equal("display_data", Assert.Single(page.Sent).Type);
        using var other = new Page(widgets: 1, progress: true);
        Assert.Equal(1, Host.Current!.Widgets());
        Assert.NotNull(Host.Current!.Progress);
    }

    [Fact]
    public void Runtime_of_another_version_is_named()
    {
        using var page = new Page();
        AppContext.SetData(Host.Key, new Dictionary<string, Delegate> { ["publish"] = new Action(() => { }) });
        Assert.Contains("“publish” is System.Action, expected", Assert.Throws<InvalidOperationException>(() => Host.Current).Message, StringComparison.Ordinal);
        AppContext.SetData(Host.Key, new Dictionary<string, Delegate>());
        Assert.Contains("“publish” is nothing, expected", Assert.Throws<InvalidOperationException>(() => Host.Current).Message, StringComparison.Ordinal);
    }
}
