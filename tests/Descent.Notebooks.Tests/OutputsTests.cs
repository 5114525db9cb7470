using System.Text.Json.Nodes;

namespace Descent.Notebooks.Tests;

public class OutputsTests
{
    static string Plain(Output output) => (string)((Shown)output).Data["text/plain"]!;

    static Shown Text(string text, string? id = null, bool isUpdate = false) => new(new Dictionary<string, JsonNode> { ["text/plain"] = text }, IsResult: false, id, isUpdate);

    [Fact]
    public void An_update_replaces_what_it_updates_in_place() =>
        Assert.Equal(["2", "x"], Sample.Run("var d = display(1); display(\"x\");", "d.Update(2);").Select(Plain));

    [Fact]
    public void An_update_reaches_the_cell_before_and_one_of_nothing_is_ignored()
    {
        var first = new Outputs();
        var second = new Outputs(first);
        first.Add(Text("old", "a"));
        second.Add(Text("new", "a", isUpdate: true));
        second.Add(Text("nothing", "b", isUpdate: true));
        Assert.Equal("new", Plain(Assert.Single(first.ToList())));
        Assert.Empty(second.ToList());
    }

    [Fact]
    public void Clearing_at_once_and_with_the_next_output()
    {
        Assert.Equal(["b"], Sample.Run("display(\"a\"); clear_output(); display(\"b\");").Select(Plain));
        Assert.Equal(["a"], Sample.Run("display(\"a\"); clear_output(true);").Select(Plain));
        Assert.Equal(["b"], Sample.Run("display(\"a\"); clear_output(true); display(\"b\");").Select(Plain));
    }

    [Fact]
    public void Messages_of_widgets_are_not_stored()
    {
        var outputs = new Outputs();
        outputs.Add(new CommOutput("comm_open", [], null));
        Assert.Empty(outputs.ToList());
    }

    [Fact]
    public void Displays_beyond_twenty_megabytes_are_cut_with_a_note()
    {
        var outputs = new Outputs();
        for (var i = 0; i < 5; i++)
            outputs.Add(Text(new string('x', 6_000_000), i == 0 ? "a" : null));
        Assert.Equal([6_000_000, 6_000_000, 6_000_000], outputs.ToList().Take(3).Select(o => Plain(o).Length));
        Assert.Equal("… (an output of 6.0 MB is cut: a cell's displays may have 20 MB)", Plain(outputs.ToList()[3]));
        outputs.Add(Text("small", "a", isUpdate: true));
        outputs.Add(Text(new string('y', 6_000_000)));
        Assert.Equal(6_000_000, Plain(outputs.ToList()[^1]).Length);
    }
}
