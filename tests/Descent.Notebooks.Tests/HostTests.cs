using Microsoft.DotNet.Interactive.Formatting;

namespace Descent.Notebooks.Tests;

/// <summary>Runtime and library, neither of which references the other, agree on what the one offers and the other takes.</summary>
public class HostTests
{
    const string Publish = """
        var host = (IReadOnlyDictionary<string, Delegate>)AppContext.GetData("Descent.Host");
        void Publish(string type, string content) => ((Action<string, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>)host["publish"])(
            type, System.Text.Json.Nodes.JsonNode.Parse(content).AsObject(), null);
        """;

    [Fact]
    public void The_librarys_messages_become_outputs_of_the_cell()
    {
        const string Content = """{"data":{"text/plain":"VALUE","application/x+json":{"a":1}},"metadata":{"m":2},"transient":{"display_id":"d"}}""";
        List<Output> outputs = [];
        using var session = new Session(AppContext.BaseDirectory);
        string Message(string type, string content) => $"Publish(\"{type}\", \"{content.Replace("\"", "\\\"")}\");";
        session.Run(Publish, "Cell 1", outputs.Add);
        Assert.Null(session.Run(string.Concat(Message("display_data", Content), Message("update_display_data", Content), Message("clear_output", "{\"wait\":true}"),
            Message("comm_open", "{\"comm_id\":\"c\"}")), "Cell 2", outputs.Add));
        var shown = (Shown)outputs[0];
        Assert.Equal(("d", false, "VALUE", "{\"a\":1}", "{\"m\":2}"),
            (shown.DisplayId, shown.IsUpdate, (string)shown.Data["text/plain"]!, shown.Data["application/x+json"].ToJsonString(), shown.Metadata!.ToJsonString()));
        Assert.True(((Shown)outputs[1]).IsUpdate);
        Assert.Equal(new Cleared(true), outputs[2]);
        Assert.Equal("comm_open", ((CommOutput)outputs[3]).Type);
    }

    [Fact]
    public void Library_takes_what_the_runtime_offers()
    {
        using var session = new Session(Sample.Root);
        using var work = Front.Work.Begin("check", 1);   // throws when a name or type of the host differs
        Assert.False(work.IsStopped);
    }

    [Fact]
    public void Interrupt_reaches_a_loop_of_the_library_and_the_cell_starts_no_other()
    {
        using var session = new Session(Path.Combine(Sample.Root, "tests"));
        var outputs = new Outputs();
        session.Run("#r \"../artifacts/notebook/Descent.dll\"\nusing Descent.Front;", "Cell 1", outputs.Add);
        const string cell = """
            using (var work = Work.Begin("first", 1))
            {
                Console.Write("running");
                while (!work.IsStopped) System.Threading.Thread.Sleep(5);
            }
            Console.Write(", returned");
            Work.Begin("second", 1);
            Console.Write("never");
            """;
        var failure = session.Run(cell, "Cell 2", output =>
        {
            outputs.Add(output);
            if (output is StreamText { Text: "running" })
                Task.Run(session.Interrupt);
        });
        Assert.Equal("Interrupted", failure!.Name);
        Assert.Equal("running, returned", Assert.IsType<StreamText>(outputs.ToList()[0]).Text);
    }

    [Theory]
    [InlineData("<b>x</b>", "x", "text/html text/plain")]
    [InlineData("<b>x</b>", "", "text/html")]
    [InlineData("", "x", "text/plain")]
    [InlineData("", "", "text/plain")]
    public void Form_that_a_formatter_leaves_empty_is_left_out(string html, string text, string mimes)
    {
        Formatter.Register<Forms>(f => f.Html, "text/html");   // as a widget does: the classic page would print a text beside the view
        Formatter.Register<Forms>(f => f.Text, "text/plain");
        Assert.Equal(mimes, string.Join(' ', Bundle.Of(new Forms(html, text)).Keys.Order()));
    }

    sealed class Forms(string html, string text)
    {
        public string Html => html;

        public string Text => text;
    }
}
